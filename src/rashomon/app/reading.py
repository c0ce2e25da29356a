"""The commands ``articles`` and ``annotate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rashomon.app.listing import list_reading
from rashomon.app.terminal import (
    captures_argument,
    describe_skipped,
    json_option,
    open_sources,
    print_json,
    print_line,
    tell,
    tell_skipped,
)
from rashomon.datamodel import Reading, Skipped
from rashomon.errors import RashomonError

if TYPE_CHECKING:  # loads the parsers: not for --help
    from rashomon.pipeline.journal import Journal
    from rashomon.pipeline.outcomes import Line, Tally
    from rashomon.pipeline.running import Named, Plan
    from rashomon.pipeline.settling import Settled

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How the user wants captures to be read: ``workers`` None leaves their number to us."""

    workers: int | None
    time_limit: float
    memory_limit: int


def running_options(command: _Command) -> Callable[..., Any]:
    """Give ``command`` the options of a run in worker processes, as one value ``running``."""

    @click.option(
        "--workers",
        type=click.IntRange(min=0),
        help="Read in so many processes; 0: in this one, without limits. By default one a core, at most 4.",
    )
    @click.option(
        "--time-limit",
        type=click.FloatRange(min=0.1),
        default=20.0,
        show_default=True,
        help="Give up on a capture after so many seconds.",
    )
    @click.option(
        "--memory-limit",
        type=click.IntRange(min=16),
        default=1024,
        show_default=True,
        help="Give up on a capture that takes more MiB.",
    )
    @wraps(command)
    def with_running(*, workers: int | None, time_limit: float, memory_limit: int, **others: Any) -> Any:  # noqa: ANN401 - passed on as click gives them
        running = Running(workers=workers, time_limit=time_limit, memory_limit=memory_limit)
        return command(running=running, **others)

    return with_running


@click.command(short_help="Show the articles found in captures.")
@captures_argument
@json_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write JSON lines to FILE; a run that was cut short goes on where it was.",
)
@click.option("--retry", is_flag=True, help="With --output: read again what could not be read before.")
@running_options
def articles(captures: tuple[Path, ...], *, as_json: bool, output: Path | None, retry: bool, running: Running) -> None:
    """Show the articles found in captures: headline, publisher, date, completeness, and what was left out.

    CAPTURE is a file, a folder or "-". With --json, one object a line for each capture. Each capture is read in a
    process that is ended where it takes too long or too much memory; the run goes on.
    """
    from rashomon.pipeline.inputs import list_inputs  # noqa: PLC0415 - loads the parsers: not for --help
    from rashomon.pipeline.outcomes import to_line  # noqa: PLC0415 - same

    if output is None:
        if retry:
            raise click.UsageError("--retry needs --output FILE: the file tells what could not be read")
        show = to_line if as_json else to_listing
        read_all(list(list_inputs(open_sources(captures))), show, running)
        return
    from rashomon.pipeline.journal import Journal  # noqa: PLC0415 - same

    if any(_is_same(path, output) for path in captures):
        raise click.UsageError(f"{output} is one of the captures: name another file for --output")
    with Journal(output, retry=retry) as journal:
        named = list_inputs(open_sources(captures))
        inputs = [(name, source) for name, source in named if not journal.is_own(source)]
        read_all(inputs, to_line, running, journal)


def _is_same(path: Path, output: Path) -> bool:
    try:
        return path.samefile(output)
    except (OSError, ValueError):
        return False


def to_listing(reading: Reading) -> Line:
    """Return ``reading`` as people read it, in as many lines as it takes."""
    from rashomon.pipeline.outcomes import Line, judge  # noqa: PLC0415 - loads the parsers: not for --help

    text = "\n".join(list_reading(reading))
    return Line(text=text.encode("utf-8", "backslashreplace"), outcome=judge(reading.to_dict()))


def read_all(
    inputs: list[Named], show: Callable[[Reading], Line], running: Running, journal: Journal | None = None
) -> None:
    """Read ``inputs``, give out each line when it is its turn, and tell the sum; fail where any was unreadable."""
    from rashomon.app.progress import Progress, describe  # noqa: PLC0415 - loads the parsers: not for --help
    from rashomon.pipeline.outcomes import Tally  # noqa: PLC0415 - same
    from rashomon.pipeline.running import Work, run  # noqa: PLC0415 - same
    from rashomon.pipeline.settling import settle  # noqa: PLC0415 - same

    tally, known = Tally(), 0
    with ExitStack() as stack:
        answers = stack.enter_context(closing(run(inputs, Work(finish=show), _make_plan(inputs, running, journal))))
        progress = stack.enter_context(Progress(len(inputs), to_file=journal is not None))
        for settled in settle(answers, journal):
            tally = tally.plus(settled.line.outcome)
            known += settled.known
            if message := _describe_lack(settled):
                progress.say(message)
            if journal is not None:
                journal.write(settled.name, settled.line)
            elif settled.skipped is None:
                click.echo(settled.line.text)
            progress.show(tally, settled.number)
    dropped = journal.complete() if journal else 0
    if tally.captures + tally.note > 1 or journal:
        tell(f"rashomon: {describe(tally)}")
    if known:
        tell(f"rashomon: {known:,} of them were read by an earlier run")
    if dropped:
        tell(f"rashomon: {dropped:,} captures of earlier runs were not given this time; their lines were taken out")
    _fail_for(tally, journal)


def _make_plan(inputs: list[Named], running: Running, journal: Journal | None) -> Plan:
    from rashomon.pipeline.running import Caps, Plan, choose_workers  # noqa: PLC0415 - loads the parsers: not for --help

    workers = choose_workers(inputs) if running.workers is None else running.workers
    caps = Caps(seconds=running.time_limit, mebibytes=running.memory_limit)
    return Plan(workers=workers, caps=caps, recall=journal.recall) if journal else Plan(workers=workers, caps=caps)


def _describe_lack(settled: Settled) -> str:
    """Return what to say of a capture that gave no article, once: not again for one that an earlier run has read."""
    if settled.known:
        return ""
    if settled.skipped:
        return describe_skipped(replace(settled.skipped, path=settled.name))
    outcome = settled.line.outcome
    return _say_no_article(settled.name, outcome.reason) if outcome.kind == "no_article" else ""


def _say_no_article(name: str, reason: str) -> str:
    return f"rashomon: {name}: {reason or 'there is no article in it'} (NoArticle)"


def _fail_for(tally: Tally, journal: Journal | None) -> None:
    if tally.unreadable:
        count = "1 capture" if tally.unreadable == 1 else f"{tally.unreadable:,} captures"
        where = "their lines in the file say why" if journal else "the lines above say why"
        raise RashomonError(f"{count} could not be read; {where}")
    if tally.note and not tally.captures:
        raise RashomonError("there is no capture in what was given; the lines above say what there is")


@click.command(short_help="Show who says what in the articles of captures.")
@captures_argument
@json_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "web-annotation", "docbin"]),
    default=None,
    help="Print text (the default), JSON, W3C Web Annotations, or write a spaCy DocBin (needs --output).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --format docbin: the file to write, as annotations.spacy.",
)
def annotate(captures: tuple[Path, ...], *, as_json: bool, form: str | None, output: Path | None) -> None:
    """Show who says what in the articles of captures; with --json also names, numbers, times, hedges and claims.

    CAPTURE is a file, a folder or "-". With --json, one object a line for each capture; with --format web-annotation
    one AnnotationPage a line for each article. Spans are code points of the article's text.
    """
    from rashomon.app import exporting  # noqa: PLC0415 - loads the lexicons: not for --help

    if as_json and form not in {None, "json"}:
        raise click.UsageError(f"--json and --format {form} exclude each other: leave one out")
    form = "json" if as_json else form or "text"
    if (form == "docbin") != (output is not None):
        raise click.UsageError(
            "--format docbin writes a file: add --output annotations.spacy"
            if output is None
            else f"--output goes with --format docbin; send other formats into a file with > {output}"
        )
    if output is None:
        show_each(captures, exporting.SHOWS[form])
        return
    if any(_is_same(path, output) for path in captures):
        raise click.UsageError(f"{output} is one of the captures: name another file for --output")
    failed: list[str] = []
    exporting.write_docbin(output, read_given(captures, failed), failed)
    fail_for_unread(failed)


def show_each(captures: tuple[Path, ...], show: Callable[[Reading], dict[str, Any] | Iterator[str]]) -> None:
    """Print each capture as ``show`` gives it, as soon as it is read; fail at the end where one could not be read."""
    failed: list[str] = []
    for reading in read_given(captures, failed):
        shown = show(reading)
        if isinstance(shown, dict):
            print_json(shown)
        else:
            for line in shown:
                print_line(line)
    fail_for_unread(failed)


def read_given(captures: tuple[Path, ...], failed: list[str]) -> Iterator[Reading]:
    """Yield each capture that could be read; name the others on standard error, and add what is lost to ``failed``."""
    from rashomon.pipeline import read_each  # noqa: PLC0415 - loads the parsers: not for --help
    from rashomon.pipeline.outcomes import judge_skipped  # noqa: PLC0415 - same

    for result in read_each(open_sources(captures)):
        if isinstance(result, Skipped):
            tell_skipped([result])
            if judge_skipped(result.error) == "unreadable":
                failed.append(result.path)
            continue
        if not result.articles:
            tell(_say_no_article(result.capture.origin or "a capture", result.completeness.reason))
        yield result


def fail_for_unread(failed: list[str]) -> None:
    """Raise RashomonError where a capture could not be read."""
    if failed:
        count = "1 capture" if len(failed) == 1 else f"{len(failed):,} captures"
        raise RashomonError(f"{count} could not be read; the lines above say why")
