"""What comes in is read or counted: paths, folders, bytes, values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.datamodel import Capture, Reading
from rashomon.errors import CaptureEmpty, CaptureIsFolder, CaptureNotFound
from rashomon.ingest import read_capture
from rashomon.pipeline import Source, compare, gather, read, read_each
from rashomon.pipeline.inputs import UNNAMED, shown_path
from rashomon.views import to_html, to_json
from running import ROOT, working_in

CAPTURES = ROOT / "tests" / "promises" / "captures"
ACCOUNT = CAPTURES / "coast-courier.txt"


def test_a_path_and_its_bytes_give_the_same_articles() -> None:
    """Where the bytes come from changes nothing but the name."""
    from_path, from_bytes = read(str(ACCOUNT)), read(ACCOUNT.read_bytes(), origin="coast-courier.txt")
    assert from_path == from_bytes
    assert from_path.main is not None


def test_a_name_of_ones_own_can_be_given() -> None:
    """``origin`` is what outputs show."""
    assert read(ACCOUNT, origin="exhibit 3").capture.origin == "exhibit 3"
    assert read(ACCOUNT.read_bytes()).capture.origin is None


def test_a_stated_content_type_is_believed() -> None:
    """Markup given as plain text stays as it is."""
    page = b"<p>One paragraph of markup that is to be shown as it stands, tags and all.</p>"
    assert "<p>" in read(page, content_type="text/plain").rendering.text
    assert "<p>" not in read(page, content_type="text/html").rendering.text


def test_reading_what_cannot_be_read_raises_the_error_of_its_kind(tmp_path: Path) -> None:
    """In Python each fault is an exception with its class."""
    with pytest.raises(CaptureNotFound):
        read(tmp_path / "none.txt")
    with pytest.raises(CaptureIsFolder):
        read(tmp_path)
    with pytest.raises(CaptureEmpty):
        read(b"")


def test_relative_paths_are_shown_as_typed_and_absolute_ones_by_their_last_part() -> None:
    """No output holds a path of the machine."""
    assert shown_path(Path("a/b.txt")) == "a/b.txt"
    assert shown_path(Path("../b.txt")) == "../b.txt"
    assert shown_path(Path("/home/somebody/b.txt")) == "b.txt"


def test_every_input_is_read_or_skipped(tmp_path: Path) -> None:
    """Nothing is dropped uncounted."""
    (tmp_path / "empty.txt").write_bytes(b"")
    sources: list[Source] = [ACCOUNT, tmp_path / "empty.txt", ACCOUNT.read_bytes(), tmp_path / "none.txt"]
    sources.append(read(CAPTURES / "island-post.md"))
    gathered = gather(sources)
    assert len(gathered.readings) + len(gathered.skipped) == len(sources)
    assert [value.error for value in gathered.skipped] == ["CaptureEmpty", "Duplicate", "CaptureNotFound"]
    assert str(tmp_path) not in "".join(value.reason + value.path for value in gathered.skipped)


def test_bytes_without_a_name_get_names_of_their_own() -> None:
    """Two unnamed captures are told apart, for a report finds captures by name and digest."""
    gathered = gather([(CAPTURES / name).read_bytes() for name in ("coast-courier.txt", "island-post.md")])
    assert [reading.capture.origin for reading in gathered.readings] == [UNNAMED, f"{UNNAMED} (2)"]


def test_a_capture_is_checked_like_a_file() -> None:
    """Standard input comes as a capture, and may be empty too."""
    gathered = gather([Capture(payload=b"", origin="-"), Capture(payload=ACCOUNT.read_bytes(), origin="-")])
    assert [value.error for value in gathered.skipped] == ["CaptureEmpty"]
    assert gathered.readings[0].articles


def test_a_folder_gives_its_files_by_path() -> None:
    """In an order that no file system decides, named from the folder on."""
    names = sorted(path.name for path in CAPTURES.iterdir())
    assert [reading.capture.origin for reading in gather([CAPTURES]).readings] == names
    with working_in(CAPTURES.parent):
        assert [r.capture.origin for r in gather(["captures"]).readings] == [f"captures/{name}" for name in names]


def test_a_report_is_no_capture(tmp_path: Path) -> None:
    """A folder that holds the report of itself does not come to quote itself."""
    for path in CAPTURES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    comparison = compare([tmp_path])
    (tmp_path / "report.html").write_text(to_html(comparison), "utf-8")
    (tmp_path / "report.json").write_text(to_json(comparison), "utf-8")
    (tmp_path / "articles.jsonl").write_text(json.dumps(read(ACCOUNT).to_dict()), "utf-8")
    again = compare([tmp_path])
    assert again.findings == comparison.findings
    assert [value.path for value in again.skipped] == ["articles.jsonl", "report.html", "report.json"]


def test_readings_come_one_by_one() -> None:
    """A folder of thousands need not fit into memory: the first is there before the second is opened."""
    opened: list[Path] = []

    def paths() -> Iterator[Path]:
        for path in (ACCOUNT, CAPTURES / "island-post.md"):
            opened.append(path)
            yield path

    next(read_each(paths()))
    assert opened == [ACCOUNT]


def test_a_fault_of_our_own_in_one_capture_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named as such, and the others are read."""

    def stumble(capture: Capture) -> Reading:
        if b"Ondine" in capture.payload:
            raise RuntimeError("a bug")
        return read_capture(capture)

    monkeypatch.setattr("rashomon.pipeline.inputs.read_capture", stumble)
    gathered = gather([ACCOUNT, CAPTURES / "orchard-weekly.txt"])
    assert [value.error for value in gathered.skipped] == ["RuntimeError"]
    assert len(gathered.readings) == 1
