"""What is done with one input, in whatever process: open it, read each capture in it, finish each reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar

from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.errors import CaptureEmpty, MemoryLimit, RashomonError
from rashomon.pipeline.inputs import open_input, skip, try_read

T = TypeVar("T")

_PIECE: Final = 1 << 20
_NO_ROOM: Final = "failed to map segment"  # how the loader of shared objects says that memory is at its cap


Known: TypeAlias = frozenset[tuple[str, str]]
"""Names of captures, each with the SHA-256 of what was read under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An input, or one capture of a container, under the name that outputs show.

    ``number`` is that of the input, from 1; a path or bytes are to be opened; ``sha256`` is that of a capture.
    ``known`` names what an earlier run has read: bytes of that name and SHA-256 need not be read again.
    """

    number: int
    name: str
    source: Path | bytes | Capture | Skipped
    sha256: str | None = None
    known: Known = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """What one capture gave: ``value`` is its finished reading, or why there is none, or None where it was known."""

    number: int
    name: str
    sha256: str | None
    value: T | Skipped | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Generic[T]):
    """The steps, each a function of some module, so that another process finds it by name.

    ``finish`` turns a reading into what the run yields; ``read`` and ``open`` are replaced in tests alone.
    """

    finish: Callable[[Reading], T]
    read: Callable[[Capture, str], Reading | Skipped] = try_read
    open: Callable[[Path | bytes, str], Iterator[Capture | Skipped]] = open_input


Opened: TypeAlias = tuple[Item, Iterator[Item]]
"""A container: the input, and the captures in it."""


def answer_input(item: Item, work: Work[T]) -> Answer[T] | Opened:
    """Return what ``item`` gave where it holds one capture; a container is returned opened, to be gone through."""
    if not isinstance(item.source, Path | bytes):
        return answer_capture(item, work)
    if item.known and (digest := digest_source(item.source)) and (item.name, digest) in item.known:
        return Answer(number=item.number, name=item.name, sha256=digest, value=None)
    members = open_item(item, work)
    first = tuple(islice(members, 2))
    if len(first) > 1:
        return item, chain(first, members)
    if not first:
        nothing = skip(item.name, CaptureEmpty("there is no capture in this file", hint="capture the page again"))
        return Answer(number=item.number, name=item.name, sha256=None, value=nothing)
    return answer_capture(replace(first[0], known=item.known), work)


def open_item(item: Item, work: Work[T]) -> Iterator[Item]:
    """Yield the captures in the file of ``item``, each under a name of its own; a fault comes as the last one."""
    assert isinstance(item.source, Path | bytes)  # noqa: S101 - for the type checker: both callers asked
    taken: set[str] = set()
    try:
        for found in work.open(item.source, item.name):
            name = _name_apart(found.path if isinstance(found, Skipped) else found.origin or item.name, taken)
            digest = found.id if isinstance(found, Capture) else None
            yield Item(number=item.number, name=name, source=found, sha256=digest)
    except Exception as fault:  # noqa: BLE001 - one damaged container must not end a run over thousands
        yield Item(number=item.number, name=item.name, source=explain(item.name, fault))


def _name_apart(name: str, taken: set[str]) -> str:
    """Return ``name``, with a number where the container holds it for the second time."""
    own, tries = name, 1
    while own in taken:
        tries += 1
        own = f"{name} ({tries})"
    taken.add(own)
    return own


def answer_capture(item: Item, work: Work[T]) -> Answer[T]:
    """Return what the capture of ``item`` gave."""
    source = item.source
    if isinstance(source, Skipped):
        return Answer(number=item.number, name=item.name, sha256=None, value=replace(source, path=item.name))
    assert isinstance(source, Capture)  # noqa: S101 - for the type checker: a file was opened before
    digest = item.sha256 or source.id
    if (item.name, digest) in item.known:
        return Answer(number=item.number, name=item.name, sha256=digest, value=None)
    value: T | Skipped
    try:
        result = work.read(source, item.name)
        value = _name_hunger(result) if isinstance(result, Skipped) else work.finish(result)
    except Exception as fault:  # noqa: BLE001 - as above: one capture must not end the run
        value = explain(item.name, fault)
    return Answer(number=item.number, name=item.name, sha256=digest, value=value)


def explain(name: str, fault: Exception) -> Skipped:
    """Return the record of what ``fault`` kept out."""
    if isinstance(fault, MemoryError) or (isinstance(fault, ImportError) and _NO_ROOM in str(fault)):
        cure = "give more with --memory-limit"
        return skip(name, MemoryLimit("reading it takes more memory than it may have", hint=cure))
    if isinstance(fault, RashomonError):
        return skip(name, fault)
    reason = f"reading it failed unexpectedly ({fault}); please report this capture as a fault of Rashomon"
    return Skipped(path=name, error=type(fault).__name__, reason=reason)


def _name_hunger(skipped: Skipped) -> Skipped:
    return explain(skipped.path, MemoryError()) if skipped.error == MemoryError.__name__ else skipped


def digest_source(source: Path | bytes | Capture | Skipped) -> str | None:
    """Return the SHA-256 of the bytes of ``source``, a file's read piece by piece; None where they are not at hand."""
    if isinstance(source, Capture):
        return source.id
    digest = hashlib.sha256()
    try:
        if isinstance(source, bytes):
            digest.update(source)
        elif isinstance(source, Skipped) or not source.is_file():
            return None
        else:
            with source.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    digest.update(piece)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
