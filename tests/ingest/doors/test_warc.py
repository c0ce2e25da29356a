"""WARC files: each page is a capture, damage ends one record and not the file, nothing grows without bounds."""

from __future__ import annotations

import gzip
import io
import resource
import zlib
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter

from ingest.doors.containers import OK, PAGE, WORDS, answer, look, make_feed, pack, record
from rashomon.ingest import read_capture
from rashomon.ingest.doors import Limits, open_captures

THREE = [record(number, answer(PAGE + str(number).encode())) for number in range(3)]


def brotli(body: bytes) -> bytes:
    """Return ``body`` compressed."""
    stream = io.BytesIO()
    with BrotliWriter(stream) as writer:
        writer.write(body)
    return stream.getvalue()


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_a_capture_with_its_address_and_time(packed: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """Origin, address, time and type come from the record, and the page is the server's bytes."""
    captures, skipped = look(pack(THREE, packed=packed), "crawl.warc.gz")
    assert not skipped
    assert [capture.origin for capture in captures] == [f"crawl.warc.gz!/urn:uuid:{n}" for n in range(3)]
    assert captures[1].payload == PAGE + b"1"
    assert captures[1].target_uri == "http://paper.example/1"
    assert captures[1].captured_at == "2030-01-02T03:04:05Z"
    reading = read_capture(captures[1])
    assert reading.main is not None
    assert reading.main.url == "http://paper.example/1"
    assert reading.main.date_published is None  # when it was captured is not when it was published


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("length", [0, 20, len(answer()) - 10, len(answer()) + 300, 10**9, 10**15])
def test_a_wrong_content_length_loses_no_record(packed: bool, length: int) -> None:  # noqa: FBT001 - same
    """The record is read to where it really ends, that is said, and the next ones are found."""
    wrong = record(7, answer(), length=length)
    captures, skipped = look(pack([THREE[0], wrong, *THREE[1:]], packed=packed))
    assert [(capture.origin or "")[-1] for capture in captures] == ["0", "7", "1", "2"]
    assert captures[1].payload == PAGE
    assert [(item.error, item.path) for item in skipped] == [("ContainerBroken", "x!/urn:uuid:7")]
    assert "Content-Length" in skipped[0].reason


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_cut_anywhere_says_so(packed: bool) -> None:  # noqa: FBT001 - same
    """What came before the cut is read, and the cut is named, wherever it is."""
    whole = pack(THREE[:2], packed=packed)
    first = len(pack(THREE[:1], packed=packed))
    for end in range(first + 11, len(whole) - 8, 9):
        captures, skipped = look(whole[:end])
        assert captures[0].payload == PAGE + b"0"
        assert any(item.error == "ContainerBroken" for item in skipped), end


def test_damage_ends_one_record() -> None:
    """Bytes turned over in the middle of a record leave those before and after it."""
    file = bytearray(pack(THREE))
    file[len(pack(THREE[:1])) + 60] ^= 0xFF
    captures, skipped = look(bytes(file))
    assert [(capture.origin or "")[-1] for capture in captures if capture.payload[-1:] in b"02"] == ["0", "2"]
    assert any(item.error == "ContainerBroken" for item in skipped)


def test_an_error_page_is_no_article() -> None:
    """A 404 page with an article-like body, a blocked one and a partial one are named with their status."""
    states = ("404 Not Found", "403 Forbidden", "500 Oops", "206 Partial Content")
    captures, skipped = look(pack(record(n, answer(status=state)) for n, state in enumerate(states)))
    assert not captures
    assert [item.error for item in skipped] == ["ErrorPage"] * 4
    assert "404 Not Found for http://paper.example/0" in skipped[0].reason


def test_what_is_no_page_is_counted_by_kind() -> None:
    """Pictures, requests, redirects and revisits get one line a kind, with the number of each."""
    records = [
        *(record(n, answer(b"\x89PNG", mime="image/png")) for n in range(30)),
        record(40, answer(b"a{}", mime="text/css")),
        *(record(50 + n, b"GET / HTTP/1.1\r\n\r\n", kind="request") for n in range(3)),
        record(60, b"20300101", mime="text/dns"),
        record(61, answer(b"", status="301 Moved", more="Location: http://127.0.0.1/\r\n")),
        record(62, b"", kind="revisit"),
        THREE[0],
    ]
    captures, skipped = look(pack(records))
    assert len(captures) == 1
    said = {item.error: item.reason for item in skipped}
    assert set(said) == {"NotText", "NotPage", "Redirect", "Revisit"}
    assert said["NotText"].startswith("31 records without text")
    assert "30 image/png, 1 text/css" in said["NotText"]
    assert "3 request" in said["NotPage"]


def test_bodies_are_decoded_as_the_server_encoded_them() -> None:
    """Chunks, gzip, deflate and br are undone; a body stored decoded under such a header is taken as it is."""
    chunks = b"5;a=b\r\n" + PAGE[:5] + b"\r\n" + f"{len(PAGE) - 5:x}".encode() + b"\r\n" + PAGE[5:] + b"\r\n0\r\n\r\n"
    raw = zlib.compressobj(wbits=-15)
    bodies = [
        ("Transfer-Encoding: chunked", chunks),
        ("Transfer-Encoding: chunked", PAGE),
        ("Content-Encoding: gzip", gzip.compress(PAGE)),
        ("Content-Encoding: gzip", PAGE),
        ("Content-Encoding: deflate", zlib.compress(PAGE)),
        ("Content-Encoding: deflate", raw.compress(PAGE) + raw.flush()),
        ("Content-Encoding: br", brotli(PAGE)),
    ]
    records = [record(n, answer(body, more=f"{header}\r\n")) for n, (header, body) in enumerate(bodies)]
    captures, skipped = look(pack(records))
    assert not skipped
    assert [capture.payload == PAGE for capture in captures] == [True] * len(bodies)


def test_each_page_keeps_its_own_encoding() -> None:
    """Pages of several charsets in one file are each read in their own."""
    text = "<html><body><h1>Міст закрито</h1><p>Рада вирішила закрити старий міст до весни.</p></body></html>"
    names = ("utf-8", "windows-1251", "koi8-u")
    records = [record(n, answer(text.encode(name), mime=f"text/html; charset={name}")) for n, name in enumerate(names)]
    captures, _ = look(pack(records))
    assert len({capture.payload for capture in captures}) == len(names)
    assert len({read_capture(capture).rendering.text for capture in captures}) == 1


@pytest.mark.parametrize(("coding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli)])
def test_a_body_that_is_a_bomb_is_refused(coding: str, squeeze: object) -> None:
    """A body of 80 MB in a few kilobytes is named, and the next record is read."""
    assert callable(squeeze)
    bomb = record(5, answer(squeeze(bytes(80_000_000)), more=f"Content-Encoding: {coding}\r\n"))
    captures, skipped = look(pack([bomb, THREE[0]]))
    assert len(captures) == 1
    assert [item.error for item in skipped] == ["CaptureExpands"]


def test_a_record_above_the_cap_is_refused_unread() -> None:
    """A page of more bytes than a capture may have is named with its size."""
    captures, skipped = look(pack([record(1, OK + b"x" * 200_000), THREE[0]]), limits=Limits(max_bytes=100_000))
    assert len(captures) == 1
    assert [item.error for item in skipped] == ["CaptureTooLarge"]


def test_a_gzip_bomb_around_a_record_is_no_bomb_here(tmp_path: Path) -> None:
    """A record of 600 MB of zeros in 600 KB passes in pieces: memory stays where it was."""
    path = tmp_path / "bomb.warc.gz"
    size = 600_000_000
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(record(1, b"", length=size + len(OK))[:-4] + OK)
        for _ in range(600):
            stream.write(bytes(size // 600))
        stream.write(b"\r\n\r\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results = list(open_captures(path, origin="bomb"))
    assert [getattr(item, "error", "") for item in results] == ["CaptureTooLarge"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_a_feed_and_a_page_without_a_type_are_read() -> None:
    """A stored feed gives its entries; a page without a type is known by its bytes; other XML is counted."""
    records = [
        record(1, answer(make_feed(), mime="application/rss+xml")),
        record(2, b"HTTP/1.1 200 OK\r\n\r\n" + PAGE),
        record(3, answer(b"<urlset/>", mime="text/xml")),
        record(4, WORDS.encode(), kind="conversion", mime="text/plain"),
    ]
    captures, skipped = look(pack(records))
    assert [capture.origin for capture in captures] == [
        "x!/urn:uuid:1!/g1", "x!/urn:uuid:1!/g2", "x!/urn:uuid:2", "x!/urn:uuid:4",
    ]  # fmt: skip
    assert {item.error for item in skipped} == {"NotText"}
