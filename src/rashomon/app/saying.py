"""The command ``who-said``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

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
)

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Whose sayings are wanted, None for anybody's, and whether attitudes count among them."""

    speaker: str | None
    attitudes: bool


def narrowing_options(command: _Command) -> Callable[..., Any]:
    """Give ``command`` the options that say which sayings are wanted, as one value ``narrowing``."""

    @click.option("--speaker", metavar="NAME", help='Only what NAME says; WORDS may then be "".')
    @click.option(
        "--attitudes", is_flag=True, help="Also what somebody thinks, hopes or fears; by default they are counted."
    )
    @wraps(command)
    def with_narrowing(*, speaker: str | None, attitudes: bool, **others: Any) -> Any:  # noqa: ANN401 - passed on as click gives them
        return command(narrowing=Narrowing(speaker=speaker, attitudes=attitudes), **others)

    return with_narrowing


@click.command("who-said", short_help="Find who is quoted on something, every line verbatim.")
@click.argument("words", metavar="WORDS")
@captures_argument
@narrowing_options
@click.option("--all", "everything", is_flag=True, help="Print each excerpt in full, however long.")
@json_option
def who_said(words: str, captures: tuple[Path, ...], *, narrowing: Narrowing, everything: bool, as_json: bool) -> None:
    """Find who is quoted on something: speaker, cue, stance, publisher, and the exact words with their place.

    WORDS are looked for in what is said and in who says it; all must occur. Several go in one pair of quotation marks
    for the shell: 'sirens night'. A phrase keeps its order: '"no warning"'. A star ends a stem: 'siren*'. CAPTURE is a
    file, a folder or "-". What one speaker said on anything: rashomon who-said "" CAPTURE… --speaker NAME.
    """
    from rashomon.pipeline import who_said as find_sayings  # noqa: PLC0415 - loads the lexicons: not for --help
    from rashomon.views import list_sayings  # noqa: PLC0415 - same

    refuse_no_words(words, narrowing.speaker)
    sources = open_sources(captures)
    sayings = find_sayings(words, sources, speaker=narrowing.speaker, attitudes=narrowing.attitudes)
    tell_skipped(sayings.skipped)
    hint_at_quotes(words, captures)
    fail_if_nothing(range(sayings.searched), sayings.skipped)
    if as_json:
        print_json(sayings.to_dict())
    else:
        print_line(list_sayings(sayings, width=width(), color=wants_color(), everything=everything).rstrip("\n"))


def refuse_no_words(words: str, speaker: str | None) -> None:
    """Raise a usage error where there is nothing to look for."""
    if not words.strip() and not (speaker or "").strip():
        raise click.UsageError('name WORDS to look for, or a speaker: rashomon who-said "" CAPTURE… --speaker NAME')


def hint_at_quotes(words: str, captures: tuple[Path, ...]) -> None:
    """Say how several words are given, where the first path does not exist and so may be a word."""
    first = captures[0]
    if str(first) == "-" or _exists(first) or first.suffix or len(captures) == 1:
        return
    tell(f"rashomon: several words go into one pair of quotation marks: rashomon who-said '{words} {first}' …")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return True
