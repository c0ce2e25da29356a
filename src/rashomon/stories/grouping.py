"""Same-event grouping: average linkage over the likeness of pairs, with vetoes; a wrong merge is worse than a miss."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rashomon.datamodel import Article, Story, make_id
from rashomon.neural.encoder import Encoder
from rashomon.stories.across import join_across
from rashomon.stories.backing import join_backed
from rashomon.stories.copies import SharedText, find_copies
from rashomon.stories.likeness import DEFAULT, Likeness, Settings, find_neighbours, measure_likeness
from rashomon.stories.profiles import Profile, make_profile
from rashomon.stories.reasons import explain_story

Groups = list[list[int]]
Days = tuple[date, date] | None


def group_articles(articles: Sequence[Article], encoder: Encoder) -> tuple[Story, ...]:
    """Return the stories of ``articles``: each article in exactly one, articles alone included.

    Stories stand in the order of their first article, articles within one in the order given; which articles join
    depends neither on that order nor on publishers' names. An id given twice counts once.
    """
    if not articles:
        return ()
    place = {article.id: at for at, article in reversed(list(enumerate(articles)))}
    profiles = sorted(
        (make_profile(articles[at]) for at in place.values()), key=lambda profile: (profile.key, profile.article_id)
    )
    found = find_copies([profile.text for profile in profiles], [profile.language for profile in profiles])
    copies = [pair for pair in found if _may_copy(pair, profiles, DEFAULT)]
    likeness = measure_likeness(profiles, encoder)
    copied = join_copies(len(profiles), copies)
    stories = [
        _make_story(group, profiles, copied, likeness, place)
        for group in join_across(
            join_backed(join_alike(copied, likeness, [profile.day for profile in profiles]), likeness),
            profiles,
            DEFAULT.farthest_days,
        )
    ]
    return tuple(sorted(stories, key=lambda story: place[story.articles[0]]))


def _may_copy(pair: SharedText, profiles: Sequence[Profile], settings: Settings) -> bool:
    """Tell whether shared text joins two articles: far apart in time, they must share nearly all of it.

    Yearly events are told in last year's sentences with new names and numbers.
    """
    left, right = profiles[pair.left].day, profiles[pair.right].day
    is_far = left is not None and right is not None and abs((left - right).days) > settings.farthest_days
    return pair.share >= settings.repost_share or not is_far


def _make_story(
    group: list[int], profiles: Sequence[Profile], copied: Groups, likeness: Likeness, place: dict[str, int]
) -> Story:
    """Return the story of the articles at ``group``."""

    def ids(members: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted((profiles[at].article_id for at in members), key=place.__getitem__))

    inside = set(group)
    copies = [part for part in copied if len(part) > 1 and inside.issuperset(part)]
    return Story(
        id=make_id("story", *sorted(profiles[at].article_id for at in group)),
        articles=ids(group),
        copies=tuple(sorted((ids(part) for part in copies), key=lambda part: place[part[0]])),
        reasons=explain_story(
            [profiles[at] for at in group],
            [len(part) for part in copies],
            [likeness(a, b) for a in group for b in group if a < b and profiles[a].language == profiles[b].language],
        ),
    )


def join_copies(number: int, pairs: Sequence[SharedText]) -> Groups:
    """Return ``number`` articles in groups: copies of each other, directly or through a third, together."""
    root = list(range(number))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for pair in pairs:
        low, high = sorted((find(pair.left), find(pair.right)))
        root[high] = low
    groups: dict[int, list[int]] = {}
    for at in range(number):
        groups.setdefault(find(at), []).append(at)
    return list(groups.values())


def join_alike(start: Groups, likeness: Likeness, days: Sequence[date | None], settings: Settings = DEFAULT) -> Groups:
    """Return ``start`` with the groups joined whose mean likeness reaches the threshold, most alike first.

    Groups stay apart where the first days of any two of the parts joined lie farther from each other than
    ``settings.farthest_days``: an earlier event with the same people reads alike and is another event. A repost
    counts with the day of the text it repeats.
    """
    groups = {at: list(members) for at, members in enumerate(start)}
    spans = {at: _first_day([days[i] for i in members]) for at, members in groups.items()}
    near = find_neighbours(groups, likeness)
    means = _Means(groups=groups, likeness=likeness)
    heap = [(-mean, a, b) for a in near for b in near[a] if a < b and (mean := means(a, b)) >= settings.threshold]
    heapq.heapify(heap)
    while heap:
        mean, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups or mean != -means(a, b):
            continue
        span = _join_days(spans[a], spans[b])
        if span is not None and (span[1] - span[0]).days > settings.farthest_days:
            continue
        means.join(a, b)
        spans[a] = span
        near[a] = (near[a] | near.pop(b)) - {a, b}
        for other in sorted(near[a]):
            near[other] = (near[other] | {a}) - {b}
            if (mean := means(a, other)) >= settings.threshold:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
    return [sorted(members) for members in groups.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """The mean likeness of groups over all their pairs; what was summed for parts is added up for the whole."""

    groups: dict[int, list[int]]
    likeness: Likeness
    sums: dict[tuple[int, int], float] = field(default_factory=dict)

    def __call__(self, a: int, b: int) -> float:
        """Return the mean likeness of two groups, rounded so that the order of sums says nothing."""
        return round(self._sum(a, b) / (len(self.groups[a]) * len(self.groups[b])), 9)

    def join(self, a: int, b: int) -> None:
        """Put group ``b`` into group ``a``."""
        for other in self.groups:
            if other in {a, b}:
                continue
            parts = [self.sums.pop(_order(part, other), None) for part in (a, b)]
            if parts[0] is not None or parts[1] is not None:
                missing = [
                    self._add(part, other) if value is None else value
                    for part, value in zip((a, b), parts, strict=True)
                ]
                self.sums[_order(a, other)] = sum(missing)
        self.groups[a] += self.groups.pop(b)

    def _sum(self, a: int, b: int) -> float:
        pair = _order(a, b)
        if pair not in self.sums:
            self.sums[pair] = self._add(a, b)
        return self.sums[pair]

    def _add(self, a: int, b: int) -> float:
        return sum(self.likeness(left, right) for left in self.groups[a] for right in self.groups[b])


def _order(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _first_day(days: Sequence[date | None]) -> Days:
    """Return the first of some days as a span of days, None where none is stated."""
    stated = [day for day in days if day is not None]
    return (min(stated), min(stated)) if stated else None


def _join_days(left: Days, right: Days) -> Days:
    """Return the span of days that covers both."""
    if left is None or right is None:
        return left or right
    return min(left[0], right[0]), max(left[1], right[1])
