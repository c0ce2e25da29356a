"""Spans: where something stands in a text, in code points, half-open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text: code points ``start`` to ``end``, half-open, never empty.

    Raises ValueError where ``0 <= start < end`` does not hold.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """Return the stretch of ``text`` at this span; ValueError where the span reaches past its end."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}..{self.end} reaches past a text of {len(text)} code points")
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return this span moved by ``by`` code points."""
        return Span(start=self.start + by, end=self.end + by)

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Return how many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def to_list(self) -> list[int]:
        """Return ``[start, end]``, the form of spans in JSON."""
        return [self.start, self.end]


Spans: TypeAlias = tuple[Span, ...]
"""Ascending, pairwise disjoint spans of one text; may be empty."""


def make_spans(spans: Iterable[Span]) -> Spans:
    """Return ``spans`` in ascending order, overlapping or touching ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def check_spans(spans: Spans) -> None:
    """Raise ValueError unless ``spans`` are ascending and disjoint."""
    for left, right in pairwise(spans):
        if left.end > right.start:
            raise ValueError(f"spans overlap or are out of order: {left.to_list()} before {right.to_list()}")


def cover(spans: Sequence[Span]) -> Span:
    """Return the smallest span that contains all ``spans``; ValueError where there are none."""
    if not spans:
        raise ValueError("no spans to cover")
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))


def overlap(left: Iterable[Span], right: Spans) -> int:
    """Return how many code points ``left`` and ``right`` share, each disjoint in itself."""
    return sum(a.overlap(b) for a in left for b in right)


def to_lists(spans: Spans) -> list[list[int]]:
    """Return ``[[start, end], …]``, the form of spans in JSON."""
    return [span.to_list() for span in spans]
