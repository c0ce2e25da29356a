"""Which way a claim points: denied, negated or put forward; and whether two claims point opposite ways."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rashomon.compare.lexicon import Phrases, read_lexicon, read_phrases, read_stopwords
from rashomon.compare.profiles import Profile, stem
from rashomon.text.dates import MONTHS, WEEKDAYS
from rashomon.text.phrases import make_phrases

_SCOPE = 9
_BEFORE = 4
_SCOPE_TERMS = 3
_LEAST_STEM = 4
_LEAST_WORD = 4
_LEAST_HITS = 2
_DETERMINERS = frozenset(("a", "an", "the", "his", "her", "their", "its", "this", "that"))

Scopes = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1 << 14)
def negated_terms(words: tuple[str, ...]) -> Scopes:
    """Return, for each negation in folded ``words``, the stems that it bears on: the next three content words."""
    harmless, conditions = read_phrases("negations", "harmless"), read_phrases("negations", "condition")
    lists = (read_phrases("negations", "negation"), read_phrases("negations", "implicit"))
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        skip = harmless.match(words, at)
        skip = skip or _is_contrast(words, at)
        length = 0 if skip else max(phrases.match(words, at) for phrases in lists)
        if length and conditions.find(words[max(0, at - _BEFORE) : at]) is None:
            found.append(_scope(words[at + length : at + length + _SCOPE]))
        at += max(1, skip, length)
    return tuple(terms for terms in found if terms)


def _is_contrast(words: Sequence[str], at: int) -> int:
    """Return 1 at the "not" of "respect, not a spot": it sets two things side by side and negates no verb."""
    if words[at] != "not" or at + 1 >= len(words) or words[at + 1] not in _DETERMINERS:
        return 0
    return int(at > 0 and not read_phrases("negations", "auxiliary").match(words[at - 1 : at], 0))


def _scope(words: Sequence[str]) -> tuple[str, ...]:
    ends, negation = read_phrases("negations", "end"), read_phrases("negations", "negation")
    inside = words[: ends.find(words)]
    stop = read_stopwords()
    return tuple(stem(w) for w in inside if w not in stop and not negation.match((w,), 0))[:_SCOPE_TERMS]


def stands_in(term: str, others: Collection[str]) -> bool:
    """Tell whether a stem is among ``others``, or one of the two begins with the other ("sound", "sounde")."""
    if term in others:
        return True
    return len(term) >= _LEAST_STEM and any(
        len(other) >= _LEAST_STEM and (other.startswith(term) or term.startswith(other)) for other in others
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """Two claims that point opposite ways; ``firm`` where the words negated are those that the other puts forward."""

    firm: bool
    reason: str


def oppose(left: Profile, right: Profile) -> Opposition | None:
    """Return how two claims point opposite ways, None where they do not, or where one only asks.

    A denial of a negated content puts it forward again, so that it agrees with a claim that puts it forward.
    """
    if left.asks or right.asks or left.language != right.language:
        return None
    ours, theirs = _bearing(left, right), _bearing(right, left)
    turned = (is_denial(left) + bool(ours) + is_denial(right) + bool(theirs)) % 2
    if turned:
        firm = all(_is_firm(scope, other) for scope, other in ((ours, right), (theirs, left)) if scope)
        return Opposition(firm=firm, reason=_reason(left, right))
    words = _antonyms(left, right)
    return Opposition(firm=True, reason=f"opposite words: {words[0]}, {words[1]}") if words else None


def is_denial(profile: Profile) -> bool:
    """Tell whether a claim is what somebody denies: not "refused service", not "rejected the offer"."""
    if profile.claim.stance != "denies" or not (profile.cue_first or profile.quoted):
        return False
    first = [word for word in profile.words if word not in _ARTICLES][:1]
    if first and read_phrases("negations", "denied_thing").match(first, 0):
        return False
    weak = read_phrases("negations", "weak_denial").find(profile.cue.split()) is not None
    return not weak or read_phrases("negations", "claim_noun").find(profile.words[:_LEAST_WORD]) is not None


_ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "le", "la", "les", "l", "un", "une"))


def _reason(left: Profile, right: Profile) -> str:
    return "one account denies it" if is_denial(left) or is_denial(right) else "one account negates it"


def _bearing(profile: Profile, other: Profile) -> tuple[str, ...]:
    """Return the stems of the first negation of ``profile`` that bears on what ``other`` says, too."""
    return next((terms for terms in negated_terms(profile.words) if _touches(terms, other)), ())


def _touches(terms: Sequence[str], other: Profile) -> bool:
    return any(stands_in(term, other.terms) for term in _weighty(terms))


def _is_firm(terms: Sequence[str], other: Profile) -> bool:
    """Tell whether the first word negated stands in the other claim, and a second: "seriously hurt" is not "hurt"."""
    hits = [stands_in(term, other.terms) for term in _weighty(terms)]
    return bool(hits) and hits[0] and sum(hits) >= min(len(hits), _LEAST_HITS)


def _weighty(terms: Sequence[str]) -> list[str]:
    """Return ``terms`` without numbers, months and days, which say when or how many and not what."""
    number = read_phrases("negations", "number")
    plain = (term for term in terms if not term.isdecimal() and term not in _calendar())
    return [term for term in plain if not number.match((term,), 0)]


@cache
def _calendar() -> frozenset[str]:
    return frozenset(stem(word) for table in (MONTHS, WEEKDAYS) for words in table.values() for word in words)


@cache
def _pairs() -> tuple[tuple[Phrases, Phrases], ...]:
    rows = read_lexicon("antonyms")["pairs"]
    return tuple(
        (Phrases(table=make_phrases({"": left})), Phrases(table=make_phrases({"": right}))) for left, right in rows
    )


def _antonyms(left: Profile, right: Profile) -> tuple[str, str] | None:
    """Return two words of opposite sense, one of each claim; none where a claim tells of two moments or negates."""
    moment = read_phrases("antonyms", "moment")
    if any(moment.find(p.words) is not None or negated_terms(p.words) for p in (left, right)):
        return None
    for one, other in _pairs():
        for a, b in ((one, other), (other, one)):
            here, there = a.find(left.words), b.find(right.words)
            if here is not None and there is not None and b.find(left.words) is None and a.find(right.words) is None:
                return left.words[here], right.words[there]
    return _unprefixed(left, right)


def _unprefixed(left: Profile, right: Profile) -> tuple[str, str] | None:
    """Return "available" and "unavailable" where one claim has the one and the other the other."""
    for a, b in ((left, right), (right, left)):
        for word in b.words:
            bare = word.removeprefix("un")
            if bare != word and len(bare) > _LEAST_WORD and bare in a.words and word not in a.words:
                return (bare, word) if a is left else (word, bare)
    return None
