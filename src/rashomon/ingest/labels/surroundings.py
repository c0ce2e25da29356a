"""What the labeller sees around each block: how the running text lies in the capture, and what stands near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rashomon.ingest.labels.arrays import Floats, Ints, Numbers, measure_distance, reach, run_up, shift
from rashomon.ingest.labels.features import LABELS, RULED_AT
from rashomon.ingest.rows import Row

_PROSE, _LEVEL = 29, 7
_OWN = (0, 2, 5, 6, 28, 29)  # words, end, links, level, shared words, prose: what is looked at in the neighbours too
_LATER = (0, 6, 28)
_RADII = (3, 8, 20)
_NEAR = (-3, -2, -1, 1, 2, 3)
_FAR = (-4, -3, -2, -1, 1, 2, 3, 4)
_TOLD = ("comment", "related", "plug", "bio", "disclaimer", "headline", "navigation", "byline", "date")
_BODY = LABELS.index("body")
_CODE = "{};=<>()"
_SCALE = 4.0
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All numbers of one capture's blocks: ``own`` (blocks, features), ``words`` of each, ``ruled`` label numbers."""

    own: Floats
    words: Floats
    ruled: Ints
    around: Floats
    lexical: Floats
    markdown: bool


def look_around(own: Floats, rows: Sequence[Row]) -> Floats:
    """Return what lies around each block as the rules and the layout tell it, shape (blocks, features)."""
    words = np.array([row.words for row in rows], dtype=np.float32)
    ruled = find_ruled(own)
    prose = own[:, _PROSE] > 0
    total, places = len(rows), np.arange(len(rows))
    told = run_up(np.where(prose, words, 0.0))
    said = run_up(words)
    all_told = told[-1] + 1e-6
    columns: list[Numbers] = [
        told[:-1] / all_told,
        (all_told - told[1:]) / all_told,
        np.full(total, np.log1p(all_told) / _SCALE),
        said[:-1] / (said[-1] + 1e-6),
    ]
    for radius in _RADII:
        first, last = reach(total, radius)
        columns += [
            np.log1p(told[last] - told[places + 1]) / _SCALE,
            np.log1p(told[places] - told[first]) / _SCALE,
            (told[last] - told[first]) / (said[last] - said[first] + 1e-6),
        ]
    body = run_up((ruled == _BODY) * words)
    whole = body[-1] + 1e-6
    columns += [body[:-1] / whole, (whole - body[1:]) / whole, *_repeats(rows)]
    for mask in (prose, own[:, _LEVEL] > 0, *(ruled == LABELS.index(label) for label in _TOLD)):
        columns += [np.log1p(distance) / _SCALE for distance in measure_distance(mask)]
    return np.stack(columns, axis=1).astype(np.float32)


def _repeats(rows: Sequence[Row]) -> list[Numbers]:
    """Return whether each block was said before, and how much of it looks like program text."""
    seen: set[str] = set()
    again = np.zeros(len(rows))
    code = np.zeros(len(rows))
    for number, row in enumerate(rows):
        again[number] = row.folded in seen
        seen.add(row.folded)
        if row.words > 3:  # noqa: PLR2004 - a bound of this alone: shorter lines are never listings
            code[number] = min(10 * sum(map(row.plain.count, _CODE)) / (len(row.plain) + 1), 2.0)
    return [again, code]


def find_ruled(own: Floats) -> Ints:
    """Return the number of the label that the rules give each block."""
    found: Ints = own[:, RULED_AT : RULED_AT + len(LABELS)].argmax(axis=1)
    return found


def spread(scores: Floats) -> Floats:
    """Return each block's word score and its means over the blocks near, shape (blocks, 7)."""
    total, places = len(scores), np.arange(len(scores))
    sums = run_up(scores)
    columns: list[Numbers] = [scores]
    for radius in (1, 3, 8):
        first, last = reach(total, radius)
        columns += [
            (sums[last] - sums[places + 1]) / np.maximum(1, last - places - 1),
            (sums[places] - sums[first]) / np.maximum(1, places - first),
        ]
    return np.stack(columns, axis=1).astype(np.float32)


def first_view(seen: Seen) -> Floats:
    """Return what the first trees look at, shape (blocks, features)."""
    ruled = seen.ruled[:, None].astype(np.float32)
    near = np.concatenate([seen.own[:, _OWN], ruled], axis=1)
    return np.concatenate([seen.own, *_frame(seen, ruled), seen.around, *shift(near, _NEAR), seen.lexical], axis=1)


def second_view(seen: Seen, first: Floats) -> Floats:
    """Return what the later trees look at: also what the ``first`` said of each block and of those around it."""
    ruled = seen.ruled[:, None].astype(np.float32)
    told = _look_at_first(seen.words + 0.5, np.clip(first, 0.003, 0.997))
    near = np.concatenate([told[:, :1], seen.own[:, _LATER], seen.lexical[:, :1]], axis=1)
    return np.concatenate([seen.own, seen.around, *_frame(seen, ruled), told, seen.lexical, *shift(near, _FAR)], axis=1)


def _frame(seen: Seen, ruled: Floats) -> tuple[Floats, Floats, Floats]:
    kind = np.full_like(ruled, float(seen.markdown))
    return ruled, np.minimum(seen.words, _MOST_WORDS)[:, None], kind


def _look_at_first(words: Floats, first: Floats) -> Floats:
    total, places = len(first), np.arange(len(first))
    mass, weight = run_up(first * words), run_up(words)
    whole = mass[-1] + 1e-6
    columns: list[Numbers] = [
        np.log(first / (1 - first)) / 3,
        mass[:-1] / whole,
        (whole - mass[1:]) / whole,
        np.full(total, np.log1p(whole) / _SCALE),
    ]
    for radius in (1, 3, 8):
        start, end = reach(total, radius)
        columns += [
            (mass[end] - mass[places + 1]) / (weight[end] - weight[places + 1] + 1e-3),
            (mass[places] - mass[start]) / (weight[places] - weight[start] + 1e-3),
        ]
    start, end = reach(total, 20)
    columns += [
        np.log1p(np.maximum(mass[end] - mass[places + 1], 0)) / _SCALE,
        np.log1p(np.maximum(mass[places] - mass[start], 0)) / _SCALE,
        *(np.log1p(distance) / _SCALE for distance in measure_distance(first > 0.5)),  # noqa: PLR2004 - as likely as not
    ]
    return np.stack(columns, axis=1).astype(np.float32)
