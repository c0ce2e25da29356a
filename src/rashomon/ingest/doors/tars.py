"""The door for tar archives, compressed or not: read once from front to back, nothing is ever written to disk."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from rashomon.datamodel import Skipped
from rashomon.errors import CaptureExpands, ContainerBroken, RashomonError
from rashomon.ingest.doors.gz import unpack
from rashomon.ingest.doors.protocol import Names, Opened, Result, show_name, skip
from rashomon.ingest.doors.streams import PIECE, Guarded, peekable

_HEADERS: Final = 1 << 20
"""How many bytes the headers of one member may take; a longer one is no name."""


def read(opened: Opened) -> Iterator[Result]:
    """Yield what each regular file of the archive holds; links, devices and pipes are named and left alone."""
    guard = _guard(opened)
    guard.quota = _HEADERS + PIECE  # opening the archive reads its first header
    names = Names()
    count = 0
    try:
        with tarfile.open(
            fileobj=io.BufferedReader(guard, PIECE), mode="r|", errors="surrogateescape", tarinfo=_Member
        ) as archive:
            while (member := _next(archive, guard)) is not None:
                count += 1
                if count > opened.limits.max_members:
                    raise _too_many(opened)
                if not member.isdir():
                    yield from _read_member(opened, archive, member, names)
    except RashomonError as fault:
        yield skip(opened.origin, fault)
    except tarfile.TarError as error:
        what = f"{_after(count)}: {guard.fault or f'the archive is damaged or cut ({error})'}"
        yield skip(opened.origin, ContainerBroken(what, hint="fetch it again"))
    else:
        if guard.fault:
            what = f"{_after(count)}: {guard.fault}"
            yield skip(opened.origin, ContainerBroken(what, hint="fetch it again"))


def _guard(opened: Opened) -> Guarded:
    stream = peekable(opened.stream)
    if stream.peek(3).startswith((b"\x1f\x8b", b"BZh")):
        return unpack(stream, opened.limits)
    return Guarded(stream, opened.limits, lambda: 1 << 60)


def _next(archive: tarfile.TarFile, guard: Guarded) -> tarfile.TarInfo | None:
    """Return the next member; its headers may take a mebibyte, after what is left of the member before."""
    members = cast("list[tarfile.TarInfo]", vars(archive)["members"])
    left = members[-1].size if members else 0
    members.clear()  # the archive would keep a record of every member it has seen
    guard.quota = left + _HEADERS + PIECE
    try:
        return archive.next()
    finally:
        guard.quota = None


def _read_member(opened: Opened, archive: tarfile.TarFile, member: tarfile.TarInfo, names: Names) -> Iterator[Result]:
    name = names.take(member.name)
    if not member.isreg():
        what = "a link" if member.issym() or member.islnk() else "a device or a pipe"
        target = f" to {member.linkname}" if member.linkname else ""
        reason = f"{what}{target}, not a file: it is not followed. Try: give the file it leads to"
        yield Skipped(path=opened.name_member(name), error="NotRegular", reason=reason)
        return
    if member.issparse():  # pieces of it are left out, and only tarfile knows where
        yield from opened.open_member(cast("BinaryIO", archive.extractfile(member)), name)
        return
    content = _Content(cast("BinaryIO", archive.fileobj), member)
    yield from opened.open_member(cast("BinaryIO", io.BufferedReader(content, PIECE)), name)
    if content.cut:
        raise ContainerBroken(f"it ends inside {show_name(name)}, of which the rest is lost", hint="fetch it again")


class _Member(tarfile.TarInfo):
    """A member with a sound header: tarfile takes a damaged or missing one for the end, and drops what follows."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Member:
        """Return the next member of ``archive``; raises ReadError where its header cannot be read."""
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":  # the empty block at the end
                raise
            raise tarfile.ReadError(str(error)) from error


class _Content(io.RawIOBase):
    """What a member holds, as far as the archive goes: tarfile itself drops all of a member that is cut."""

    def __init__(self, archive: BinaryIO, member: tarfile.TarInfo) -> None:
        self._archive, self._start, self._left = archive, member.offset_data, member.size
        self.cut = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants typeshed's own Buffer
        """Fill ``buffer`` as far as the member goes; return how many bytes there were."""
        size = min(len(buffer), self._left)
        if not size or self.cut:
            return 0
        if self._archive.tell() < self._start:
            self._archive.seek(self._start)
        piece = self._archive.read(size)
        self._left -= len(piece)
        self.cut = not piece
        buffer[: len(piece)] = piece
        return len(piece)


def _after(count: int) -> str:
    return "after 1 member" if count == 1 else f"after {count:,} members"


def _too_many(opened: Opened) -> CaptureExpands:
    what = f"it holds more than {opened.limits.max_members:,} members"
    return CaptureExpands(what, hint="unpack it and give the folder")
