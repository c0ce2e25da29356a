"""The door for a single compressed file (gzip, bzip2): what is inside is opened as if it lay there unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from rashomon.errors import ContainerBroken
from rashomon.ingest.doors.protocol import Limits, Opened, Result, skip
from rashomon.ingest.doors.streams import PIECE, Guarded

_GZIP = b"\x1f\x8b"
_STEP = 1 << 8
"""How many compressed bytes are unpacked at once: where they are damaged, no more than these are lost."""


def read(opened: Opened) -> Iterator[Result]:
    """Yield what is inside; where the file ends too early, what there is of it, and that it does."""
    guard = unpack(opened.stream, opened.limits)
    name = opened.origin.rpartition("/")[2]
    inner = name.removesuffix(".gz").removesuffix(".bz2") if name.endswith((".gz", ".bz2")) else "content"
    yield from opened.open_member(cast("BinaryIO", io.BufferedReader(guard, PIECE)), inner or "content")
    if guard.fault:
        yield skip(opened.origin, ContainerBroken(guard.fault, hint="fetch the file again"))


def unpack(stream: BinaryIO, limits: Limits) -> Guarded:
    """Return the decompressed bytes of ``stream``, read within ``limits``."""
    counted = _Counted(stream)
    head = counted.read(2)
    inner = io.BufferedReader(_Chained(head, counted), PIECE)
    steps = cast("BinaryIO", _Steps(cast("BinaryIO", inner)))
    opener = gzip.GzipFile(fileobj=steps) if head == _GZIP else bz2.BZ2File(steps)
    return Guarded(cast("BinaryIO", opener), limits, lambda: counted.count)


class _Counted:
    """A stream that counts what was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.count = stream, 0

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes."""
        piece = self._stream.read(size)
        self.count += len(piece)
        return piece


class _Steps:
    """A stream that gives few bytes at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, and no more than one step."""
        return self._stream.read(min(size, _STEP) if size >= 0 else _STEP)

    def seekable(self) -> bool:
        """Tell that it cannot be sought."""
        return False


class _Chained(io.RawIOBase):
    """The first bytes, and then the rest."""

    def __init__(self, head: bytes, rest: _Counted) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants typeshed's own Buffer
        """Fill ``buffer``; return how many bytes there were."""
        piece = self._head or self._rest.read(len(buffer))
        self._head = b""
        buffer[: len(piece)] = piece
        return len(piece)
