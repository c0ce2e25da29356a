"""The words that open and close a block, as rows of hashed tables: how they speak for a body, and for an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np

from rashomon.ingest.labels.arrays import Floats, Ints

BUCKETS = 1 << 15
"""How many rows a table of word weights has."""

_TOKEN = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_OPENING, _CLOSING = 14, 2
_HEAD, _TAIL = 160, 40
_PAIRS = 8
_SIDES = ("c ", "b ")


@lru_cache(maxsize=1 << 16)
def _bucket(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass")) % BUCKETS


@lru_cache(maxsize=1 << 13)
def hash_words(folded: str) -> tuple[int, ...]:
    """Return the table rows of the words of a block: its first fourteen, pairs of them, and its last two."""
    opening = _TOKEN.findall(folded[:_HEAD])[:_OPENING]
    if not opening:
        return ()
    closing = _TOKEN.findall(folded[-_TAIL:])[-_CLOSING:]
    marked = [f"^{word}" for word in opening[:3]] + [f"${word}" for word in closing]
    pairs = [f"{left}_{right}" for left, right in pairwise(opening[: _PAIRS + 1])]
    return tuple({_bucket(word) for word in [*marked, f"^^{'_'.join(opening[:2])}", *opening, *pairs]})


@lru_cache(maxsize=1 << 13)
def hash_kinds(folded: str, side: int) -> tuple[int, ...]:
    """Return the table rows of the first words of a block, those of running text (``side`` 1) apart from others."""
    return tuple(_bucket(_SIDES[side] + word) for word in _TOKEN.findall(folded[:_HEAD])[:_OPENING])


def score_words(hashed: Sequence[tuple[int, ...]], weights: Floats, base: float) -> Floats:
    """Return how the words of each block speak for body (above 0) or against it, -8..8, by a table of weights."""
    sizes = np.array([len(rows) for rows in hashed], dtype=np.int64)
    flat = np.fromiter((row for rows in hashed for row in rows), dtype=np.int64, count=int(sizes.sum()))
    owner = np.repeat(np.arange(len(hashed)), sizes)
    sums = np.bincount(owner, weights=weights[flat], minlength=len(hashed))
    scores: Floats = np.clip(sums / np.sqrt(np.maximum(sizes, 1)) + base, -8, 8).astype(np.float32)
    return scores


def count_kinds(hashed: Sequence[tuple[int, ...]]) -> tuple[Ints, Floats]:
    """Return which table rows a capture's words have, and how often: logarithms of counts, at most 3, length 1."""
    flat = np.fromiter((row for rows in hashed for row in rows), dtype=np.int64)
    found, counts = np.unique(flat, return_counts=True)
    values = np.minimum(np.log1p(counts), 3.0).astype(np.float32)
    return found, values / max(float(np.linalg.norm(values)), 1e-6)
