"""What keeps two claims on one thing from agreeing: figures, how often, when; and whether they dispute it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from rashomon.compare.figures import Sighting
from rashomon.compare.groups import Group
from rashomon.compare.lexicon import Phrases, read_lexicon, read_phrases
from rashomon.compare.numbers import relate
from rashomon.compare.polarity import is_denial, oppose
from rashomon.compare.profiles import Profile
from rashomon.datamodel import DisputeKind, TimeExpression
from rashomon.text.phrases import make_phrases

_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_APART_MINUTES = 20
_LEAST_ALIKE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDispute:
    """Claims on one thing whose values cannot both hold, each side in reading order; ``reason`` says which values."""

    kind: DisputeKind
    left: tuple[Profile, ...]
    right: tuple[Profile, ...]
    reason: str


Reader = Callable[[Profile, Profile], str | None]
Sightings = Mapping[str, Sequence[Sighting]]


def by_claim(sightings: Sequence[Sighting], profiles: Sequence[Profile]) -> Sightings:
    """Return the figures that each claim holds, by claim id; a figure of two claims stands with both."""
    known = {(s.profile.article, s.quantity.span): s for s in sightings}
    found: dict[str, list[Sighting]] = defaultdict(list)
    for profile in profiles:
        for quantity in profile.claim.quantities:
            sighting = known.get((profile.article, quantity.span))
            if sighting is not None:
                found[profile.id].append(sighting)
    return found


def part_ways(left: Profile, right: Profile, sightings: Sightings) -> bool:
    """Tell whether two claims must not stand as agreed: opposite ways, other figures of one thing, other times."""
    return (
        oppose(left, right) is not None
        or _differ_in_figures(sightings.get(left.id, ()), sightings.get(right.id, ()))
        or _frequencies(left, right) is not None
        or _times(left, right) is not None
        or _only_one_moves(left, right)
        or _denies_something_else(left, right)
    )


def _denies_something_else(left: Profile, right: Profile) -> bool:
    """Tell whether one claim alone has the stance of a denial that is none of a claim: "refused service"."""
    denies = [profile.claim.stance == "denies" for profile in (left, right)]
    return denies[0] != denies[1] and not is_denial(left if denies[0] else right)


def _only_one_moves(left: Profile, right: Profile) -> bool:
    """Tell whether one claim says that a figure was raised or corrected, and shares no figure with the other."""
    update = read_phrases("figures", "update")
    moves = [update.find(profile.words) is not None for profile in (left, right)]
    return moves[0] != moves[1] and bool(left.numbers and right.numbers) and not left.numbers & right.numbers


def _differ_in_figures(ours: Sequence[Sighting], theirs: Sequence[Sighting]) -> bool:
    """Tell whether both claims count one thing and no figure of one can hold with one of the other."""
    for matter in sorted({s.matter for s in ours} & {s.matter for s in theirs}):
        left, right = (
            [s for s in side if s.matter == matter and (matter.startswith("unit:") or not s.loose)]
            for side in (ours, theirs)
        )
        related = [relate(a, b) for a in left for b in right]
        near = any(a.near & b.near for a in left for b in right) or (not matter.startswith("unit:duration"))
        if related and near and all(relation == "conflict" for relation in related):
            return True
    return False


def find_clashes(groups: Sequence[Group]) -> tuple[ClaimDispute, ...]:
    """Return the disputes inside groups of one thing: how often it is done, and when it was; in reading order."""
    found: dict[tuple[tuple[int, ...], ...], ClaimDispute] = {}
    for group in groups:
        for kind, read in _READERS:
            for dispute in _by_value(group, kind, read):
                found.setdefault(
                    (tuple(p.position for p in dispute.left), tuple(p.position for p in dispute.right)), dispute
                )
    return tuple(found[key] for key in sorted(found))


def _by_value(group: Group, kind: DisputeKind, read: Reader) -> Iterator[ClaimDispute]:
    """Yield a dispute for the first two values of a group that cannot both hold, with everybody who gives them."""
    for a, b, likeness in group.pairs:
        found = read(a, b) if likeness.score >= _LEAST_ALIKE and not (a.asks or b.asks) else None
        if found is None:
            continue
        left, right = [a], [b]
        for other in group.members:
            if other in (a, b) or other.asks:
                continue
            against = (read(other, a) or read(a, other), read(other, b) or read(b, other))
            if against[1] and not against[0]:
                left.append(other)
            elif against[0] and not against[1]:
                right.append(other)
        sides = (sorted(side, key=lambda profile: profile.position) for side in (left, right))
        ours, theirs = (tuple(side) for side in sides)
        yield ClaimDispute(kind=kind, left=ours, right=theirs, reason=found)
        return


@cache
def _often() -> tuple[tuple[Phrases, float], ...]:
    rows = read_lexicon("frequencies")["times_a_year"]
    return tuple((Phrases(table=make_phrases({"": [phrase]})), float(value)) for phrase, value in rows.items())


def _frequency(profile: Profile) -> float | None:
    """Return how often a year the one frequency of a claim is; None where it has none or several."""
    found = {value for phrases, value in _often() if phrases.find(profile.words) is not None}
    return found.pop() if len(found) == 1 else None


def _frequencies(left: Profile, right: Profile) -> str | None:
    ours, theirs = _frequency(left), _frequency(right)
    if ours is None or theirs is None or ours == theirs:
        return None
    return "how often it is done"


def _times(left: Profile, right: Profile) -> str | None:
    """Return what differs where both claims give one time of one granularity, and not "until" or "since" it."""
    ours, theirs = _one_time(left), _one_time(right)
    if ours is None or theirs is None:
        return None
    if _CLOCK.fullmatch(ours[:16]) and _CLOCK.fullmatch(theirs[:16]):
        minutes = abs((datetime.fromisoformat(ours[:16]) - datetime.fromisoformat(theirs[:16])).total_seconds()) / 60
        return "the time of day" if minutes > _APART_MINUTES else None
    if _DAY.fullmatch(ours) and _DAY.fullmatch(theirs) and ours != theirs:
        return "the day"
    return None


def _one_time(profile: Profile) -> str | None:
    """Return the one resolved time of a claim to the day or the minute; None where it has none or several."""
    times: list[TimeExpression] = [t for t in profile.claim.times if t.value and _DAY.match(t.value)]
    if len(times) != 1 or read_phrases("antonyms", "span_of_time").find(profile.words) is not None:
        return None
    return times[0].value


_READERS: tuple[tuple[DisputeKind, Reader], ...] = (("number", _frequencies), ("time_place", _times))
