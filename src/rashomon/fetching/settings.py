"""What a run of fetching may do, and the clock it goes by."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final, Protocol

TOKEN: Final = "rashomon"  # noqa: S105 - a robots.txt product token, no secret
MIB: Final = 1 << 20


class Clock(Protocol):
    """Time as the client needs it; tests bring one that does not wait."""

    def monotonic(self) -> float:
        """Return seconds that never run back."""

    def sleep(self, seconds: float) -> None:
        """Wait ``seconds``."""

    def now(self) -> datetime:
        """Return the time of day, with its zone."""


class SystemClock:
    """The machine's own time."""

    def monotonic(self) -> float:
        """Return seconds that never run back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait ``seconds``."""
        time.sleep(seconds)

    def now(self) -> datetime:
        """Return the time of day in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The bounds of a run: seconds, bytes and counts.

    ``contact`` goes into the User-Agent, so that a server's owner can reach a person. ``seconds`` and ``max_bytes``
    bound one address, redirects included; ``max_bytes`` holds for what is sent and for what it unpacks to.
    ``patience`` caps what a server may ask for by Crawl-delay or Retry-After.
    """

    contact: str | None = None
    delay: float = 1.0
    patience: float = 60.0
    seconds: float = 30.0
    max_bytes: int = 10 * MIB
    redirects: int = 5
    retries: int = 2
    allow_private: bool = False
    allow_reserved: bool = False

    @property
    def user_agent(self) -> str:
        """Return the honest User-Agent: name, version, what it is, and whom to ask."""
        about = "compares news accounts; fetches the pages a person names"
        return f"{TOKEN}/{version('rashomon')} ({about}{f'; {self.contact}' if self.contact else ''})"


def stamp(moment: datetime) -> str:
    """Return ``moment`` as WARC 1.1 writes it, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
