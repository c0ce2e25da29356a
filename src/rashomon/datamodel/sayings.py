"""Who said what: the attributions in which words were found, with the excerpts that show each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rashomon.datamodel.annotations import AnnotatedArticle, Attribution
from rashomon.datamodel.captures import Reading
from rashomon.datamodel.comparisons import Excerpt, Manifest, Skipped
from rashomon.datamodel.identity import make_id

SayingPlace: TypeAlias = Literal["content", "source"]
"""Where words were found in an attribution: in what is said, or in who says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """An attribution in which words were found, with its excerpts.

    ``matched`` tells where: in what is said, in who says it (as written, or its best name), or in both together.
    ``key`` is the same for sayings of one speaker: over articles where the speaker is named, within one article where
    it is a role or unnamed. ``within`` is who says the saying that this one stands in, as the article names it.
    """

    publisher: str | None
    attribution: Attribution
    source: tuple[Excerpt, ...]
    cue: tuple[Excerpt, ...]
    content: tuple[Excerpt, ...]
    matched: tuple[SayingPlace, ...]
    key: str
    within: str | None = None

    @property
    def article_id(self) -> str:
        """The article it stands in."""
        return self.content[0].article_id

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Every excerpt: source, cue, content."""
        return self.source + self.cue + self.content

    def to_dict(self) -> dict[str, Any]:
        """Return the saying as ``rashomon who-said --json`` prints it: the attribution, its spans as excerpts."""
        excerpts = {
            "source": [excerpt.to_dict() for excerpt in self.source],
            "cue": [excerpt.to_dict() for excerpt in self.cue],
            "content": [excerpt.to_dict() for excerpt in self.content],
        }
        return (
            self.attribution.to_dict()
            | excerpts
            | {
                "speaker_id": make_id("speaker", self.key),
                "within": self.within,
                "publisher": self.publisher,
                "article": self.article_id,
                "matched": list(self.matched),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """The answer to "who said it?": sayings by speaker, those of one speaker together.

    ``words`` and ``speaker`` are what was looked for, as typed. ``searched`` counts the captures that were read,
    ``cut`` those among them that hold only a part of their article: what stood in the rest was not searched.
    ``articles`` and ``readings`` are those that hold all the words somewhere. Where a language has no rules for
    attribution, the article's notes say so. ``attitudes`` is how many more would be found among attitudes ("thinks",
    "hopes"), 0 where these were looked for too.
    """

    manifest: Manifest
    words: str
    speaker: str | None
    searched: int
    cut: int
    readings: tuple[Reading, ...]
    articles: tuple[AnnotatedArticle, ...]
    sayings: tuple[Saying, ...]
    attitudes: int = 0
    skipped: tuple[Skipped, ...] = ()

    def origin_of(self, article_id: str) -> str | None:
        """Return the path that the capture of an article came under."""
        capture_id = next(value.article.capture_id for value in self.articles if value.article.id == article_id)
        return next(reading.capture.origin for reading in self.readings if reading.capture.id == capture_id)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as ``rashomon who-said --json`` prints it."""
        origins = {reading.capture.id: reading.capture.origin for reading in self.readings}
        return {
            "manifest": self.manifest.to_dict(),
            "words": self.words,
            "speaker": self.speaker,
            "searched": self.searched,
            "cut": self.cut,
            "captures": [reading.capture_dict() for reading in self.readings],
            "skipped": [value.to_dict() for value in self.skipped],
            "articles": [
                value.article.to_dict(capture=origins.get(value.article.capture_id)) | {"notes": list(value.notes)}
                for value in self.articles
            ],
            "sayings": [saying.to_dict() for saying in self.sayings],
            "attitudes": self.attitudes,
        }
