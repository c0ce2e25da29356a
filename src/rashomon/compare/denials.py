"""Claims that one source puts forward and another denies, or that one account negates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rashomon.compare.candidates import find_candidates
from rashomon.compare.groups import Group, Measure
from rashomon.compare.lexicon import read_lexicon, read_phrases
from rashomon.compare.polarity import is_denial, negated_terms, oppose, stands_in
from rashomon.compare.profiles import Profile, stem
from rashomon.compare.similarity import StoryIndex
from rashomon.datamodel import overlap

_LEAST_DENIED = 2
_NEAR_BEFORE = 3
_SHORT = 1
_ANAPHORIC = "denied in the sentence after it"
_EXPLICIT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialDispute:
    """Claims that put something forward (``left``) and claims that deny it (``right``), each side in reading order."""

    left: tuple[Profile, ...]
    right: tuple[Profile, ...]
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Denial:
    """A claim, the claim that denies it, and by what that shows."""

    left: Profile
    right: Profile
    reason: str


def find_denials(index: StoryIndex, measured: Measure, groups: Sequence[Group] = ()) -> tuple[DenialDispute, ...]:
    """Return the disputes between claims and their denials; sides are complete, and in reading order."""
    found = [
        *_by_stance(index, measured),
        *_by_negation(index, measured),
        *_in_groups(groups, index),
        *_anaphoric(index),
    ]
    once = {(one.left.position, one.right.position): one for one in found if _two_voices(one.left, one.right)}
    pairs = [once[key] for key in sorted(once)]
    return tuple(_make_disputes(_with_tellings(pairs, groups), measured))


def _with_tellings(pairs: Sequence[_Denial], groups: Sequence[Group]) -> list[_Denial]:
    """Return ``pairs`` with those of the other tellings of a denied claim: what is in its group and points its way."""
    found = {(one.left.position, one.right.position): one for one in pairs}
    for one, group in product(pairs, groups):
        if any(p is one.left for p in group.members):
            for other in group.members:
                fits = other is not one.left and not other.asks and _tells(other, one)
                if fits and other is not one.right and not is_denial(other) and _two_voices(other, one.right):
                    found.setdefault(
                        (other.position, one.right.position), _Denial(left=other, right=one.right, reason=one.reason)
                    )
    return [found[key] for key in sorted(found)]


def _tells(other: Profile, one: _Denial) -> bool:
    """Tell whether a claim says what is denied, too: the same way, and in words that the denial has."""
    if one.reason == _ANAPHORIC:
        return oppose(one.left, other) is None
    opposition = oppose(other, one.right)
    return opposition is not None and opposition.firm and oppose(one.left, other) is None


def _two_voices(left: Profile, right: Profile) -> bool:
    """Tell whether two claims may dispute one thing: no speaker is set against himself, no words against themselves."""
    if left.article == right.article and overlap(left.claim.spans, right.claim.spans):
        return False
    return not (left.speaker and right.speaker and set(left.speaker.split()) & set(right.speaker.split()))


def _by_stance(index: StoryIndex, measured: Measure) -> Iterator[_Denial]:
    """Yield what a source denies with the claims that put most of it forward; the cue has given the topic already."""
    thresholds = read_lexicon("weights")["thresholds"]["denial"]
    for right in index.profiles:
        denied = _denied_terms(right) if is_denial(right) and not right.asks else frozenset()
        if len(denied) < _LEAST_DENIED:
            continue
        for left in index.profiles:
            if left is right or not _puts_forward(left):
                continue
            covered = _covered(denied, left.terms, index)
            if covered < thresholds["denied"] or measured(left, right).score < thresholds["stance"]:
                continue
            opposition = oppose(left, right)
            if opposition is not None and (opposition.firm or not negated_terms(right.words)):
                yield _Denial(left=left, right=right, reason=opposition.reason)


def _by_negation(index: StoryIndex, measured: Measure) -> Iterator[_Denial]:
    """Yield the claims of two accounts of which one negates what the other puts forward, alike in the rest."""
    thresholds = read_lexicon("weights")["thresholds"]["denial"]
    for pair in find_candidates(index):
        for left, right in (pair, pair[::-1]):
            if not (_puts_forward(left) and _puts_forward(right)) or not negated_terms(right.words):
                continue
            opposition = oppose(left, right)
            if opposition is None or not opposition.firm or negated_terms(left.words):
                continue
            alike = measured(left, right).score >= thresholds["negation"]
            if alike and _covered(right.terms, left.terms, index) >= thresholds["covered"]:
                yield _Denial(left=left, right=right, reason=opposition.reason)


def _in_groups(groups: Sequence[Group], index: StoryIndex) -> Iterator[_Denial]:
    """Yield the pairs of a group of one topic that point opposite ways and are alike in the rest."""
    least = read_lexicon("weights")["thresholds"]["denial"]["in_group"]
    for group in groups:
        for a, b, _ in group.pairs:
            opposition = oppose(a, b)
            if opposition is None or not opposition.firm:
                continue
            turned = is_denial(a) or (not is_denial(b) and bool(negated_terms(a.words)))
            left, right = (b, a) if turned else (a, b)
            if is_denial(right) and len(_denied_terms(right)) < _LEAST_DENIED:
                continue
            if left.claim.stance != "denies" and _covered(_denied_terms(right), left.terms, index) >= least:
                yield _Denial(left=left, right=right, reason=opposition.reason)


def _anaphoric(index: StoryIndex) -> Iterator[_Denial]:
    """Yield "the company denied it" with the claim before it in its own account, where another voice says that."""
    for right in index.profiles:
        if right.claim.stance != "denies" or not _is_anaphor(right):
            continue
        before = index.profiles[max(0, right.position - _NEAR_BEFORE) : right.position]
        left = next((p for p in reversed(before) if p.article == right.article and _is_denied_by(p, right)), None)
        if left is not None:
            yield _Denial(left=left, right=right, reason=_ANAPHORIC)


def _is_denied_by(left: Profile, right: Profile) -> bool:
    return _puts_forward(left) and left.speaker is not None and _two_voices(left, right)


def _is_anaphor(profile: Profile) -> bool:
    """Tell whether a denied content is no more than "it" or "the accusation"."""
    anaphor = read_phrases("negations", "anaphor")
    rest = [word for word in profile.words if not anaphor.match((word,), 0)]
    return len(rest) <= _SHORT and len(rest) < len(profile.words) and not (rest and rest[0] not in _LEADS)


_LEADS = frozenset(("the", "this", "these", "any", "all", "such", "la", "les", "cette", "ces", "toute"))


def _denied_terms(profile: Profile) -> frozenset[str]:
    """Return what is denied without what only says that it is a claim ("talk of", "reports that")."""
    empty = read_phrases("negations", "claim_noun")
    hollow = {stem(word) for word in profile.words if empty.match((word,), 0)}
    return profile.terms - hollow


def _puts_forward(profile: Profile) -> bool:
    """Tell whether a claim says something that another could deny: no question, no denial, no word of a denial."""
    return (
        not profile.asks
        and profile.claim.stance != "denies"
        and read_phrases("negations", "denial").find(profile.words) is None
    )


def _covered(terms: Collection[str], others: Collection[str], index: StoryIndex) -> float:
    """Return how much of ``terms``, weighed by rarity, stands in ``others`` too; 0..1."""
    mass = math.fsum(index.idf.get(term, 0.0) for term in sorted(terms))
    shared = math.fsum(index.idf.get(term, 0.0) for term in sorted(terms) if stands_in(term, others))
    return shared / mass if mass > 0 else 0.0


def _make_disputes(pairs: Sequence[_Denial], measured: Measure) -> Iterator[DenialDispute]:
    """Yield one dispute for the pairs that share a claim; a claim on both sides stays where it stood first."""
    home: dict[int, int] = {}
    for number, one in enumerate(pairs):
        ends = (one.left.position, one.right.position)
        joined = {home.get(at, number) for at in ends}
        for position, at in list(home.items()):
            if at in joined:
                home[position] = min(joined)
        home.update(dict.fromkeys(ends, min(joined)))
    by_home: dict[int, list[_Denial]] = defaultdict(list)
    for one in pairs:
        by_home[home[one.left.position]].append(one)
    for members in by_home.values():
        asserting = {one.left.position: one.left for one in members}
        denying = {one.right.position: one.right for one in members if one.right.position not in asserting}
        if denying:
            yield DenialDispute(
                left=tuple(asserting[at] for at in sorted(asserting)),
                right=tuple(denying[at] for at in sorted(denying)),
                score=max(
                    _EXPLICIT if one.reason == _ANAPHORIC else measured(one.left, one.right).score for one in members
                ),
                reasons=tuple(dict.fromkeys(one.reason for one in members)),
            )
