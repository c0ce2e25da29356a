"""Findings: what accounts agree on, dispute, and what was found in only one of them, each line with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.compare.agreements import Agreement
from rashomon.compare.candidates import find_candidates
from rashomon.compare.clashes import ClaimDispute
from rashomon.compare.denials import DenialDispute
from rashomon.compare.groups import Group, Measure
from rashomon.compare.lexicon import read_lexicon, read_phrases
from rashomon.compare.numbers import NumberDispute
from rashomon.compare.profiles import Profile
from rashomon.compare.reasons import explain
from rashomon.compare.similarity import StoryIndex
from rashomon.datamodel import AnnotatedArticle, DisputeKind, Excerpt, Finding, Story, make_excerpt, make_id

_LEAST_TERMS = 2
_NUMBER_SCORE = 0.5

Sides = tuple[tuple[Profile, ...], tuple[Profile, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """What findings are made from: the story, its articles in order, its claims, and how alike they are."""

    story: Story
    articles: tuple[AnnotatedArticle, ...]
    index: StoryIndex
    measured: Measure

    def independent(self, profiles: Iterable[Profile]) -> int:
        """Return how many independent texts stand behind ``profiles``."""
        return self.story.count_independent(tuple(sorted({profile.claim.article_id for profile in profiles})))

    def evidence(self, profiles: Iterable[Profile]) -> tuple[Excerpt, ...]:
        """Return one excerpt for each span of each claim."""
        return tuple(
            make_excerpt(profile.claim.article_id, self.articles[profile.article].article.text, span)
            for profile in profiles
            for span in profile.claim.spans
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputes:
    """All that accounts dispute, by how it was found."""

    numbers: Sequence[NumberDispute]
    denials: Sequence[DenialDispute]
    others: Sequence[ClaimDispute]


def make_findings(
    accounts: Accounts, groups: Sequence[Group], agreements: Sequence[Agreement], disputes: Disputes
) -> tuple[Finding, ...]:
    """Return the findings: disputes by weight, updates after them, agreements by texts, then what has no match.

    Every claim is in one of them at least, but for questions and fragments.
    """
    disputed = [
        *_number_findings(accounts, disputes.numbers),
        *_denial_findings(accounts, disputes.denials),
        *(_dispute(accounts, (one.left, one.right), one.kind, (False, (one.reason,))) for one in disputes.others),
    ]
    place = {profile.id: profile.position for profile in accounts.index.profiles}
    disputed.sort(key=lambda f: (f.update, -f.independent_texts, -f.score, place[f.claims[0]], f.id))
    agreed = [_agreed(accounts, one) for one in agreements]
    agreed.sort(key=lambda f: (-f.independent_texts, place[f.claims[0]], f.id))
    matched = {claim for finding in (*disputed, *agreed) for claim in finding.claims}
    found = (*disputed, *agreed, *_unmatched(accounts, groups, matched))
    return tuple({finding.id: finding for finding in found}.values())


def _number_findings(accounts: Accounts, disputes: Sequence[NumberDispute]) -> Iterator[Finding]:
    for one in disputes:
        sides = (_claims_of(s.profile for s in one.left), _claims_of(s.profile for s in one.right))
        reason = f"figures for {one.matter.rpartition(':')[2]}"
        yield _dispute(accounts, sides, "number", (one.update, (reason,)))


def _denial_findings(accounts: Accounts, disputes: Sequence[DenialDispute]) -> Iterator[Finding]:
    for one in disputes:
        pairs = [(a, b, accounts.measured(a, b)) for a in one.left for b in one.right]
        found = _dispute(accounts, (one.left, one.right), "denial", (False, (*one.reasons, *explain(pairs))))
        yield replace(found, score=max(found.score, round(one.score, 3)))


def _dispute(accounts: Accounts, sides: Sides, kind: DisputeKind, grounds: tuple[bool, tuple[str, ...]]) -> Finding:
    """Return a disputed finding; its score is that of the most alike pair of its sides."""
    members = _claims_of((*sides[0], *sides[1]))
    alike = [accounts.measured(a, b).score for a in sides[0] for b in sides[1] if a is not b]
    floor = _NUMBER_SCORE if kind == "number" else 0.0
    ids = tuple(tuple(profile.id for profile in side) for side in sides)
    return Finding(
        id=make_id("finding", "disputed", kind, *ids),
        kind="disputed",
        story_id=accounts.story.id,
        claims=tuple(profile.id for profile in members),
        evidence=accounts.evidence(members),
        score=round(max(alike, default=0.0), 3) if max(alike, default=0.0) > floor else floor,
        sides=ids,
        dispute=kind,
        update=grounds[0],
        independent_texts=accounts.independent(members),
        reasons=grounds[1],
    )


def _claims_of(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    found = {profile.position: profile for profile in profiles}
    return tuple(found[position] for position in sorted(found))


def find_opponents(
    numbers: Sequence[NumberDispute], claims: Sequence[DenialDispute | ClaimDispute]
) -> Mapping[int, frozenset[int]]:
    """Return, for each claim, the claims on the other side of a dispute, by position."""
    found: dict[int, set[int]] = defaultdict(set)
    sides = [([s.profile for s in one.left], [s.profile for s in one.right]) for one in numbers]
    for left, right in (*sides, *((list(one.left), list(one.right)) for one in claims)):
        for a in left:
            for b in right:
                if a.position != b.position:
                    found[a.position].add(b.position)
                    found[b.position].add(a.position)
    return {position: frozenset(others) for position, others in found.items()}


def _agreed(accounts: Accounts, one: Agreement) -> Finding:
    ids = tuple(profile.id for profile in one.members)
    return Finding(
        id=make_id("finding", "agreed", *ids),
        kind="agreed",
        story_id=accounts.story.id,
        claims=ids,
        evidence=accounts.evidence(one.members),
        score=one.score,
        independent_texts=one.texts,
        reasons=one.reasons,
    )


def _unmatched(accounts: Accounts, groups: Sequence[Group], matched: set[str]) -> Iterator[Finding]:
    """Yield the claims without a match in an independent text; copies of one text stand together."""
    nearest = _nearest(accounts)
    done = set(matched)
    for members in (*(group.members for group in groups), *((profile,) for profile in accounts.index.profiles)):
        rest = tuple(profile for profile in members if profile.id not in done and not _is_fragment(profile))
        if not rest or accounts.independent(rest) > 1:
            continue
        near = max(nearest.get(profile.position, 0.0) for profile in rest)
        done.update(profile.id for profile in rest)
        ids = tuple(profile.id for profile in rest)
        yield Finding(
            id=make_id("finding", "unmatched", *ids),
            kind="unmatched",
            story_id=accounts.story.id,
            claims=ids,
            evidence=accounts.evidence(rest),
            score=round(1 - near, 3),
            reasons=(*_similar(near), *_doubts(accounts, rest)),
        )


def _similar(near: float) -> tuple[str, ...]:
    limit: float = read_lexicon("weights")["thresholds"]["unmatched"]
    return ("a similar line stands in another account",) if near >= limit else ()


def _nearest(accounts: Accounts) -> Mapping[int, float]:
    """Return each claim's score with the most alike claim of an independent text."""
    found: dict[int, float] = {}
    for left, right in find_candidates(accounts.index):
        if accounts.independent((left, right)) > 1:
            score = accounts.measured(left, right).score
            for profile in (left, right):
                found[profile.position] = max(found.get(profile.position, 0.0), score)
    return found


def _is_fragment(profile: Profile) -> bool:
    """Tell whether a claim asks, or is too little to be looked for: fewer than two content words, "who runs it"."""
    dependent = read_phrases("negations", "relative").match(profile.words, 0) and profile.claim.attribution is None
    return profile.claim.stance == "asks" or len(profile.terms) < _LEAST_TERMS or bool(dependent)


def _doubts(accounts: Accounts, profiles: Sequence[Profile]) -> tuple[str, ...]:
    languages = {profile.language for profile in accounts.index.profiles} - {profiles[0].language}
    if not languages:
        return ()
    return (
        f"accounts in {', '.join(sorted(languages)) or '?'} were searched by names, places, numbers and times only",
    )
