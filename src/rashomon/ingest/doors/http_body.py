"""The body of a stored HTTP answer: chunks joined, compression undone, never beyond the cap."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from typing import Final

from fastwarc.stream_io import BrotliReader, GzipReader, ZstdReader

from rashomon.errors import ContainerBroken
from rashomon.ingest.doors.protocol import Limits
from rashomon.ingest.doors.streams import PIECE, check_expansion, too_large

_CHUNK: Final = re.compile(rb"\s*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_MOST_CODINGS = 3
_SMALL_PIECE = 512


def decode_body(body: bytes, transfer: str, coding: str, limits: Limits) -> tuple[bytes, str]:
    """Return the page in ``body``, and what was wrong with it ("" where nothing was).

    ``transfer`` and ``coding`` are the headers Transfer-Encoding and Content-Encoding. Crawlers often store a body
    decoded and keep its headers: what does not look encoded is taken as it is. Raises CaptureExpands or
    CaptureTooLarge beyond the caps, ContainerBroken where nothing can be decoded.
    """
    fault = ""
    if "chunked" in transfer.lower() and _CHUNK.match(body):
        body, fault = _join_chunks(body)
    names = [name.strip().lower() for name in coding.split(",") if name.strip()]
    if len(names) > _MOST_CODINGS:
        raise ContainerBroken(f"its body is compressed {len(names)} times over", hint="capture the page again")
    for name in reversed(names):
        body, found = _decompress(body, name, limits)
        fault = fault or found
    return body, fault


def _join_chunks(body: bytes) -> tuple[bytes, str]:
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces), ""
        piece = body[match.end() : match.end() + size]
        pieces.append(piece)
        at = match.end() + size
        if len(piece) < size:
            break
    return b"".join(pieces), "its last chunk is missing"


def _decompress(body: bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    if name in {"gzip", "x-gzip"}:
        return _gunzip(body, limits) if body.startswith(_GZIP) else (body, "")
    if name == "deflate":
        zlib_header = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
        return _inflate(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, limits)
    if name == "zstd":
        return _read_all(ZstdReader(io.BytesIO(body)), body, limits) if body.startswith(_ZSTD) else (body, "")
    if name == "br":
        return _read_all(BrotliReader(io.BytesIO(body)), body, limits)
    if name in {"identity", "utf-8", "none"}:
        return body, ""
    raise ContainerBroken(f"its body has an unknown Content-Encoding, “{name[:40]}”", hint="capture the page again")


def _gunzip(body: bytes, limits: Limits) -> tuple[bytes, str]:
    """Return what is in ``body``: fastwarc is twice as fast as zlib, which is asked again where it is broken."""
    size = int.from_bytes(body[-4:], "little")  # of the last member, which is nearly always the only one
    found = b""
    if size <= limits.max_bytes:
        with contextlib.suppress(OSError):
            found = GzipReader(io.BytesIO(body)).read(size + 1)
    if not found or len(found) != size:
        return _inflate(body, zlib.MAX_WBITS | 16, limits)
    _check(found, body, limits)
    return found, ""


def _inflate(body: bytes, bits: int, limits: Limits) -> tuple[bytes, str]:
    inflater = zlib.decompressobj(bits)
    try:
        found = inflater.decompress(body, limits.max_bytes + 1)
    except zlib.error:
        return _inflate_far(body, bits, limits)
    _check(found, body, limits)
    return found, "" if inflater.eof else "its compressed body ends before its end"


def _inflate_far(body: bytes, bits: int, limits: Limits) -> tuple[bytes, str]:
    """Return what comes before the damage in ``body``; a body that is no such stream is taken as it is."""
    inflater, pieces, size = zlib.decompressobj(bits), [], 0
    try:
        for at in range(0, len(body), 1024):
            pieces.append(inflater.decompress(body[at : at + 1024], limits.max_bytes + 1 - size))
            size += len(pieces[-1])
            if size > limits.max_bytes:
                break
    except zlib.error:
        pass  # the pieces before the damage are what can be had
    found = b"".join(pieces)
    _check(found, body, limits)
    return (found, "its compressed body is damaged") if found else (body, "its body is not compressed as it says")


def _read_all(reader: BrotliReader | ZstdReader, body: bytes, limits: Limits) -> tuple[bytes, str]:
    found, whole = _read_pieces(reader, PIECE, limits)
    if not whole:  # read once more in small pieces, as the one that meets the damage gives nothing
        found, _ = _read_pieces(type(reader)(io.BytesIO(body)), _SMALL_PIECE, limits)
    _check(found, body, limits)
    if whole:
        return found, ""
    return (found, "its compressed body is damaged") if found else (body, "its body is not compressed as it says")


def _read_pieces(reader: BrotliReader | ZstdReader, piece_size: int, limits: Limits) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= limits.max_bytes and (piece := reader.read(piece_size)):
            pieces.append(piece)
            size += len(piece)
    except OSError:
        return b"".join(pieces), False
    return b"".join(pieces), True


def _check(found: bytes, body: bytes, limits: Limits) -> None:
    check_expansion(len(found), len(body), limits)
    if len(found) > limits.max_bytes:
        raise too_large(limits)
