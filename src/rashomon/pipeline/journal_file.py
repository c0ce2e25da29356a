"""The lines of an output file that stands already: read, checked to be ours, and locked against a second run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from rashomon.errors import RashomonError
from rashomon.pipeline.outcomes import Outcome, judge

if sys.platform != "win32":
    import fcntl

_BEGINNING: Final = b'{"capture": {"path": "'


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line that stands in a file: the capture it is about, what it says, and the bytes [start, end) it takes."""

    name: str
    sha256: str | None
    outcome: Outcome
    start: int
    end: int


def open_locked(path: Path) -> BinaryIO:
    """Return ``path`` open for reading and writing, and locked until it is closed, even by a kill.

    Raises RashomonError where the system refuses or another run holds the lock.
    """
    try:
        path.touch()
        stream = path.open("r+b", buffering=0)
    except OSError as fault:
        raise RashomonError(
            f"the file cannot be written ({fault.strerror or fault})",
            where=str(path),
            hint="name a folder that exists and is yours",
        ) from fault
    if sys.platform != "win32":
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            stream.close()
            raise RashomonError(
                "another run is writing this file", where=str(path), hint="wait for it, or name another file"
            ) from fault
    return stream


def scan(stream: BinaryIO, path: Path) -> Iterator[Entry]:
    """Yield the lines of ``stream`` in order; a last one that was only half written is left out.

    Raises RashomonError where a line is not one that ``rashomon articles`` wrote: that file is not ours to cut.
    """
    start = 0
    stream.seek(0)
    for number, line in enumerate(_lines(stream), start=1):
        if not line.endswith(b"\n"):
            if _is_half_of_ours(line):
                return
            raise _foreign(path, number)
        try:
            value = json.loads(line)
            capture = value["capture"]
            entry = Entry(
                name=capture["path"],
                sha256=capture["sha256"],
                outcome=judge(value),
                start=start,
                end=start + len(line),
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise _foreign(path, number) from fault
        yield entry
        start = entry.end


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of an unbuffered ``stream``."""
    rest = b""
    while piece := stream.read(1 << 20):
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def _is_half_of_ours(line: bytes) -> bool:
    """Tell whether ``line`` may be the beginning of a line of ours, or what a power cut leaves of one."""
    head = line[: len(_BEGINNING)]
    return _BEGINNING.startswith(head) or not line.strip(b"\0")


def _foreign(path: Path, number: int) -> RashomonError:
    return RashomonError(
        f"line {number:,} of this file was not written by rashomon articles --json, so nothing is written to it",
        where=str(path),
        hint="name another file",
    )
