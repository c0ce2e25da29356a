"""Speakers: the best name that the article gives a source, or None where a guess could be wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.document import Document
from rashomon.datamodel import Entity, Mention, Span
from rashomon.text.tokens import Token, tokenize

_SIGHT = 3000
"""How far back a pronoun looks, in code points."""
_MOST = 500
"""How many differently named persons a role is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The article, its names, and the lexicon that tells roles and pronouns; mentions are in text order."""

    document: Document
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    names: dict[str, str]

    def within(self, span: Span) -> list[Mention]:
        """Return the mentions that lie in ``span`` of the article's text."""
        at = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].span.start < span.end:
            if self.mentions[at].span.end <= span.end:
                found.append(self.mentions[at])
            at += 1
        return found

    def name_of(self, mention: Mention) -> str | None:
        """Return the fullest name of the entity mentioned."""
        return self.names.get(mention.entity_id or "")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A speaker with the report that names it: a person or not, the words of its source, where it stands."""

    name: str | None
    kind: Literal["person", "other"]
    words: tuple[str, ...]
    span: Span
    paragraph: int


def name_speakers(
    document: Document, lexicon: Lexicon, reports: Sequence[Report], names: tuple[Sequence[Mention], Sequence[Entity]]
) -> tuple[str | None, ...]:
    """Return the speaker of each report: a person's fullest name, an organization or role without its article, or None.

    A role alone ("the minister") is resolved where the article gives it to one person; a pronoun where one person only
    is in sight.
    """
    mentions = tuple(sorted(names[0], key=lambda mention: mention.span))
    cast = Cast(document=document, lexicon=lexicon, mentions=mentions, names={e.id: e.name for e in names[1]})
    plain = [_read(cast, report) for report in reports]
    persons = list({(h.name, h.words): h for h in plain if h is not None and h.kind == "person"}.values())[:_MOST]
    result: list[str | None] = []
    heard: list[_Heard] = []
    for report, first in zip(reports, plain, strict=True):
        speaker = first
        if first is not None and first.name is None:
            speaker = _resolve_pronoun(cast, report, first, heard)
        elif first is not None and first.kind == "other":
            speaker = _resolve_role(cast, first, persons)
        result.append(speaker.name if speaker else None)
        if speaker is not None and speaker.name is not None:
            heard.append(speaker)
    return tuple(result)


def _words(cast: Cast, text: str) -> list[Token]:
    return [token for token in tokenize(text, cast.document.language) if token.kind == "word"]


def _read(cast: Cast, report: Report) -> _Heard | None:
    """Return what the source itself says: a person's name, else its noun phrase; a bare pronoun has no name yet."""
    if not report.source:
        return None
    span = report.antecedent or report.source[0]
    text = span.slice(cast.document.text)
    words = _words(cast, text)
    folded = tuple(word.folded for word in words)
    place = cast.document.to_article(span)
    if not words or (
        len(words) == 1 and cast.lexicon.is_in(folded[0], "pronouns", "personal", "possessives", "relatives", "owners")
    ):
        return _Heard(None, "other", folded, place, report.paragraph) if words else None
    person = _person(cast, place)
    if person is not None:
        return _Heard(person, "person", folded, place, report.paragraph)
    return _Heard(_phrase(cast, text, words), "other", folded, place, report.paragraph)


def _person(cast: Cast, place: Span) -> str | None:
    """Return the person at the head of a source: not one behind a preposition, a relation or a possessive ending."""
    text = cast.document.article.text
    found = cast.within(place)
    start = place.start
    for comma in [*(i for i in range(place.start, place.end) if text[i] == ","), place.end]:
        part = Span(start=start, end=comma) if comma > start else None
        start = comma + 1
        if part is None:
            continue
        inner = [mention for mention in found if part.contains(mention.span)]
        for index, mention in enumerate(inner):
            since = inner[index - 1].span.end if index else part.start
            if mention.type == "person" and _is_head(
                cast, text[since : mention.span.start], text[mention.span.end : part.end]
            ):
                return cast.name_of(mention)
    return None


def _is_head(cast: Cast, before: str, behind: str) -> bool:
    """Tell whether a name is the head of its phrase, by the words before and behind it."""
    if behind.startswith(("'s ", "’s ", "' ", "’ ")):
        return False
    words = [word.folded for word in _words(cast, before)]
    if any(cast.lexicon.is_in(word, "prepositions") for word in words):
        return False
    slavic = cast.document.language in {"ru", "uk"}
    return not (slavic and words and cast.lexicon.is_in(words[-1], "relational"))


def _phrase(cast: Cast, text: str, words: Sequence[Token]) -> str | None:
    """Return a noun phrase without its article, apposition and relative clause."""
    first = 1 if len(words) > 1 and cast.lexicon.is_in(words[0].folded, "articles") else 0
    end = len(text)
    for word in words[first + 1 :]:
        if cast.lexicon.is_in(word.folded, "relatives"):
            end = word.start
            break
    phrase = text[words[first].start : end].split(",", maxsplit=1)[0].strip(" ,—–-")
    return phrase or None


def _resolve_role(cast: Cast, heard: _Heard, persons: Sequence[_Heard]) -> _Heard:
    """Return the person behind "the minister", where one person only is called so; else what was heard."""
    words = heard.words
    bare = set(words[1:] if len(words) > 1 and cast.lexicon.is_in(words[0], "articles") else words)
    if cast.lexicon.is_in(words[0], "apposition") or not any(cast.lexicon.is_in(word, "roles") for word in bare):
        return heard
    names = {other.name for other in persons if bare <= set(other.words)}
    if len(names) != 1:
        return heard
    return _Heard(names.pop(), "person", words, heard.span, heard.paragraph)


def _resolve_pronoun(cast: Cast, report: Report, pronoun: _Heard, heard: Sequence[_Heard]) -> _Heard | None:
    """Return whom a pronoun means: the only person in this paragraph and the one before, or the last who spoke."""
    word = pronoun.words[0]
    last = heard[-1] if heard and 0 <= report.paragraph - heard[-1].paragraph <= 1 else None
    if last is not None and last.span.end > pronoun.span.start:
        last = None
    if cast.lexicon.is_in(word, "it"):
        near = last is not None and last.kind == "other" and last.paragraph == report.paragraph
        return last if near else None
    if not cast.lexicon.is_in(word, "he", "she", "possessives", "owners"):
        return None
    persons = _persons_before(cast, report, pronoun.span.start)
    name: str | None = None
    if len(set(persons)) == 1:
        name = persons[0]
    elif last is not None and last.kind == "person":
        start = max(last.span.end, pronoun.span.start - _SIGHT)
        since = Span(start=start, end=pronoun.span.start) if start < pronoun.span.start else None
        others = {cast.name_of(m) for m in cast.within(since) if m.type == "person"} if since else set()
        name = last.name if others <= {last.name} else None
    if name is None or (last is not None and last.name == name and _is_other_sex(cast, word, last.words)):
        return None
    return _Heard(name, "person", pronoun.words, pronoun.span, report.paragraph)


def _persons_before(cast: Cast, report: Report, end: int) -> list[str]:
    """Return the names of the persons between the start of the paragraph before and ``end``."""
    paragraphs = cast.document.paragraphs
    start = max(cast.document.to_article(paragraphs[max(0, report.paragraph - 1)]).start, end - _SIGHT)
    if end <= start:
        return []
    window = Span(start=start, end=end)
    return [name for m in cast.within(window) if m.type == "person" and (name := cast.name_of(m))]


def _is_other_sex(cast: Cast, pronoun: str, words: Sequence[str]) -> bool:
    """Tell whether the words of a source speak against the pronoun ("Mr. Smith" is no "she")."""
    opposite = "female" if cast.lexicon.is_in(pronoun, "he") else "male"
    return any(cast.lexicon.is_in(word, opposite) for word in words)
