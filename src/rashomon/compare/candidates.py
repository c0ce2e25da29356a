"""Which pairs of claims are worth measuring: near by vector, or sharing rare words; cost grows with claims × k."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from rashomon.compare.profiles import Profile
from rashomon.compare.similarity import StoryIndex

NEIGHBOURS = 6
"""How many claims of each other article a claim is measured against, by vectors and by words each."""

_COMMON = 40
_LEAST_COSINE = 0.3


def find_candidates(index: StoryIndex) -> tuple[tuple[Profile, Profile], ...]:
    """Return the pairs of claims of two articles that may put the same thing forward, in reading order."""
    pairs = {*_by_vectors(index), *_by_shared(index)}
    return tuple((index.profiles[a], index.profiles[b]) for a, b in sorted(pairs))


def _by_vectors(index: StoryIndex) -> Iterator[tuple[int, int]]:
    """Yield the nearest claims of each other article, for each claim with a vector."""
    by_article: dict[int, list[int]] = defaultdict(list)
    for position in index.rows:
        by_article[index.profiles[position].article].append(position)
    for left, right in combinations(sorted(by_article), 2):
        ours, theirs = by_article[left], by_article[right]
        cosines = index.vectors[[index.rows[p] for p in ours]] @ index.vectors[[index.rows[p] for p in theirs]].T
        cosines = np.round(cosines, 5)
        for row, position in enumerate(ours):
            yield from ((position, theirs[at]) for at in _nearest(cosines[row]))
        for column, position in enumerate(theirs):
            yield from ((ours[at], position) for at in _nearest(cosines[:, column]))


def _nearest(cosines: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[int]:
    order = np.argsort(-cosines, kind="stable")[:NEIGHBOURS]
    return [int(at) for at in order if cosines[at] >= _LEAST_COSINE]


def _by_shared(index: StoryIndex) -> Iterator[tuple[int, int]]:
    """Yield, for each claim, the claims of each other article with which it shares the most rare words or anchors."""
    postings: dict[str, list[int]] = defaultdict(list)
    for profile in index.profiles:
        for key in _keys(profile):
            postings[key].append(profile.position)
    weights = _weights(index)
    for profile in index.profiles:
        masses: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        for key in sorted(_keys(profile)):
            for other in postings[key] if len(postings[key]) <= _COMMON else ():
                if index.profiles[other].article != profile.article:
                    masses[index.profiles[other].article][other].append(weights[key])
        for found in masses.values():
            ranked = sorted(found, key=lambda other: (-math.fsum(found[other]), other))
            yield from ((min(profile.position, o), max(profile.position, o)) for o in ranked[:NEIGHBOURS])


def _keys(profile: Profile) -> frozenset[str]:
    return profile.terms | profile.anchors


def _weights(index: StoryIndex) -> Mapping[str, float]:
    return Counter(index.anchor_idf) | Counter(index.idf)
