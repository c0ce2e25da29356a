"""The door for JSON lines: each line with a text is a capture, in the line's own bytes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from rashomon.datamodel import Capture, Skipped
from rashomon.errors import CaptureError, ContainerBroken, RashomonError
from rashomon.ingest.doors.protocol import Opened, Result, skip
from rashomon.ingest.doors.streams import peekable, too_large
from rashomon.ingest.records import JSON_LINE, NINJS, find_text, is_ninjs, read_record

_NAMED: Final = 20
_SHOWN: Final = 5


@dataclass(slots=True)
class Rows:
    """The rows of a file: read, broken (the first ones named, all counted) or without a text (counted)."""

    opened: Opened
    noun: str
    broken: int = 0
    bare: list[int] = field(default_factory=list)
    bare_count: int = 0

    def read(self, number: int, payload: bytes) -> Iterator[Result]:
        """Yield the row ``number`` as a capture; one that is none is counted, the first broken ones are named."""
        try:
            row = _parse(payload)
        except RashomonError as fault:
            yield from self.refuse(number, fault)
            return
        if find_text(row) is None:
            self.bare_count += 1
            if len(self.bare) < _SHOWN:
                self.bare.append(number)
            return
        kind = NINJS if is_ninjs(row) else JSON_LINE
        written = read_record(payload, kind)
        yield Capture(
            payload=payload,
            content_type=kind,
            origin=self.opened.name_member(str(number)),
            target_uri=written.facts.url if written else None,
            captured_at=self.opened.stated.captured_at,
        )

    def refuse(self, number: int, fault: RashomonError) -> Iterator[Result]:
        """Yield what is wrong with the row ``number``, unless many were named before."""
        self.broken += 1
        if self.broken <= _NAMED:
            yield skip(self.opened.name_member(str(number)), fault)

    def report(self) -> Iterator[Skipped]:
        """Yield what was only counted."""
        if self.broken > _NAMED:
            what = f"{self.broken - _NAMED:,} further {self.noun}s cannot be read"
            yield skip(self.opened.origin, ContainerBroken(what, hint="check the first ones"))
        if self.bare_count:
            shown = ", ".join(map(str, self.bare)) + (" …" if self.bare_count > len(self.bare) else "")
            many = f"{self.bare_count:,} {self.noun}{'' if self.bare_count == 1 else 's'}"
            reason = f"{many} without a text, html or content field: {shown}. Try: rename the field that holds the text"
            yield Skipped(path=self.opened.origin, error="NotText", reason=reason)


def read(opened: Opened) -> Iterator[Result]:
    """Yield each line that has a text; broken lines and lines without one are named or counted."""
    rows = Rows(opened=opened, noun="line")
    stream = peekable(opened.stream)
    cap = opened.limits.max_bytes
    number = 0
    while line := stream.readline(cap + 1):
        number += 1
        if len(line) > cap and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield from rows.refuse(number, too_large(opened.limits))
            continue
        payload = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if payload:
            yield from rows.read(number, payload)
    yield from rows.report()


def _parse(payload: bytes) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(payload.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CaptureError("it is not UTF-8, as JSON must be", hint="save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise CaptureError(f"it is no JSON ({str(error)[:80]})", hint="write one JSON object on each line") from error
