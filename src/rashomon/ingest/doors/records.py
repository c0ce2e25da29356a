"""The door for a single record: a ninjs item, or a JSON object with a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rashomon.ingest.doors.protocol import Opened, Result
from rashomon.ingest.doors.single import make_capture
from rashomon.ingest.doors.streams import read_capped
from rashomon.ingest.records import name_type, read_record


def read(opened: Opened) -> Iterator[Result]:
    """Yield the record as a capture; JSON that is no such record is a text like any other."""
    payload = read_capped(opened.stream, opened.limits)
    capture = make_capture(opened, payload, name_type(payload))
    written = read_record(payload, capture.content_type or "")
    yield replace(capture, target_uri=capture.target_uri or (written.facts.url if written else None))
