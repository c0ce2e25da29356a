"""Members that are no captures, counted by kind: one line says what hundreds would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rashomon.datamodel import Skipped

_NAMED = 12


@dataclass(slots=True)
class Tally:
    """How many members of each kind were passed over, by what they are ("image/jpeg", "request" …)."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, error: str, what: str) -> None:
        """Count one member that is ``what``, to be reported under ``error``."""
        self.counts.setdefault(error, Counter())[what] += 1

    def report(self, origin: str, noun: str, sayings: dict[str, str]) -> Iterator[Skipped]:
        """Yield one Skipped for each kind; ``sayings`` tell for each what it means and what to try."""
        for error in sorted(self.counts):
            counter = self.counts[error]
            total = sum(counter.values())
            ranked = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
            named = [f"{count:,} {what}" for what, count in ranked[:_NAMED]]
            if rest := sum(count for _, count in ranked[_NAMED:]):
                named.append(f"{rest:,} others")
            many = f"{total:,} {noun}{'' if total == 1 else 's'}"
            yield Skipped(path=origin, error=error, reason=f"{many} {sayings[error]}: {', '.join(named)}")
