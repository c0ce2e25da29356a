"""Answers become lines: the second capture with the same bytes is a duplicate, what was known is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rashomon.datamodel import Skipped
from rashomon.pipeline.inputs import DUPLICATE
from rashomon.pipeline.journal import Journal
from rashomon.pipeline.outcomes import Line, skipped_line
from rashomon.pipeline.running_tasks import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One capture of a run: its line, why it was skipped where it was, and whether an earlier run had read it.

    ``number`` is that of the input it came in, from 1.
    """

    number: int
    name: str
    line: Line
    skipped: Skipped | None = None
    known: bool = False


def settle(answers: Iterable[Answer[Line]], journal: Journal | None = None) -> Iterator[Settled]:
    """Yield each capture of ``answers`` in order; ``journal`` holds the lines of those that were known.

    A SHA-256 and a name are kept for each capture, and nothing else.
    """
    seen: dict[bytes, str] = {}
    for answer in answers:
        name, sha256, value = answer.name, answer.sha256, answer.value
        known = value is None
        if value is None and journal is not None:
            value = journal.find(name, sha256)
        if isinstance(value, Line) and value.outcome.kind != "unreadable" and (twin := _find_twin(name, sha256, seen)):
            value = Skipped(path=name, error=DUPLICATE, reason=f"the same bytes as {twin}: one capture, one text")
        if isinstance(value, Line):
            yield Settled(number=answer.number, name=name, line=value, known=known)
        elif value is not None:
            line = skipped_line(value, sha256)
            yield Settled(number=answer.number, name=name, line=line, skipped=value, known=known)


def _find_twin(name: str, sha256: str | None, seen: dict[bytes, str]) -> str | None:
    """Return the name of an earlier capture with the same bytes, or None and remember this one."""
    if sha256 is None:
        return None
    digest = bytes.fromhex(sha256)
    if digest in seen:
        return seen[digest]
    seen[digest] = name
    return None
