"""The door for zip archives and WACZ, which is one: members are read one by one, nothing is ever written by name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, Final, cast

from rashomon.datamodel import Skipped
from rashomon.errors import CaptureEncrypted, CaptureError, CaptureExpands, ContainerBroken, RashomonError
from rashomon.ingest.doors import wacz
from rashomon.ingest.doors.protocol import Names, Opened, Result, skip
from rashomon.ingest.doors.streams import PIECE, Guarded, too_large
from rashomon.ingest.doors.tally import Tally

_END: Final = b"PK\x05\x06"
_TAIL: Final = 65_557
_DIRECTORY: Final = 32 << 20
_LOCAL_HEADER: Final = 30
_LOCKED: Final = 0x1
_LINK, _KIND_MASK = 0o120000, 0o170000
_OFFICE: Final = (
    ("word/document.xml", "a Word document"),
    ("content.xml", "an OpenDocument file"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint file"),
)
_PACKED = (".warc.gz", ".warc", ".zip", ".gz", ".wacz", ".tar", ".tgz", ".jsonl", ".ndjson", ".bz2")
_SAYINGS: Final = {"NotText": "of the crawl's own index, logs and lists, without a page"}


def read(opened: Opened) -> Iterator[Result]:
    """Yield what each file of the archive holds; encrypted ones, links and bombs are named and left alone."""
    _check_directory(opened.stream)
    try:
        archive = zipfile.ZipFile(opened.stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        raise ContainerBroken(f"this zip archive cannot be opened ({error})", hint="fetch it again") from error
    with archive:
        members = archive.infolist()
        _check_members(opened, members)
        checks = wacz.read_checks(archive)
        tally, names = Tally(), Names()
        for member in members:
            if member.is_dir():
                continue
            if checks is not None and not wacz.is_archive(member.filename):
                tally.count("NotText", member.filename.partition("/")[0])
                continue
            yield from _read_member(opened, archive, member, names.take(member.filename))
            yield from wacz.check(opened, archive, member, checks)
        yield from tally.report(opened.origin, "member", _SAYINGS)


def _check_directory(stream: BinaryIO) -> None:
    """Raise CaptureExpands where the list of members alone would fill the memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    stream.seek(0)
    if at >= 0 and len(tail) >= at + 16:
        directory = min(struct.unpack("<I", tail[at + 12 : at + 16])[0], size)
        if directory > _DIRECTORY:
            raise CaptureExpands("its list of members is larger than any folder of captures", hint="unpack it first")


def _check_members(opened: Opened, members: Sequence[zipfile.ZipInfo]) -> None:
    limits = opened.limits
    names = {member.filename for member in members}
    for name, what in _OFFICE:
        if name in names and ({"[Content_Types].xml", "mimetype"} & names):
            raise CaptureError(f"this is {what}, not an archive of captures", hint="save the document as plain text")
    if len(members) > limits.max_members:
        raise CaptureExpands(f"it holds more than {limits.max_members:,} members", hint="unpack it and give the folder")
    if sum(member.file_size for member in members) > limits.max_total:
        raise CaptureExpands("its members expand to more than the caps allow", hint="unpack it and give the folder")
    ranges = sorted((member.header_offset, member.compress_size) for member in members)
    for (start, size), (following, _) in pairwise(ranges):
        if start + _LOCAL_HEADER + size > following:
            what = "its members overlap, as in a decompression bomb"
            raise CaptureExpands(what, hint="unpack it only if you know who made it")


def _read_member(opened: Opened, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Result]:
    origin = opened.name_member(name)
    mode = member.external_attr >> 16
    if mode & _KIND_MASK == _LINK:
        reason = "a link: it is not followed. Try: give the file it leads to"
        yield Skipped(path=origin, error="NotRegular", reason=reason)
        return
    try:
        if member.flag_bits & _LOCKED:
            raise CaptureEncrypted("it is locked with a password", hint="unpack the archive with the password")
        if member.file_size > opened.limits.max_bytes and not name.lower().endswith(_PACKED):
            raise too_large(opened.limits, member.file_size)
        with archive.open(member) as stream:
            guard = Guarded(cast("BinaryIO", stream), opened.limits, lambda: member.compress_size)
            yield from opened.open_member(cast("BinaryIO", io.BufferedReader(guard, PIECE)), name)
        if guard.fault:
            raise ContainerBroken(guard.fault, hint="fetch the archive again")
    except RashomonError as fault:
        yield skip(origin, fault)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError, zlib.error) as error:
        yield skip(origin, ContainerBroken(f"it cannot be unpacked ({error})", hint="fetch the archive again"))
