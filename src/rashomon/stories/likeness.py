"""How much two articles look like reports of one event, 0..1: a pair decides alone as it does among thousands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.encoder import Encoder
from rashomon.stories.candidates import find_candidates
from rashomon.stories.leads import Lead, measure_support
from rashomon.stories.profiles import Profile

_ENGLISH = "en"
_DECIMALS = 6
_YEAR = 366
_WEEK = 7
_NO_VECTOR = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the likeness is made of and where grouping stops; tuned for precision (docs/method/stories.md)."""

    threshold: float = 0.375
    backed_margin: float = 0.02
    content: float = 0.6
    number_bonus: float = 0.05
    most_numbers: int = 2
    mismatch_malus: float = 0.1
    mismatch_least: int = 2
    headline: float = 0.18
    names: float = 0.15
    runs: float = 0.3
    figures: float = 0.1
    no_figure: float = 0.18
    clash: float = 0.1
    most_clashes: int = 2
    place: float = 0.06
    rival: float = 0.15
    undated_malus: float = 0.02
    next_weekday: float = 0.18
    other_weekday: float = 0.3
    near_bonus: float = 0.1
    near_name: float = 0.04
    most_names: int = 4
    near_days: int = 3
    farthest_days: int = 10
    repost_share: float = 0.8
    offset_without_vectors: float = 0.175


DEFAULT = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The likeness of any two of ``profiles``, computed when asked for and kept; 0 across languages."""

    profiles: Sequence[Profile]
    candidates: Sequence[frozenset[int]]
    settings: Settings = DEFAULT
    vectors: NDArray[np.float32] = field(repr=False)
    vector_of: Sequence[int] = field(repr=False)
    known: dict[tuple[int, int], float] = field(repr=False, default_factory=dict)

    def __call__(self, left: int, right: int) -> float:
        """Return the likeness of two articles by their place, 0..1, the same both ways."""
        pair = (left, right) if left < right else (right, left)
        if pair not in self.known:
            self.known[pair] = self.measure(*pair, self.profiles[pair[0]], self.profiles[pair[1]])
        return self.known[pair]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs worth comparing, in order."""
        return ((at, other) for at, others in enumerate(self.candidates) for other in sorted(others) if at < other)

    def measure(self, left: int, right: int, one: Profile, other: Profile) -> float:
        """Return the likeness of the articles at two places, with what ``one`` and ``other`` bear out for them."""
        if left == right or one.language != other.language or _name_other_days(one, other, self.settings):
            return 0.0
        content = sum(weight * other.weights[word] for word, weight in one.weights.items() if word in other.weights)
        if one.language == _ENGLISH:
            rows = self.vectors[self.vector_of[left]], self.vectors[self.vector_of[right]]
            content = (content + float(rows[0].astype(np.float64) @ rows[1].astype(np.float64))) / 2
        else:
            content += self.settings.offset_without_vectors
        value = self.settings.content * content + weigh_evidence(one, other, self.settings)
        return round(min(1.0, max(0.0, value)), _DECIMALS)


def measure_likeness(profiles: Sequence[Profile], encoder: Encoder, settings: Settings = DEFAULT) -> Likeness:
    """Return the likeness of ``profiles``, which must stand in an order of their own.

    English pairs count the mean of the cosines of rare words and of vectors, pairs of one other language words alone,
    both with what their leads bear out of each other.
    """
    english = [at for at, profile in enumerate(profiles) if profile.language == _ENGLISH]
    places = {at: row for row, at in enumerate(english)}
    needed = [profiles[at].lead for at in english] if len(english) > 1 else []
    return Likeness(
        profiles=profiles,
        candidates=find_candidates([profile.weights for profile in profiles]),
        settings=settings,
        vectors=encoder.encode(needed) if needed else np.zeros((0, 1), dtype=np.float32),
        vector_of=[places.get(at, _NO_VECTOR) for at in range(len(profiles))],
    )


def find_neighbours(groups: Mapping[int, Sequence[int]], likeness: Likeness) -> dict[int, set[int]]:
    """Return for each group the others with an article worth comparing."""
    place = {at: group for group, members in groups.items() for at in members}
    near: dict[int, set[int]] = {group: set() for group in groups}
    for left, right in likeness.pairs():
        a, b = place[left], place[right]
        if a != b:
            near[a].add(b)
            near[b].add(a)
    return near


def weigh_evidence(one: Profile, other: Profile, settings: Settings = DEFAULT) -> float:
    """Return what two articles' leads, numbers and days add to their likeness, below 0 where they tell two events."""
    apart = abs((one.day - other.day).days) if one.day and other.day else None
    numbers = len(one.numbers.keys() & other.numbers.keys())
    value = settings.number_bonus * min(numbers, settings.most_numbers)
    if not numbers and min(len(one.numbers), len(other.numbers)) >= settings.mismatch_least:
        value -= settings.mismatch_malus
    value += _compare_leads(one.opening, other.opening, settings)
    if apart is None:
        if one.opening.is_cut and other.opening.is_cut:
            value -= settings.undated_malus
        return value - _compare_weekdays(one.opening, other.opening, settings)
    if apart > settings.near_days:
        return value
    names = len(one.names.keys() & other.names.keys())
    return value + settings.near_bonus + settings.near_name * min(names, settings.most_names)


def _compare_leads(one: Lead, other: Lead, settings: Settings) -> float:
    """Return what two leads bear out of each other: headlines and runs of words both ways, names one way."""
    ways = ((one, other), (other, one))
    value = settings.headline * min(measure_support(a.headline, b.all_words) for a, b in ways)
    value += settings.names * max(measure_support(a.names, b.all_words) for a, b in ways)
    value += settings.runs * min(len(a.runs & b.all_runs) / max(1, len(a.runs)) for a, b in ways)
    if one.figures and other.figures:
        shares = [len(a.figures & b.all_figures) / len(a.figures) for a, b in ways]
        value += settings.figures * sum(shares) / 2 if any(shares) else -settings.no_figure
    value -= settings.clash * min(settings.most_clashes, len(find_clashes(one, other)))
    value -= settings.rival * have_rival_names(one, other)
    return value - settings.place * have_other_places(one, other)


def find_clashes(one: Lead, other: Lead) -> list[str]:
    """Return what both openings count, and never with the same number."""
    return sorted(
        word for word, values in one.counted.items() if word in other.counted and not values & other.counted[word]
    )


def have_other_places(one: Lead, other: Lead) -> bool:
    """Tell whether both leads name places, and none of either stands anywhere in the other article."""
    return bool(one.places and other.places) and not (one.places & other.all_words or other.places & one.all_words)


def have_rival_names(one: Lead, other: Lead) -> bool:
    """Tell whether each headline holds a name that the other article lacks: another opponent, another town."""
    return all((a.headline.keys() & a.names.keys()) - b.all_words for a, b in ((one, other), (other, one)))


def _compare_weekdays(one: Lead, other: Lead, settings: Settings) -> float:
    """Return what weekdays take away: little the day after, more farther off, nothing where one day is in both."""
    gaps = [min((a - b) % _WEEK, (b - a) % _WEEK) for a in one.weekdays for b in other.weekdays]
    if not gaps or min(gaps) == 0:
        return 0.0
    return settings.next_weekday if min(gaps) == 1 else settings.other_weekday


def _name_other_days(one: Profile, other: Profile, settings: Settings) -> bool:
    """Tell whether both name days of the year and none is near one of the other's, a stated date missing."""
    if (one.day and other.day) or not one.named_days or not other.named_days:
        return False
    return all(
        min((a - b) % _YEAR, (b - a) % _YEAR) > settings.farthest_days for a in one.named_days for b in other.named_days
    )
