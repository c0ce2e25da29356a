"""Joining stories across languages: by names as they sound and by numbers, never by words or English vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.stories.frequencies import open_frequencies, stem
from rashomon.stories.profiles import Profile
from rashomon.text.fold import fold

Groups = list[list[int]]
_FULL_RARITY = 7.0  # of a name that stands in one English news article of a thousand; rarer names count no more
_SHORT = 3
_SHORT_WEIGHT = 0.5
_NUMBER_WEIGHT = 0.75
_FEWEST_NAMES = 1.5
_ENOUGH = 2.5
_MINORITY = 5  # one article in so many must hold a name for it to speak for its story


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a story in one language is found by in another: names by skeleton with their weight, numbers, days."""

    language: str
    names: dict[str, float]
    numbers: frozenset[str]
    days: tuple[int, int] | None


def join_across(groups: Groups, profiles: Sequence[Profile], farthest_days: int) -> Groups:
    """Return ``groups`` with those of different languages joined that share names and numbers enough, best first.

    Each pair needs names worth 1.5 and names and numbers worth 2.5 together, where a rare name is worth 1, a name
    of three consonants half of that, a name common in the news less, and a number 0.75; stated days farther apart
    than ``farthest_days`` keep stories apart.
    """
    found = [_gather([profiles[at] for at in group]) for group in groups]
    owners: dict[str, list[int]] = {}
    for at, evidence in enumerate(found):
        for name in evidence.names:
            owners.setdefault(name, []).append(at)
    pairs = {
        (a, b) for own in owners.values() for b in own for a in own if a < b and found[a].language != found[b].language
    }
    ranked = sorted(((-_weigh(found[a], found[b]), a, b) for a, b in pairs))
    joined = {at: at for at in range(len(groups))}
    parts = {at: (frozenset({found[at].language}), found[at].days) for at in range(len(groups))}
    for weight, a, b in ranked:
        left, right = joined[a], joined[b]
        if weight > -_ENOUGH or left == right:
            continue
        days = _cover(parts[left][1], parts[right][1])
        if parts[left][0] & parts[right][0] or (days and days[1] - days[0] > farthest_days):
            continue
        parts[left] = (parts[left][0] | parts[right][0], days)
        joined = {at: left if to == right else to for at, to in joined.items()}
    merged: dict[int, list[int]] = {}
    for at, to in joined.items():
        merged.setdefault(to, []).extend(groups[at])
    return [sorted(members) for members in merged.values()]


def _gather(profiles: Sequence[Profile]) -> Evidence:
    """Return the evidence of a story's articles together."""
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    frequencies = open_frequencies()
    for profile in profiles:
        counts.update(profile.skeletons.keys())
        for skeleton, written in profile.skeletons.items():
            rarity = min(1.0, frequencies.rarity(stem(fold(written))) / _FULL_RARITY)
            weight = rarity * (1.0 if len(skeleton) > _SHORT else _SHORT_WEIGHT)
            weights[skeleton] = min(weights.get(skeleton, 1.0), weight)
    least = max(1, len(profiles) // _MINORITY)
    days = [profile.day.toordinal() for profile in profiles if profile.day]
    return Evidence(
        language=profiles[0].language,
        names={name: weights[name] for name, count in counts.items() if count >= least},
        numbers=frozenset(number for profile in profiles for number in profile.numbers),
        days=(min(days), max(days)) if days else None,
    )


def _weigh(left: Evidence, right: Evidence) -> float:
    """Return what two stories share, 0 where names alone are too few."""
    names = sum(min(left.names[name], right.names[name]) for name in sorted(left.names.keys() & right.names.keys()))
    return names + _NUMBER_WEIGHT * len(left.numbers & right.numbers) if names >= _FEWEST_NAMES else 0.0


def _cover(left: tuple[int, int] | None, right: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the span of days that covers both."""
    if left is None or right is None:
        return left or right
    return min(left[0], right[0]), max(left[1], right[1])
