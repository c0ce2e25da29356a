"""Claims that one source puts forward and another denies, or that one account negates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.compare.candidates import find_candidates
from rashomon.compare.groups import Measure
from rashomon.compare.lexicon import read_lexicon, read_phrases, read_stopwords
from rashomon.compare.profiles import Profile, stem
from rashomon.compare.similarity import StoryIndex

_SCOPE = 7
_BEFORE = 4
_SCOPE_TERMS = 3
_LEAST_DENIED = 3
_LEAST_NEGATED = 2
_COVERED = 0.5

_Scopes = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialDispute:
    """Claims that put something forward (``left``) and claims that deny it (``right``), each side in reading order."""

    left: tuple[Profile, ...]
    right: tuple[Profile, ...]
    score: float


def negated_terms(words: Sequence[str]) -> _Scopes:
    """Return, for each negation in folded ``words``, the stems that it bears on: the next three content words."""
    harmless, negation = read_phrases("negations", "harmless"), read_phrases("negations", "negation")
    conditions, ends = read_phrases("negations", "condition"), read_phrases("negations", "end")
    stop = read_stopwords()
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        skip = harmless.match(words, at)
        length = 0 if skip else negation.match(words, at)
        if length:
            scope = words[at + length : at + length + _SCOPE]
            scope = scope[: ends.find(scope)]
            terms = tuple(stem(word) for word in scope if word not in stop and not negation.match((word,), 0))
            if conditions.find(words[max(0, at - _BEFORE) : at]) is None:
                found.append(terms[:_SCOPE_TERMS])
        at += max(1, skip, length)
    return tuple(terms for terms in found if terms)


def find_denials(index: StoryIndex, measured: Measure) -> tuple[DenialDispute, ...]:
    """Return the disputes between claims and their denials; sides are complete, and in reading order."""
    thresholds = read_lexicon("weights")["thresholds"]["denial"]
    negated = {profile.position: negated_terms(profile.words) for profile in index.profiles}
    pairs: list[tuple[Profile, Profile]] = []
    for a, b in sorted(
        {*_pairs(index), *_same_article(index.profiles)}, key=lambda pair: (pair[0].position, pair[1].position)
    ):
        for left, right in ((a, b), (b, a)):
            kind = _kind(left, right, index, negated)
            if kind and measured(left, right).score >= thresholds[kind]:
                pairs.append((left, right))
    return tuple(_make_disputes(pairs, measured))


def _pairs(index: StoryIndex) -> Iterator[tuple[Profile, Profile]]:
    yield from find_candidates(index)


def _same_article(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Yield the pairs of claims of one article that share words and come from two voices, one of them denying."""
    by_article: dict[int, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_article[profile.article].append(profile)
    for members in by_article.values():
        for left, right in combinations(members, 2):
            denies = (left.claim.stance == "denies") + (right.claim.stance == "denies")
            if denies == 1 and left.speaker != right.speaker and left.terms & right.terms:
                yield left, right


def _kind(left: Profile, right: Profile, index: StoryIndex, negated: Mapping[int, _Scopes]) -> str | None:
    """Return how ``right`` denies ``left``: by stance, by a negation, or not at all (None).

    A speaker is not set against himself, and a claim that negates the same words is no opposite.
    """
    if "asks" in (left.claim.stance, right.claim.stance) or left.claim.stance == "denies" or _denies(left):
        return None
    if left.speaker and right.speaker and set(left.speaker.split()) & set(right.speaker.split()):
        return None
    ours = {term for terms in negated[left.position] for term in terms}
    if right.claim.stance == "denies":
        whole = len(right.terms) >= _LEAST_DENIED and _share(right.terms, left.terms, index) >= _COVERED
        return "stance" if whole and not ours & right.terms else None
    theirs = negated[right.position]
    if left.article == right.article or any(set(terms) & ours for terms in theirs):
        return None
    if _share(right.terms, left.terms, index) < _COVERED:
        return None
    return "negation" if any(_bears_on(terms, left.terms) for terms in theirs) else None


def _denies(profile: Profile) -> bool:
    """Tell whether a claim itself tells of a denial, so that it puts nothing forward that another could deny."""
    return read_phrases("negations", "denial").find(profile.words) is not None


def _share(terms: frozenset[str], others: frozenset[str], index: StoryIndex) -> float:
    """Return how much of ``terms``, weighed by rarity, stands in ``others`` too; 0..1."""
    mass = math.fsum(index.idf[term] for term in sorted(terms))
    return math.fsum(index.idf[term] for term in sorted(terms & others)) / mass if mass > 0 else 0.0


def _bears_on(terms: Sequence[str], others: frozenset[str]) -> bool:
    """Tell whether a negation of ``terms`` bears on words of another claim: two of them or more, and most."""
    shared = sum(term in others for term in terms)
    return terms[0] in others and shared >= min(len(terms), _LEAST_NEGATED) and shared * 2 > len(terms)


def _make_disputes(pairs: Sequence[tuple[Profile, Profile]], measured: Measure) -> Iterator[DenialDispute]:
    """Yield one dispute for the pairs that share a claim; a claim on both sides stays where it stood first."""
    home: dict[int, int] = {}
    for number, (left, right) in enumerate(pairs):
        joined = {home.get(left.position, number), home.get(right.position, number)}
        for position, at in list(home.items()):
            if at in joined:
                home[position] = min(joined)
        home[left.position] = home[right.position] = min(joined)
    by_home: dict[int, list[tuple[Profile, Profile]]] = defaultdict(list)
    for left, right in pairs:
        by_home[home[left.position]].append((left, right))
    for members in by_home.values():
        asserting = {left.position: left for left, _ in members}
        denying = {right.position: right for _, right in members if right.position not in asserting}
        if denying:
            scores = [measured(left, right).score for left, right in members]
            yield DenialDispute(
                left=tuple(asserting[at] for at in sorted(asserting)),
                right=tuple(denying[at] for at in sorted(denying)),
                score=max(scores),
            )
