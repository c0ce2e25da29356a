"""The figures of the accounts side by side, and those that cannot both hold."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from rashomon.compare.figures import Sighting, is_growing
from rashomon.compare.groups import Measure
from rashomon.compare.lexicon import read_lexicon
from rashomon.compare.profiles import stem
from rashomon.datamodel import AnnotatedArticle, Figure, NumberRelation, NumberSeries, make_excerpt, make_id
from rashomon.text.fold import fold

_ABOUT = 0.1
_EXACT_BELOW = 1000.0
_SIGNIFICANT = 2
_FARTHEST = 20.0
_FARTHEST_UPDATE = 3.0
_FARTHEST_ALIKE = 10.0
_LABEL_WORDS = 2
_INFINITY = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The figures that count the same thing, in reading order; ``matter`` says what."""

    matter: str
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDispute:
    """Two sides whose figures cannot both hold; ``update`` where one replaces the other."""

    matter: str
    left: tuple[Sighting, ...]
    right: tuple[Sighting, ...]
    update: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What ties figures: how alike their claims are, and which claims stand ``together`` in a group, by position."""

    measured: Measure
    together: frozenset[frozenset[int]] = frozenset()

    def holds(self, left: Sighting, right: Sighting) -> bool:
        """Tell whether the claims of two figures put the same thing forward."""
        return frozenset((left.profile.position, right.profile.position)) in self.together

    def score(self, left: Sighting, right: Sighting) -> float:
        """Return how alike the claims of two figures are."""
        return self.measured(left.profile, right.profile).score


def make_series(sightings: Sequence[Sighting], links: Links) -> tuple[Series, ...]:
    """Return the figures by what they count: two or more each, in reading order.

    Whole counts of a matter of ``counted.toml`` belong together over the whole story; other figures only where their
    claims are alike, the more so for a bare unit.
    """
    by_matter: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_matter[sighting.matter].append(sighting)
    found = [
        Series(matter=matter, sightings=tuple(members))
        for matter in sorted(by_matter)
        for members in _components(by_matter[matter], links)
        if len(members) > 1
    ]
    return tuple(
        sorted(found, key=lambda series: (series.sightings[0].profile.position, series.sightings[0].quantity.span))
    )


def _components(sightings: Sequence[Sighting], links: Links) -> Iterator[list[Sighting]]:
    """Yield the figures that linked pairs hold together."""
    home = list(range(len(sightings)))
    for a, b in combinations(range(len(sightings)), 2):
        if home[a] != home[b] and _linked(sightings[a], sightings[b], links):
            old, new = home[b], home[a]
            home = [new if value == old else value for value in home]
    for root in sorted(set(home)):
        yield [sighting for sighting, at in zip(sightings, home, strict=True) if at == root]


def _linked(left: Sighting, right: Sighting, links: Links) -> bool:
    if left.main and right.main and left.whom == right.whom:
        return _ratio(left, right) <= _FARTHEST
    if left.profile.article == right.profile.article:
        return False
    thresholds = read_lexicon("weights")["thresholds"]["figures"]
    kind = "loose" if left.loose or right.loose or left.whom != right.whom else left.matter.partition(":")[0]
    least: float = thresholds.get(kind, thresholds["noun"])
    if _ratio(left, right) > _FARTHEST_ALIKE:
        return False
    if kind == "unit" and not left.near & right.near:
        return False
    if kind in {"noun", "unit"} and (_same_clause(left, right) or links.holds(left, right)):
        return True
    return links.score(left, right) >= least


def _same_clause(left: Sighting, right: Sighting) -> bool:
    """Tell whether two figures stand in clauses most of whose words are one: "turnout was 71 %", "turnout of 64 %"."""
    if not left.near or not right.near:
        return False
    shared, least = len(left.near & right.near), min(len(left.near), len(right.near))
    return shared * 2 >= least and (shared > 1 or least == 1)


def _ratio(left: Sighting, right: Sighting) -> float:
    small, large = sorted((max(left.high, 0.0), max(right.high, 0.0)))
    return large / small if small > 0 else (_INFINITY if large > 0 else 1.0)


def relate(left: Sighting, right: Sighting) -> NumberRelation:
    """Return how two figures of one matter stand to each other, dates and words of update aside."""
    if (left.low, left.high, left.quantity.bound) == (right.low, right.high, right.quantity.bound):
        return "same"
    (a, b), (c, d) = _interval(left), _interval(right)
    if (a <= d and c <= b) or _rounds(left, right) or _rounds(right, left):
        return "compatible"
    return "conflict"


def _interval(sighting: Sighting) -> tuple[float, float]:
    low, high = sighting.low, sighting.high
    bounds = {
        "exact": (low, high),
        "at_least": (low, _INFINITY),
        "at_most": (-_INFINITY, high),
        "about": (low - _ABOUT * abs(low), high + _ABOUT * abs(high)),
    }
    slack = 0.0 if sighting.factor == 1.0 else _ABOUT / 2
    low, high = bounds[sighting.quantity.bound]
    return low * (1 - slack), high * (1 + slack)


def _rounds(fine: Sighting, coarse: Sighting) -> bool:
    """Tell whether ``coarse`` is ``fine`` rounded to two digits or more; counts below a thousand are exact."""
    value, rounded = fine.quantity.low, coarse.quantity.low
    if coarse.quantity.high != rounded or abs(rounded) < _EXACT_BELOW or fine.factor != coarse.factor:
        return False
    digits = len(f"{int(rounded)}".rstrip("0"))
    if digits < _SIGNIFICANT or value <= 0:
        return False
    step = 10.0 ** (math.floor(math.log10(rounded)) + 1 - digits)
    return math.floor(value / step + 0.5) * step == rounded or math.floor(value / step) * step == rounded


def find_disputes(
    series: Sequence[Series], articles: Sequence[AnnotatedArticle], links: Links
) -> tuple[NumberDispute, ...]:
    """Return every pair of sides, complete, whose figures cannot both hold; in reading order."""
    found: list[NumberDispute] = []
    for one in series:
        sides: dict[tuple[float, float], list[Sighting]] = defaultdict(list)
        for sighting in one.sightings:
            sides[sighting.low, sighting.high].append(sighting)
        for left, right in combinations(sides.values(), 2):
            pairs = [
                (a, b)
                for a in left
                for b in right
                if _conflicts(a, b, one) and _linked(a, b, links) and _best_match(a, b, one)
            ]
            if pairs:
                update = all(_updates(a, b, articles) for a, b in pairs)
                found.append(NumberDispute(matter=one.matter, left=tuple(left), right=tuple(right), update=update))
    return tuple(found)


def _conflicts(left: Sighting, right: Sighting, series: Series) -> bool:
    """Tell whether two figures cannot both hold.

    Within one account only where two sources give them, or words say that one replaces the other; across accounts
    only where neither account also has a figure that agrees with the other's, unless by another source.
    """
    if left.profile.asks or right.profile.asks or left.profile.position == right.profile.position:
        return False
    if left.updates or right.updates:
        return _replaces(left, right)
    if _relate_parts(left, right) != "conflict":
        return False
    if _holds(left, right) or _holds(right, left):
        return False
    if left.profile.article == right.profile.article:
        speakers = {left.profile.speaker, right.profile.speaker}
        return len(speakers) > 1 and None not in speakers
    return not (_also_has(left, right, series) or _also_has(right, left, series))


def _replaces(left: Sighting, right: Sighting) -> bool:
    """Tell whether one figure takes the other's place: "2.4 million, up from 2" moves "at least 2 million"."""
    if _relate_parts(left, right) == "conflict":
        return True
    apart = {left.quantity.bound, right.quantity.bound} <= {"exact", "at_least"} and left.whom == right.whom
    return apart and left.low != right.low and not (_rounds(left, right) or _rounds(right, left))


def _holds(one: Sighting, other: Sighting) -> bool:
    """Tell whether the claim of ``one`` also has, for whatever it counts, the number of ``other``."""
    return any(
        quantity.span != one.quantity.span
        and (quantity.low, quantity.high) == (other.quantity.low, other.quantity.high)
        for quantity in one.profile.claim.quantities
    )


def _best_match(left: Sighting, right: Sighting, series: Series) -> bool:
    """Tell whether no other figure of either claim stands among words more like those around the other figure."""
    if left.main and right.main:
        return True
    shared = len(left.near & right.near)
    return all(
        len(other.near & (right if other.profile.id == left.profile.id else left).near) < shared
        for other in series.sightings
        if other not in (left, right) and other.profile.id in (left.profile.id, right.profile.id)
    )


def _relate_parts(left: Sighting, right: Sighting) -> NumberRelation:
    """Return how two figures stand to each other where one may count a part of those that the other counts."""
    if left.whom != right.whom:
        if left.whom and right.whom:
            return "compatible"
        part, whole = (left, right) if left.whom else (right, left)
        if _interval(part)[0] <= _interval(whole)[1]:
            return "compatible"
    return relate(left, right)


def _also_has(one: Sighting, other: Sighting, series: Series) -> bool:
    """Tell whether the account of ``one``, in the same voice, holds a figure that agrees with ``other``."""
    return any(
        s.profile.article == one.profile.article
        and s.profile.speaker == one.profile.speaker
        and relate(s, other) != "conflict"
        for s in series.sightings
    )


def _updates(left: Sighting, right: Sighting, articles: Sequence[AnnotatedArticle]) -> bool:
    """Tell whether one of two figures replaces the other: by its words, or later, larger, of what only grows."""
    if left.updates or right.updates:
        return True
    if _ratio(left, right) > _FARTHEST_UPDATE:
        return False
    ours, theirs = (articles[s.profile.article].article for s in (left, right))
    same_house = ours.publisher is not None and ours.publisher == theirs.publisher and ours.id != theirs.id
    if not (is_growing(left.matter) or same_house):
        return False
    order = _later(_moment(left, articles), _moment(right, articles))
    return (order > 0 and left.low > right.low) or (order < 0 and right.low > left.low)


def _moment(sighting: Sighting, articles: Sequence[AnnotatedArticle]) -> str | None:
    stated = articles[sighting.profile.article].article.date_published
    return sighting.quantity.as_of or (stated.value if stated else None)


def _later(left: str | None, right: str | None) -> int:
    """Return 1 where ``left`` is later, -1 where earlier, 0 where unknown; by day where one of them lacks a time."""
    if left is None or right is None:
        return 0
    try:
        a, b = datetime.fromisoformat(left), datetime.fromisoformat(right)
    except ValueError:
        return 0
    if "T" not in left or "T" not in right or (a.tzinfo is None) != (b.tzinfo is None):
        return (left[:10] > right[:10]) - (left[:10] < right[:10])
    a, b = (at.astimezone(UTC) if at.tzinfo else at for at in (a, b))
    return (a > b) - (a < b)


def make_number_series(
    accounts: tuple[str, Sequence[AnnotatedArticle]], series: Sequence[Series], disputes: Sequence[NumberDispute]
) -> tuple[NumberSeries, ...]:
    """Return the numbers view: each matter with every account's figures; ``accounts`` are a story's id and articles."""
    story_id, articles = accounts
    return tuple(
        NumberSeries(
            id=make_id("numbers", one.matter, *(s.profile.id for s in one.sightings)),
            story_id=story_id,
            counted=_label(one),
            unit=one.sightings[0].quantity.unit,
            relation=_relation(one, disputes),
            figures=tuple(_figure(sighting, articles) for sighting in one.sightings),
        )
        for one in series
    )


def _label(series: Series) -> str:
    """Return what is counted: the name of the matter, the noun annotated, or the words most figures stand among."""
    kind, _, name = series.matter.partition(":")
    units = {fold(s.quantity.unit or "") for s in series.sightings}
    nouns = [s.quantity.counted for s in series.sightings if s.quantity.counted]
    nouns = [noun for noun in nouns if fold(noun) not in units]
    if kind not in {"noun", "unit"}:
        return kind if not series.sightings[0].whom or not nouns else nouns[0]
    if kind == "noun":
        return nouns[0] if nouns else name
    return " ".join(_common_words(series)) or (nouns[0] if nouns else name)


def _common_words(series: Series) -> list[str]:
    """Return the nearest words of the first figure's clause that stand near most of the others: two at most."""
    first, *others = series.sightings
    counts = {word: sum(stem(word) in other.near for other in others) for word in first.clause}
    most = max(counts.values(), default=0)
    return [word for word, count in counts.items() if count == most > 0][:_LABEL_WORDS][::-1]


def _relation(series: Series, disputes: Sequence[NumberDispute]) -> NumberRelation:
    """Return how the figures of a series stand to one another at worst."""
    members = {(s.profile.article, s.quantity.span) for s in series.sightings}
    own = [d for d in disputes if (d.left[0].profile.article, d.left[0].quantity.span) in members]
    if own:
        return "update" if all(dispute.update for dispute in own) else "conflict"
    pairs = combinations(series.sightings, 2)
    return "same" if all(relate(a, b) == "same" for a, b in pairs) else "compatible"


def _figure(sighting: Sighting, articles: Sequence[AnnotatedArticle]) -> Figure:
    value = articles[sighting.profile.article]
    return Figure(
        claim_id=sighting.profile.id,
        article_id=value.article.id,
        quantity=sighting.quantity,
        excerpt=make_excerpt(value.article.id, value.article.text, sighting.quantity.span),
    )
