"""Streams with caps: compressed bytes are read in pieces, and no further than the caps allow."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, cast

from rashomon.errors import CaptureExpands, CaptureTooLarge
from rashomon.ingest.doors.protocol import Limits

PIECE: Final = 1 << 16
"""How many bytes are read at once."""

_FREE: Final = 1 << 20
_IN_MEMORY: Final = 16 << 20
_SPOOLED: Final = 4 << 30


class Guarded(io.RawIOBase):
    """A decompressing stream that raises CaptureExpands beyond the caps, and ends where its source is damaged.

    ``consumed`` tells how many compressed bytes were read; ``fault`` says what was wrong with the source, or is
    empty; ``quota`` is how many bytes may still be read, None for as many as the caps allow.
    """

    def __init__(self, source: BinaryIO, limits: Limits, consumed: Callable[[], int]) -> None:
        # read1 gives what there is before it stumbles; read would lose it where the source ends too early.
        self._read = getattr(source, "read1", source.read)
        self._limits, self._consumed = limits, consumed
        self.given = 0
        self.fault = ""
        self.quota: int | None = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants typeshed's own Buffer
        """Fill ``buffer`` as far as the source goes; return how many bytes there were."""
        try:
            piece = self._read(len(buffer))
        except EOFError:
            self.fault = "it ends before its end"
            return 0
        except (OSError, ValueError, zlib.error) as error:
            self.fault = f"its compressed bytes are damaged ({error})"
            return 0
        self.given += len(piece)
        check_expansion(self.given, self._consumed(), self._limits)
        if self.quota is not None:
            self.quota -= len(piece)
            if self.quota < 0:
                raise CaptureExpands("a header of the archive is larger than any name needs", hint="pack it anew")
        buffer[: len(piece)] = piece
        return len(piece)


def check_expansion(given: int, consumed: int, limits: Limits) -> None:
    """Raise CaptureExpands where ``consumed`` compressed bytes became too many."""
    if given > limits.max_total:
        raise CaptureExpands(
            f"it expands to more than {show_size(limits.max_total)}", hint="unpack it and give the folder"
        )
    if given > _FREE and given > limits.max_ratio * max(consumed, 1):
        raise CaptureExpands(
            f"each compressed byte becomes more than {limits.max_ratio}, as in a decompression bomb",
            hint="unpack it only if you know who made it",
        )


def peekable(stream: BinaryIO) -> io.BufferedReader:
    """Return ``stream`` as one whose next bytes can be looked at; closing it leaves ``stream`` open."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Borrowed(stream), PIECE)


class _Borrowed(io.RawIOBase):
    """A stream of somebody else, who closes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants typeshed's own Buffer
        """Fill ``buffer``; return how many bytes there were."""
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def read_capped(stream: BinaryIO, limits: Limits) -> bytes:
    """Return all bytes of ``stream``; raises CaptureTooLarge beyond the cap on one capture."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(min(PIECE * 16, limits.max_bytes + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limits.max_bytes:
            raise too_large(limits)
    return b"".join(pieces)


def too_large(limits: Limits, size: int | None = None) -> CaptureTooLarge:
    """Return the error for a capture of ``size`` bytes, or of more than the cap."""
    stated = show_size(size) if size else "it"
    return CaptureTooLarge(
        f"{stated} is more than the {show_size(limits.max_bytes)} one capture may have",
        hint="cut it into single articles",
    )


def spool(stream: BinaryIO) -> BinaryIO:
    """Return ``stream`` as one that can be sought: in memory where small, else in a temporary file without a name."""
    held = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long as the door reads it
    size = 0
    while piece := stream.read(PIECE * 16):
        size += len(piece)
        if size > _SPOOLED:
            held.close()
            what = f"a container inside another is more than {show_size(_SPOOLED)}"
            raise CaptureExpands(what, hint="unpack it first")
        held.write(piece)
    held.seek(0)
    return cast("BinaryIO", held)


def show_size(size: int) -> str:
    """Return ``size`` in the largest fitting binary unit."""
    for power, unit in ((30, "GiB"), (20, "MiB"), (10, "KiB")):
        if size >= 1 << power:
            return f"{size / (1 << power):.0f} {unit}"
    return f"{size} bytes"
