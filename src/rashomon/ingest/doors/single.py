"""The door for a single capture: text, markdown or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rashomon.datamodel import Capture
from rashomon.ingest.doors.protocol import Opened, Result
from rashomon.ingest.doors.streams import read_capped
from rashomon.ingest.loading import load


def read(opened: Opened) -> Iterator[Result]:
    """Yield the capture; raises a kind of CaptureError where there is no text to read."""
    yield make_capture(opened, read_capped(opened.stream, opened.limits))


def make_capture(opened: Opened, payload: bytes, content_type: str | None = None) -> Capture:
    """Return ``payload`` as the capture that ``opened`` is, with what its container states about it."""
    stated = opened.stated
    capture = load(
        payload,
        content_type=content_type or stated.content_type,
        origin=opened.origin,
        max_bytes=opened.limits.max_bytes,
    )
    return replace(capture, target_uri=stated.target_uri, captured_at=stated.captured_at)
