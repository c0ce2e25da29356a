"""``rashomon articles`` over a folder of hundreds of captures: it streams, sums up, and goes on after a kill."""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from rashomon.app.progress import Progress
from rashomon.pipeline.outcomes import Outcome, Tally
from rashomon.views import load_schema
from running import ROOT, run_cli

COMMAND = (sys.executable, "-c", "from rashomon.app.cli import main; main()")
GOOD = ROOT / "tests" / "promises" / "captures"
WORDS = ("harbour", "council", "keeper", "tide", "ferry", "vote", "bridge", "market", "school", "winter", "road")
KILLS = 3


@pytest.fixture(scope="module")
def scrapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with some two hundred captures of all kinds, none of them to be altered."""
    folder = tmp_path_factory.mktemp("desk") / "scrapes"
    folder.mkdir()
    chance = random.Random(7)  # noqa: S311 - the same files each time, not a secret
    for number in range(150):
        told = [f"The {' '.join(chance.choices(WORDS, k=14))}, the council said." for _ in range(6)]
        (folder / f"{number:03}.txt").write_text("\n\n".join([f"Council on {chance.choice(WORDS)}", *told]), "utf-8")
    for number in range(20):
        (folder / f"{number:03}-again.txt").write_bytes((folder / f"{number:03}.txt").read_bytes())
        (folder / f"{number:03}-noise.bin").write_bytes(bytes(range(256)) * (number + 4))
        (folder / f"{number:03}-short.txt").write_text(f"Menu {number}", "utf-8")
    with zipfile.ZipFile(folder / "100-pages.zip", "w") as archive:
        for path in sorted(GOOD.iterdir()):
            archive.write(path, path.name)
    return folder


@pytest.fixture(scope="module")
def whole(scrapes: Path) -> bytes:
    """Return the output of a run that nothing interrupts."""
    output = scrapes.parent / "whole.jsonl"
    outcome = run_cli("articles", "scrapes", "--output", "whole.jsonl", folder=scrapes.parent)
    assert outcome.code == 1, outcome.err
    return output.read_bytes()


def test_kill_nine_at_any_moment_costs_nothing(scrapes: Path, whole: bytes) -> None:
    """The run goes on where it was: the file is letter for letter that of an uninterrupted run."""
    output = scrapes.parent / "killed.jsonl"
    command = [*COMMAND, "articles", "scrapes", "--json", "--output", "killed.jsonl", "--workers", "2"]
    for part in sorted(random.Random().sample(range(1, len(whole)), KILLS)):  # noqa: S311 - no secret; any moment will do
        process = subprocess.Popen(command, cwd=scrapes.parent, stderr=subprocess.DEVNULL)
        while process.poll() is None and (not output.exists() or output.stat().st_size < part):
            time.sleep(0.002)
        process.kill()
        assert process.wait() in {-signal.SIGKILL, 1}
        assert whole.startswith(output.read_bytes()[:-1])
    outcome = run_cli("articles", "scrapes", "--output", "killed.jsonl", folder=scrapes.parent)
    assert output.read_bytes() == whole
    assert "were read by an earlier run" in outcome.err


def test_every_line_is_held_by_a_schema_and_the_order_is_that_of_the_paths(whole: bytes) -> None:
    """What was read by one, what was not by the other."""
    read = jsonschema.Draft202012Validator(load_schema("articles"))
    skipped = jsonschema.Draft202012Validator(load_schema("articles-skipped"))
    values = [json.loads(line) for line in whole.splitlines()]
    for value in values:
        (skipped if "error" in value else read).validate(value)
    paths = [value["capture"]["path"] for value in values]
    assert [path.partition("!/")[0] for path in paths] == sorted(path.partition("!/")[0] for path in paths)
    assert len(set(paths)) == len(paths) > 200


def test_the_sum_adds_up_and_counts_every_line(scrapes: Path, whole: bytes) -> None:
    """Captures = with an article + cut + stubs + without + unreadable + duplicates, and each is a line."""
    outcome = run_cli("articles", "scrapes", "--output", "whole.jsonl", folder=scrapes.parent)
    (line,) = re.findall(r"^rashomon: ([\d,]+) captures = (.*?) \(", outcome.err, re.MULTILINE)
    parts = [int(part.split()[0].replace(",", "")) for part in line[1].split(" + ")]
    assert int(line[0].replace(",", "")) == sum(parts) == whole.count(b"\n")
    errors = [json.loads(text)["error"]["name"] for text in whole.splitlines() if b'"error"' in text]
    assert (parts[-2], parts[-1]) == (20, 20)
    assert errors.count("Duplicate") == errors.count("CaptureBinary") == 20
    assert "unreadable: 20 CaptureBinary" in outcome.err


def test_printed_lines_are_those_of_the_file_without_what_was_not_read(scrapes: Path, whole: bytes) -> None:
    """With workers and without; messages stay on standard error."""
    read = b"".join(line + b"\n" for line in whole.splitlines() if b'"error"' not in line)
    for workers in ("0", "2"):
        outcome = run_cli("articles", "scrapes", "--json", "--workers", workers, folder=scrapes.parent)
        assert outcome.out == read
        assert outcome.code == 1


def test_a_file_that_was_altered_is_read_again_and_retry_reads_what_failed(tmp_path: Path) -> None:
    """Known is what has the same name and the same bytes; what could not be read stays so until asked for."""
    for path in GOOD.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 40)
    first = run_cli("articles", ".", "--output", "out.jsonl", folder=tmp_path)
    assert "skipped noise.txt" in first.err
    (tmp_path / "island-post.md").write_bytes((GOOD / "island-post.md").read_bytes().replace(b"Marr", b"Morr"))
    run_cli("articles", ".", "--output", "out.jsonl", folder=tmp_path)
    run_cli("articles", ".", "--output", "fresh.jsonl", folder=tmp_path)
    lines = (tmp_path / "out.jsonl").read_bytes()
    assert b"Morr" in lines
    assert (tmp_path / "fresh.jsonl").read_bytes().startswith(lines[:100])
    outcome = run_cli("articles", ".", "--output", "out.jsonl", "--retry", folder=tmp_path)
    assert "skipped noise.txt" in outcome.err
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl"]


def test_an_output_among_the_captures_is_not_read(tmp_path: Path) -> None:
    """It may lie in the folder; named as a capture, it is refused."""
    (tmp_path / "a.md").write_bytes((GOOD / "island-post.md").read_bytes())
    for _ in range(2):
        outcome = run_cli("articles", ".", "--output", "out.jsonl", folder=tmp_path)
        assert outcome.code == 0, outcome.err
        assert "1 capture = 1 with an article" in outcome.err
    assert run_cli("articles", "out.jsonl", "--output", "out.jsonl", folder=tmp_path).code == 2
    assert run_cli("articles", "a.md", "--retry", folder=tmp_path).code == 2


def test_one_small_capture_is_told_without_a_sum() -> None:
    """A small call stays as quiet as it was."""
    outcome = run_cli("articles", GOOD / "island-post.md")
    assert (outcome.code, outcome.err) == (0, "")


def test_a_capture_beyond_a_limit_is_named_and_the_rest_is_printed(tmp_path: Path) -> None:
    """It is counted, and the run ends with 1."""
    (tmp_path / "endless.txt").write_text("The ferry ran aground off the point, he said. " * 100_000, "utf-8")
    (tmp_path / "a.md").write_bytes((GOOD / "island-post.md").read_bytes())
    outcome = run_cli("articles", ".", "--json", "--workers", "1", "--memory-limit", "16", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.out.count(b"\n") == 1
    assert "skipped endless.txt" in outcome.err
    assert "1 MemoryLimit" in outcome.err


def test_without_a_terminal_a_line_comes_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log of a long run tells how far it is; one of a short run does not."""
    clock = iter([0.0, 1.0, 11.0, 12.0])
    monkeypatch.setattr("rashomon.app.progress.time.monotonic", lambda: next(clock))
    tally = Tally().plus(Outcome(kind="article", articles=1))
    with Progress(3_000, to_file=True) as progress:
        for number in (1, 2, 3):
            progress.show(tally, number)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("rashomon: 2 of 3,000 inputs, 1 capture = 1 with an article + 0 cut")


def test_on_a_terminal_a_bar_shows_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves nothing behind but what was said meanwhile."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("rashomon.app.progress._REFRESH", 0.0)
    with Progress(3_000, to_file=True) as progress:
        progress.show(Tally().plus(Outcome(kind="cut", articles=1)), 2)
        progress.say("rashomon: skipped [b]a.txt[/b]")
    assert "1 cut" in terminal.getvalue()
    assert "skipped [b]a.txt[/b]" in terminal.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_reader_that_hangs_ends_though_nobody_is_left_to_kill_it(tmp_path: Path) -> None:
    """Its own timer ends it after the run was killed."""
    mark = tmp_path / "it-hangs"
    (tmp_path / "a.txt").write_text(f"HANG {mark} for as long as you like.", "utf-8")
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r}); from pathlib import Path; import hostile; "
        "from rashomon.pipeline.inputs import list_inputs; "
        "from rashomon.pipeline.running import Caps, Plan, Work, run; "
        "work = Work(finish=hostile.name_reading, read=hostile.read_hostile); "
        "print(list(run(list_inputs([Path('a.txt')]), work, Plan(workers=1, caps=Caps(seconds=3)))))"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.DEVNULL)
    while not mark.exists() and process.poll() is None:
        time.sleep(0.02)
    family = set(list_family(process.pid)) - {process.pid}
    assert process.poll() is None
    process.kill()
    process.wait()
    limit = time.monotonic() + 30
    while any(map(is_alive, family)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not any(map(is_alive, family))


def list_family(pid: int) -> Iterator[int]:
    """Yield ``pid`` and the processes it started, at any depth."""
    yield pid
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            yield from list_family(int(child))


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that ended and was not buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False
