"""The door for PDF files: the bytes are the capture, and its text is made when it is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.ingest.doors.protocol import Opened, Result
from rashomon.ingest.doors.single import make_capture
from rashomon.ingest.doors.streams import read_capped

PDF = "application/pdf"


def read(opened: Opened) -> Iterator[Result]:
    """Yield the capture. Parsing waits for ``render``, which runs where time and memory are bounded."""
    yield make_capture(opened, read_capped(opened.stream, opened.limits), PDF)
