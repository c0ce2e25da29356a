"""Speakers: the best name that the article gives a source, or None where a guess could be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rashomon.annotate.attributions.cast import Cast, make_cast
from rashomon.annotate.attributions.coreference import Persons
from rashomon.annotate.attributions.houses import find_house, name_house
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.attributions.roles import Roles, find_roles
from rashomon.annotate.document import Document
from rashomon.datamodel import Entity, Mention, Span, Spans
from rashomon.text.tokens import Token, tokenize

_SHORT = 3
_MOST = 500
"""How many differently named persons a role is compared with."""


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
    cast = make_cast(document, lexicon, names)
    roles = find_roles(cast)
    plain = [_read(cast, report) for report in reports]
    people = Persons(cast, roles, _contents(document, reports, plain))
    persons = list({(h.name, h.words): h for h in plain if h is not None and h.kind == "person"}.values())[:_MOST]
    result: list[str | None] = []
    heard: list[_Heard] = []
    for first in plain:
        speaker = first
        if first is not None and first.name is None:
            speaker = _resolve_pronoun(cast, people, first, heard)
        elif first is not None and first.kind == "other":
            speaker = _resolve_role(cast, roles, first, persons)
        result.append(speaker.name if speaker else None)
        if speaker is not None and speaker.name is not None:
            heard.append(speaker)
    return tuple(result)


def _contents(document: Document, reports: Sequence[Report], plain: Sequence[_Heard | None]) -> Mapping[int, Spans]:
    """Return what is said by whom a pronoun means, by where the pronoun begins in the article's text."""
    found: dict[int, Spans] = {}
    for report, source in zip(reports, plain, strict=True):
        if source is not None and source.name is None:
            at = source.span.start
            found[at] = (*found.get(at, ()), *document.all_to_article(report.content))
    return found


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
    return _Heard(name_house(cast, place) or _phrase(cast, text, words), "other", folded, place, report.paragraph)


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


def _resolve_role(cast: Cast, roles: Roles, heard: _Heard, persons: Sequence[_Heard]) -> _Heard:
    """Return who is behind "the minister", where one person or house only is called so; else what was heard."""
    words = heard.words
    bare = words[1:] if len(words) > 1 and cast.lexicon.is_in(words[0], "articles") else words
    if cast.lexicon.is_in(words[0], "apposition") or not any(
        cast.lexicon.is_in(word, "roles", "persons", "houses") for word in bare
    ):
        return heard
    bearer = roles.find(bare, heard.span.start)
    if bearer is not None:
        kind: Literal["person", "other"] = "person" if bearer.type == "person" else "other"
        return _Heard(bearer.name, kind, words, heard.span, heard.paragraph)
    house = find_house(cast, bare, heard.span) if cast.lexicon.is_in(words[0], "articles") else None
    if house is not None:
        return _Heard(house, "other", words, heard.span, heard.paragraph)
    alive = cast.lexicon.language != "en" or any(cast.lexicon.is_in(word, "persons") for word in bare)
    names = {other.name for other in persons if set(bare) <= set(other.words)} if alive else set()
    if len(names) != 1:
        return heard
    return _Heard(names.pop(), "person", words, heard.span, heard.paragraph)


def _resolve_pronoun(cast: Cast, people: Persons, pronoun: _Heard, heard: Sequence[_Heard]) -> _Heard | None:
    """Return whom a pronoun means: a person by what was said before, "it" and "they" by who spoke last."""
    word = pronoun.words[0]
    last = heard[-1] if heard and 0 <= pronoun.paragraph - heard[-1].paragraph <= 1 else None
    if last is not None and last.span.end > pronoun.span.start:
        last = None
    if cast.lexicon.is_in(word, "it", "they"):
        near = last is not None and last.kind == "other" and last.paragraph == pronoun.paragraph
        if last is None or not near or not _fits(cast, last):
            return None
        return last if _is_plural(cast, last) == cast.lexicon.is_in(word, "they") else None
    if not cast.lexicon.is_in(word, "he", "she", "possessives", "owners"):
        return None
    meant = people.find(pronoun.span.start)
    if meant is None:
        return None
    name = meant.name or _by_noun(cast, meant.span, heard)
    return _Heard(name, "person", pronoun.words, pronoun.span, pronoun.paragraph) if name else None


def _by_noun(cast: Cast, place: Span, heard: Sequence[_Heard]) -> str | None:
    """Return what a speaker without a name was called at ``place``: "coroner" for "the county coroner"."""
    one = next((one for one in reversed(heard) if one.span.contains(place)), None)
    is_person = (
        one is not None
        and not cast.lexicon.is_in(one.words[0], "own")
        and any(cast.lexicon.is_in(word, "persons", "male", "female") for word in one.words)
    )
    return one.name if one is not None and is_person else None


def _fits(cast: Cast, heard: _Heard) -> bool:
    """Tell whether a speaker can be "it" or "they": no single person, and no pronoun."""
    if cast.lexicon.is_in(heard.words[0], "own"):
        return False  # "its operator" is no name to hand on
    return not any(cast.lexicon.is_in(word, "persons", "male", "female", "he", "she") for word in heard.words)


def _is_plural(cast: Cast, heard: _Heard) -> bool:
    """Tell whether a speaker is several, by the noun: in small letters, the last before a preposition or relative."""
    if cast.lexicon.is_in(heard.words[0], "they"):
        return True
    words = [cast.tokens[at] for at in range(cast.token_at(heard.span.start), cast.token_at(heard.span.end))]
    words = [word for word in words if word.kind == "word"]
    if not words:  # a source that begins or ends within a token
        return False
    behind = (
        at for at, word in enumerate(words) if at and cast.lexicon.is_in(word.folded, "prepositions", "relatives")
    )
    at = next(behind, len(words)) - 1
    noun = words[at]
    if cast.lexicon.is_in(noun.folded, "things") or (noun.is_capital and (at or cast.within(heard.span))):
        return False
    return (noun.folded.endswith("s") and len(noun.text) > _SHORT) or cast.lexicon.is_in(noun.folded, "plural")
