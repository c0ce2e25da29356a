"""Archives: members are read one by one, bombs and locked ones are named, and no name leads anywhere."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import struct
import tarfile
import zipfile

import pytest

from ingest.doors.containers import PAGE, WORDS, answer, look, make_tar, make_zip, pack, record
from rashomon.ingest.doors import Limits


def test_members_are_named_after_the_archive() -> None:
    """Two members of one name stay apart, and folders are no members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.mkdir("a")
        archive.writestr("a/p.html", PAGE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a/p.html", WORDS)
    captures, skipped = look(stream.getvalue(), "c.zip")
    assert [capture.origin for capture in captures] == ["c.zip!/a/p.html", "c.zip!/a/p.html (2)"]
    assert not skipped


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\nb.txt", "a\u202eb.txt"])
def test_hostile_names_are_only_shown(name: str) -> None:
    """Nothing is written, and signs that nobody sees are escaped."""
    captures, _ = look(make_zip({name: WORDS.encode()}), "c.zip")
    assert captures[0].payload == WORDS.encode()
    assert (captures[0].origin or "").isprintable()


def test_a_zip_bomb_is_refused() -> None:
    """30 MB of zeros in a few kilobytes are a bomb; its neighbour is read."""
    captures, skipped = look(make_zip({"bomb.txt": bytes(30_000_000), "p.html": PAGE}))
    assert len(captures) == 1
    assert [item.error for item in skipped] == ["CaptureExpands"]


def test_overlapping_members_are_refused() -> None:
    """Two entries for the same compressed bytes are how a bomb without nesting is built."""
    file = bytearray(make_zip({"a": os.urandom(3000), "b": os.urandom(3000)}))
    second = file.rfind(b"PK\x01\x02")
    file[second + 42 : second + 46] = struct.pack("<I", 0)
    captures, skipped = look(bytes(file))
    assert not captures
    assert "overlap" in skipped[0].reason


def test_archives_in_archives_have_a_depth() -> None:
    """Beyond three containers nothing is opened."""
    inner = make_zip({"p.html": PAGE})
    for number in range(2):
        inner = make_zip({f"{number}.zip": inner})
    assert len(look(inner)[0]) == 1
    captures, skipped = look(make_zip({"2.zip": inner}))
    assert not captures
    assert [item.error for item in skipped] == ["CaptureExpands"]


def test_a_locked_member_is_named() -> None:
    """A member under a password is CaptureEncrypted."""
    file = bytearray(make_zip({"p.html": PAGE}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        file[file.find(mark) + at] |= 1
    assert [item.error for item in look(bytes(file))[1]] == ["CaptureEncrypted"]


def test_an_office_document_is_no_archive_of_captures() -> None:
    """A Word document is named as one, with the cure."""
    _, skipped = look(make_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert "Word" in skipped[0].reason


def test_caps_on_members_and_totals_hold() -> None:
    """More members or bytes than allowed are refused as a whole, and said."""
    many = make_zip({f"{n}.txt": WORDS.encode() for n in range(20)})
    for limits in (Limits(max_members=10), Limits(max_total=1000)):
        captures, skipped = look(many, limits=limits)
        assert not captures
        assert [item.error for item in skipped] == ["CaptureExpands"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_tar_is_read_and_its_links_are_not_followed(packed: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """Files are captures; a link to a system file is named and left alone."""
    captures, skipped = look(make_tar({"a/p.html": PAGE, "q.txt": WORDS.encode()}, packed=packed), "c.tar.gz")
    assert [capture.origin for capture in captures] == ["c.tar.gz!/a/p.html", "c.tar.gz!/q.txt"]
    assert [(item.error, item.path) for item in skipped] == [("NotRegular", "c.tar.gz!/link")]


def test_a_cut_tar_says_so() -> None:
    """Members before the cut are read."""
    whole = make_tar({f"{n}.txt": os.urandom(3000).hex().encode() for n in range(9)})
    captures, skipped = look(whole[: len(whole) // 2])
    assert captures
    assert any(item.error == "ContainerBroken" for item in skipped)


@pytest.mark.parametrize("packed", [True, False])
def test_a_member_cut_in_the_middle_gives_what_there_is(packed: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """The text before the cut is a capture under the member's own name, and the cut is told with that name."""
    text = os.urandom(9_000).hex().encode()
    whole = make_tar({"a/p.txt": text}, packed=packed)
    captures, skipped = look(whole[: len(whole) // 2], "c.tar.gz")
    assert [capture.origin for capture in captures] == ["c.tar.gz!/a/p.txt"]
    assert text.startswith(captures[0].payload)
    assert len(captures[0].payload) > len(text) // 3
    assert [(item.error, item.path) for item in skipped] == [("ContainerBroken", "c.tar.gz")]
    assert "ends inside a/p.txt" in skipped[0].reason


@pytest.mark.parametrize("at", [1024, 1024 + 100, -1])
def test_no_member_is_lost_in_silence_where_a_header_is_missing_or_damaged(at: int) -> None:
    """An archive cut between two members, or with a broken header, tells so: its end is an empty block, no gap."""
    whole = bytearray(make_tar({"a.txt": WORDS.encode(), "b.txt": WORDS.encode()}, packed=False))
    whole[1024 + 150] ^= 0xFF  # in the checksum of the second header
    captures, skipped = look(bytes(whole[:at]), "c.tar")
    assert [capture.origin for capture in captures] == ["c.tar!/a.txt"]
    assert [(item.error, item.path) for item in skipped] == [("ContainerBroken", "c.tar")]
    assert "after 1 member:" in skipped[0].reason


def test_a_member_that_holds_nothing_is_named() -> None:
    """Lists without a row and archives without a file are told, inside another container too."""
    for name, content in {"r.jsonl": b"", "blank.jsonl": b"\n \n", "c.zip": make_zip({})}.items():
        assert [item.error for item in look(content, name)[1]] == ["CaptureEmpty"]
        inside = look(make_zip({name: content}), "o.zip")[1]
        assert [(item.error, item.path) for item in inside] == [("CaptureEmpty", f"o.zip!/{name}")]


def test_a_header_larger_than_any_name_is_refused() -> None:
    """A pax header of 40 MB would fill the memory before the first member."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("p.txt")
        member.pax_headers = {"comment": os.urandom(4_000_000).hex()}
        archive.addfile(member)
    captures, skipped = look(stream.getvalue())
    assert not captures
    assert [item.error for item in skipped] == ["CaptureExpands"]


def test_a_compressed_page_is_opened_and_a_cut_one_gives_what_there_is() -> None:
    """A truncated gzip file yields the text before the cut, and says that it is cut."""
    text = os.urandom(40_000).hex().encode()
    captures, skipped = look(gzip.compress(text), "p.txt.gz")
    assert (captures[0].origin, captures[0].payload, skipped) == ("p.txt.gz!/p.txt", text, [])
    captures, skipped = look(gzip.compress(text)[:20_000], "p.txt.gz")
    assert text.startswith(captures[0].payload)
    assert captures[0].payload
    assert [item.error for item in skipped] == ["ContainerBroken"]


def test_a_small_compressed_page_damaged_in_the_middle_gives_what_comes_before() -> None:
    """A page of a few kilobytes is not lost whole because one of its compressed bytes is wrong."""
    text = " ".join(f"{number * 7919 % 1_000_003:x}" for number in range(3_000)).encode()
    packed = bytearray(gzip.compress(text))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    captures, skipped = look(bytes(packed), "p.txt.gz")
    assert text.startswith(captures[0].payload[: len(text) // 3])
    assert len(captures[0].payload) > len(text) // 3
    assert [item.error for item in skipped] == ["ContainerBroken"]


def test_a_gzip_bomb_is_refused() -> None:
    """200 MB of zeros stop at the first mebibytes."""
    captures, skipped = look(gzip.compress(bytes(200_000_000)), "b.gz")
    assert not captures
    assert [item.error for item in skipped] == ["CaptureExpands"]


def test_a_wacz_is_read_and_its_digests_are_checked() -> None:
    """The pages of its WARC files are captures; a file that was changed after packing is named."""
    warc = pack([record(1, answer())])
    for digest, errors in ((hashlib.sha256(warc).hexdigest(), []), ("0" * 64, ["ContainerBroken"])):
        listed = {"resources": [{"path": "archive/data.warc.gz", "hash": f"sha256:{digest}"}]}
        members = {
            "archive/data.warc.gz": warc,
            "indexes/index.cdx": b"x",
            "datapackage.json": json.dumps(listed).encode(),
        }
        captures, skipped = look(make_zip(members), "crawl.wacz")
        assert [capture.origin for capture in captures] == ["crawl.wacz!/archive/data.warc.gz!/urn:uuid:1"]
        assert [item.error for item in skipped if item.error != "NotText"] == errors
