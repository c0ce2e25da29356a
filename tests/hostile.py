"""Readers and doors that misbehave, in a module of their own: a worker process finds them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.pipeline.inputs import open_input, try_read

EVER = 600.0


def read_hostile(capture: Capture, shown: str) -> Reading | Skipped:
    """Read ``capture``, or do what its first word says."""
    word, _, rest = capture.payload.partition(b" ")
    if word == b"HANG":
        if rest.startswith(b"/"):  # a file by which others learn that it hangs now
            Path(os.fsdecode(rest.split()[0])).touch()
        time.sleep(EVER)
    elif word == b"STUBBORN":  # as one whose own timer was taken away
        signal.setitimer(signal.ITIMER_REAL, 0)
        time.sleep(EVER)
    elif word == b"HUNGRY":
        hold: list[bytes] = []
        while True:
            hold.append(bytes(1 << 26))
    elif word == b"CRASH":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == b"KILLED":  # by somebody, once: the file named in the capture remembers it
        _die_once(Path(os.fsdecode(rest.split()[0])))
    return try_read(capture, shown)


def _die_once(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def open_hostile(source: Path | bytes, shown: str) -> Iterator[Capture | Skipped]:
    """Open ``source``; a file that ends in .trap gives three captures and then hangs, in .bomb dies."""
    ending = source.suffix if isinstance(source, Path) else ""
    if ending not in {".trap", ".bomb"}:
        yield from open_input(source, shown)
        return
    for number in range(3):
        payload = f"Three words stand here, in capture number {number} of {ending}.".encode()
        yield Capture(payload=payload, content_type="text/plain", origin=f"{shown}!/{number}.txt")
    if ending == ".bomb":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(EVER)


def name_reading(reading: Reading) -> str:
    """Return the name of ``reading``: the smallest of answers."""
    return reading.capture.origin or ""


def take_all_memory(reading: Reading) -> str:
    """Raise as a reader does to whom no memory is given."""
    raise MemoryError(reading.capture.origin)


class Unloadable:
    """A last step that no other process can load."""

    def __call__(self, reading: Reading) -> str:
        """Return the name of ``reading``."""
        return name_reading(reading)

    def __reduce__(self) -> tuple[object, ...]:
        return refuse_to_load, ()


def refuse_to_load() -> Unloadable:
    """End the process that loads this."""
    raise SystemExit(7)
