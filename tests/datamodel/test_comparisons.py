"""Excerpts are verbatim or broken; copies never count twice; findings keep their shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Finding, Span, Story, make_excerpt
from rashomon.errors import BrokenEvidence


@given(st.text(min_size=1), st.data())
def test_an_excerpt_of_any_text_checks_out_against_it(text: str, data: st.DataObject) -> None:
    """What is cut from a text stands in it."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    make_excerpt("article-1", text, Span(start=start, end=end)).check(text)


@given(st.text(min_size=1), st.data())
def test_one_letter_changed_in_or_beside_the_quote_breaks_it(text: str, data: st.DataObject) -> None:
    """No letter of exact, prefix or suffix can change unnoticed."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    excerpt = make_excerpt("article-1", text, Span(start=start, end=end))
    at = data.draw(st.integers(max(0, start - len(excerpt.prefix)), min(len(text), end + len(excerpt.suffix)) - 1))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    with pytest.raises(BrokenEvidence):
        excerpt.check(changed)


def test_a_group_of_copies_is_one_independent_text() -> None:
    """Three articles, two of them copies, are two texts; the copies alone are one."""
    story = Story(id="story-1", articles=("a", "b", "c"), copies=(("a", "b"),))
    assert story.independent_texts == 2
    assert story.count_independent(("a", "b")) == 1
    assert story.count_independent(("a", "c")) == 2


def test_only_a_dispute_has_sides_and_a_kind() -> None:
    """A finding that agrees has no sides; a dispute has two, and says of which kind it is."""
    with pytest.raises(ValueError, match="two sides"):
        Finding(id="f", kind="disputed", story_id="s", claims=("a", "b"), evidence=(), score=1.0)
    with pytest.raises(ValueError, match="dispute kind"):
        Finding(id="f", kind="agreed", story_id="s", claims=("a",), evidence=(), score=1.0, dispute="number")
