"""Spans are half-open, never empty, and count code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Span, check_spans, cover, make_spans, overlap

spans = st.builds(
    lambda start, length: Span(start=start, end=start + length),
    st.integers(0, 50),
    st.integers(min_value=1, max_value=20),
)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (2, 2), (3, 2)])
def test_a_span_is_never_empty_nor_negative(start: int, end: int) -> None:
    """A span that holds nothing cannot be evidence."""
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start=start, end=end)


def test_a_slice_past_the_end_is_an_error_not_a_shorter_quote() -> None:
    """Python would cut the slice short in silence; evidence must not."""
    with pytest.raises(ValueError, match="past a text of 3"):
        Span(start=1, end=9).slice("abc")


def test_a_span_counts_code_points_not_bytes_or_graphemes() -> None:
    """An emoji is one code point, a letter with a combining mark is two."""
    text = "🙂e\u0301x"
    assert Span(start=1, end=3).slice(text) == "e\u0301"


@given(st.lists(spans, max_size=8))
def test_made_spans_are_ascending_disjoint_and_cover_the_same(given_spans: list[Span]) -> None:
    """Joining spans loses and adds no code point."""
    made = make_spans(given_spans)
    check_spans(made)
    assert {i for s in made for i in range(s.start, s.end)} == {i for s in given_spans for i in range(s.start, s.end)}


@given(spans, spans)
def test_overlap_is_what_sets_of_positions_share(a: Span, b: Span) -> None:
    """Overlap is symmetric and counts shared code points."""
    shared = len(set(range(a.start, a.end)) & set(range(b.start, b.end)))
    assert a.overlap(b) == b.overlap(a) == shared == overlap((a,), (b,))


def test_overlapping_spans_are_refused() -> None:
    """Spans of one value are disjoint and in order."""
    with pytest.raises(ValueError, match="overlap"):
        check_spans((Span(start=0, end=3), Span(start=2, end=4)))


def test_covering_nothing_is_an_error() -> None:
    """There is no smallest span around nothing."""
    with pytest.raises(ValueError, match="no spans"):
        cover([])
