"""What every door keeps: names of their own, nothing lost, nothing raised, and each member found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.doors.containers import (
    NINJS,
    PAGE,
    ROWS,
    WORDS,
    answer,
    look,
    make_feed,
    make_json_feed,
    make_mail,
    make_tar,
    make_zip,
    pack,
    record,
)  # fmt: skip
from rashomon.errors import CaptureIsContainer, CaptureNotFound
from rashomon.ingest import load, read_capture
from rashomon.ingest.doors import SEPARATOR, find_capture, find_captures

CONTAINERS = {
    "crawl.warc.gz": (pack([record(1, answer()), record(2, answer(status="404 No"))]), 1, 1),
    "crawl.warc": (pack([record(1, answer()), record(2, answer(b"x", mime="image/png"))], packed=False), 1, 1),
    "c.zip": (make_zip({"p.html": PAGE, "q.txt": WORDS.encode(), "e.txt": b""}), 2, 1),
    "c.tar.gz": (make_tar({"p.html": PAGE, "q.txt": WORDS.encode()}), 2, 1),
    "c.tar": (make_tar({"p.html": PAGE}, packed=False), 1, 1),
    "nested.zip": (make_zip({"c.tar.gz": make_tar({"p.html": PAGE}), "w.warc.gz": pack([record(1, answer())])}), 2, 1),
    "feed.xml": (make_feed(), 2, 1),
    "feed.json": (make_json_feed(), 1, 0),
    "rows.jsonl": ("\n".join(map(json.dumps, ROWS)).encode(), 2, 1),
    "rows.json": (json.dumps(ROWS).encode(), 2, 1),
    "item.json": (json.dumps(NINJS).encode(), 1, 0),
    "m.eml": (make_mail(), 2, 1),
    "p.html": (PAGE, 1, 0),
}
MAGICS = [
    b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06", b"BZh9", b"%PDF-1.7\n", b"<?xml?><rss>",
    b"<feed>", b"<opml>", b'{"version":"https://jsonfeed.org/version/1","items":[', b'[{"text":"', b'{"text":"',
    b"Received: x\nFrom: a\nDate: b\nSubject: c\n\n", b"\x28\xb5\x2f\xfd", bytes(257) + b"ustar\x0000",
]  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_members_in_are_captures_and_skipped_out(name: str) -> None:
    """Each member is yielded once, under a name of its own that begins with the container's."""
    payload, readable, kept_out = CONTAINERS[name]
    captures, skipped = look(payload, name)
    assert (len(captures), len(skipped)) == (readable, kept_out)
    origins = [capture.origin or "" for capture in captures]
    assert len(set(origins)) == len(origins)
    assert all(origin == name or origin.startswith(name + SEPARATOR) for origin in origins)
    assert all(item.reason and item.path.startswith(name) for item in skipped)


@pytest.mark.parametrize("name", CONTAINERS)
def test_each_member_is_found_again(name: str, tmp_path: Path) -> None:
    """A member looked for by its name gives the same capture, and the same rendering from it."""
    path = tmp_path / name
    path.write_bytes(CONTAINERS[name][0])
    captures = [c for c in look(CONTAINERS[name][0], name)[0] if SEPARATOR in (c.origin or "")]
    for capture in captures:
        found = find_capture(path, (capture.origin or "").partition(SEPARATOR)[2])
        assert (found.id, found.content_type, found.target_uri) == (
            capture.id,
            capture.content_type,
            capture.target_uri,
        )
        assert read_capture(found).rendering == read_capture(capture).rendering
    members = {(capture.origin or "").partition(SEPARATOR)[2] for capture in captures}
    assert {name for name, _ in find_captures(path, members)} == members
    with pytest.raises(CaptureNotFound):
        find_capture(path, "no such member")


@pytest.mark.parametrize("name", [name for name in CONTAINERS if name not in {"item.json", "m.eml", "p.html"}])
def test_a_container_where_one_capture_is_needed_is_named(name: str) -> None:
    """``load`` takes single captures, and says which command takes containers."""
    with pytest.raises(CaptureIsContainer) as caught:
        load(CONTAINERS[name][0], origin=name)
    assert "rashomon articles" in caught.value.hint


@pytest.mark.parametrize("name", CONTAINERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_container_raises_nothing(name: str, data: st.DataObject) -> None:
    """Bytes turned over and an end cut off never raise, and leave at least one line."""
    payload = bytearray(CONTAINERS[name][0])
    for at in data.draw(st.lists(st.integers(0, len(payload) - 1), max_size=4)):
        payload[at] ^= data.draw(st.integers(1, 255))
    captures, skipped = look(bytes(payload[: data.draw(st.integers(1, len(payload)))]), name)
    assert captures or skipped
    assert not [item for item in skipped if "unexpectedly" in item.reason]


@settings(max_examples=300, deadline=None)
@given(magic=st.sampled_from(MAGICS), rest=st.binary(max_size=400))
def test_random_bytes_behind_any_signature_raise_nothing(magic: bytes, rest: bytes) -> None:
    """Whatever a file claims to be, it gives captures or says why not."""
    captures, skipped = look(magic + rest)
    assert captures or skipped
    assert not [item for item in skipped if "unexpectedly" in item.reason]
