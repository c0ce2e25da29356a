"""Articles for the tests of grouping."""

from __future__ import annotations

from rashomon.datamodel import Article, Completeness, Segment, Span, StatedDate


def make_article(
    identity: str, text: str, *, headline: str | None = None, day: str | None = None, language: str | None = "en"
) -> Article:
    """Return an article that states no more than what is given."""
    whole = (Span(start=0, end=len(text)),) if text else ()
    return Article(
        id=identity,
        capture_id=f"capture-{identity}",
        role="main",
        text=text,
        segments=tuple(Segment(span=span, rendering_span=span) for span in whole),
        completeness=Completeness(),
        headline=headline,
        date_published=StatedDate(value=day, where="byline") if day else None,
        in_language=language,
    )
