"""The best spans under scores of tokens: what a span is worth is the sum inside it, and of its first and last token.

The exact maximum and partition function of a semi-Markov field of two states (Sarawagi and Cohen, 2004), by running
maxima and sums over whole rows instead of a loop over tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Span, Spans

Floats = NDArray[np.float64]
BARRED: Final = -1e4
"""A score for tokens that can be in no span."""
_FAR: Final = 1e5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best spans of a row, ascending and disjoint, and the natural logarithm of their share, at most 0."""

    spans: Spans
    share: float


def find_spans(
    scores: Floats, *, most: int, least: int = 0, paragraphs: NDArray[np.int64] | None = None
) -> tuple[Found, ...]:
    """Return for each row of ``scores`` (rows, 3, tokens: in, first, last) the best ``least`` to ``most`` spans.

    No span goes on from one of ``paragraphs`` (rows, tokens: their numbers, ascending) to the next.
    """
    rows, _, tokens = scores.shape
    if not rows:
        return ()
    if not tokens:
        return tuple(Found(spans=(), share=0.0) for _ in range(rows))
    inside = np.cumsum(scores[:, 0], axis=1)
    # Whatever a running maximum carries into a later paragraph is behind by more than any span is worth.
    ahead = _FAR * paragraphs if paragraphs is not None else np.zeros((rows, tokens))
    opening = scores[:, 1] - inside + scores[:, 0] + ahead
    closing = inside + scores[:, 2] - ahead
    none = np.zeros((rows, 1))
    best, total = np.zeros((rows, tokens)), np.zeros((rows, tokens))
    steps: list[tuple[NDArray[np.int64], Floats]] = []
    bests, totals = [np.zeros(rows)], [np.zeros(rows)]
    for count in range(most):
        head = none if not count else np.full((rows, 1), -np.inf)
        begun = opening + np.concatenate([head, best[:, :-1]], axis=1)
        summed = opening + np.concatenate([head, total[:, :-1]], axis=1)
        ended = closing + np.maximum.accumulate(begun, axis=1)
        steps.append((_argmax_so_far(begun), ended))
        best = np.maximum.accumulate(ended, axis=1)
        total = np.logaddexp.accumulate(closing + np.logaddexp.accumulate(summed, axis=1), axis=1)
        bests.append(best[:, -1])
        totals.append(total[:, -1])
    values = np.stack(bests[least:], axis=1)
    whole = np.logaddexp.reduce(np.stack(totals[least:], axis=1), axis=1)
    counts = values.argmax(axis=1) + least
    return tuple(
        Found(spans=_trace(steps, row, int(counts[row])), share=float(values[row].max() - whole[row]))
        for row in range(rows)
    )


def _argmax_so_far(values: Floats) -> NDArray[np.int64]:
    """Return for each place the place of the largest value up to it, the first of equals."""
    highest = np.maximum.accumulate(values, axis=1)
    fresh = np.empty(values.shape, dtype=bool)
    fresh[:, 0] = True
    fresh[:, 1:] = values[:, 1:] > highest[:, :-1]
    return np.maximum.accumulate(np.where(fresh, np.arange(values.shape[1]), 0), axis=1)


def _trace(steps: list[tuple[NDArray[np.int64], Floats]], row: int, count: int) -> Spans:
    """Return the ``count`` spans that made the best value of a row."""
    spans: list[Span] = []
    end = steps[0][1].shape[1] if steps else 0
    for starts, ended in reversed(steps[:count]):
        last = int(ended[row, :end].argmax())
        first = int(starts[row, last])
        spans.append(Span(start=first, end=last + 1))
        end = first
    return tuple(reversed(spans))


def find_path(scores: Floats, breaks: NDArray[np.bool_]) -> Spans:
    """Return the best disjoint spans of one row, ``scores`` (3, tokens), however many; none crosses ``breaks``.

    The plain loop of Viterbi: a row as long as an article holds too many spans to count them up.
    """
    member, first, last = (row.tolist() for row in scores)
    barred: list[bool] = breaks.tolist()
    out, within = 0.0, -np.inf
    began: list[bool] = []
    left: list[bool] = []
    for at in range(len(member)):
        ended = within + last[at - 1] if at else -np.inf
        closed = ended > out
        out_before = ended if closed else out
        opened = barred[at] or out_before + first[at] > within
        within = member[at] + (out_before + first[at] if opened else within)
        out = out_before
        began.append(opened)
        left.append(closed)
    spans: list[Span] = []
    inside = bool(member) and within + last[-1] > out
    end = len(member)
    for at in range(len(member) - 1, -1, -1):
        if inside and began[at]:
            spans.append(Span(start=at, end=end))
            inside = False
        if not inside and left[at]:
            inside, end = True, at
    return tuple(reversed(spans))
