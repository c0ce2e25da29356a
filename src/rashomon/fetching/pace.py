"""Politeness: one request at a time, and a pause between two to the same host."""

from __future__ import annotations

from typing import Final

from rashomon.fetching.settings import Clock

_ALWAYS: Final = float("-inf")


class Pace:
    """When each host may be asked again: after ``delay`` seconds, or after what it asks for, up to ``patience``."""

    def __init__(self, clock: Clock, delay: float, patience: float) -> None:
        self._clock = clock
        self._delay = delay
        self._patience = max(delay, patience)
        self._pauses: dict[str, float] = {}
        self._ready: dict[str, float] = {}

    def ready_at(self, host: str) -> float:
        """Return the time on the clock at which ``host`` may be asked; minus infinity where it never was."""
        return self._ready.get(host, _ALWAYS)

    def wait(self, host: str) -> None:
        """Wait until ``host`` may be asked."""
        left = self.ready_at(host) - self._clock.monotonic()
        if left > 0:
            self._clock.sleep(left)

    def asked(self, host: str) -> None:
        """Note that a request to ``host`` has just ended."""
        self._ready[host] = self._clock.monotonic() + self._pauses.get(host, self._delay)

    def slow_down(self, host: str, delay: float | None) -> None:
        """Keep the pause that the robots.txt of ``host`` asks for, up to ``patience``; ours where that is longer."""
        if delay is not None:
            self._pauses[host] = min(self._patience, max(delay, self._pauses.get(host, self._delay)))

    def hold(self, host: str, seconds: float) -> None:
        """Leave ``host`` alone for ``seconds``, as it asked."""
        self._ready[host] = max(self.ready_at(host), self._clock.monotonic() + seconds)
