"""Captures and custody: what came in, which stretches no article kept, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rashomon.datamodel import Reading, Span, Spans, make_spans
from rashomon.views.arrangement import Account, Plan
from rashomon.views.verbatim import count_zero_width

_LONGEST: Final = 1200
_MOST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CutStretch:
    """A stretch of the rendering that is in no article: ``shown`` of it is printed, at most 1,200 code points."""

    label: str
    reason: str
    span: Span
    shown: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One capture with its accounts and all that was cut from it; ``unlisted`` counts stretches beyond 300."""

    reading: Reading
    accounts: tuple[Account, ...]
    cut: tuple[CutStretch, ...]
    unlisted: int
    zero_width: int

    @property
    def kept(self) -> int:
        """How many code points of the rendering are in articles."""
        return sum(len(segment.rendering_span) for a in self.reading.articles for segment in a.segments)


def list_custody(plan: Plan) -> tuple[Custody, ...]:
    """Return the custody of every capture, in the order in which they came."""
    return tuple(_make_custody(reading, plan) for reading in plan.comparison.readings)


def _make_custody(reading: Reading, plan: Plan) -> Custody:
    cut = tuple(_list_cut(reading))
    return Custody(
        reading=reading,
        accounts=tuple(a for a in plan.accounts if a.reading.capture.id == reading.capture.id),
        cut=cut[:_MOST],
        unlisted=max(0, len(cut) - _MOST),
        zero_width=count_zero_width(reading.rendering.text),
    )


def _list_cut(reading: Reading) -> Iterator[CutStretch]:
    """Yield what no segment covers: block by block, then what is in no block either, but for white space."""
    text = reading.rendering.text
    kept = make_spans(segment.rendering_span for article in reading.articles for segment in article.segments)
    found: list[CutStretch] = []
    for block in reading.blocks:
        found.extend(_cut(text, span, block.label, block.reason) for span in subtract(block.span, kept))
    accounted = make_spans((*kept, *(block.span for block in reading.blocks)))
    if text:
        rest = subtract(Span(start=0, end=len(text)), accounted)
        found.extend(_cut(text, span, "no block", "") for span in rest)
    yield from sorted((c for c in found if c.span.slice(text).strip()), key=lambda c: c.span)


def _cut(text: str, span: Span, label: str, reason: str) -> CutStretch:
    """Return the stretch without the white space around it."""
    piece = span.slice(text)
    if piece.strip():
        start = span.start + len(piece) - len(piece.lstrip())
        span = Span(start=start, end=start + len(piece.strip()))
    shown = Span(start=span.start, end=min(span.end, span.start + _LONGEST))
    return CutStretch(label=label, reason=reason, span=span, shown=shown)


def subtract(whole: Span, taken: Spans) -> Spans:
    """Return what is left of ``whole`` outside ``taken``, which is ascending and disjoint."""
    left: list[Span] = []
    start = whole.start
    first = bisect_right(taken, start, key=lambda span: span.end)
    last = bisect_left(taken, whole.end, lo=first, key=lambda span: span.start)
    for span in taken[first:last]:
        if span.start > start:
            left.append(Span(start=start, end=span.start))
        start = max(start, span.end)
    if start < whole.end:
        left.append(Span(start=start, end=whole.end))
    return tuple(left)
