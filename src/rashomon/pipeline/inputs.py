"""What comes in: paths, folders, bytes and values become readings; what cannot be read is counted, with its reason."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.errors import CaptureError, CaptureForbidden, RashomonError
from rashomon.ingest import load, read_capture
from rashomon.ingest.doors import open_captures

StrPath: TypeAlias = str | os.PathLike[str]
"""A path; a string is never the text itself."""

Source: TypeAlias = StrPath | bytes | Capture | Reading
"""A capture in any form: a path, its bytes, or what was already made of them. A string is always a path."""


_REPORT = re.compile(
    rb'<meta name="rashomon-digest"|\A\s*\{"(?:manifest":\s?\{"rashomon|capture":\s?\{"path)":'
    rb'|\A\s*\{"@context":\s?"[^"]*",\s?"id":\s?"urn:rashomon:'
)
_HEAD = 1 << 16
_T = TypeVar("_T")

DUPLICATE = "Duplicate"
"""What ``Skipped.error`` holds for a capture that was given before; all others name an error class."""

NOTES = frozenset({"NotPage", "NotText", "Redirect", "Revisit", "FeedList", "NotRegular"})
"""What ``Skipped.error`` holds where nothing was lost: a container's own records, pictures, links."""

ERROR_PAGE = "ErrorPage"
"""What ``Skipped.error`` holds for a page that was read, and is the server's word that there is none."""


UNNAMED = "(unnamed)"
"""How outputs name bytes that came under no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the inputs gave, in the order of the inputs; each input is in exactly one of the two."""

    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...]


def read(path_or_bytes: StrPath | bytes, *, content_type: str | None = None, origin: str | None = None) -> Reading:
    """Return what one capture gives: its rendering, the articles in it, and every block with its label.

    ``content_type`` is a MIME type, guessed where None; ``origin`` is the path or name to show, by default the path
    as typed where relative and its last component where absolute. Raises CaptureError where it cannot be read.
    """
    if isinstance(path_or_bytes, bytes):
        return _read_loaded(load(path_or_bytes, content_type=content_type, origin=origin))
    path = Path(path_or_bytes)
    return _read_loaded(load(path, content_type=content_type, origin=origin or shown_path(path)))


def _read_loaded(capture: Capture) -> Reading:
    """Return the reading of ``capture``; a report of our own is refused, or a folder would come to quote itself."""
    if _REPORT.search(capture.payload, 0, _HEAD):
        raise _make_refusal(capture.origin or UNNAMED)
    return read_capture(capture)


def _make_refusal(where: str) -> CaptureError:
    return CaptureError(
        "this is a report that Rashomon wrote, not a capture",
        where=where,
        hint="rashomon verify, or keep reports out of the folder of captures",
    )


def as_many(given: StrPath | Iterable[_T]) -> Iterable[StrPath | _T]:
    """Return ``given``, a single path as the only one: a string is no list of its letters."""
    return (given,) if isinstance(given, str | os.PathLike) else given


def shown_path(path: Path) -> str:
    """Return how outputs name ``path``: as typed where relative, else its last component, so no machine shows."""
    return path.name if path.is_absolute() else str(path)


def gather(sources: Iterable[Source]) -> Gathered:
    """Return the readings of ``sources``; what cannot be read is skipped with its reason, and the rest goes on.

    A folder stands for the files in it, at any depth, in the order of their paths; names that begin with a dot are
    left out, as a shell would. Two captures with the same bytes are one; the second is skipped as a Duplicate.
    """
    results = tuple(read_each(sources))
    return Gathered(
        readings=tuple(result for result in results if isinstance(result, Reading)),
        skipped=tuple(result for result in results if isinstance(result, Skipped)),
    )


def read_each(sources: Iterable[Source]) -> Iterator[Reading | Skipped]:
    """Yield what ``gather`` returns one by one, so that a folder of thousands need not fit into memory."""
    seen: dict[str, str] = {}
    for shown, source in list_inputs(sources):
        for result in _read_input(source, shown):
            if isinstance(result, Reading) and result.capture.id in seen:
                path = result.capture.origin or shown
                reason = f"the same bytes as {seen[result.capture.id]}: one capture, one text"
                yield Skipped(path=path, error=DUPLICATE, reason=reason)
                continue
            if isinstance(result, Reading):
                seen[result.capture.id] = result.capture.origin or shown
            yield result


def _read_input(source: Source | RashomonError, shown: str) -> Iterator[Reading | Skipped]:
    """Yield what each capture of an input gives: one, or as many as a container holds."""
    if isinstance(source, RashomonError):
        yield skip(shown, source)
    elif isinstance(source, Reading):
        yield replace(source, capture=replace(source.capture, origin=shown))
    elif isinstance(source, Capture) and source.content_type:
        found = check_given(source, shown)
        yield found if isinstance(found, Skipped) else try_read(found, shown)
    else:
        for found in open_input(source.payload if isinstance(source, Capture) else source, shown):
            yield found if isinstance(found, Skipped) else try_read(found, found.origin or shown)


def check_given(capture: Capture, shown: str) -> Capture | Skipped:
    """Return a capture whose type is stated, or why it holds no text; no door has looked at its bytes."""
    try:
        if (capture.content_type or "").startswith("text/"):
            load(capture.payload, content_type=capture.content_type, origin=shown)
    except RashomonError as fault:
        return skip(shown, fault)
    return capture


def list_inputs(sources: Iterable[Source]) -> Iterator[tuple[str, Source | RashomonError]]:
    """Yield each input under the name that outputs show, folders replaced by their files; nothing is opened."""
    return _name_apart(_expand(sources))


def open_input(source: StrPath | bytes, shown: str) -> Iterator[Capture | Skipped]:
    """Yield each capture in a file or its bytes, under its name; what is kept out comes as its reason."""
    fault = _refuse_report(source, shown)
    if fault is not None:
        yield skip(shown, fault)
    elif isinstance(source, bytes):
        yield from open_captures(io.BytesIO(source), origin=shown)
    else:
        yield from open_captures(Path(source), origin=shown)


def _refuse_report(source: StrPath | bytes, shown: str) -> CaptureError | None:
    """Return why a report of our own is no capture, before a door takes its lines for captures."""
    head = source[:_HEAD] if isinstance(source, bytes) else b""
    try:
        if not isinstance(source, bytes) and Path(source).is_file():  # the bytes of a pipe come once
            with Path(source).open("rb") as stream:
                head = stream.read(_HEAD)
    except (OSError, ValueError):
        return None  # the door says why it cannot be opened
    return _make_refusal(shown) if _REPORT.search(head) else None


def _expand(sources: Iterable[Source]) -> Iterator[tuple[str, Source | RashomonError]]:
    """Yield each capture with the name that outputs show, folders replaced by their files."""
    for source in sources:
        if isinstance(source, bytes):
            yield UNNAMED, source
        elif isinstance(source, Capture):
            yield source.origin or UNNAMED, source
        elif isinstance(source, Reading):
            yield source.capture.origin or UNNAMED, source
        else:
            path = Path(source)
            if _is_folder(path):
                yield from _walk(path)
            else:
                yield shown_path(path), path


def _name_apart(
    named: Iterable[tuple[str, Source | RashomonError]],
) -> Iterator[tuple[str, Source | RashomonError]]:
    """Yield ``named`` with a name of its own for each: two files of one name take their folders, others a number.

    A report finds its captures by name and digest, so two captures must not share a name.
    """
    owners: dict[str, object] = {}
    for shown, source in named:
        name = shown
        parts = source.parts if isinstance(source, Path) else ()
        tries = 1
        while owners.setdefault(name, source) != source:
            tries += 1
            name = str(Path(*parts[-tries:])) if tries < len(parts) else f"{shown} ({tries})"
        yield name, source


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long or with a NUL byte: the reader will say so
        return False


def _walk(folder: Path) -> Iterator[tuple[str, Source | RashomonError]]:
    """Yield the files of ``folder`` at any depth by path; a folder that cannot be opened yields its error."""
    closed: list[OSError] = []
    found: list[tuple[str, Source | RashomonError]] = []
    for here, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(here, name)
            if name.startswith("."):
                continue
            shown = _shown_inside(folder, path)
            if path.is_file():
                found.append((shown, path))
            else:
                # A named pipe or device inside a folder would be waited for without end.
                found.append((shown, CaptureError("it is not a regular file", where=shown)))
    for fault in closed:
        shown = _shown_inside(folder, Path(fault.filename or folder))
        found.append((shown, CaptureForbidden("the folder cannot be opened", where=shown)))
    if not found:
        shown = shown_path(folder)
        found.append((shown, CaptureError("the folder holds no file", where=shown)))
    yield from sorted(found, key=lambda pair: pair[0])


def _shown_inside(folder: Path, path: Path) -> str:
    """Return how outputs name ``path`` inside ``folder``: from the folder on, where the folder's path is absolute."""
    if not folder.is_absolute():
        return str(path)
    return path.name if path == folder else str(path.relative_to(folder))


def try_read(capture: Capture, shown: str) -> Reading | Skipped:
    """Return the reading of ``capture`` under the name ``shown``, or why there is none; never raises."""
    try:
        return _read_loaded(replace(capture, origin=shown))
    except RashomonError as fault:
        return skip(shown, fault)
    except Exception as fault:  # noqa: BLE001 - one capture that trips a fault of ours must not end a run over 3,000
        reason = f"reading it failed unexpectedly ({fault}); please report this capture as a fault of Rashomon"
        return Skipped(path=shown, error=type(fault).__name__, reason=reason)


def skip(shown: str, fault: RashomonError) -> Skipped:
    """Return the record of an input that ``fault`` kept out."""
    reason = f"{fault.what}. Try: {fault.hint}" if fault.hint else fault.what
    if fault.where and fault.where != shown:
        reason = reason.replace(fault.where, shown)  # an absolute path would differ from machine to machine
    return Skipped(path=shown, error=type(fault).__name__, reason=reason)
