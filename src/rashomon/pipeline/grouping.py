"""Which articles report the same event, and the order that every other order follows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rashomon.datamodel import AnnotatedArticle, Article, Manifest, Reading, Skipped, StatedDate, Story
from rashomon.neural.minilm import load_encoder
from rashomon.pipeline.inputs import UNNAMED, Source, gather
from rashomon.pipeline.manifest import make_manifest
from rashomon.stories import group_articles

_LAST = "~"  # sorts after every digit, so that articles without a stated date come last


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Every article of some captures in exactly one story."""

    manifest: Manifest
    readings: tuple[Reading, ...]
    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the grouping as ``rashomon stories --json`` prints it."""
        origins = {reading.capture.id: reading.capture.origin for reading in self.readings}
        return {
            "manifest": self.manifest.to_dict(),
            "captures": [reading.capture_dict() for reading in self.readings],
            "skipped": [value.to_dict() for value in self.skipped],
            "articles": [article.to_dict(capture=origins.get(article.capture_id)) for article in self.articles],
            "stories": [story.to_dict() for story in self.stories],
        }


def group(articles: Iterable[Article | AnnotatedArticle]) -> tuple[Story, ...]:
    """Return the stories of ``articles``, each article in exactly one; an article alone is a story of its own.

    The result does not depend on the order given, and an article given twice counts once.
    """
    plain = (value.article if isinstance(value, AnnotatedArticle) else value for value in articles)
    ordered = order_articles({article.id: article for article in plain}.values())
    return group_articles(ordered, load_encoder()) if ordered else ()


def group_captures(sources: Iterable[Source]) -> Grouping:
    """Return the stories of all articles in ``sources``; what cannot be read is skipped with its reason."""
    gathered = gather(sources)
    articles = order_articles(article for reading in gathered.readings for article in reading.articles)
    readings = order_readings(gathered.readings, articles)
    return Grouping(
        manifest=make_manifest(readings),
        readings=readings,
        articles=articles,
        stories=group_articles(articles, load_encoder()) if articles else (),
        skipped=order_skipped(gathered.skipped, readings),
    )


def order_articles(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return ``articles`` by stated time, undated ones last, then by the digest of their text.

    Neither publisher nor path decides: publishers' names are left out of the digest, so that swapping two names
    changes no order.
    """
    given = tuple(articles)
    names = sorted({a.publisher for a in given if a.publisher}, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, names)), re.IGNORECASE) if names else None
    return tuple(sorted(given, key=lambda article: (_time_key(article.date_published), *_text_key(article, pattern))))


def order_readings(readings: Iterable[Reading], articles: Sequence[Article]) -> tuple[Reading, ...]:
    """Return ``readings`` by their first article; those without an article last, by the digest of their bytes."""
    place: dict[str, int] = {}
    for at, article in enumerate(articles):
        place.setdefault(article.capture_id, at)
    return tuple(sorted(readings, key=lambda r: (place.get(r.capture.id, len(articles)), r.capture.id)))


def order_skipped(skipped: Iterable[Skipped], readings: Iterable[Reading]) -> tuple[Skipped, ...]:
    """Return ``skipped`` and one record for each reading without an article, by path."""
    without = (
        Skipped(path=reading.capture.origin or UNNAMED, error="NoArticle", reason=reading.completeness.reason)
        for reading in readings
        if not reading.articles
    )
    return tuple(sorted((*skipped, *without), key=lambda value: (value.path, value.error, value.reason)))


def _time_key(stated: StatedDate | None) -> str:
    """Return a string that sorts as the stated time does, in UTC; a date without a time counts as its midnight."""
    if stated is None:
        return _LAST
    try:
        moment = datetime.fromisoformat(stated.value)
        return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except (ValueError, OverflowError):  # a month or a year alone: the written form sorts before its days
        return stated.value


def _text_key(article: Article, publishers: re.Pattern[str] | None) -> tuple[str, str]:
    text = publishers.sub("", article.text) if publishers else article.text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), article.id
