"""The commands ``compare`` and ``stories``."""

from __future__ import annotations

import shlex
import webbrowser
from pathlib import Path

import click

from rashomon.app.listing import list_stories
from rashomon.app.terminal import (
    captures_argument,
    fail_if_nothing,
    json_option,
    open_sources,
    print_json,
    print_line,
    tell,
    tell_skipped,
    wants_color,
    width,
    write_file,
)
from rashomon.datamodel import Comparison
from rashomon.errors import NoSharedEvent

_PAIR = 2
DEFAULT_PAGE = Path("rashomon.html")


@click.command(short_help="Lay the accounts of one event side by side, every line verbatim.")
@captures_argument
@json_option
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write the report to OUT, one file.",
)
@click.option("--open", "show", is_flag=True, help=f"Open the report in a browser ({DEFAULT_PAGE} without --html).")
@click.option("--all", "everything", is_flag=True, help="Print every line, not only the first of each section.")
def compare(captures: tuple[Path, ...], *, as_json: bool, page: Path | None, show: bool, everything: bool) -> None:
    """Lay the accounts of one event side by side, every line verbatim.

    CAPTURE is a file, a folder or "-". Exits with 3 where no two captures report the same event.
    """
    from rashomon.pipeline import compare as compare_captures  # noqa: PLC0415 - loads the networks: not for --help

    page = page or (DEFAULT_PAGE if show else None)
    refuse_overwriting(page, captures)
    comparison = compare_captures(open_sources(captures))
    tell_skipped(comparison.skipped)
    fail_if_nothing(comparison.readings, comparison.skipped)
    print_comparison(comparison, as_json=as_json, everything=everything)
    if page is not None:
        write_page(page, comparison, show=show)
    if not comparison.stories:
        raise no_shared_event(comparison)


@click.command(short_help="Show which articles report the same event.")
@captures_argument
@json_option
def stories(captures: tuple[Path, ...], *, as_json: bool) -> None:
    """Show which articles report the same event, how many texts are independent, and why they were joined.

    CAPTURE is a file, a folder or "-". Every article is in exactly one story; an article alone is a story of its own.
    """
    from rashomon.pipeline import group_captures  # noqa: PLC0415 - loads the networks: not for --help

    grouping = group_captures(open_sources(captures))
    tell_skipped(grouping.skipped)
    fail_if_nothing(grouping.readings, grouping.skipped)
    if as_json:
        print_json(grouping.to_dict())
    else:
        for line in list_stories(grouping):
            print_line(line)


def refuse_overwriting(page: Path | None, captures: tuple[Path, ...]) -> None:
    """Raise a usage error where the report would be written over one of the captures it quotes."""
    if page is None:
        return
    target = page.absolute()
    if any(str(path) != "-" and path.absolute() == target for path in captures):
        raise click.BadParameter(f"“{page}” is one of the captures; name another file.", param_hint="--html")


def print_comparison(comparison: Comparison, *, as_json: bool, everything: bool) -> None:
    """Print ``comparison`` as JSON or for a terminal."""
    from rashomon.views import to_json, to_terminal  # noqa: PLC0415 - not for --help

    if as_json:
        print_line(to_json(comparison).rstrip("\n"))
        return
    limit = {"limit": None} if everything else {}
    print_line(to_terminal(comparison, width=width(), color=wants_color(), **limit).rstrip("\n"))


def write_page(page: Path, comparison: Comparison, *, show: bool) -> None:
    """Write the HTML report, name it on standard error, and open it where ``show`` asks."""
    from rashomon.views import to_html  # noqa: PLC0415 - not for --help

    write_file(page, to_html(comparison))
    tell(f"rashomon: wrote {page}; to prove it: rashomon verify {shlex.quote(str(page))}")
    if show and not webbrowser.open(page.absolute().as_uri()):
        tell(f"rashomon: no browser was found; open {page} yourself")


def no_shared_event(comparison: Comparison) -> NoSharedEvent:
    """Return the error that says why nothing was compared: too few articles, or no event in common."""
    captures = {value.article.capture_id for value in comparison.articles}
    if len(captures) < _PAIR:
        found = "one capture holds an article" if captures else "no capture holds an article"
        copies = sum(value.error == "Duplicate" for value in comparison.skipped)
        same = f" ({copies} more of the same bytes: 1 independent text)" if copies else ""
        return NoSharedEvent(f"no shared event: {found}{same}, and a comparison needs two", hint="add another account")
    return NoSharedEvent(
        f"no shared event: no two of the {len(captures)} captures report the same event",
        hint="rashomon stories CAPTURE… shows how the articles were grouped",
    )
