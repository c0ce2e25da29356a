"""The reader: one pass over an article's windows scores its tokens for who says what and names, and gives vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Span, Spans
from rashomon.neural.reader_input import PARAGRAPH, PLAIN, Input, cut_windows, from_code

Floats = NDArray[np.float32]
Run = Callable[[dict[str, NDArray[np.generic]]], dict[str, Floats]]
"""Runs one window: ``input_ids`` and ``codes`` int64 (1, length), ``pool`` float32 (1, sentences, length)."""

RANK: Final = 48
PAIRS: Final = 6
"""Pair scores of a cue and a token: in, first and last token of the content; the same of the source."""
DISTANCES: Final = 16
CLS: Final = 101
SEP: Final = 102
_THREADS = 2
_NEAR = 4
"""Distances up to this many tokens have a class each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a pass over one window gave: ``span`` its tokens in the article; rows of ``key``, ``first``, ``last`` and
    ``unary`` are its tokens with the two special ones around them.
    """

    span: Span
    unary: Floats = field(repr=False)
    key: Floats = field(repr=False)
    first: Floats = field(repr=False)
    last: Floats = field(repr=False)

    def score_pairs(self, cue: Span, distance: Floats) -> Floats:
        """Return scores (6, length) of each token as content and source of ``cue``, given in tokens of the article."""
        length = len(self.key)
        start, end = cue.start - self.span.start + 1, cue.end - self.span.start
        query = (self.first[start] + self.last[end]).reshape(PAIRS, RANK)
        places = np.arange(length)
        away = np.where(places < start, places - start, np.maximum(places - end, 0))
        raw = np.einsum("pr,lpr->pl", query, self.key.reshape(length, PAIRS, RANK), optimize=False)
        scores: Floats = raw / np.float32(RANK**0.5) + distance[:, bucket(away)] + self.unary[:, 3:].T
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """What the reader gives for an article's tokens: means over the windows that a token stands in.

    ``unary`` (tokens, 9), ``mentions`` (tokens, 11), ``kinds`` (tokens, 9) are scores; ``vectors`` (sentences, 384)
    have length 1; ``paragraphs`` (tokens,) are the numbers of those that tokens stand in.
    """

    unary: Floats = field(repr=False)
    mentions: Floats = field(repr=False)
    kinds: Floats = field(repr=False)
    vectors: Floats = field(repr=False)
    distance: Floats = field(repr=False)
    paragraphs: NDArray[np.int64] = field(repr=False)
    windows: tuple[Window, ...] = field(repr=False)


def bucket(away: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the class of each distance in tokens: exact to 4, then by powers of the square root of two."""
    size = np.abs(away).astype(np.float32)
    steps = np.where(size <= _NEAR, size, np.floor(_NEAR + 2 * np.log2(np.maximum(size, 1) / _NEAR)))
    steps = np.where((size > _NEAR) & (steps <= _NEAR), _NEAR + 1, steps)
    return (np.minimum(steps, DISTANCES) * np.sign(away) + DISTANCES).astype(np.int64)


def _pool(window: Span, sentences: Spans) -> tuple[list[int], Floats]:
    """Return the sentences that lie in ``window`` (both in tokens), and the matrix that takes their tokens' means."""
    inside = [number for number, one in enumerate(sentences) if window.start <= one.start and one.end <= window.end]
    pool = np.zeros((max(1, len(inside)), len(window) + 2), dtype=np.float32)
    for row, number in enumerate(inside):
        start, end = (edge - window.start + 1 for edge in (sentences[number].start, sentences[number].end))
        pool[row, start:end] = 1 / (end - start)
    return inside, pool


def read(run: Run, given: Input, sentences: Spans = ()) -> Readout:
    """Return what ``run`` gives for ``given``; ``sentences`` are token spans, no longer than a window each.

    Windows are run one by one, each on one of two threads: int8 scales are taken over a whole run, so that in a batch
    a window's scores would depend on its neighbours.
    """
    spans = cut_windows(len(given))
    pools = [_pool(span, sentences) for span in spans]

    def one(number: int) -> dict[str, Floats]:
        span, (_, pool) = spans[number], pools[number]
        ids = np.concatenate([[CLS], given.ids[span.start : span.end], [SEP]])[None]
        codes = np.concatenate([[PLAIN], given.codes[span.start : span.end], [PLAIN]])[None]
        return run({"input_ids": ids, "codes": codes, "pool": pool[None]})

    if len(spans) <= 1:
        outputs = [one(number) for number in range(len(spans))]
    else:
        # The pool lives only for this call, so that a process forked between calls inherits no dead threads.
        with ThreadPoolExecutor(_THREADS) as threads:
            outputs = list(threads.map(one, range(len(spans))))
    windows = tuple(
        Window(span=span, **{name: output[name][0] for name in ("unary", "key", "first", "last")})
        for span, output in zip(spans, outputs, strict=True)
    )
    layers = {name: _join(spans, [output[name][0] for output in outputs]) for name in ("unary", "mentions", "kinds")}
    vectors = np.zeros((len(sentences), 384), dtype=np.float32)
    for (inside, _), output in zip(pools, outputs, strict=True):
        vectors[inside] += output["vectors"][0][: len(inside)]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    distance = outputs[0]["distance"] if outputs else np.zeros((PAIRS, 2 * DISTANCES + 1), dtype=np.float32)
    return Readout(
        **layers, vectors=vectors / np.maximum(length, 1e-9), distance=distance, windows=windows,
        paragraphs=np.cumsum(from_code(given.codes)[2] == PARAGRAPH),
    )  # fmt: skip


def weigh(length: int) -> Floats:
    """Return the weight of each of a window's tokens: least at its edges, where a token sees one side only."""
    places = np.arange(length, dtype=np.float32)
    weights: Floats = np.minimum(places, length - 1 - places) + 1
    return weights


def _join(spans: Sequence[Span], rows: Sequence[Floats]) -> Floats:
    """Return the weighted mean of the windows' rows for each token of the article, special tokens left out."""
    if not spans:
        return np.zeros((0, 0), dtype=np.float32)
    size = spans[-1].end
    summed, weights = np.zeros((size, rows[0].shape[1]), dtype=np.float32), np.zeros((size, 1), dtype=np.float32)
    for span, row in zip(spans, rows, strict=True):
        weight = weigh(len(span))[:, None]
        summed[span.start : span.end] += row[1:-1] * weight
        weights[span.start : span.end] += weight
    joined: Floats = summed / weights
    return joined
