"""Offsets stay exact whatever the letters: CRLF, emoji, combining marks, right-to-left, zero-width, mojibake."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.datamodel import AnnotatedArticle, Reading, Span
from rashomon.errors import CaptureError
from rashomon.pipeline import annotate, read

SENTENCES = (
    "The ferry Ondine ran aground off Tessel Point on Monday with 214 people aboard, the coastguard said.",
    "“Nobody was hurt,” said harbour master Ana Brell on 12 May 2031. At least 40 lorries were turned back.",
    "« Personne n’a été blessé », a déclaré le préfet. Environ 1 200 habitants ont été évacués.",
    "По данным штаба, погибли не менее одиннадцати человек. «Мы не уйдём», — заявил он.",
    "За словами поліції, постраждали 14 людей. Міністерство це заперечує.",
    "قال المتحدث إن السفينة جنحت يوم الاثنين، ولم يصب أحد بأذى.",
    "The crew 👩‍👩‍👧‍👦 was warned 🚢, a union said; Strait Lines denied it.",
    "E\u0301cole a\u0300 Malmo\u0308 was clo\u0301sed, the mayor sa\u0301id on Tuesday.",
    "Zero\u200bwidth and soft\u00adhyphens and no\u00a0break spaces were left in, he sa\u00adid.",
    "Itâ€™s â€œfragileâ€\u009d, the cafÃ© owner said. The rÃ©sumÃ© was read.",
    "\u202eEvil override\u202c and \ufefftwo marks, it reportedly said.",
)
NOISE = st.text(
    st.one_of(
        st.sampled_from("\u200b\u200d\u00ad\ufeff\u0301\u0308\u202e\u00a0\t\r“”«»\"'’—–…🚢é\x00"),
        st.characters(codec="utf-8", max_codepoint=0x2FFF),
    ),
    max_size=12,
)
PARAGRAPHS = st.lists(st.tuples(st.sampled_from(SENTENCES), NOISE, st.sampled_from(SENTENCES)), min_size=1, max_size=5)
BREAKS = st.sampled_from(["\n\n", "\r\n\r\n", "\r\r", "\n"])


def spans_of(annotated: AnnotatedArticle) -> Iterator[Span]:
    """Yield every span of an annotated article."""
    yield from annotated.sentences
    for attribution in annotated.attributions:
        yield from (*attribution.source, *attribution.cue, *attribution.content)
    for claim in annotated.claims:
        yield from claim.spans
        yield from (quantity.span for quantity in claim.quantities)
        yield from (time.span for time in claim.times)
    yield from (mention.span for mention in annotated.mentions)
    yield from (quantity.span for quantity in annotated.quantities)
    yield from (time.span for time in annotated.times)
    for hedge in annotated.hedges:
        yield from (hedge.cue, hedge.scope)


def check(reading: Reading) -> None:
    """Every segment repeats the rendering letter for letter; every span of every layer stands in the text."""
    rendering = reading.rendering.text
    for article in reading.articles:
        at = 0
        for segment in article.segments:
            assert not article.text[at : segment.span.start].strip(), "only white space may stand between segments"
            assert segment.span.slice(article.text) == segment.rendering_span.slice(rendering)
            at = segment.span.end
        assert not article.text[at:].strip()
        for span in spans_of(annotate(article)):
            exact = span.slice(article.text)
            found = "".join(part.slice(rendering) for part in article.to_rendering(span))
            assert "".join(found.split()) == "".join(exact.split())
    for block in reading.blocks:
        block.span.slice(rendering)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARAGRAPHS, BREAKS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_span_of_a_text_capture_is_verbatim_in_its_rendering(
    paragraphs: list[tuple[str, str, str]], line_end: str, encoding: str
) -> None:
    """From bytes to claims, through segments and back."""
    text = line_end.join(f"{first} {noise} {second}" for first, noise, second in paragraphs)
    try:
        check(read(text.encode(encoding), content_type="text/plain"))
    except CaptureError:  # noise that looks like a binary file is refused, which is an answer
        assert any(ord(char) < 32 for char in text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARAGRAPHS, BREAKS)
def test_every_span_of_an_html_capture_is_verbatim_in_its_rendering(
    paragraphs: list[tuple[str, str, str]], line_end: str
) -> None:
    """Entities, tags and white space change no offset."""
    body = line_end.join(
        f"<p>{html.escape(first)} <a href='#'>{html.escape(noise)}</a> &nbsp;<b>{html.escape(second)}</b></p>"
        for first, noise, second in paragraphs
    )
    page = f"<html><head><title>T</title></head><body><article><h1>Ferry aground</h1>{body}</article></body></html>"
    try:
        check(read(page.encode("utf-8"), content_type="text/html"))
    except CaptureError:
        assert any(ord(char) < 32 for char in body)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_annotating_text_as_given_keeps_its_letters(sentence: str) -> None:
    """`annotate` takes a string letter for letter."""
    annotated = annotate(sentence)
    assert annotated.article.text == sentence
    for span in spans_of(annotated):
        assert span.slice(sentence)
