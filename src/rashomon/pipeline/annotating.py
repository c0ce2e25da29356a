"""Annotation of one article or many: attributions, mentions, quantities, times, hedges and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from rashomon.annotate import annotate as annotate_article
from rashomon.datamodel import AnnotatedArticle, Article, Capture, Completeness, Reading, Segment, Span, make_id
from rashomon.errors import CaptureEmpty
from rashomon.text.language import detect_language

LONGEST: Final = 100_000
"""The most code points of an article that are annotated, about 17,000 words: a cap on time, told in the notes."""


def annotate(article_or_text: Article | AnnotatedArticle | str) -> AnnotatedArticle:
    """Return ``article_or_text`` with all that is found in it; an annotated article is returned as it is.

    A string is taken as the body of an article of which nothing else is stated, letter for letter; spans index it.
    Raises CaptureEmpty where it holds white space only.
    Of an article of more than 100,000 code points the beginning is annotated, and ``notes`` say so.
    """
    if isinstance(article_or_text, AnnotatedArticle):
        return article_or_text
    article = article_from_text(article_or_text) if isinstance(article_or_text, str) else article_or_text
    if len(article.text) <= LONGEST:
        return annotate_article(article)
    end = article.text.rfind("\n", LONGEST // 2, LONGEST) + 1 or LONGEST
    begun = annotate_article(replace(article, text=article.text[:end]))
    note = f"only the first {end:,} of {len(article.text):,} code points were annotated"
    return replace(begun, article=article, notes=(*begun.notes, note))


def annotate_many(
    iterable: Iterable[Article | str],
    *,
    engine: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map,
) -> Iterator[AnnotatedArticle]:
    """Yield each item of ``iterable`` annotated, in order; ``engine`` is anything with the signature of ``map``.

    The built-in ``map`` works one by one as results are asked for; ``ProcessPoolExecutor().map`` or a pool's
    ``imap`` spreads the work, and the result is the same.
    """
    yield from engine(annotate, iterable)


def annotate_reading(reading: Reading) -> dict[str, Any]:
    """Return ``reading`` as ``rashomon annotate --json`` prints it: each article with what was found in it."""
    annotated = [annotate(article).to_dict(capture=reading.capture.origin) for article in reading.articles]
    return reading.to_dict() | {"articles": annotated}


def article_from_text(text: str) -> Article:
    """Return an article whose body is all of ``text``; its rendering is ``text`` itself."""
    if not text.strip():
        raise CaptureEmpty("there is no text to annotate", hint="pass the text of an article")
    capture = Capture(payload=text.encode("utf-8", "surrogatepass"), content_type="text/plain")
    whole = Span(start=0, end=len(text))
    return Article(
        id=make_id("article", capture.id, 0, len(text)),
        capture_id=capture.id,
        role="main",
        text=text,
        segments=(Segment(span=whole, rendering_span=whole),),
        completeness=Completeness(reason="given as text, without its capture"),
        in_language=detect_language(text),
    )
