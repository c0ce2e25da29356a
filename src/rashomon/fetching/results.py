"""What became of an address, and the sum over a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from rashomon import errors
from rashomon.fetching.exchange import Exchange

Outcome = Literal[
    "fetched", "redirected", "repeated", "refused by robots", "reserved", "private address", "not an address",
    "not text", "too large", "timed out", "HTTP error", "too many redirects", "broken answer", "unreachable",
]  # fmt: skip

OUTCOMES: Final[dict[type[errors.FetchError], Outcome]] = {
    errors.FetchForbidden: "refused by robots",
    errors.FetchReserved: "reserved",
    errors.AddressPrivate: "private address",
    errors.AddressUnusable: "not an address",
    errors.FetchNotText: "not text",
    errors.FetchTooLarge: "too large",
    errors.FetchTimedOut: "timed out",
    errors.FetchRefused: "HTTP error",
    errors.FetchRedirected: "too many redirects",
    errors.FetchBroken: "broken answer",
    errors.FetchUnreachable: "unreachable",
}
"""Each error with the outcome that it means for its address."""

_DONE: Final[tuple[Outcome, ...]] = ("fetched", "redirected", "repeated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one address.

    ``url`` is as given; ``final_url`` where it led. ``sha256`` is the digest of the page as it is read later (chunks
    and packing undone), and ``size`` its bytes; both only where the page was kept whole. ``error`` is the class,
    ``reason`` and ``hint`` its words. ``notes`` say what robots.txt, reservations and robots tags stated.
    """

    url: str
    outcome: Outcome
    final_url: str | None = None
    status: int | None = None
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    fetched_at: str | None = None
    record: str | None = None
    error: str | None = None
    reason: str | None = None
    hint: str | None = None
    notes: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)

    @property
    def failed(self) -> bool:
        """Tell whether the page was not fetched."""
        return self.outcome not in _DONE

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; the messages themselves are in the WARC file."""
        return {
            "url": self.url, "outcome": self.outcome, "final_url": self.final_url, "status": self.status,
            "content_type": self.content_type, "size": self.size, "sha256": self.sha256,
            "fetched_at": self.fetched_at, "record": self.record, "error": self.error, "reason": self.reason,
            "hint": self.hint, "notes": list(self.notes),
        }  # fmt: skip


def summarize(outcomes: Sequence[Outcome]) -> str:
    """Return one line whose counts add up: "4 addresses: 2 fetched, 1 redirected and fetched, 1 timed out"."""
    order = dict.fromkeys([*_DONE, *OUTCOMES.values()])
    words: dict[Outcome, str] = {"redirected": "redirected and fetched", "repeated": "named twice"}
    counts = [f"{outcomes.count(kind):,} {words.get(kind, kind)}" for kind in order if kind in outcomes]
    total = f"{len(outcomes):,} address{'' if len(outcomes) == 1 else 'es'}"
    return f"{total}: {', '.join(counts)}" if counts else total
