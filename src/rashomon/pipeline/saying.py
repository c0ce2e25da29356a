"""Who said what: every attribution in the captures that holds the words somebody looks for, by speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rashomon.datamodel import (
    AnnotatedArticle,
    Article,
    Attribution,
    Entity,
    Excerpt,
    Reading,
    Saying,
    SayingPlace,
    Sayings,
    Skipped,
    Spans,
    make_excerpt,
)
from rashomon.errors import RashomonError
from rashomon.pipeline.annotating import annotate
from rashomon.pipeline.comparing import check_rendering
from rashomon.pipeline.grouping import order_articles, order_readings, order_skipped
from rashomon.pipeline.inputs import Source, StrPath, as_many, read_each
from rashomon.pipeline.manifest import make_manifest
from rashomon.text.fold import fold
from rashomon.text.normal import Normalized, normalize
from rashomon.text.search import Search, Word, list_words, make_search

_BOTH: Final[tuple[SayingPlace, ...]] = ("content", "source")
_SPACE: Final = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is looked for in articles of one language; ``speaker`` narrows, and ``words`` then are those said."""

    words: Search
    speaker: Search

    def find_in(self, content: Sequence[Word], source: Sequence[Word]) -> tuple[SayingPlace, ...]:
        """Return where an attribution holds the words: in its content, its source, or in both together; () nowhere."""
        if self.speaker:
            return ("content",) if self.speaker.is_in(source) and self.words.is_in(content) else ()
        places: tuple[SayingPlace, ...] = (
            *(("content",) if self.words.is_in(content) else ()),
            *(("source",) if self.words.is_in(source) else ()),
        )
        return places or (_BOTH if self.words.is_in((*content, *source)) else ())


@dataclass(frozen=True, kw_only=True)
class _Account:
    """An annotated article with its attributions and entities by name."""

    annotated: AnnotatedArticle

    @property
    def article(self) -> Article:
        return self.annotated.article

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        return {value.id: value for value in self.annotated.attributions}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        return {fold(value.name): value for value in self.annotated.entities}

    def cut(self, spans: Spans) -> tuple[Excerpt, ...]:
        """Return the excerpts at ``spans``."""
        return tuple(make_excerpt(self.article.id, self.article.text, span) for span in spans)

    def slices(self, spans: Spans) -> tuple[str, ...]:
        """Return the letters at ``spans``."""
        return tuple(span.slice(self.article.text) for span in spans)

    @cached_property
    def normal(self) -> Normalized:
        return normalize(self.article.text)

    def words(self, spans: Spans, *more: str) -> tuple[Word, ...]:
        """Return the folded words at ``spans``, then those of ``more``.

        The whole article is made normal first: damaged letters can be told from meant ones only in bulk.
        """
        language = self.article.in_language or ""
        normal = self.normal
        pieces = (normal.text[bisect_right(normal.ends, s.start) : bisect_left(normal.starts, s.end)] for s in spans)
        return list_words((*pieces, *more), language)

    def is_name(self, speaker: str) -> bool:
        """Tell whether ``speaker`` is a name of the article, and no role."""
        return fold(speaker) in self.entities

    def name(self, attribution_id: str | None) -> str | None:
        """Return who says an attribution: by name, else the source as written; None where nobody is named."""
        attribution = self.attributions.get(attribution_id or "")
        if attribution is None:
            return None
        if attribution.speaker and self.is_name(attribution.speaker):
            return attribution.speaker
        return " … ".join(self.slices(attribution.source)) or attribution.speaker


def who_said(
    words: str, captures: StrPath | Iterable[Source], *, speaker: str | None = None, attitudes: bool = False
) -> Sayings:
    """Return every attribution in ``captures`` that holds all of ``words``, those of one speaker together.

    Words are compared folded; a phrase in quotation marks must stand in this order, and "siren*" stands for any ending.
    They are looked for in what is said and in who says it; with ``speaker`` in what that speaker says alone, where ""
    is anything. Attitudes ("thinks", "hopes") are counted, and returned only where asked for. Raises RashomonError
    where there is no word to look for; captures that cannot be read are in ``skipped``.
    """
    if not make_search(words) and not make_search(speaker or ""):
        raise RashomonError("there is no word to look for", hint="name a word, or a speaker with --speaker")
    readings: list[Reading] = []
    skipped: list[Skipped] = []
    found: list[AnnotatedArticle] = []
    searched = cut = 0
    for result in read_each(as_many(captures)):
        if isinstance(result, Skipped):
            skipped.append(result)
            continue
        searched += 1
        cut += result.completeness.value == "cut"
        holding = [annotate(article) for article in result.articles if _holds(article, words, speaker)]
        found += holding
        if holding or not result.articles:
            readings.append(result)
    asked = _Asked(words=words, speaker=speaker, attitudes=attitudes)
    return _answer(asked, _Found((searched, cut), readings, found, skipped))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    words: str
    speaker: str | None
    attitudes: bool

    def read_for(self, article: Article) -> _Wanted:
        language = article.in_language or ""
        return _Wanted(words=make_search(self.words, language), speaker=make_search(self.speaker or "", language))


@dataclass(frozen=True, slots=True)
class _Found:
    counts: tuple[int, int]
    readings: Sequence[Reading]
    articles: Sequence[AnnotatedArticle]
    skipped: Sequence[Skipped]


def _holds(article: Article, words: str, speaker: str | None) -> bool:
    """Tell whether all the words stand somewhere in ``article``: no other is annotated, which takes far longer."""
    language = article.in_language or ""
    text = list_words((article.text, article.headline or "", *article.authors), language)
    return all(make_search(given, language).is_in(text) for given in (words, speaker or ""))


def _answer(asked: _Asked, found: _Found) -> Sayings:
    by_id = {value.article.id: value for value in found.articles}
    ordered = tuple(by_id[article.id] for article in order_articles(v.article for v in found.articles))
    holding = {value.article.capture_id for value in ordered}
    readings = order_readings(
        (reading for reading in found.readings if reading.capture.id in holding), [v.article for v in ordered]
    )
    empty = tuple(reading for reading in found.readings if not reading.articles)
    sayings = tuple(saying for value in ordered for saying in _find_sayings(_Account(annotated=value), asked))
    shown = tuple(s for s in sayings if asked.attitudes or s.attribution.layer == "speech")
    _prove(shown, ordered, readings)
    return Sayings(
        manifest=make_manifest(readings),
        words=asked.words,
        speaker=asked.speaker,
        searched=found.counts[0],
        cut=found.counts[1],
        readings=readings,
        articles=ordered,
        sayings=_by_speaker(shown),
        attitudes=len(sayings) - len(shown),
        skipped=order_skipped(found.skipped, empty),
    )


def _find_sayings(account: _Account, asked: _Asked) -> Iterator[Saying]:
    wanted = asked.read_for(account.article)
    for attribution in account.annotated.attributions:
        source = account.words(attribution.source, attribution.speaker or "")
        matched = wanted.find_in(account.words(attribution.content), source)
        if matched:
            yield Saying(
                publisher=account.article.publisher,
                attribution=attribution,
                source=account.cut(attribution.source),
                cue=account.cut(attribution.cue),
                content=account.cut(attribution.content),
                matched=matched,
                key=_make_key(account, attribution),
                within=account.name(attribution.parent),
            )


def _make_key(account: _Account, attribution: Attribution) -> str:
    """Return what the sayings of one speaker share: over all articles for a full name or a house, else within one.

    A bare surname, and a role such as "the minister", is somebody else in another article; a pronoun that is resolved
    to nobody may be somebody else in the next sentence.
    """
    if attribution.speaker is None:
        return attribution.id
    name = fold(attribution.speaker)
    entity = account.entities.get(name)
    if entity is not None and (entity.type != "person" or _SPACE in name):
        return entity.key
    return f"{account.article.id} {name}"


def _by_speaker(sayings: Sequence[Saying]) -> tuple[Saying, ...]:
    """Return ``sayings`` with those of one speaker together, by first appearance; unresolved and unnamed ones last."""
    groups: dict[str, list[Saying]] = {}
    for saying in sayings:
        groups.setdefault(saying.key, []).append(saying)
    ordered = sorted(groups.values(), key=lambda group: _rank(group[0]))
    return tuple(saying for group in ordered for saying in group)


def _rank(saying: Saying) -> int:
    if saying.attribution.speaker is not None:
        return 0 if not saying.key.startswith(saying.article_id) else 1
    return 2 if saying.source else 3


def _prove(sayings: Iterable[Saying], articles: Iterable[AnnotatedArticle], readings: Iterable[Reading]) -> None:
    """Raise BrokenEvidence unless every excerpt stands in the rendering of its capture."""
    renderings = {reading.capture.id: reading.rendering.text for reading in readings}
    by_id = {value.article.id: value.article for value in articles}
    for saying in sayings:
        article = by_id[saying.article_id]
        for excerpt in saying.excerpts:
            check_rendering(article, excerpt, renderings[article.capture_id])
