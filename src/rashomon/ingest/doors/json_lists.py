"""The door for a JSON list of records: cut at its elements as it is read, so that its length does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from rashomon.errors import ContainerBroken
from rashomon.ingest.doors.json_lines import Rows
from rashomon.ingest.doors.protocol import Opened, Result, skip
from rashomon.ingest.doors.streams import PIECE, too_large

_SIGNS: Final = re.compile(rb'["\\{}\[\],]')
_OPENING: Final = b"{["


def read(opened: Opened) -> Iterator[Result]:
    """Yield each element that has a text; broken elements and those without one are named or counted."""
    rows = Rows(opened=opened, noun="element")
    cutter = _Cutter(cap=opened.limits.max_bytes)
    number = 0
    for number, element in enumerate(cutter.cut(opened.stream), 1):
        if element is None:
            yield from rows.refuse(number, too_large(opened.limits))
        else:
            yield from rows.read(number, element)
    yield from rows.report()
    if not cutter.closed:
        what = f"after {number:,} elements the list ends before its closing bracket"
        yield skip(opened.origin, ContainerBroken(what, hint="fetch the file again"))


@dataclass(slots=True)
class _Cutter:
    """Where in the list the reading stands: ``depth`` of brackets, inside a string or not, the element so far."""

    cap: int
    depth: int = 0
    inside: bool = False
    escaped: bool = False
    over: bool = False
    closed: bool = False
    held: bytearray = field(default_factory=bytearray)

    def cut(self, stream: BinaryIO) -> Iterator[bytes | None]:
        """Yield the bytes of each element, None for one above the cap."""
        while piece := stream.read(PIECE * 16):
            start = 0
            for at in self._ends(piece):
                if at < 0:  # the list's own opening bracket
                    start = -at
                    continue
                self._hold(piece[start:at])
                start = at + 1
                if self.over or self.held.strip():
                    yield self._take()
            if self.closed:
                return  # what comes after the list is none of it
            self._hold(piece[start:])
        if self.over or self.held.strip():
            yield self._take()

    def _ends(self, piece: bytes) -> Iterator[int]:
        """Yield where elements end in ``piece``; first, negative, where the list itself begins."""
        skipped = 0 if self.escaped else -1
        self.escaped = False
        for match in _SIGNS.finditer(piece):
            at, sign = match.start(), match[0]
            if at == skipped:
                continue
            if sign == b"\\":
                skipped = at + 1
                self.escaped = skipped == len(piece)
            elif sign == b'"':
                self.inside = not self.inside
            elif not self.inside:
                yield from self._move(at, sign)

    def _move(self, at: int, sign: bytes) -> Iterator[int]:
        if sign in _OPENING:
            self.depth += 1
            if self.depth == 1:
                yield -(at + 1)
        elif sign == b",":
            if self.depth == 1:
                yield at
        else:
            self.depth -= 1
            if self.depth == 0:
                self.closed = True
                yield at

    def _hold(self, piece: bytes) -> None:
        if not self.over:
            self.held += piece
            self.over = len(self.held) > self.cap

    def _take(self) -> bytes | None:
        found = None if self.over else bytes(self.held).strip()
        self.held.clear()
        self.over = False
        return found
