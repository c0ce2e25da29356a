"""Where the main text lies: the run of blocks in which running text outweighs all else the most."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.ingest.head import Marks
from rashomon.ingest.rows import Row
from rashomon.ingest.shapes import is_prose

_COST = {
    "cookie": 25.0, "comment": 20.0, "disclaimer": 16.0, "bio": 8.0, "related": 10.0, "navigation": 8.0, "paywall": 6.0,
    "plug": 5.0, "advert": 3.0, "correction": 0.0,
}  # fmt: skip
_COST_OTHER = 1.0
_COST_SHORT = 5.0
_COST_HEADING = 1.0
_MOST = 60
_LOOSE = 2
_USUAL = 800
_LEAST_SCALE = 0.25
_LINKED = 0.85


def weigh(row: Row, marks: Marks) -> float:
    """Return how much the block speaks for main text (above 0) or against it."""
    mark = marks[row.number]
    if row.stretch.main is not None:
        return min(row.words, _MOST) + 1.0 if row.stretch.main and mark is None else -_COST_SHORT
    if mark is not None:
        return -_COST.get(mark.label, _COST_OTHER)
    if row.stretch.link_share > _LINKED:
        return -_COST["related"]
    if is_prose(row):
        return min(row.words, _MOST) * (1.0 - row.stretch.link_share) - 2.0
    if row.finished:
        return row.words / 2
    return -_COST_HEADING if row.stretch.level else -_COST_SHORT


def find_extent(rows: Sequence[Row], marks: Marks) -> tuple[int, int]:
    """Return the first and the last row, inclusive, of the run with the highest sum of weights, or (0, -1)."""
    prose = sum(row.words for row in rows if marks[row.number] is None and is_prose(row))
    scale = max(
        _LEAST_SCALE, min(1.0, prose / _USUAL)
    )  # a short article is not to be outweighed by a few interruptions
    best, best_span = 0.0, (0, -1)
    total, start = 0.0, 0
    for row in rows:
        if total <= 0:
            total, start = 0.0, row.number
        weight = weigh(row, marks)
        total += weight if weight > 0 else weight * scale
        if total > best:
            best, best_span = total, (start, row.number)
    first, last = best_span
    for row in rows[last + 1 : last + 1 + _LOOSE]:  # a signature, a last list item
        if marks[row.number] is not None:
            break
        last = row.number
    return first, last
