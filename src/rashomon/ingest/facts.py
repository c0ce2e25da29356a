"""What a capture states about an article: headline, writers, publisher, dates, terms, where the text comes from."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.datamodel import StatedDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Stated facts about one article; None and () mean "not stated".

    ``alternates`` are pairs of language and address; ``reservations`` what the page keeps robots and miners from, as
    "robots: noai"; ``late_date`` a date of less weight than one in the visible text (a ``<time>`` element, an address);
    ``page_kind`` what the markup says the page is: "article", "login", "not found", "list" and more (``page_kinds``).
    """

    headline: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    date_published: StatedDate | None = None
    date_modified: StatedDate | None = None
    in_language: str | None = None
    usage_terms: str | None = None
    origin_notes: tuple[str, ...] = ()
    genre_hints: tuple[str, ...] = ()
    free_to_read: bool | None = None
    late_date: StatedDate | None = None
    reservations: tuple[str, ...] = ()
    page_kind: str | None = None


def merge_facts(stated: Facts, read: Facts) -> Facts:
    """Return ``stated`` (by metadata) with its gaps filled from ``read`` (in the visible text)."""
    return Facts(
        headline=read.headline or stated.headline,
        authors=stated.authors or read.authors,
        publisher=stated.publisher or read.publisher,
        url=stated.url or read.url,
        alternates=stated.alternates,
        date_published=stated.date_published or read.date_published or stated.late_date,
        date_modified=stated.date_modified or read.date_modified,
        in_language=read.in_language or stated.in_language,
        usage_terms=read.usage_terms or stated.usage_terms,
        origin_notes=tuple(dict.fromkeys((*stated.origin_notes, *read.origin_notes))),
        genre_hints=tuple(dict.fromkeys((*stated.genre_hints, *read.genre_hints))),
        free_to_read=stated.free_to_read,
        reservations=stated.reservations,
        page_kind=stated.page_kind,
    )
