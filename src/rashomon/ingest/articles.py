"""Articles out of labelled rows: kept stretches in order, with white space alone between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rashomon.datamodel import Article, Completeness, Role, Segment, Span, make_id
from rashomon.ingest.facts import Facts
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.stretches import spans_apart

_BETWEEN = "\n\n"
_STUB_WORDS = 40


def make_article(
    capture_id: str, text: str, rows: Sequence[Row], facts: Facts, standing: tuple[Role, Completeness]
) -> Article:
    """Return the article whose body are ``rows`` of the rendering ``text``."""
    role, completeness = standing
    body, segments = _join(text, rows)
    place = f"{segments[0].rendering_span.start}-{segments[-1].rendering_span.end}" if segments else "empty"
    return Article(
        id=make_id("article", capture_id, place, body),
        capture_id=capture_id,
        role=role,
        text=body,
        segments=segments,
        completeness=completeness,
        headline=facts.headline,
        authors=facts.authors,
        publisher=facts.publisher,
        url=facts.url,
        alternates=facts.alternates,
        date_published=facts.date_published,
        date_modified=facts.date_modified,
        in_language=facts.in_language,
        usage_terms=facts.usage_terms,
        origin_notes=facts.origin_notes,
        genre_hints=facts.genre_hints,
        reservations=facts.reservations,
    )


def _join(text: str, rows: Sequence[Row]) -> tuple[str, tuple[Segment, ...]]:
    pieces: list[str] = []
    segments: list[Segment] = []
    length = 0
    for row in rows:
        for number, span in enumerate(row.stretch.kept):
            gap = ""
            if number == 0:
                gap = _BETWEEN if segments else ""
            elif spans_apart(text, row.stretch.kept[number - 1], span):
                gap = " "
            piece = span.slice(text)
            pieces += [gap, piece]
            start = length + len(gap)
            segments.append(Segment(span=Span(start=start, end=start + len(piece)), rendering_span=span))
            length = start + len(piece)
    return "".join(pieces), tuple(segments)


def find_seconds(rows: Sequence[Row], marks: Sequence[Mark]) -> tuple[tuple[Row | None, tuple[Row, ...]], ...]:
    """Return every second story as its headline row (or None) and its body rows."""
    found: list[tuple[Row | None, tuple[Row, ...]]] = []
    headline: Row | None = None
    for label, group in groupby(rows, key=lambda row: marks[row.number].label):
        if label == "second_headline":
            headline = list(group)[-1]
        elif label == "second_body":
            found.append((headline, tuple(group)))
            headline = None
    return tuple(found)


def is_stub(rows: Sequence[Row]) -> bool:
    """Tell whether a second story is a teaser: under 40 words."""
    return sum(row.words for row in rows) < _STUB_WORDS
