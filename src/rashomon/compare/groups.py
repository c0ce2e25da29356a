"""Which claims put the same thing forward: groups that hold only if all their pairs hold, in favour of precision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.compare.candidates import find_candidates
from rashomon.compare.lexicon import read_lexicon
from rashomon.compare.profiles import Profile
from rashomon.compare.similarity import Likeness, StoryIndex, measure

Measure = Callable[[Profile, Profile], Likeness]

_PER_ARTICLE = 2
"""How many claims of one article a group may hold: a group that needs more is a topic, not a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims of two or more articles that put the same thing forward, in reading order, with their pairs."""

    members: tuple[Profile, ...]
    pairs: tuple[tuple[Profile, Profile, Likeness], ...]


def make_measure(index: StoryIndex) -> Measure:
    """Return a function that measures pairs of claims, each once."""
    known: dict[tuple[int, int], Likeness] = {}

    def measured(left: Profile, right: Profile) -> Likeness:
        key = (min(left.position, right.position), max(left.position, right.position))
        if key not in known:
            known[key] = measure(index, index.profiles[key[0]], index.profiles[key[1]])
        return known[key]

    return measured


def group_claims(index: StoryIndex, measured: Measure) -> tuple[Group, ...]:
    """Return the groups of claims that put the same thing forward, in reading order.

    Pairs above the threshold are joined, best first; two groups become one where every pair across articles holds.
    A claim left alone may then join claims of a group with which it pairs: so a claim may stand in two groups.
    """
    thresholds = read_lexicon("weights")["thresholds"]
    scored = ((left, right, measured(left, right).score) for left, right in find_candidates(index))
    edges = sorted(
        ((score, left, right) for left, right, score in scored if score >= thresholds["same"]),
        key=lambda edge: (-edge[0], edge[1].position, edge[2].position),
    )
    whole = _Growing(measured=measured, hold=thresholds["hold"], home={})
    for _, left, right in edges:
        whole.join(left, right)
    clusters = list({id(cluster): cluster for cluster in whole.home.values()}.values())
    clusters += _second_pass(edges, whole)
    groups = (_make_group(cluster, measured) for cluster in clusters if len({p.article for p in cluster}) > 1)
    unique = {tuple(p.position for p in group.members): group for group in groups}
    return tuple(unique[key] for key in sorted(unique))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Growing:
    measured: Measure
    hold: float
    home: dict[int, list[Profile]]

    def join(self, left: Profile, right: Profile) -> None:
        """Make one cluster of those of ``left`` and ``right`` where all pairs across articles hold."""
        ours = self.home.setdefault(left.position, [left])
        theirs = self.home.setdefault(right.position, [right])
        if ours is theirs or not self.fits(ours, theirs):
            return
        ours.extend(theirs)
        for profile in theirs:
            self.home[profile.position] = ours

    def fits(self, ours: Sequence[Profile], theirs: Sequence[Profile]) -> bool:
        """Tell whether two clusters may become one."""
        counts = Counter(profile.article for profile in (*ours, *theirs))
        if max(counts.values()) > _PER_ARTICLE:
            return False
        return all(a.article == b.article or self.measured(a, b).score >= self.hold for a in ours for b in theirs)


def _second_pass(edges: Sequence[tuple[float, Profile, Profile]], whole: _Growing) -> list[list[Profile]]:
    """Return clusters for claims that pair above the threshold and were left alone."""
    alone = {position for position, cluster in whole.home.items() if len(cluster) == 1}
    found: list[list[Profile]] = []
    for _, left, right in edges:
        if not alone & {left.position, right.position}:
            continue
        alone -= {left.position, right.position}
        cluster = [left, right]
        others = {p.position: p for at in (left, right) for p in whole.home[at.position]}
        for position in sorted(others):
            if all(others[position] is not p for p in cluster) and whole.fits(cluster, [others[position]]):
                cluster.append(others[position])
        found.append(cluster)
    return found


def _make_group(cluster: Sequence[Profile], measured: Measure) -> Group:
    members = tuple(sorted(cluster, key=lambda profile: profile.position))
    pairs = tuple((a, b, measured(a, b)) for a, b in combinations(members, 2) if a.article != b.article)
    return Group(members=members, pairs=pairs)
