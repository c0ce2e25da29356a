"""What all doors share: the caps, what a door is given, and how it names what it yields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, TypeAlias

from rashomon.datamodel import Capture, Skipped
from rashomon.errors import RashomonError

SEPARATOR = "!/"
"""What stands between a container and its member in a capture's origin: ``crawl.wacz!/archive/data.warc.gz!/…``."""

Result: TypeAlias = Capture | Skipped
"""What a door yields: a capture, or what was kept out and why."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The caps on what comes in; what lies beyond one is refused, and said.

    ``max_bytes`` are of one capture, after decompression. ``max_ratio`` is how many bytes a compressed byte may become,
    asked from a mebibyte on. ``max_members`` and ``max_total`` (bytes, decompressed) are of one container, a WARC or
    JSON lines file aside: these are streams without an end. ``max_depth`` is how many containers may stand around
    one capture.
    """

    max_bytes: int = 64 * _MIB
    max_ratio: int = 200
    max_members: int = 1_000_000
    max_total: int = 65_536 * _MIB
    max_depth: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a container states about a member: its MIME type, its address, and when it was captured (ISO 8601)."""

    content_type: str | None = None
    target_uri: str | None = None
    captured_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that a door reads: its bytes, the name that outputs show, the caps, and how a member is opened.

    ``depth`` counts the containers around it; ``stream`` can be sought only by doors that ask for it (see kinds.py).
    """

    stream: BinaryIO = field(repr=False)
    origin: str
    limits: Limits
    opener: Callable[[Opened], Iterator[Result]] = field(repr=False)
    depth: int = 0
    stated: Stated = Stated()

    def open_member(self, stream: BinaryIO, name: str, stated: Stated | None = None) -> Iterator[Result]:
        """Yield what the member ``name`` holds: a capture, or many where it is a container itself."""
        origin, depth = self.name_member(name), self.depth + 1
        inner = replace(self, stream=stream, origin=origin, depth=depth, stated=stated or Stated())
        return self.opener(inner)

    def name_member(self, name: str) -> str:
        """Return the origin of the member ``name``."""
        return f"{self.origin}{SEPARATOR}{show_name(name)}"


Door: TypeAlias = Callable[[Opened], Iterator[Result]]
"""A door: every capture in one file, and every member that is none, one by one."""


def show_name(name: str) -> str:
    """Return a member's name as outputs show it: signs that nobody sees, or that turn the line, are escaped."""
    return _UNSEEN.sub(lambda match: f"\\x{ord(match[0]):02x}", name)


def skip(origin: str, fault: RashomonError) -> Skipped:
    """Return the record of a member that ``fault`` kept out."""
    return Skipped(
        path=origin,
        error=type(fault).__name__,
        reason=f"{fault.what}. Try: {fault.hint}" if fault.hint else fault.what,
    )


@dataclass(slots=True)
class Names:
    """The members' names given so far, so that no two captures of a container share one."""

    seen: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        """Return ``name``, with a number where it was taken before."""
        taken, number = name, 1
        while taken in self.seen:
            number += 1
            taken = f"{name} ({number})"
        self.seen.add(taken)
        return taken
