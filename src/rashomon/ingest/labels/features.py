"""What the labeller sees of each block by itself: numbers that the rules work out anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p
from typing import get_args

import numpy as np

from rashomon.datamodel import BlockLabel
from rashomon.ingest.labels.arrays import Floats
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.shapes import is_name, is_prose, is_title

LABELS: tuple[str, ...] = get_args(BlockLabel)
"""The labels in the order of the head's outputs."""

PHRASES = (
    "caption", "cookie", "paywall", "withheld", "comment", "advert", "correction", "credit", "related", "plug",
    "disclaimer", "navigation", "byline", "bio", "terms", "origin",
)  # fmt: skip
HINTS = ("item", "quote", "image", "only image", "rule")

_STEM = 5
_SHORTEST = 4
_HEAD = 400
_LABEL_INDEX = {label: number for number, label in enumerate(LABELS)}
_PHRASE_INDEX = {label: number for number, label in enumerate(PHRASES)}
_SHAPE = 30
WIDTH = _SHAPE + len(HINTS) + len(PHRASES) + 2 * (len(LABELS) + 1)
"""How many numbers stand for one block."""

_HINTS_AT = _SHAPE
_PHRASES_AT = _HINTS_AT + len(HINTS)
_ALONE_AT = _PHRASES_AT + len(PHRASES)
RULED_AT = _ALONE_AT + len(LABELS) + 1
"""Where the label that the rules give begins, one column for each label."""


def _stems(row: Row) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for word in row.folded[:_HEAD].split() if len(word) >= _SHORTEST and word[0].isalpha()
    )


def _shape(row: Row) -> list[float]:
    """Return what one block looks like, whatever stands around it."""
    plain, words, letters = row.plain, row.words, len(row.plain)
    tokens = plain[:_HEAD].split()
    count = len(tokens) or 1
    shown = min(letters, _HEAD)
    start, end = plain[:1], plain[-1:]
    return [
        log1p(words),
        log1p(letters),
        float(row.finished),
        min(row.sentences, 8) / 4,
        min(row.bars, 6) / 3,
        row.stretch.link_share,
        row.stretch.level / 3,
        float(row.stretch.level > 0),
        float(row.stretch.gap),
        float(bool(row.dates)),
        sum(map(str.isdigit, plain[:_HEAD])) / (shown or 1),
        sum(token[0].isupper() for token in tokens) / count,
        float(start.isupper()),
        float(start.islower()),
        float(start.isdigit()),
        float(end in ":："),
        float(end == "?"),
        float(end in "…,;—–-"),
        float(end in "\"”»’'"),
        float(plain.isupper()),
        plain.count(",", 0, _HEAD) / count,
        sum(len(token) <= 3 for token in tokens) / count,  # noqa: PLR2004 - small words of most languages
        shown / count / 10,
        float("@" in plain or "http" in plain or "www." in plain),
    ]


def _around(rows: Sequence[Row]) -> list[list[float]]:
    """Return where each block stands, how often its text comes, and how much of it the prose says too."""
    said = Counter(row.folded for row in rows)
    prose = [is_prose(row) and row.stretch.link_share < 0.5 for row in rows]  # noqa: PLR2004 - a bound of this alone
    stems = [_stems(row) for row in rows]
    told: Counter[str] = Counter()
    for is_text, found in zip(prose, stems, strict=True):
        if is_text:
            told.update(found)
    total = len(rows)
    result: list[list[float]] = []
    for number, (row, is_text, found) in enumerate(zip(rows, prose, stems, strict=True)):
        own = 1 if is_text else 0
        shared = sum(told[stem] > own for stem in found) / len(found) if found else 0.0
        result.append([
            number / total,
            min(number, 60) / 30,
            min(total - 1 - number, 60) / 30,
            log1p(said[row.folded] - 1),
            shared,
            float(is_text),
        ])  # fmt: skip
    return result


def make_features(rows: Sequence[Row], alone: Sequence[Mark | None], ruled: Sequence[Mark]) -> Floats:
    """Return the numbers of each block, shape (blocks, WIDTH).

    ``alone`` is what each block says of itself, ``ruled`` what the rules make of it among the others.
    """
    numbers = np.zeros((len(rows), WIDTH), dtype=np.float32)
    for number, (row, around) in enumerate(zip(rows, _around(rows), strict=True)):
        numbers[number, :_SHAPE] = _shape(row) + around
        for place, hint in enumerate(HINTS):
            if hint in row.hints:
                numbers[number, _HINTS_AT + place] = 1.0
        for hit in row.hits:
            numbers[number, _PHRASES_AT + _PHRASE_INDEX[hit.label]] = 1.0
        own = alone[number]
        numbers[number, _ALONE_AT + (_LABEL_INDEX[own.label] + 1 if own else 0)] = 1.0
        numbers[number, RULED_AT + _LABEL_INDEX[ruled[number].label]] = 1.0
        numbers[number, RULED_AT + len(LABELS)] = float(is_title(row)) + 2.0 * float(is_name(row.plain))
    return numbers
