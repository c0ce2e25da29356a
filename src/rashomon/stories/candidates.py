"""Which articles are worth comparing: those that share rare words, found by an inverted index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

MOST_CANDIDATES = 60
_LONGEST_LIST = 400  # articles; a word in more of them tells no event


def find_candidates(rows: Sequence[Mapping[str, float]], most: int = MOST_CANDIDATES) -> list[frozenset[int]]:
    """Return for each row of weighted words the rows it shares most weight with, ``most`` at most of its own choice.

    The relation is symmetric: a row also holds those that chose it. Of equals the first in the list are taken, so that
    rows must come in an order of their own.
    """
    chosen: list[set[int]] = [set() for _ in rows]
    if len(rows) <= most + 1:
        return [frozenset(other for other in range(len(rows)) if other != at) for at in range(len(rows))]
    postings: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for word in row:
            postings.setdefault(word, []).append(at)
    lists = {
        word: (np.array(own), np.array([rows[at][word] for at in own]))
        for word, own in postings.items()
        if 1 < len(own) <= _LONGEST_LIST
    }
    for at, row in enumerate(rows):
        sums = np.zeros(len(rows))
        for word, weight in row.items():
            if word in lists:
                own, weights = lists[word]
                sums[own] += weight * weights
        sums[at] = 0.0
        best = np.argsort(-sums.round(9), kind="stable")[:most]
        for other in best[sums[best] > 0].tolist():
            chosen[at].add(other)
            chosen[other].add(at)
    return [frozenset(others) for others in chosen]
