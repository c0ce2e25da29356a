"""The shapes of numbers that the labeller passes on."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]
Masks: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[Any]


def reach(total: int, radius: int) -> tuple[Ints, Ints]:
    """Return for each of ``total`` places the half-open window of ``radius`` places on both sides, cut at the ends."""
    places = np.arange(total)
    return np.maximum(0, places - radius), np.minimum(total, places + radius + 1)


def run_up(values: Numbers) -> Numbers:
    """Return the sums of ``values`` before each place and after the last, (length + 1)."""
    return np.concatenate([[0.0], np.cumsum(values)])


def shift(columns: Floats, steps: tuple[int, ...]) -> list[Floats]:
    """Return ``columns`` as seen so many rows further down (above 0) or up; -1 where there is no row."""
    total = len(columns)
    result: list[Floats] = []
    for step in steps:
        moved = np.full_like(columns, -1)
        if step < 0 < total + step:
            moved[-step:] = columns[: total + step]
        elif 0 < step < total:
            moved[: total - step] = columns[step:]
        result.append(moved)
    return result


def measure_distance(mask: Masks, most: float = 99.0) -> tuple[Floats, Floats]:
    """Return how many rows above and below each row the next row of ``mask`` stands, at most ``most``."""
    total = len(mask)
    places = np.arange(total)
    above = np.maximum.accumulate(np.where(mask, places, -1000))
    above = np.concatenate([[-1000], above[:-1]])
    below = np.minimum.accumulate(np.where(mask, places, total + 1000)[::-1])[::-1]
    below = np.concatenate([below[1:], [total + 1000]])
    return (
        np.minimum(places - above, most).astype(np.float32),
        np.minimum(below - places, most).astype(np.float32),
    )
