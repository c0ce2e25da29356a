"""The output of a long run as its own journal: killed at any moment, the run goes on where it was.

Lines stand in the order of the captures. A new run goes through its inputs once more and leaves each line that it would
write again as it is; at the first that differs, the rest is set aside, and what was read is taken from there. So the
file ends as that of a run that was never interrupted, even where captures were added or altered meanwhile.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO, Final, Self

from rashomon.ingest.doors import SEPARATOR
from rashomon.pipeline.journal_file import Entry, open_locked, scan
from rashomon.pipeline.outcomes import Line
from rashomon.pipeline.running_tasks import Known

_ASIDE: Final = ".earlier"
_FEW: Final = 4  # of a container with more captures, each is asked for by its own name
_SYNC: Final = 5.0  # seconds of work that a power cut may cost; a kill costs one line at most
_PIECE: Final = 1 << 20


class Journal:
    """The output file of a run, open and locked; as a context it is closed and unlocked at the end."""

    def __init__(self, path: Path, *, retry: bool = False) -> None:
        """Open ``path`` to go on with what it holds; with ``retry`` what could not be read is read once more.

        Raises RashomonError where the file cannot be written, is in use, or holds something else.
        """
        self._path = path
        self._aside_path = path.with_name(path.name + _ASIDE)
        self._aside: BinaryIO | None = None
        self._file = open_locked(path)
        self._synced = time.monotonic()
        self._written: set[str] = set()
        try:
            self._standing = [*scan(self._file, path)]
            earlier = self._open_aside() if self._aside_path.exists() else []
            self._file.truncate(self._standing[-1].end if self._standing else 0)
        except BaseException:
            self._close()
            raise
        self._next = 0  # among the standing lines, the first that this run has not come to
        self._end = 0  # where the lines end that this run has come to or written
        self._cut: int | None = None  # what stood from here on is set aside …
        self._moved = 0  # … and begins here in the other file
        self._known = {
            (entry.name, entry.sha256): (entry, is_aside)
            for entries, is_aside in ((earlier, True), (self._standing, False))
            for entry in entries
            if not (retry and entry.outcome.kind == "unreadable")
        }
        self._inputs: dict[str, list[Entry]] = {}
        for entry, _ in self._known.values():
            self._inputs.setdefault(_input_of(entry.name), []).append(entry)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def is_own(self, source: object) -> bool:
        """Tell whether ``source`` is a path of this journal itself: an output may lie in a folder of captures."""
        if not isinstance(source, Path):
            return False
        own = (self._path, self._aside_path)
        return any(source.name == file.name and source.exists() and source.samefile(file) for file in own)

    def recall(self, name: str) -> Known:
        """Return what was read under ``name``, or in a small container of that name, and need not be read again.

        A duplicate is left out: whether it still is one depends on what comes before it.
        """
        entries = self._inputs.get(_input_of(name), [])
        few, alone = len(entries) <= _FEW, len(entries) == 1
        return frozenset(
            (entry.name, entry.sha256)
            for entry in entries
            if entry.sha256 is not None
            and entry.outcome.kind != "duplicate"
            and (entry.name == name or (few and entry.name.startswith(name + SEPARATOR)))
            # What cut a container short is no answer for the captures that came before.
            and (alone or entry.name != name or entry.outcome.kind != "unreadable")
        )

    def find(self, name: str, sha256: str | None) -> Line:
        """Return the line about the capture of that name and bytes. Raises KeyError where there is none."""
        entry, is_aside = self._known[name, sha256]
        return Line(text=self._read(entry, is_aside=is_aside), outcome=entry.outcome)

    def write(self, name: str, line: Line) -> None:
        """Write ``line`` as the next one, unless that is where it stands already."""
        self._written.add(name)
        if self._next < len(self._standing):
            entry = self._standing[self._next]
            if self._read(entry, is_aside=False) == line.text:
                self._next += 1
                self._end = entry.end
                return
            self._set_aside(entry.start)
        self._put(self._file, self._end, line.text + b"\n")
        self._end += len(line.text) + 1
        if time.monotonic() - self._synced > _SYNC:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def complete(self) -> int:
        """End the file after the last capture; return how many captures of earlier runs are no longer in it."""
        if self._next < len(self._standing):
            self._file.truncate(self._end)
        os.fsync(self._file.fileno())
        if self._aside:
            self._aside.close()
            self._aside = None
        self._aside_path.unlink(missing_ok=True)
        return len({name for name, _ in self._known} - self._written)

    def _open_aside(self) -> list[Entry]:
        """Return what an earlier run had set aside when it was killed."""
        self._aside = self._aside_path.open("r+b", buffering=0)
        entries = [*scan(self._aside, self._aside_path)]
        self._aside.truncate(entries[-1].end if entries else 0)
        return entries

    def _set_aside(self, start: int) -> None:
        """Move what stands from ``start`` on to the other file; a kill between two steps leaves it in one or both."""
        if self._aside is None:
            self._aside = self._aside_path.open("w+b", buffering=0)
        self._moved = to = self._aside.seek(0, os.SEEK_END)
        self._file.seek(start)
        while piece := self._file.read(_PIECE):
            self._put(self._aside, to, piece)
            to += len(piece)
        os.fsync(self._aside.fileno())
        self._file.truncate(start)
        self._cut = start
        del self._standing[self._next :]

    def _read(self, entry: Entry, *, is_aside: bool) -> bytes:
        stream, start = self._file, entry.start
        if is_aside or (self._cut is not None and start >= self._cut):
            assert self._aside is not None  # noqa: S101 - for the type checker: it was opened before anything was moved
            stream, start = self._aside, start if is_aside else start - (self._cut or 0) + self._moved
        stream.seek(start)
        pieces = bytearray()
        while len(pieces) < entry.end - entry.start - 1:  # an unbuffered read may return less
            piece = stream.read(entry.end - entry.start - 1 - len(pieces))
            if not piece:
                break
            pieces += piece
        return bytes(pieces)

    @staticmethod
    def _put(stream: BinaryIO, start: int, text: bytes) -> None:
        """Write all of ``text`` at ``start``, past every buffer of this process, so that a kill loses none of it."""
        stream.seek(start)
        view = memoryview(text)
        while view:
            view = view[stream.write(view) :]

    def _close(self) -> None:
        if self._aside:
            self._aside.close()
        self._file.close()


def _input_of(name: str) -> str:
    return name.split(SEPARATOR, 1)[0]
