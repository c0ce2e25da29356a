"""Every capture in a file, whatever holds it: the kind is told by its bytes, and the door of that kind is opened."""

from __future__ import annotations

import io
import zlib
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tarfile import TarError
from typing import BinaryIO, Final, cast
from zipfile import BadZipFile

from rashomon.datamodel import Capture, Skipped
from rashomon.errors import (
    CaptureEmpty,
    CaptureError,
    CaptureExpands,
    CaptureForbidden,
    CaptureIsFolder,
    CaptureNotFound,
    RashomonError,
)
from rashomon.ingest.doors.protocol import SEPARATOR, Door, Limits, Opened, Result, skip
from rashomon.ingest.doors.streams import spool
from rashomon.ingest.kinds import CONTAINERS, HEAD, SOUGHT, Kind, sniff_kind

_DOORS: Final[dict[Kind, str]] = {
    "warc": "warc",
    "zip": "zips",
    "tar": "tars",
    "gzip": "gz",
    "bzip2": "gz",
    "feed": "feeds",
    "json feed": "json_feeds",
    "opml": "opml",
    "ninjs": "records",
    "json": "records",
    "json lines": "json_lines",
    "json list": "json_lists",
    "mail": "mail",
    "pdf": "pdf",
    "text": "single",
}
_DEFAULT: Final = Limits()
_REPORT: Final = "please report this file as a fault of Rashomon"


def open_captures(source: Path | BinaryIO, *, origin: str, limits: Limits = _DEFAULT) -> Generator[Result, None, None]:
    """Yield every capture in ``source``, a file that may be a container, and every member of it that is none.

    ``origin`` is the name that outputs show; members get it with ``!/`` and their own name. Raises nothing for what
    the file holds: what cannot be read is yielded as Skipped, with its cure. A stream must be seekable; it is left
    open. One capture at most is held at a time.
    """
    if not isinstance(source, Path):
        yield from _enter(Opened(stream=source, origin=origin, limits=limits, opener=_enter))
        return
    try:
        stream = _open_file(source, origin)
    except RashomonError as fault:
        yield skip(origin, fault)
        return
    with stream:
        yield from _enter(Opened(stream=stream, origin=origin, limits=limits, opener=_enter))


def find_captures(
    source: Path, members: Collection[str], *, limits: Limits = _DEFAULT
) -> Iterator[tuple[str, Capture]]:
    """Yield each of ``members`` that is in the container ``source``, with its capture, in one pass over the file.

    A member is named as in a capture's origin, after the container's own name and ``!/``.
    """
    left = set(members)
    with closing(open_captures(source, origin=source.name, limits=limits)) as results:
        for result in results:
            if not isinstance(result, Capture):
                continue
            name = (result.origin or "").removeprefix(f"{source.name}{SEPARATOR}")
            if name in left:
                left.discard(name)
                yield name, result
                if not left:
                    return


def find_capture(source: Path, member: str, *, limits: Limits = _DEFAULT) -> Capture:
    """Return the capture ``member`` of the container ``source``; raises CaptureNotFound where there is none."""
    for _, capture in find_captures(source, {member}, limits=limits):
        return replace(capture, origin=f"{source}{SEPARATOR}{member}")
    what = f"the container holds no capture {member}"
    raise CaptureNotFound(what, where=str(source), hint=f"rashomon articles '{source}'")


def sniff_file(path: Path) -> Kind | None:
    """Return the kind of the file at ``path``, None where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return sniff_kind(stream.read(HEAD), path.name)
    except (OSError, ValueError):
        return None


def _open_file(path: Path, origin: str) -> BinaryIO:
    try:
        if path.is_dir():
            raise CaptureIsFolder("this is a folder, not a file", where=origin, hint="name the files in it")
        return cast("BinaryIO", path.open("rb", buffering=0))  # a buffer would copy what a WARC reader buffers again
    except FileNotFoundError as error:
        raise CaptureNotFound("no such file", where=origin, hint="check the spelling and the folder") from error
    except PermissionError as error:
        raise CaptureForbidden("no permission to read this file", where=origin, hint=f"chmod u+r '{origin}'") from error
    except (OSError, ValueError) as error:
        raise CaptureError(f"the system cannot read this file ({error})", where=origin, hint="copy it first") from error


def _enter(opened: Opened) -> Iterator[Result]:
    """Yield what the file of ``opened`` holds; a fault of any parser ends this file, and no other."""
    try:
        kind, stream = _look(opened)
        if kind in CONTAINERS and opened.depth >= opened.limits.max_depth:
            what = f"{opened.depth} containers stand around it, and it is one more"
            raise CaptureExpands(what, hint="unpack it first")  # noqa: TRY301 - reported where all faults are
        if kind in SOUGHT and stream is not opened.stream:
            stream = spool(stream)
        door = cast("Door", import_module(f"rashomon.ingest.doors.{_DOORS[kind]}").read)
        try:
            yield from _check_given(door(replace(opened, stream=stream)))
        finally:
            if stream is not opened.stream:
                stream.close()  # a temporary file, or what joins the head that was looked at with the rest
    except RashomonError as fault:
        yield skip(opened.origin, fault)
    except RecursionError:
        yield _fail(opened, "CaptureError", "it nests deeper than can be read. Try: save the article alone")
    except MemoryError:
        yield _fail(opened, "MemoryLimit", "it needs more memory than there is. Try: cut it into smaller files")
    except (BadZipFile, TarError, zlib.error, EOFError) as fault:
        yield _fail(opened, "ContainerBroken", f"its bytes are damaged ({fault}). Try: fetch the container again")
    except OSError as fault:
        yield _fail(opened, "ContainerBroken", f"the system cannot read on ({fault}). Try: copy it first")
    except Exception as fault:  # noqa: BLE001 - one file that trips a parser must not end a run over thousands
        yield _fail(opened, type(fault).__name__, f"reading it failed unexpectedly ({fault}); {_REPORT}")


def _check_given(results: Iterator[Result]) -> Iterator[Result]:
    """Yield ``results``; raises CaptureEmpty where there is none, as in an archive of empty folders."""
    given = False
    for result in results:
        given = True
        yield result
    if not given:
        raise CaptureEmpty("there is no capture in this file", hint="capture the page again")


def _fail(opened: Opened, error: str, reason: str) -> Skipped:
    return Skipped(path=opened.origin, error=error, reason=reason)


def _look(opened: Opened) -> tuple[Kind, BinaryIO]:
    """Return the kind of the file, and its stream from the first byte on."""
    stream = opened.stream
    name = opened.origin.rpartition("/")[2]
    if isinstance(stream, io.BytesIO) or (opened.depth == 0 and stream.seekable()):
        stream.seek(0)
        head = _read_head(stream)
        stream.seek(0)
        return sniff_kind(head, name, opened.stated.content_type), stream
    head = _read_head(stream)
    kind = sniff_kind(head, name, opened.stated.content_type)
    joined = cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), HEAD))
    return kind, joined


def _read_head(stream: BinaryIO) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while size < HEAD and (piece := stream.read(HEAD - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


class _Rejoined(io.RawIOBase):
    """The head that was looked at, and then the rest of the stream it was read from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants typeshed's own Buffer
        """Fill ``buffer``; return how many bytes there were."""
        piece = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
