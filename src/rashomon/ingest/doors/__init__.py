"""Doors: every capture in a file that may be a container, one by one, each member named and none lost in silence."""

from rashomon.ingest.doors.opening import find_capture, find_captures, open_captures, sniff_file
from rashomon.ingest.doors.protocol import SEPARATOR, Door, Limits, Opened, Result

__all__ = [
    "SEPARATOR",
    "Door",
    "Limits",
    "Opened",
    "Result",
    "find_capture",
    "find_captures",
    "open_captures",
    "sniff_file",
]
