"""The labeller: which blocks are the body, where it ends, whether there is an article, and what the rest is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from rashomon.ingest.labels.arrays import Floats, Masks
from rashomon.ingest.labels.features import LABELS, make_features
from rashomon.ingest.labels.page import look_at_page
from rashomon.ingest.labels.surroundings import Seen, find_ruled, first_view, look_around, second_view, spread
from rashomon.ingest.labels.words import count_kinds, hash_kinds, hash_words, score_words
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.neural.trees import load_tables, load_trees

Head: TypeAlias = Callable[[Floats], Floats]
"""Anything that gives each row of features a score, 0..1."""

_NOT_NAMED = [LABELS.index(label) for label in ("body", "headline", "correction")]
_PROSE = 29
_POSSIBLE = 0.08
_SURE_END, _FAIR_END = 0.9, 0.3
_LESS = 0.5
_SOFTER = 0.8  # the heads are a little too sure of themselves, as cross-validation shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The trees and word tables of the labeller, shipped or just trained."""

    first: Head
    second: Head
    last: Head
    types: Head
    article: Head
    tables: Mapping[str, Floats]


@lru_cache(maxsize=1)
def load_heads() -> Heads:
    """Return the shipped heads; PackageDataError where weights are missing or altered."""
    names = ("first", "second", "last", "types", "article")
    return Heads(tables=load_tables("labels.npz"), **{name: load_trees(f"labels-{name}.onnx") for name in names})


def look(rows: Sequence[Row], alone: Sequence[Mark | None], ruled: Sequence[Mark], *, markdown: bool) -> Seen:
    """Return the numbers of all blocks, but for what the word tables say (see ``read_words``)."""
    own = make_features(rows, alone, ruled)
    return Seen(
        own=own,
        words=np.array([row.words for row in rows], dtype=np.float32),
        ruled=find_ruled(own),
        around=look_around(own, rows),
        lexical=np.zeros((len(rows), 7), dtype=np.float32),
        markdown=markdown,
    )


def read_words(rows: Sequence[Row], tables: Mapping[str, Floats]) -> Floats:
    """Return how the words of each block and of those near it speak for body, shape (blocks, 7)."""
    return spread(score_words([hash_words(row.folded) for row in rows], tables["body"], float(tables["body_base"][0])))


def read_kinds(rows: Sequence[Row], seen: Seen, tables: Mapping[str, Floats]) -> float:
    """Return how the words of the capture speak for an article: above 0 for, below against."""
    sides = (seen.own[:, _PROSE] > 0).astype(int).tolist()
    found, values = count_kinds([hash_kinds(row.folded, side) for row, side in zip(rows, sides, strict=True)])
    weighed = values * tables["idf"][found]
    length = max(float(np.linalg.norm(weighed)), 1e-6)
    return float(weighed @ tables["article"][found]) / length + float(tables["article_base"][0])


def score_blocks(seen: Seen, heads: Heads) -> tuple[Floats, Floats, Floats]:
    """Return for each block the first word on body, the final one, and the score of being the last of the body."""
    first = heads.first(first_view(seen))
    view = second_view(seen, first)
    body: Floats = ((first + heads.second(view)) / 2).astype(np.float32)
    return first, body, heads.last(view)


def pick_body(body: Floats, last: Floats, words: Floats) -> Masks:
    """Return which blocks to take: the set of highest expected F1 by words, none after the likeliest last block.

    Taking blocks from the likeliest down, the expected F1 of the first k is 2·Σ(p·w) / (Σw of the k + Σ(p·w) of all)
    (Lewis 1995; Nan et al. 2012).
    """
    odds = body.astype(np.float64) ** _SOFTER
    scores = odds / (odds + (1 - body.astype(np.float64)) ** _SOFTER)
    possible = np.flatnonzero(scores > _POSSIBLE)
    if len(possible) > 1:
        end = int(possible[int(np.argmax(last[possible]))])
        scores[end + 1 :] = 0.0
        if scores[end] > _FAIR_END:
            scores[end] = max(scores[end], _SURE_END)
    weight = words.astype(np.float64) + _LESS
    order = np.argsort(-scores, kind="stable")
    hoped = np.cumsum((scores * weight)[order])
    value = 2 * hoped / (np.cumsum(weight[order]) + (scores * weight).sum() + 1e-9)
    taken = np.zeros(len(scores), dtype=bool)
    taken[order[: int(np.argmax(value)) + 1]] = True
    return taken & (scores > 0)


def score_article(rows: Sequence[Row], seen: Seen, heads: Heads) -> float:
    """Return how much a capture looks like an article, 0..1."""
    return float(heads.article(look_at_page(seen, rows, read_kinds(rows, seen, heads.tables)))[0])


def name_rest(seen: Seen, heads: Heads, wanted: Masks) -> Sequence[str]:
    """Return the likeliest label of each block of ``wanted``, in order, other than body, headline and correction."""
    if not wanted.any():
        return ()
    scores = heads.types(first_view(seen)[wanted]).copy()
    scores[:, _NOT_NAMED] = 0
    return [LABELS[number] for number in scores.argmax(axis=1).tolist()]
