"""Every way a capture can be unreadable has its own error with a cure; everything else becomes a capture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rashomon import errors
from rashomon.ingest import load, read_capture

CAPTURES = Path(__file__).parent.parent / "captures"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("empty.txt", errors.CaptureEmpty),
        ("only-white-space.txt", errors.CaptureEmpty),
        ("picture-named-text.txt", errors.CaptureBinary),
        ("noise.txt", errors.CaptureBinary),
        ("no-such-file.txt", errors.CaptureNotFound),
        (".", errors.CaptureIsFolder),
    ],
)
def test_unreadable_captures_are_named(name: str, kind: type[errors.CaptureError]) -> None:
    """The error is of the right kind, says where, and has a hint."""
    with pytest.raises(kind) as caught:
        load(CAPTURES / name)
    assert str(CAPTURES) in caught.value.where
    assert caught.value.what
    assert caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_named(tmp_path: Path) -> None:
    """A file that the system refuses to open is CaptureForbidden."""
    path = tmp_path / "locked.txt"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(errors.CaptureForbidden):
        load(path)


def test_a_file_that_the_system_forbids_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A refusal to open is CaptureForbidden, with the command that cures it."""
    path = tmp_path / "locked.txt"
    path.write_text("text")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.CaptureForbidden) as caught:
        load(path)
    assert "chmod" in caught.value.hint


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100 MB are too large, and not one byte of them is read."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    with pytest.raises(errors.CaptureTooLarge):
        load(path)


def test_the_cap_holds_for_bytes_too() -> None:
    """Bytes above the cap are refused as files are."""
    with pytest.raises(errors.CaptureTooLarge):
        load(b"x" * 101, max_bytes=100)


def test_paths_with_blanks_and_other_alphabets_work() -> None:
    """A name with blanks and Cyrillic letters is read and kept as given."""
    path = CAPTURES / "подія в порту, копія 1.txt"
    capture = load(path)
    assert capture.origin == str(path)
    assert read_capture(capture).main is not None


@pytest.mark.parametrize(
    ("payload", "origin", "kind"),
    [
        (b"<!DOCTYPE html><p>x", None, "text/html"),
        (b"<div><p>one</p><p>two</p></div>", "saved", "text/html"),
        (b"# Title\n\n[a](#) and [b](#) and **c**", None, "text/markdown"),
        (b"Just words.", None, "text/plain"),
        (b"Just words.", "notes.md", "text/markdown"),
        (b"<p>a < b", "notes.txt", "text/plain"),
        ("<html><p>x".encode("utf-16"), None, "text/html"),
    ],
)
def test_the_kind_of_text_is_told(payload: bytes, origin: str | None, kind: str) -> None:
    """The ending of the name decides, else the first bytes."""
    assert load(payload, origin=origin).content_type == kind


def test_a_given_content_type_is_believed() -> None:
    """What the caller says about the type stands."""
    assert load(b"# x", content_type="text/plain; charset=utf-8").content_type == "text/plain; charset=utf-8"


def test_emoji_joiners_and_direction_marks_are_text() -> None:
    """A short UTF-16 text full of zero-width joiners and right-to-left marks is no binary file."""
    text = "The crew 👩\u200d👩\u200d👧\u200d👦 said: \u200f\u202bشكرا\u202c."
    assert load(text.encode("utf-16")).payload == text.encode("utf-16")
