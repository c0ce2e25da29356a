"""Whom "he" and "she" mean: the persons spoken of before, by sex, nearness and place in the sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.attributions.cast import Cast
from rashomon.annotate.attributions.genders import Gender, find_genders, gender_of
from rashomon.annotate.attributions.roles import Roles
from rashomon.datamodel import Mention, Span, Spans

_SIGHT = 1500
"""How far back a pronoun looks, in code points."""
_FAR = 4
"""How many sentences back a pronoun looks."""
_LONGEST = 5
_MASCULINE = frozenset({"he", "his", "him", "himself"})
_FEMININE = frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place where somebody is spoken of: ``who`` tells persons apart, ``name`` is None where nobody knows the name.

    ``leads`` where it is the first of its sentence and no part of another phrase, as subjects mostly are; ``origin`` is
    where the name or noun stands that a pronoun takes up.
    """

    who: str
    name: str | None
    gender: Gender
    span: Span
    sentence: int
    paragraph: int
    quotation: int | None
    origin: int
    leads: bool = False


def find_references(cast: Cast, roles: Roles) -> tuple[Reference, ...]:
    """Return every place where one person is named, or spoken of by a noun, in text order."""
    found = [
        _reference(cast, mention.span, (name, name), "")
        for mention in cast.mentions
        if mention.type == "person" and (name := cast.name_of(mention))
    ]
    found += [
        _reference(cast, mention.span, (mention.entity_id or "", None), "")
        for mention in cast.mentions
        if _may_be_person(cast, mention)
    ]
    found += _nouns(cast, roles)
    ordered = _with_leads(cast, sorted(found, key=lambda one: one.span))
    genders = find_genders(cast, _votes(cast, ordered))
    return tuple(replace(one, gender=one.gender or genders.get(one.name or "", "")) for one in ordered)


def _may_be_person(cast: Cast, mention: Mention) -> bool:
    """Tell whether a name of no type, or a place's, acts as a person: one word, no article, a verb behind."""
    if mention.type not in {"other", "place"} or " " in mention.span.slice(cast.document.article.text):
        return False
    if cast.lexicon.language != "en":
        return False
    first, behind = cast.token_at(mention.span.start), cast.token_at(mention.span.end)
    if cast.lexicon.is_in(cast.folded(first - 1), "determiners", "prepositions"):
        return False
    word = cast.folded(behind)
    return word in cast.lexicon.verbs or cast.lexicon.is_in(word, "auxiliaries") or word.endswith("ed")


def _reference(cast: Cast, span: Span, who: tuple[str, str | None], gender: Gender) -> Reference:
    place = span.start
    return Reference(who=who[0], name=who[1], gender=gender, span=span, sentence=cast.sentence_of(place),
                     paragraph=cast.paragraph_of(place), quotation=cast.quotation_of(place), origin=place)  # fmt: skip


def _nouns(cast: Cast, roles: Roles) -> Iterator[Reference]:
    """Yield the persons spoken of by a noun: "a farmer", "the mayor", "her brother", "Dorn's lawyer"; English only."""
    if cast.lexicon.language != "en":
        return
    names = {cast.token_at(mention.span.start): mention for mention in cast.mentions}
    for at, token in enumerate(cast.tokens):
        owned = cast.is_possessive(at)
        if token.kind != "word" or not (owned or cast.lexicon.is_in(token.folded, "determiners")):
            continue
        head = _head(cast, at, names)
        if head is None:
            continue
        span = Span(start=cast.tokens[at + owned].start, end=cast.tokens[head].end)
        words = [cast.folded(i) for i in range(at + 1, head + 1)]
        bearer = roles.find(words, span.start) if token.folded == "the" else None
        who = (bearer.name, bearer.name) if bearer else (f"{words[-1]} {'the' if token.folded == 'the' else at}", None)
        yield _reference(cast, span, who, gender_of(cast, words[-1:]))


def _head(cast: Cast, at: int, names: Mapping[int, Mention]) -> int | None:
    """Return the last noun for a person in the phrase that token ``at`` opens; None where a name follows it."""
    head: int | None = None
    place = at + 1
    for place in range(at + 1, min(at + 1 + _LONGEST, len(cast.tokens))):
        token = cast.tokens[place]
        closed = cast.lexicon.is_in(token.folded, "determiners", "prepositions", "conjunctions", "auxiliaries")
        if (token.kind != "word" and token.text != "-") or closed or place in names:
            break
        if cast.lexicon.is_in(token.folded, "persons", "male", "female") and not cast.is_possessive(place):
            head = place
    return None if head is None or head + 1 in names else head


def _with_leads(cast: Cast, ordered: Sequence[Reference]) -> list[Reference]:
    """Return the references with the first of each sentence marked, unless possessive or behind a preposition."""
    found: list[Reference] = []
    sentence = -1
    for one in ordered:
        leads = False
        if one.sentence != sentence and one.quotation is None:
            sentence = one.sentence
            before, behind = cast.token_at(one.span.start) - 1, cast.token_at(one.span.end)
            held = cast.lexicon.is_in(cast.folded(before), "prepositions") and before >= cast.token_at(
                cast.sentences[max(0, sentence)].start
            )
            leads = not held and not cast.is_possessive(behind - 1) and cast.folded(behind) not in {"'", "’", "s"}
        found.append(replace(one, leads=leads))
    return found


def _votes(cast: Cast, ordered: Sequence[Reference]) -> Mapping[str, list[Gender]]:
    """Return the genders of the pronouns behind each name that is the only person in its sentence."""
    alone: dict[int, set[str]] = defaultdict(set)
    for one in ordered:
        alone[one.sentence].add(one.who)
    named = {one.sentence: one for one in reversed(ordered) if one.name and len(alone[one.sentence]) == 1}
    found: dict[str, list[Gender]] = defaultdict(list)
    for token in cast.tokens:
        gender = pronoun_gender(token.folded)
        only = named.get(cast.sentence_of(token.start)) if gender else None
        if only is None or not only.name or only.span.end > token.start:
            continue
        if cast.quotation_of(token.start) == only.quotation:
            found[only.name].append(gender)
    return found


def pronoun_gender(word: str) -> Gender:
    """Return the gender of an English pronoun; "" for every other word."""
    if word in _MASCULINE:
        return "male"
    return "female" if word in _FEMININE else ""


class Persons:
    """Whom the pronouns of one article mean; it walks the text once and remembers what it found."""

    def __init__(self, cast: Cast, roles: Roles, contents: Mapping[int, Spans]) -> None:
        """Read ``cast``; ``contents`` holds, by where a pronoun begins, what is said there by whom it means."""
        self._cast = cast
        self._contents = contents
        self._references = list(find_references(cast, roles))
        self._found: dict[int, Reference | None] = {}
        self._walk()

    def find(self, place: int) -> Reference | None:
        """Return whom the pronoun that begins at ``place`` means, None where that is not plain."""
        return self._found.get(place)

    def _walk(self) -> None:
        seen: list[Reference] = []
        waiting = self._references[::-1]
        for token in self._cast.tokens:
            while waiting and waiting[-1].span.start < token.start:
                seen.append(waiting.pop())
            subject = token.folded in {"he", "she"} and self._cast.lexicon.language == "en"
            if not subject and token.start not in self._contents:
                continue
            span = Span(start=token.start, end=token.end)
            gender = self._gender(token.folded)
            asked = _reference(self._cast, span, (f"{token.folded} {token.start}", None), gender)
            found = choose(asked, seen, self._contents.get(token.start, ()))
            self._found[token.start] = found
            taken = replace(asked, who=found.who, name=found.name, origin=found.origin) if found else asked
            seen.append(replace(taken, leads=asked.quotation is None))

    def _gender(self, word: str) -> Gender:
        lexicon = self._cast.lexicon
        if lexicon.is_in(word, "he"):
            return "male"
        return "female" if lexicon.is_in(word, "she") else pronoun_gender(word)


def choose(asked: Reference, seen: Sequence[Reference], said: Spans) -> Reference | None:
    """Return the reference that the pronoun ``asked`` takes up, None where two fit.

    Nobody is named in ``said``, what the person meant says. The only one who fits in sight is meant; else the only one
    in the nearest sentence that has any; else the one who leads that sentence.
    """
    fit = [
        one
        for one in seen[bisect_left(seen, asked.span.start - _SIGHT, key=lambda one: one.span.start) :]
        if one.paragraph >= asked.paragraph - 1
        and one.origin >= asked.span.start - _SIGHT
        and one.quotation == asked.quotation
        and not (one.gender and asked.gender and one.gender != asked.gender)
        and not any(span.contains(one.span) for span in said)
    ]
    if not fit:
        return None
    if len({one.who for one in fit}) == 1:
        return fit[-1]
    near = [one for one in fit if one.sentence == fit[-1].sentence]
    if len({one.who for one in near}) == 1:
        return near[-1]
    leading = [one for one in near if one.leads]
    return leading[-1] if len({one.who for one in leading}) == 1 else None
