"""The best spans under token scores, held against a count of all there are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.datamodel import Span, Spans
from rashomon.neural.chains import BARRED, Floats, find_path, find_spans

NUMBERS = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))


def all_spans(tokens: int, paragraphs: list[int]) -> Iterator[Spans]:
    """Yield every set of disjoint spans over ``tokens``, none of which crosses a paragraph's end."""
    for labels in itertools.product("OBI", repeat=tokens):
        spans: list[Span] = []
        for at, label in enumerate(labels):
            if label == "B":
                spans.append(Span(start=at, end=at + 1))
            elif label == "I":
                if not at or labels[at - 1] == "O" or paragraphs[at] != paragraphs[at - 1]:
                    break
                spans[-1] = Span(start=spans[-1].start, end=at + 1)
        else:
            yield tuple(spans)


def worth(scores: Floats, spans: Spans) -> float:
    """Return what ``spans`` are worth under ``scores`` (3, tokens)."""
    return float(sum(scores[0, s.start : s.end].sum() + scores[1, s.start] + scores[2, s.end - 1] for s in spans))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Floats, list[int]]:
    """Return scores of up to six tokens and the paragraph of each."""
    tokens = draw(st.integers(1, 6))
    scores = np.array(draw(st.lists(NUMBERS, min_size=3 * tokens, max_size=3 * tokens))).reshape(3, tokens)
    breaks = draw(st.lists(st.booleans(), min_size=tokens, max_size=tokens))
    return scores, list(itertools.accumulate(map(int, breaks)))


@given(rows(), st.integers(0, 1), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_spans_are_the_best_of_all_there_are(row: tuple[Floats, list[int]], least: int, most: int) -> None:
    """No other set of so many spans is worth more, and the share is exact."""
    scores, paragraphs = row
    (found,) = find_spans(scores[None], most=most, least=least, paragraphs=np.array([paragraphs]))
    every = [worth(scores, spans) for spans in all_spans(len(paragraphs), paragraphs) if least <= len(spans) <= most]
    assert least <= len(found.spans) <= most
    assert np.isclose(worth(scores, found.spans), max(every), atol=1e-6)
    assert np.isclose(found.share, max(every) - np.logaddexp.reduce(every), atol=1e-5)


@given(rows())
@settings(max_examples=150, deadline=None)
def test_a_path_is_the_best_of_all_there_are(row: tuple[Floats, list[int]]) -> None:
    """However many spans there are, no other set is worth more, and none crosses a paragraph's end."""
    scores, paragraphs = row
    found = find_path(scores, np.diff(np.array(paragraphs), prepend=0) > 0)
    best = max(worth(scores, spans) for spans in all_spans(len(paragraphs), paragraphs))
    assert np.isclose(worth(scores, found), best, atol=1e-6)
    assert all(paragraphs[span.start] == paragraphs[span.end - 1] for span in found)


def test_barred_tokens_are_in_no_span() -> None:
    """A token of a forbidding score stays out, however high its neighbours."""
    scores = np.full((1, 3, 5), 3.0)
    scores[0, 0, 2] = BARRED
    (found,) = find_spans(scores, most=4)
    assert all(not span.start <= 2 < span.end for span in found.spans)


def test_no_rows_and_no_tokens_give_no_spans() -> None:
    """Empty input is no error."""
    assert find_spans(np.zeros((0, 3, 4)), most=2) == ()
    assert find_spans(np.zeros((2, 3, 0)), most=2)[1].spans == ()
    assert find_path(np.zeros((3, 0)), np.zeros(0, dtype=bool)) == ()
