"""The records of a WARC file one by one, each as long as it really is: damage ends one record, not the file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final, TypeAlias

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from rashomon.ingest.doors.streams import PIECE

LOOK: Final = 16_384
"""How many bytes of a record are read before it is asked whether the rest is wanted."""

_AT_ONCE: Final = 1 << 20  # a shorter record is read whole: two readings and joining them cost more than that
_WITH_PAGES: Final = frozenset({"response", "resource", "conversion"})
_GZIP: Final = b"\x1f\x8b\x08"
_START: Final = re.compile(rb"\nWARC/[01]\.\d")
_LENGTH: Final = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END: Final = b"\r\n\r\n"
_MOST_FAULTS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: ``position`` is its byte in the file; ``block`` its bytes, None where they were not wanted.

    ``fault`` says what is wrong with its length or its bytes, and is empty where nothing is.
    """

    position: int
    kind: str
    name: str | None
    length: int
    uri: str | None = None
    date: str | None = None
    content_type: str = ""
    truncated: str | None = None
    block: bytes | None = field(default=None, repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A stretch of the file in which no record can be read: from which byte on, and why."""

    position: int
    what: str


Wanted: TypeAlias = Callable[[str, str, bytes, int], bool]
"""Tells by kind, content type, the first bytes and the length whether a record's block is to be read."""


def read_records(stream: BinaryIO, wanted: Wanted, max_bytes: int) -> Iterator[Record | Damage]:
    """Yield the records of ``stream`` in order, and each stretch that holds none.

    Each record is held back until the next one was found where it should begin: a wrong Content-Length shows only
    there. Then the record is read again, up to where it really ends, and the search for the next goes on from there.
    """
    stream.seek(0)
    file = _File(stream=stream, packed=stream.read(3) == _GZIP, size=stream.seek(0, 2), max_bytes=max_bytes)
    start: int | None = 0
    faults = 0
    while start is not None:
        held: Record | None = None
        broken = ""
        for item in _iterate(file, start, wanted):
            if isinstance(item, str):
                broken = item
            else:
                if held is not None:
                    yield held
                held = item
        if held is None:
            yield Damage(position=start, what=broken or "no record begins here")
            start = file.find_start(start + 1)
        else:
            settled, end = file.settle(held, broken, wanted)
            yield settled
            start = file.find_start(end) if end is not None else None
            if end is not None and start != end and file.holds_bytes(end, start):
                yield Damage(position=end, what=broken or "the bytes from here on are no record")
        faults += 1
        if faults > _MOST_FAULTS and start is not None:
            yield Damage(position=start, what=f"after {_MOST_FAULTS} damaged places the rest is not read")
            return


def _iterate(file: _File, start: int, wanted: Wanted) -> Iterator[Record | str]:
    """Yield the records from ``start`` on; last, where the reader stumbles, a string that says over what."""
    file.stream.seek(start)
    try:
        for record in ArchiveIterator(file.stream, parse_http=False):
            try:
                taken = _take(record, wanted, file.max_bytes)
            except OSError as error:
                kind, content_type = _name_kind(record.record_type), record.headers.get("Content-Type") or ""
                yield _describe(record, None, b"", (kind, content_type))
                yield _say(error)
                return
            if taken.name is None and taken.kind == "unknown":
                yield "a record without a readable header"
                return
            yield taken
    except (OSError, ValueError) as error:
        yield _say(error)


def _say(error: Exception) -> str:
    return f"the record cannot be read ({error})"


def _take(record: WarcRecord, wanted: Wanted, max_bytes: int) -> Record:
    """Return ``record``; of one that holds no page nothing but its place is read, as there are as many of them."""
    kind, length = _name_kind(record.record_type), record.content_length
    if kind not in _WITH_PAGES:
        return Record(position=record.stream_pos, kind=kind, name=record.record_id, length=length)
    content_type = record.headers.get("Content-Type") or ""
    head = record.reader.read() if length <= _AT_ONCE else record.reader.read(LOOK)
    block = None
    if head and wanted(kind, content_type, head, length) and length <= max_bytes:
        block = head + record.reader.read() if length > _AT_ONCE else head
    return _describe(record, block, head, (kind, content_type))


def _describe(record: WarcRecord, block: bytes | None, head: bytes, stated: tuple[str, str]) -> Record:
    headers, length = record.headers, record.content_length
    short = block is not None and len(block) < length
    return Record(
        position=record.stream_pos,
        kind=stated[0],
        name=record.record_id,
        uri=(headers.get("WARC-Target-URI") or "").strip("<> ") or None,
        date=headers.get("WARC-Date"),
        content_type=stated[1],
        length=length,
        truncated=headers.get("WARC-Truncated"),
        block=block if block is not None or not head else head[:LOOK],
        fault="short" if short else "",
    )


def _name_kind(kind: WarcRecordType) -> str:
    return str(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A WARC file as bytes; ``packed`` tells whether each record is a gzip member."""

    stream: BinaryIO
    packed: bool
    size: int
    max_bytes: int

    def settle(self, held: Record, broken: str, wanted: Wanted) -> tuple[Record, int | None]:
        """Return ``held`` as it really is, and where it ends; None where nothing can be found after it."""
        raw, end, whole, total = self._measure(held.position)
        header, found, rest = raw.partition(_END)
        if header.startswith(b"WARC/") and not found:
            return replace(held, block=None, fault="the file is damaged or ends inside the record's own header"), end
        if not found or not header.startswith(b"WARC/"):  # one gzip stream around all: there is no way in
            whole = self._unpack(0, 0)[2]
            why = broken or "it ends early"
            fault = "" if whole and not broken else f"the file is damaged in or after this record ({why})"
            return replace(held, fault=fault), None
        stated = _LENGTH.search(header)
        length = int(stated[1]) if stated else 0
        room = total - len(header) - len(_END)
        if room in {length, length + len(_END)} or rest[length : length + len(_END)] == _END:
            return self._settle_right(held, rest[length + len(_END) :], broken if whole else "it ends early", end, room)
        block = rest.removesuffix(_END)
        if whole and len(raw) <= self.max_bytes:
            fault = f"its Content-Length says {length:,} bytes, and it has {len(block):,}"
        else:
            had = f"only {len(block):,} can be read before the file is damaged or ends"
            fault = f"it says it has {length:,} bytes, and {had}"
        keep = bool(block) and wanted(held.kind, held.content_type, block[:LOOK], len(block))
        return replace(held, block=block[: self.max_bytes] if keep else block[:LOOK], fault=fault), end

    def _settle_right(self, held: Record, after: bytes, broken: str, end: int, room: int) -> tuple[Record, int | None]:
        """Return ``held``, whose length is right, and where it ends; ``after`` are the bytes behind it."""
        if self.packed and after.startswith(b"WARC/"):
            fault = f"the file, one gzip stream, is damaged after this record ({broken})" if broken else ""
            return replace(held, fault=fault), None
        short = broken == "it ends early" or (room < held.length and not self.packed)
        fault = "the file ends inside this record" if short else ""
        return replace(held, fault=fault), end

    def _measure(self, position: int) -> tuple[bytes, int, bool, int]:
        """Return the bytes of the record at ``position`` up to the cap, its end, whether it is whole, and its size."""
        if self.packed:
            return self._unpack(position, self.max_bytes)
        self.stream.seek(position)
        header = self.stream.read(min(LOOK * 4, self.size - position)).partition(_END)[0]
        stated = _LENGTH.search(header)
        declared = position + len(header) + len(_END) + (int(stated[1]) if stated else 0)
        if declared <= self.size and self._ends_record(declared):
            end, whole = min(declared + len(_END), self.size), True
        else:
            following = self.find_start(position + 1)
            end, whole = (self.size, False) if following is None else (following, True)
        self.stream.seek(position)
        raw = _read_exactly(self.stream, min(end - position, self.max_bytes + LOOK * 4))
        return raw, end, whole, end - position

    def _ends_record(self, position: int) -> bool:
        self.stream.seek(position)
        return self.stream.read(4) in {_END, b""}

    def _unpack(self, position: int, cap: int) -> tuple[bytes, int, bool, int]:
        """Return the gzip member at ``position`` decompressed up to ``cap``, its end, if it has one, and its size."""
        self.stream.seek(position)
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        pieces: list[bytes] = []
        size, at = 0, position
        try:
            while not inflater.eof and (packed := inflater.unconsumed_tail or self.stream.read(PIECE)):
                fresh = not inflater.unconsumed_tail
                at += len(packed) if fresh else 0
                piece = inflater.decompress(packed, PIECE * 16)
                if size <= cap:
                    pieces.append(piece)
                size += len(piece)
        except zlib.error:
            after = self.find_start(position + 1)
            found = b"".join(pieces) or self._unpack_far(position)
            return found, self.size if after is None else after, False, max(size, len(found))
        return b"".join(pieces), at - len(inflater.unused_data), inflater.eof, size

    def _unpack_far(self, position: int) -> bytes:
        """Return what comes before the damage in the gzip member at ``position``, read in small pieces."""
        self.stream.seek(position)
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        found = b""
        try:
            for _ in range(PIECE // 64):
                found += inflater.decompress(self.stream.read(64), PIECE)
        except zlib.error:
            pass  # the damage was known; what came before it is what can be had
        return found

    def find_start(self, position: int) -> int | None:
        """Return where the next record begins, at or after ``position``, or None."""
        overlap = 16
        at = max(position - 1, 0)
        while at < self.size:
            self.stream.seek(at)
            piece = self.stream.read(PIECE * 16)
            if at == 0 and not self.packed:
                piece = b"\n" + piece
                at -= 1
            for start in self._starts(piece):
                if at + start >= position and (not self.packed or self._opens(at + start)):
                    return at + start
            if len(piece) <= overlap or at + len(piece) >= self.size:
                return None
            at += len(piece) - overlap
        return None

    def _starts(self, piece: bytes) -> Iterator[int]:
        if not self.packed:
            yield from (match.start() + 1 for match in _START.finditer(piece))
            return
        at = piece.find(_GZIP)
        while at >= 0:
            yield at
            at = piece.find(_GZIP, at + 1)

    def _opens(self, position: int) -> bool:
        """Tell whether a gzip member with a record begins at ``position``."""
        self.stream.seek(position)
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(self.stream.read(1024), 5) == b"WARC/"
        except zlib.error:
            return False

    def holds_bytes(self, start: int, end: int | None) -> bool:
        """Tell whether anything but white space and NULs stands there; the first mebibyte is looked at."""
        self.stream.seek(start)
        stop = self.size if end is None else end
        return bool(self.stream.read(min(stop - start, PIECE * 16)).strip(b"\x00 \t\r\n"))


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
