"""The commands ``articles`` and ``annotate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from rashomon.app.listing import list_annotations, list_reading
from rashomon.app.terminal import (
    captures_argument,
    json_option,
    open_sources,
    print_json,
    print_line,
    tell,
    tell_skipped,
)
from rashomon.datamodel import Reading, Skipped
from rashomon.errors import RashomonError


@click.command(short_help="Show the articles found in captures.")
@captures_argument
@json_option
def articles(captures: tuple[Path, ...], *, as_json: bool) -> None:
    """Show the articles found in captures: headline, publisher, date, completeness, and what was left out.

    CAPTURE is a file, a folder or "-". With --json, one object a line for each capture.
    """
    show_each(captures, Reading.to_dict if as_json else list_reading)


@click.command(short_help="Show who says what in the articles of captures.")
@captures_argument
@json_option
def annotate(captures: tuple[Path, ...], *, as_json: bool) -> None:
    """Show who says what in the articles of captures; with --json also names, numbers, times, hedges and claims.

    CAPTURE is a file, a folder or "-". With --json, one object a line for each capture; spans are code points.
    """
    from rashomon.pipeline import annotate as annotate_article  # noqa: PLC0415 - loads the lexicons: not for --help
    from rashomon.pipeline import annotate_reading  # noqa: PLC0415 - same

    def list_annotated(reading: Reading) -> Iterator[str]:
        return list_annotations(reading, [annotate_article(article) for article in reading.articles])

    show_each(captures, annotate_reading if as_json else list_annotated)


def show_each(captures: tuple[Path, ...], show: Callable[[Reading], dict[str, Any] | Iterator[str]]) -> None:
    """Print each capture as ``show`` gives it, as soon as it is read; fail at the end where one could not be read."""
    from rashomon.pipeline import DUPLICATE, read_each  # noqa: PLC0415 - loads the parsers: not for --help

    failed = 0
    for result in read_each(open_sources(captures)):
        if isinstance(result, Skipped):
            tell_skipped([result])
            failed += result.error != DUPLICATE
            continue
        if not result.articles:
            tell(f"rashomon: {result.capture.origin or 'a capture'}: there is no article in it (NoArticle)")
        shown = show(result)
        if isinstance(shown, dict):
            print_json(shown)
        else:
            for line in shown:
                print_line(line)
    if failed:
        count = "1 capture" if failed == 1 else f"{failed:,} captures"
        raise RashomonError(f"{count} could not be read; the lines above say why")
