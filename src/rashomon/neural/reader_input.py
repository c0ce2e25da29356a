"""What the reader sees of a text: token ids, one code a token for what the uncased ids lose, and windows over both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Span, Spans
from rashomon.neural.wordpiece import WordPiece
from rashomon.text.quotations import Quotation

Ints = NDArray[np.int64]
WINDOW: Final = 254
"""The most tokens of a window, the two special ones not counted."""
OVERLAP: Final = 30
"""Tokens that a window shares with the one before it."""
PLAIN: Final = 54
"""The code of special tokens; codes of others are below it."""
CODES: Final = 55
PARAGRAPH: Final = 2
"""The edge of a paragraph's first token."""
_MARK, _LOWER, _CAPITAL, _CAPITALS, _FIGURE, _MIXED = range(6)
_QUOTE, _EDGE = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A text as tokens: ``ids`` and ``codes`` of shape (tokens,), and the half-open place of each in code points.

    A code joins the letters' case (6), how deep in quotations (3) and whether a sentence or paragraph begins (3).
    """

    ids: Ints = field(repr=False)
    codes: Ints = field(repr=False)
    places: tuple[tuple[int, int], ...] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.places)


def shape_of(letters: str) -> int:
    """Return the class of a token's letters: mark, lower, capital first, capitals, figure or mixed."""
    if letters.isalpha():
        if letters.islower():
            return _LOWER
        if letters.isupper():
            return _CAPITALS if len(letters) > 1 else _CAPITAL
        return _CAPITAL if letters[0].isupper() and letters[1:].islower() else _MIXED
    if letters.isdigit():
        return _FIGURE
    return _MIXED if any(char.isalnum() for char in letters) else _MARK


def to_code(shape: int, depth: int, edge: int) -> int:
    """Return a token's code: ``depth`` 0..2 in quotations, ``edge`` 1 at the start of a sentence, 2 of a paragraph."""
    return (shape * _QUOTE + depth) * _EDGE + edge


def from_code(code: Ints) -> tuple[Ints, Ints, Ints]:
    """Return shape, depth and edge of each code below ``PLAIN``."""
    return code // (_QUOTE * _EDGE), code // _EDGE % _QUOTE, code % _EDGE


def prepare(
    text: str, wordpiece: WordPiece, sentences: Spans, paragraphs: Spans, quotations: Sequence[Quotation]
) -> Input:
    """Return ``text`` as tokens; ``sentences``, ``paragraphs`` and ``quotations`` index it and ascend."""
    tokens = wordpiece(text)
    depth = np.zeros(len(text) + 1, dtype=np.int64)
    for quotation in quotations:
        depth[quotation.outer.start : quotation.outer.end] += 1
    starts = np.array([start for start, _ in tokens.places], dtype=np.int64)
    edges = np.zeros(len(starts), dtype=np.int64)
    for value, spans in ((1, sentences), (PARAGRAPH, paragraphs)):
        at = np.searchsorted(starts, [span.start for span in spans])
        edges[at[at < len(starts)]] = value
    shapes = np.array([shape_of(text[start:end]) for start, end in tokens.places], dtype=np.int64)
    codes = (shapes * _QUOTE + np.minimum(depth[starts], _QUOTE - 1)) * _EDGE + edges if len(starts) else edges
    return Input(ids=np.array(tokens.ids, dtype=np.int64), codes=codes, places=tokens.places)


def cut_windows(tokens: int) -> tuple[Span, ...]:
    """Return the windows over that many tokens: all of one length but in a shorter text, the last moved back to fit.

    Windows of equal shares would cost an eighth less and read worse by a point: the reader wants to see far.
    """
    if not tokens:
        return ()
    if tokens <= WINDOW:
        return (Span(start=0, end=tokens),)
    starts = [*range(0, tokens - WINDOW, WINDOW - OVERLAP), tokens - WINDOW]
    return tuple(Span(start=start, end=start + WINDOW) for start in starts)
