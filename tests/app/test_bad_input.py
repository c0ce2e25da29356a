"""Bad input through the command line: each gets a clear line, and the rest of the work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from running import ROOT, Outcome, run_cli

GOOD = ROOT / "tests" / "promises" / "captures"
ACCOUNTS = ("coast-courier.txt", "island-post.md")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with two good accounts of one event."""
    for name in ACCOUNTS:
        (tmp_path / name).write_bytes((GOOD / name).read_bytes())
    return tmp_path


def compare_with(desk: Path, bad: str | Path) -> tuple[Outcome, dict[str, str]]:
    """Compare the two good accounts and ``bad``; return the outcome and why the bad one was skipped."""
    outcome = run_cli("compare", "--json", *ACCOUNTS, bad, folder=desk)
    data = json.loads(outcome.out)
    assert outcome.code == 0, outcome.err
    assert len(data["stories"]) == 1
    assert len(data["stories"][0]["articles"]) == 2
    (skipped,) = data["skipped"]
    assert str(skipped["path"]) in outcome.err
    assert skipped["reason"] in outcome.err
    return outcome, skipped


@pytest.mark.parametrize(
    ("name", "payload", "error"),
    [
        ("empty.txt", b"", "CaptureEmpty"),
        ("white-space.txt", b" \n\t\r\n", "CaptureEmpty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "CaptureBinary"),
        ("noise.txt", bytes(range(256)) * 400, "CaptureBinary"),
        ("nothing-but-nul.txt", b"\x00" * 5000, "CaptureEmpty"),
    ],
)
def test_a_file_without_text_is_named_and_the_rest_is_compared(
    desk: Path, name: str, payload: bytes, error: str
) -> None:
    """Empty and binary files say what they are."""
    (desk / name).write_bytes(payload)
    skipped = compare_with(desk, name)[1]
    assert (skipped["path"], skipped["error"]) == (name, error)


def test_a_missing_file_is_named_and_the_rest_is_compared(desk: Path) -> None:
    """A typing mistake does not end the run."""
    assert compare_with(desk, "no-such.txt")[1]["error"] == "CaptureNotFound"


def test_a_name_too_long_or_with_a_nul_byte_is_an_error_and_no_crash(desk: Path) -> None:
    """What the system refuses as a path is named like any other input."""
    assert compare_with(desk, "x" * 5000)[1]["error"].startswith("Capture")


def test_a_file_of_100_megabytes_is_refused_unread(desk: Path) -> None:
    """The cap is told from the size, without reading a sparse file into memory."""
    with (desk / "huge.txt").open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    started = time.monotonic()
    assert compare_with(desk, "huge.txt")[1]["error"] == "CaptureTooLarge"
    assert time.monotonic() - started < 15


def test_an_empty_folder_and_a_folder_with_a_pipe_are_named(desk: Path) -> None:
    """A folder without files says so; a named pipe in a folder is not waited for."""
    (desk / "empty").mkdir()
    assert compare_with(desk, "empty")[1]["error"] == "CaptureError"
    os.mkfifo(desk / "empty" / "pipe")
    assert "regular file" in compare_with(desk, "empty")[1]["reason"]


def test_a_folder_stands_for_its_files_and_never_for_hidden_ones(desk: Path) -> None:
    """Naming the folder gives what naming the files gives."""
    (desk / ".hidden.txt").write_text("Not to be read.\n")
    inside = desk / "inside" / "deeper"
    inside.mkdir(parents=True)
    (inside / "third.html").write_bytes((GOOD / "strait-herald.html").read_bytes())
    outcome = run_cli("compare", "--json", ".", folder=desk)
    paths = {capture["path"] for capture in json.loads(outcome.out)["captures"]}
    assert paths == {*ACCOUNTS, "inside/deeper/third.html"}


def test_a_file_without_permission_is_named_and_the_rest_is_compared(desk: Path) -> None:
    """As somebody who may not read the file (root may read all, so the test steps down)."""
    (desk / "secret.txt").write_text("Words that nobody may read.\n")
    (desk / "secret.txt").chmod(0)
    if os.geteuid() == 0:
        code = _run_as_nobody(desk)
        assert "CaptureForbidden" in code
    else:
        assert compare_with(desk, "secret.txt")[1]["error"] == "CaptureForbidden"


def _run_as_nobody(desk: Path) -> str:
    """Return what gathering the folder gives in a process of a user without rights."""
    for folder in (desk, *desk.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108 - pytest's own folders
            folder.chmod(0o755)
    script = (
        "import os, pathlib; from rashomon.pipeline import gather; os.setgid(65534); os.setuid(65534); "
        "print([value.error for value in gather([pathlib.Path('secret.txt')]).skipped])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=desk, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


GOOD_TEXT = (GOOD / "strait-herald.html").read_text("utf-8")
PLAIN = (GOOD / "coast-courier.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("utf-16.txt", PLAIN.encode("utf-16")),
        ("utf-16-without-mark.txt", PLAIN.encode("utf-16-le")),
        ("broken-utf-8.txt", PLAIN.encode("utf-8").replace(b"Ioana", b"Ioa\xffna")),
        ("nul-bytes.txt", PLAIN.encode("utf-8").replace(b"Monday", b"Mon\x00day")),
        ("latin-1.txt", PLAIN.replace("Hald", "Håld").encode("latin-1")),
        ("crlf.txt", PLAIN.replace("\n", "\r\n").encode("utf-8")),
        ("carriage-returns.txt", PLAIN.replace("\n", "\r").encode("utf-8")),
    ],
)
def test_damaged_text_is_read_as_far_as_it_goes(desk: Path, name: str, payload: bytes) -> None:
    """Odd encodings, broken bytes and NUL bytes lose no article."""
    (desk / name).write_bytes(payload)
    outcome = run_cli("articles", "--json", name, folder=desk)
    assert outcome.code == 0, outcome.err
    (article, *_) = json.loads(outcome.out)["articles"]
    assert "ran aground off Tessel Point" in article["text"]


def test_fifty_thousand_nested_tags_are_read_in_time(desk: Path) -> None:
    """Depth neither crashes nor hangs, and the words inside are found or their loss is flagged."""
    nested = GOOD_TEXT.replace("<article>", "<article>" + "<div>" * 50_000)
    (desk / "nested.html").write_text(nested, "utf-8")
    started = time.monotonic()
    outcome = run_cli("articles", "--json", "nested.html", folder=desk)
    assert time.monotonic() - started < 20
    assert outcome.code == 0, outcome.err
    data = json.loads(outcome.out)
    text = " ".join(article["text"] for article in data["articles"])
    assert "grounding of the ferry Ondine" in text or data["rendering"]["flags"]


@pytest.mark.parametrize("ending", ["txt", "html", "md"])
def test_one_line_of_three_megabytes_is_read_in_time(desk: Path, ending: str) -> None:
    """A page without line ends is slow for no step."""
    (desk / f"long.{ending}").write_text("The ferry ran aground off the point, he said. " * 65_000, "utf-8")
    started = time.monotonic()
    for command in ("articles", "annotate"):
        outcome = run_cli(command, "--json", f"long.{ending}", folder=desk)
        assert outcome.code == 0, outcome.err
    assert time.monotonic() - started < 60


def test_a_capture_without_an_article_is_named(desk: Path) -> None:
    """A page of links is read, and said to hold no article."""
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40))
    (desk / "links.html").write_text(f"<html><body><nav><ul>{links}</ul></nav></body></html>", "utf-8")
    assert compare_with(desk, "links.html")[1]["error"] == "NoArticle"
    outcome = run_cli("articles", "--json", "links.html", folder=desk)
    assert json.loads(outcome.out)["articles"] == []
    assert "no article" in outcome.err


def test_the_same_file_twice_is_one_capture(desk: Path) -> None:
    """The second is named as a duplicate, under its own name where it has one."""
    (desk / "copy.txt").write_bytes((desk / ACCOUNTS[0]).read_bytes())
    assert compare_with(desk, "copy.txt")[1]["error"] == "Duplicate"
    outcome = run_cli("compare", "--json", ACCOUNTS[0], ACCOUNTS[0], folder=desk)
    data = json.loads(outcome.out)
    assert outcome.code == 3
    assert len(data["captures"]) == 1
    assert [value["error"] for value in data["skipped"]] == ["Duplicate"]
    assert "1 independent text" in outcome.err


def test_paths_with_spaces_and_other_scripts_are_kept_as_typed(desk: Path) -> None:
    """A name is a name in any script."""
    name = "Паром «Ондина» сел на мель – ночь.html"
    (desk / name).write_bytes((GOOD / "strait-herald.html").read_bytes())
    outcome = run_cli("compare", "--json", *ACCOUNTS, name, folder=desk)
    assert name in {capture["path"] for capture in json.loads(outcome.out)["captures"]}


def test_a_file_name_that_is_no_text_can_be_printed(desk: Path) -> None:
    """A name in an unknown encoding ends no run."""
    name = os.fsdecode(b"caf\xe9.txt")
    (desk / name).write_bytes((GOOD / "strait-herald.html").read_bytes())
    outcome = run_cli("articles", "--json", name, folder=desk)
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["capture"]["path"] == name


def test_two_files_of_one_name_are_told_apart(desk: Path) -> None:
    """Absolute paths are shown by their last part, with the folder where two would be the same."""
    for folder, account in zip(("one", "two"), ACCOUNTS, strict=True):
        (desk / folder).mkdir()
        (desk / folder / "story.txt").write_bytes((GOOD / account).read_bytes())
    outcome = run_cli("compare", "--json", desk / "one" / "story.txt", desk / "two" / "story.txt")
    data = json.loads(outcome.out)
    assert {capture["path"] for capture in data["captures"]} == {"story.txt", "two/story.txt"}
    assert str(desk) not in outcome.text


def test_standard_input_is_a_capture(desk: Path) -> None:
    """A dash may stand among files, once or twice."""
    page = (GOOD / "strait-herald.html").read_bytes()
    outcome = run_cli("compare", "--json", "-", ACCOUNTS[0], "-", folder=desk, stdin=page)
    data = json.loads(outcome.out)
    assert outcome.code == 0, outcome.err
    assert {capture["path"] for capture in data["captures"]} == {"-", ACCOUNTS[0]}
    assert run_cli("articles", "-", stdin=b"").code == 1


def test_nothing_readable_is_an_error(desk: Path) -> None:
    """Where no capture at all could be read, the run says so and fails."""
    outcome = run_cli("compare", "a.txt", "b.txt", folder=desk)
    assert outcome.code == 1
    assert "a.txt" in outcome.err
    assert "b.txt" in outcome.err
    assert outcome.out == b""


def test_articles_prints_the_good_and_fails_for_the_bad(desk: Path) -> None:
    """Every capture that can be read has its line; a script learns from the code that one could not."""
    outcome = run_cli("articles", "--json", ACCOUNTS[0], "no-such.txt", ACCOUNTS[1], folder=desk)
    assert [json.loads(line)["capture"]["path"] for line in outcome.text.splitlines()] == list(ACCOUNTS)
    assert outcome.code == 1
    assert "no-such.txt" in outcome.err


def test_three_thousand_paragraphs_are_compared_in_time_and_what_was_not_examined_is_told(desk: Path) -> None:
    """The work grows with the length, not with its square; the note names how much was annotated."""
    line = "The ferry Ondine lay off Tessel Point, and keeper {0} of the coastguard said it would stay there."
    head = "Ferry Ondine runs aground off Tessel Point\n\n"
    (desk / "long.txt").write_text(head + "\n\n".join(line.format(f"N{at}") for at in range(3_000)), "utf-8")
    begun = time.monotonic()
    outcome = run_cli("compare", *ACCOUNTS, "long.txt", "--html", "report.html", folder=desk)
    assert outcome.code == 0, outcome.err
    assert time.monotonic() - begun < 30
    assert "code points were annotated" in outcome.text
    assert "code points were annotated" in (desk / "report.html").read_text("utf-8")
