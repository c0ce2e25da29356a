"""Accounts made for tests: a claim a sentence, numbers and names by simple rules, an encoder without weights."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import (
    AnnotatedArticle,
    Article,
    Attribution,
    Bound,
    Claim,
    Completeness,
    Entity,
    Mention,
    MentionType,
    Quantity,
    Segment,
    Span,
    Stance,
    StatedDate,
    Story,
)

_SENTENCE = re.compile(r"[^\n]+")
_NUMBER = re.compile(
    r"(?:(at least|up to|about|over) )?(\d[\d,]*(?:\.\d+)?)(?: (km|miles|%))?(?: (?:foreign )?([a-z]+))?", re.IGNORECASE
)
_BOUNDS: dict[str, Bound] = {"at least": "at_least", "over": "at_least", "up to": "at_most", "about": "about"}
_VERBS = {
    "killed",
    "died",
    "were",
    "have",
    "in",
    "on",
    "of",
    "and",
    "dead",
    "injured",
    "to",
    "at",
    "from",
    "hurt",
    "now",
}
_WIDTH = 128


class HashingEncoder:
    """Turns words into vectors by hashing: the same everywhere, without weights."""

    name = "hashing"
    digest = "0" * 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit-length row for each text."""
        rows = np.zeros((len(texts), _WIDTH), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                rows[row, int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) % _WIDTH] += 1
        lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6).astype(np.float32)
        return np.divide(rows, lengths, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a test writes an account; ``denied`` and ``said`` give a stance or speaker to the lines that hold a word."""

    name: str
    text: str
    language: str = "en"
    date: str | None = None
    publisher: str | None = None
    stances: tuple[tuple[str, Stance], ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, MentionType], ...] = ()


def make_account(written: Written) -> AnnotatedArticle:
    """Return the account, with one claim for each line."""
    text, article_id = written.text.strip(), f"article-{written.name}"
    sentences = tuple(Span(start=m.start(), end=m.end()) for m in _SENTENCE.finditer(text))
    quantities = find_numbers(text)
    attributions = tuple(_attributions(written, text, sentences))
    claims = tuple(
        Claim(
            id=f"claim-{written.name}{at}",
            article_id=article_id,
            spans=(span,),
            stance=next((s for word, s in written.stances if word in span.slice(text)), "asserts"),
            attribution=next((a.id for a in attributions if a.content == (span,)), None),
            quantities=tuple(q for q in quantities if span.contains(q.span)),
        )
        for at, span in enumerate(sentences)
    )
    mentions, entities = _names(written, text)
    whole = Span(start=0, end=len(text))
    return AnnotatedArticle(
        article=Article(
            id=article_id,
            capture_id=f"capture-{written.name}",
            role="main",
            text=text,
            segments=(Segment(span=whole, rendering_span=whole),),
            completeness=Completeness(),
            in_language=written.language,
            publisher=written.publisher,
            date_published=StatedDate(value=written.date, where="byline") if written.date else None,
        ),
        sentences=sentences,
        claims=claims,
        quantities=quantities,
        attributions=attributions,
        mentions=mentions,
        entities=entities,
    )


def find_numbers(text: str) -> tuple[Quantity, ...]:
    """Return digits with bound, unit and the noun after them; enough for tests."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        bound, digits, unit, noun = match.groups()
        value = float(digits.replace(",", ""))
        counted = noun if noun and noun not in _VERBS else None
        span = Span(start=match.start(), end=match.end(3) if unit else match.end(2))
        kind = _BOUNDS.get((bound or "").lower(), "exact")
        found.append(Quantity(span=span, low=value, high=value, unit=unit, bound=kind, counted=counted))
    return tuple(found)


def _attributions(written: Written, text: str, sentences: Sequence[Span]) -> list[Attribution]:
    found: list[Attribution] = []
    for word, speaker in written.speakers:
        found.extend(
            Attribution(
                id=f"said-{written.name}{span.start}",
                source=(),
                cue=(),
                content=(span,),
                form="indirect",
                source_kind="named",
                speaker=speaker,
            )
            for span in sentences
            if word in span.slice(text)
        )
    return found


def _names(written: Written, text: str) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    mentions: list[Mention] = []
    entities: list[Entity] = []
    for name, kind in written.names:
        entity = Entity(id=f"entity-{written.name}-{name}", type=kind, name=name, key=name.casefold())
        entities.append(entity)
        mentions.extend(
            Mention(span=Span(start=m.start(), end=m.end()), type=entity.type, entity_id=entity.id)
            for m in re.finditer(re.escape(name), text)
        )
    return tuple(mentions), tuple(entities)


def make_story(accounts: Sequence[AnnotatedArticle], *, copies: tuple[tuple[str, ...], ...] = ()) -> Story:
    """Return the story of ``accounts`` in the order given; ``copies`` hold names of accounts that share text."""
    return Story(
        id="story-test",
        articles=tuple(account.article.id for account in accounts),
        copies=tuple(tuple(f"article-{name}" for name in group) for group in copies),
    )
