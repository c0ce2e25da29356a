"""A capture is its bytes; a segment repeats the rendering to the letter; spans find their way both ways."""

from __future__ import annotations

import hashlib

import pytest

from rashomon.datamodel import Article, Capture, Completeness, Reading, Rendering, Segment, Span


def _article() -> Article:
    """Rendering ``Head|one|chrome|two``: the text keeps ``one`` and ``two``."""
    return Article(
        id="article-1",
        capture_id="c",
        role="main",
        text="one\n\ntwo",
        completeness=Completeness(),
        segments=(
            Segment(span=Span(start=0, end=3), rendering_span=Span(start=5, end=8)),
            Segment(span=Span(start=5, end=8), rendering_span=Span(start=16, end=19)),
        ),
    )


def test_the_id_of_a_capture_is_the_sha256_of_its_bytes() -> None:
    """Anyone can check a capture's id with a standard tool."""
    assert Capture(payload=b"abc").id == hashlib.sha256(b"abc").hexdigest()


def test_a_segment_has_two_spans_of_one_length() -> None:
    """A segment of unequal spans could not be verbatim."""
    with pytest.raises(ValueError, match="differ in length"):
        Segment(span=Span(start=0, end=2), rendering_span=Span(start=0, end=3))


def test_a_span_across_a_cut_leads_to_both_sides_of_it() -> None:
    """The separator has no place in the rendering, the letters around it have."""
    found = _article().to_rendering(Span(start=2, end=7))
    assert found == (Span(start=7, end=8), Span(start=16, end=18))


def test_what_was_cut_has_no_place_in_the_text() -> None:
    """A span of chrome leads nowhere; one that touches the body leads to the part that was kept."""
    article = _article()
    assert article.from_rendering(Span(start=9, end=15)) == ()
    assert article.from_rendering(Span(start=7, end=17)) == (Span(start=2, end=3), Span(start=5, end=6))


def test_a_reading_without_article_is_of_unknown_completeness() -> None:
    """Completeness is never guessed for what is not there."""
    rendering = Rendering(capture_id="c", text="x", renderer="plain 1", encoding="utf-8")
    reading = Reading(capture=Capture(payload=b"x"), rendering=rendering, articles=(), blocks=())
    assert reading.main is None
    assert reading.completeness.value == "unknown"
