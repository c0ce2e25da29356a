"""The command line as a door: help, usage, exit codes, ends that are clean."""

from __future__ import annotations

import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rashomon.app import cli
from rashomon.app.cli import COMMANDS
from running import EXAMPLES, ROOT, example, run_cli

COMMAND = (sys.executable, "-c", "from rashomon.app.cli import main; main()")
GOOD = ROOT / "tests" / "promises" / "captures"


def test_help_loads_no_step() -> None:
    """--help answers at once because it loads neither networks nor parsers."""
    heavy = ("numpy", "onnxruntime", "rich", "jinja2", "rashomon.pipeline.inputs")
    script = (
        "import sys; from rashomon.app.cli import run; run(['--help']); "
        f"sys.exit(any(name in sys.modules for name in {heavy}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0


def test_help_answers_within_four_tenths_of_a_second() -> None:
    """The median of five cold runs, in time on the processor: a test beside others may have to wait for one."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert statistics.median(times) <= 0.4


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """-h and --help work everywhere and end with 0."""
    short, long = run_cli(name, "-h"), run_cli(name, "--help")
    assert short.code == long.code == 0
    assert short.out == long.out != b""


def test_the_version_is_that_of_the_package() -> None:
    """One number in the package, the metadata and the command."""
    import rashomon  # noqa: PLC0415 - the name is taken by the command elsewhere

    assert run_cli("--version").text == f"rashomon {rashomon.__version__}\n"


def test_a_mistyped_command_gets_the_nearest_one() -> None:
    """A typing mistake is answered with the command that was meant, and with 2."""
    outcome = run_cli("chek-quotes")
    assert outcome.code == 2
    assert "rashomon check-quotes" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("compare",),
        ("compare", "--no-such-option", "x"),
        ("verify",),
        ("check-quotes", "draft.md"),
        ("unheard-of",),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    """Usage errors go to standard error and print no result."""
    outcome = run_cli(*arguments)
    assert outcome.code == 2
    assert outcome.out == b""
    assert outcome.err


def test_the_report_is_never_written_over_a_capture(tmp_path: Path) -> None:
    """--html with the name of a capture is refused before anything is read."""
    page = tmp_path / "a.html"
    page.write_bytes((GOOD / "strait-herald.html").read_bytes())
    outcome = run_cli("compare", "--html", "a.html", tmp_path / "a.html", folder=tmp_path)
    assert outcome.code == 2
    assert page.read_bytes() == (GOOD / "strait-herald.html").read_bytes()


def test_a_report_that_cannot_be_written_is_an_error_with_a_cure(tmp_path: Path) -> None:
    """The message says what, where and what to try."""
    outcome = run_cli("compare", "--html", tmp_path / "no" / "such" / "a.html", GOOD)
    assert outcome.code == 1
    assert "cannot be written" in outcome.err
    assert "Try:" in outcome.err


def test_the_report_is_whole_or_absent(tmp_path: Path) -> None:
    """After writing, only the report itself stands in the folder."""
    outcome = run_cli("compare", "--html", tmp_path / "report.html", GOOD)
    assert outcome.code == 0, outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert "report.html" in outcome.err


def test_open_writes_a_page_and_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--open without --html writes rashomon.html; without a browser it names the page."""
    shown: list[str] = []

    def no_browser(url: str) -> bool:
        shown.append(url)
        return False

    monkeypatch.setattr("webbrowser.open", no_browser)
    outcome = run_cli("compare", "--open", GOOD, folder=tmp_path)
    assert outcome.code == 0, outcome.err
    assert shown == [(tmp_path / "rashomon.html").as_uri()]
    assert "no browser" in outcome.err


def test_a_reader_that_goes_away_leaves_no_traceback(tmp_path: Path) -> None:
    """``rashomon … | head -1`` ends quietly."""
    errors = tmp_path / "errors"
    with errors.open("wb") as stream:
        process = subprocess.Popen(
            [*COMMAND, "articles", "--json", "."], cwd=EXAMPLES, stdout=subprocess.PIPE, stderr=stream
        )
        assert process.stdout is not None
        process.stdout.close()
        code = process.wait(timeout=60)
    assert code == cli.READER_GONE
    assert b"Traceback" not in errors.read_bytes()


def test_an_interrupt_ends_with_one_line(tmp_path: Path) -> None:
    """Ctrl-C leaves no traceback, whatever the command was doing."""
    os.mkfifo(tmp_path / "pipe")
    process = subprocess.Popen(
        [*COMMAND, "articles", "pipe"], cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == cli.INTERRUPTED
    assert errors.strip() == b"rashomon: interrupted"


def test_all_shows_what_the_short_form_counts() -> None:
    """--all leaves nothing for later, the short form says how much more there is; neither has colour in a pipe."""
    names = example("border-clash")
    short, full = run_cli("compare", *names, folder=EXAMPLES), run_cli("compare", "--all", *names, folder=EXAMPLES)
    assert "--all shows them" in short.text
    assert "--all shows them" not in full.text
    assert len(full.out) > len(short.out)
    assert b"\x1b[" not in short.out + full.out


def test_doctor_finds_this_installation_sound() -> None:
    """Versions, data and the trial run are printed; nothing is wrong."""
    outcome = run_cli("doctor")
    assert outcome.code == 0, outcome.err + outcome.text
    assert "ok    compare two captures" in outcome.text
    assert "views/" in outcome.text
