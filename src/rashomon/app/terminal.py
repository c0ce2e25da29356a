"""What all commands share: reading "-", writing JSON and text, and naming on standard error what was skipped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from rashomon.app.printable import make_printable
from rashomon.datamodel import Capture, Skipped
from rashomon.errors import RashomonError

_PIPED_WIDTH: Final = 100
_NARROWEST: Final = 40
_READ_AT_ONCE: Final = 1 << 20
_MOST: Final = 1 << 27  # beyond the cap on one capture, so that the reader's own message names the cap

_Command = TypeVar("_Command", bound=Callable[..., Any])

captures_argument: Callable[[_Command], _Command] = click.argument(
    "captures", metavar="CAPTURE…", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
json_option: Callable[[_Command], _Command] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead of text."
)


def open_sources(paths: Iterable[Path]) -> list[Path | Capture]:
    """Return ``paths`` with each "-" replaced by what standard input holds; it is read once."""
    named = tuple(paths)
    given = Capture(payload=read_input(), origin="-") if Path("-") in named else None
    return [given if given is not None and path == Path("-") else path for path in named]


def read_input() -> bytes:
    """Return the bytes of standard input, up to just beyond the cap on one capture."""
    pieces: list[bytes] = []
    size = 0
    while size <= _MOST and (piece := sys.stdin.buffer.read(_READ_AT_ONCE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def print_json(value: Mapping[str, Any]) -> None:
    """Print ``value`` as one line of JSON in UTF-8, whatever the locale says."""
    print_line(json.dumps(value, ensure_ascii=False))


def print_line(text: str) -> None:
    r"""Print ``text`` in UTF-8, a lone surrogate (an undecodable file name) as its escape ``\udcXX``."""
    click.echo(text.encode("utf-8", "backslashreplace"))


def tell(message: str) -> None:
    """Print ``message`` to standard error."""
    click.echo(make_printable(message).encode("utf-8", "backslashreplace"), err=True)


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """Name on standard error each input that was skipped, and why."""
    for value in skipped:
        tell(describe_skipped(value))


def describe_skipped(value: Skipped) -> str:
    """Return the message about an input that was skipped; where nothing was lost it is a note, and does not say so."""
    from rashomon.pipeline.inputs import NOTES  # noqa: PLC0415 - loads the parsers: not for --help

    what = "in" if value.error in NOTES else "skipped"
    return f"rashomon: {what} {value.path}: {value.reason} ({value.error})"


def fail_if_nothing(readings: Iterable[object], skipped: Iterable[Skipped]) -> None:
    """Raise RashomonError where no capture at all could be read."""
    lost = tuple(skipped)
    if lost and not tuple(readings):
        count = "the capture" if len(lost) == 1 else f"any of the {len(lost):,} captures"
        raise RashomonError(f"could not read {count}; the lines above say why")


def width() -> int:
    """Return how many columns to fill: the terminal's, or 100 where the output goes into a pipe or file."""
    if not sys.stdout.isatty():
        return _PIPED_WIDTH
    return max(_NARROWEST, shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns)


def wants_color() -> bool:
    """Tell whether to colour: on a terminal that can, unless ``NO_COLOR`` is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_file(path: Path, text: str | bytes) -> None:
    """Write ``text``, a string in UTF-8, to ``path`` as a whole or not at all; RashomonError where it is refused."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace"))
        part.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            part.unlink()
        reason = fault.strerror or str(fault)
        raise RashomonError(
            f"the file cannot be written ({reason})", where=str(path), hint="name a folder that exists and is yours"
        ) from fault
