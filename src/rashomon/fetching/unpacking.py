"""Content codings undone piece by piece, never beyond a cap."""

from __future__ import annotations

import zlib
from typing import Final

from rashomon.errors import FetchBroken, FetchTooLarge

ACCEPTED: Final = "gzip, deflate"
_GZIP: Final = 16 + zlib.MAX_WBITS
_BARE: Final = -zlib.MAX_WBITS
_CODINGS: Final = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


class Unpacker:
    """Undoes one content coding; ``most`` bounds the bytes that come out, so that no small page fills the memory.

    Raises FetchBroken for a coding that was not asked for.
    """

    def __init__(self, coding: str, most: int) -> None:
        name = coding.strip().lower()
        if name not in _CODINGS:
            raise FetchBroken(
                f"the server packed the page in a way nobody asked for ({coding[:40]})", hint="save the page by hand"
            )
        self._bits = _CODINGS[name]
        self._packer = None if self._bits is None else zlib.decompressobj(self._bits)
        self._left = most
        self._most = most

    def feed(self, piece: bytes) -> bytes:
        """Return what ``piece`` unpacks to. Raises FetchTooLarge beyond the cap and FetchBroken on garbage."""
        if self._packer is None:
            return self._count(piece)
        try:
            return self._count(self._unpack(piece))
        except zlib.error as fault:
            raise FetchBroken("the page is packed, and cannot be unpacked", hint="again later") from fault

    def _unpack(self, piece: bytes) -> bytes:
        packer = self._packer
        if packer is None or packer.eof:
            return b""  # what stands behind the end of the packed page is not the page
        try:
            return packer.decompress(piece, self._left + 1)
        except zlib.error:
            # Some servers send "deflate" without the zlib header that the standard asks for.
            if self._bits != zlib.MAX_WBITS or self._left != self._most:
                raise
            self._bits, self._packer = _BARE, zlib.decompressobj(_BARE)
            return self._packer.decompress(piece, self._left + 1)

    def _count(self, data: bytes) -> bytes:
        if len(data) > self._left:
            raise FetchTooLarge(f"the page is longer than {self._most:,} bytes", hint="a larger --max-bytes")
        self._left -= len(data)
        return data

    def finish(self) -> None:
        """Raise FetchBroken where the packed page ended too early."""
        if self._packer is not None and not self._packer.eof and self._left != self._most:
            raise FetchBroken("the packed page ends too early", hint="again later")
