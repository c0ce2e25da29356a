"""What accounts agree on: groups told by two independent texts, in which no claim stands against another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.compare.clashes import Sightings, part_ways
from rashomon.compare.groups import Group, Measure
from rashomon.compare.profiles import Profile
from rashomon.compare.reasons import explain
from rashomon.compare.similarity import longest_run
from rashomon.compare.wording import differing_words
from rashomon.datamodel import Story

Clashes = Mapping[int, frozenset[int]]
_LEAST_QUOTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Claims that put the same thing forward, in reading order; ``texts`` counts those that do more than ask."""

    members: tuple[Profile, ...]
    texts: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What agreements are judged by."""

    story: Story
    measured: Measure
    sightings: Sightings
    clashes: Clashes
    hold: float

    def count_texts(self, profiles: Iterable[Profile]) -> int:
        """Return how many independent texts stand behind ``profiles``; who asks is no evidence."""
        said = {profile.claim.article_id for profile in profiles if not profile.asks}
        return self.story.count_independent(tuple(sorted(said)))


def find_agreements(ground: Ground, groups: Sequence[Group]) -> tuple[Agreement, ...]:
    """Return the agreements, in reading order.

    A claim stands in one of them, and in a second only where the two share no other article.
    """
    parts = (part for group in groups for part in _peaceful(group.members, ground))
    found = [agreement for part in _joined([*parts], ground) if (agreement := _agree(part, ground)) is not None]
    return tuple(_once_each(found, ground))


def _agree(members: Sequence[Profile], ground: Ground) -> Agreement | None:
    texts = ground.count_texts(members)
    if texts < 2:  # noqa: PLR2004 - an agreement needs two texts
        return None
    pairs = [(a, b, ground.measured(a, b)) for a, b in combinations(members, 2) if a.article != b.article]
    return Agreement(
        members=tuple(members),
        texts=texts,
        score=round(sum(likeness.score for _, _, likeness in pairs) / len(pairs), 3),
        reasons=(*explain(pairs), *_altered_quotations(members)),
    )


def _peaceful(members: Sequence[Profile], ground: Ground) -> list[list[Profile]]:
    """Return ``members`` in parts, none of which holds two claims that stand against each other; in reading order."""
    parts: list[list[Profile]] = []
    for profile in members:
        against = ground.clashes.get(profile.position, frozenset())
        fits = [
            part
            for part in parts
            if not any(p.position in against or part_ways(profile, p, ground.sightings) for p in part)
        ]
        if fits:
            max(fits, key=lambda part: max(ground.measured(profile, p).score for p in part)).append(profile)
        else:
            parts.append([profile])
    return parts


def _joined(parts: Sequence[list[Profile]], ground: Ground) -> list[list[Profile]]:
    """Return ``parts``, two of them as one where most claims of the smaller stand in both and all pairs hold."""
    found: list[list[Profile]] = []
    for part in sorted(parts, key=lambda part: (-len(part), [p.position for p in part])):
        home = next((other for other in found if _belongs(part, other, ground)), None)
        if home is None:
            found.append(list(part))
        else:
            home.extend(p for p in part if p not in home)
            home.sort(key=lambda profile: profile.position)
    return sorted(found, key=lambda part: [p.position for p in part])


def _belongs(part: Sequence[Profile], home: Sequence[Profile], ground: Ground) -> bool:
    shared = [p for p in part if p in home]
    if not shared or len(shared) * 2 < len(part):
        return False
    rest = [p for p in part if p not in home]
    return all(
        p.position not in ground.clashes.get(q.position, frozenset())
        and not part_ways(p, q, ground.sightings)
        and (p.article == q.article or ground.measured(p, q).score >= ground.hold)
        for p in rest
        for q in home
    )


def _once_each(found: Sequence[Agreement], ground: Ground) -> Iterator[Agreement]:
    """Yield the agreements with each claim once, the stronger first choice; what is left must stand by itself."""
    homes: dict[int, list[frozenset[int]]] = {}
    kept: list[Agreement] = []
    for one in sorted(found, key=lambda a: (-a.texts, -a.score, [p.position for p in a.members])):
        articles = frozenset(p.article for p in one.members)
        free = [p for p in one.members if all(home & articles <= {p.article} for home in homes.get(p.position, ()))]
        left = one if len(free) == len(one.members) else _agree(free, ground)
        if left is None:
            continue
        kept.append(left)
        for profile in left.members:
            homes.setdefault(profile.position, []).append(frozenset(p.article for p in left.members))
    yield from sorted(kept, key=lambda a: [p.position for p in a.members])


def _altered_quotations(members: Sequence[Profile]) -> Iterator[str]:
    """Yield that quoted words differ, where two accounts quote the same thing in words that are not the same."""
    for a, b in combinations(members, 2):
        if a.article == b.article or a.language != b.language or not _may_be_one_speaker(a, b):
            continue
        words = quoted_difference(a, b)
        if words:
            yield f"quoted words differ: {words}"
            return


def _may_be_one_speaker(left: Profile, right: Profile) -> bool:
    """Tell whether two claims may have one speaker: a shared word of the name, none named, or the same long wording."""
    if not left.speaker or not right.speaker or set(left.speaker.split()) & set(right.speaker.split()):
        return True
    return longest_run(left.words, right.words) >= _LEAST_QUOTED


def quoted_difference(left: Profile, right: Profile) -> str:
    """Return the content words in which two quotations differ inside what they share; "" where one holds the other."""
    ours, theirs = (tuple(p.words[at] for at in sorted(p.quoted)) for p in (left, right))
    if min(len(ours), len(theirs)) < _LEAST_QUOTED:
        return ""
    return differing_words(ours, theirs)
