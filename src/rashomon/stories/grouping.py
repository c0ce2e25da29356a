"""Same-event grouping: average linkage over the likeness of pairs, with vetoes; a wrong merge is worse than a miss."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import date

import numpy as np

from rashomon.datamodel import Article, Story, make_id
from rashomon.neural.encoder import Encoder
from rashomon.stories.across import join_across
from rashomon.stories.copies import SharedText, find_copies
from rashomon.stories.likeness import DEFAULT, Matrix, Settings, measure_likeness
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
            join_alike(copied, likeness, [profile.day for profile in profiles]), profiles, DEFAULT.farthest_days
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
    group: list[int], profiles: Sequence[Profile], copied: Groups, likeness: Matrix, place: dict[str, int]
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
            [likeness[a, b] for a in group for b in group if a < b and profiles[a].language == profiles[b].language],
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


def join_alike(start: Groups, likeness: Matrix, days: Sequence[date | None], settings: Settings = DEFAULT) -> Groups:
    """Return ``start`` with the groups joined whose mean likeness reaches the threshold, most alike first.

    Groups stay apart where the first days of any two of the parts joined lie farther from each other than
    ``settings.farthest_days``: an earlier event with the same people reads alike and is another event. A repost
    counts with the day of the text it repeats.
    """
    groups = {at: list(members) for at, members in enumerate(start)}
    spans = {at: _first_day([days[i] for i in members]) for at, members in groups.items()}
    mean = _average(start, likeness)
    alive = np.ones(len(groups), dtype=bool)
    version = [0] * len(groups)
    rows, columns = np.nonzero(np.triu(mean >= settings.threshold, 1))
    heap = [(-float(mean[a, b]), int(a), int(b), 0, 0) for a, b in zip(rows, columns, strict=True)]
    heapq.heapify(heap)
    while heap:
        _, a, b, seen_a, seen_b = heapq.heappop(heap)
        if not alive[a] or not alive[b] or (version[a], version[b]) != (seen_a, seen_b):
            continue
        span = _join_days(spans[a], spans[b])
        if span is not None and (span[1] - span[0]).days > settings.farthest_days:
            continue
        size_a, size_b = len(groups[a]), len(groups[b])
        groups[a] += groups.pop(b)
        spans[a] = span
        version[a] += 1
        alive[b] = False
        mean[a] = (size_a * mean[a] + size_b * mean[b]) / (size_a + size_b)
        mean[:, a] = mean[a]
        for other in np.flatnonzero(alive & (mean[a] >= settings.threshold)).tolist():
            if other != a:
                low, high = sorted((a, other))
                heapq.heappush(heap, (-float(mean[a, other]), low, high, version[low], version[high]))
    return [sorted(members) for members in groups.values()]


def _average(groups: Groups, likeness: Matrix) -> Matrix:
    """Return the mean likeness of each pair of groups."""
    order = [at for group in groups for at in group]
    sizes = np.array([len(group) for group in groups])
    starts = np.cumsum(sizes) - sizes
    sums = np.add.reduceat(np.add.reduceat(likeness[np.ix_(order, order)], starts, axis=0), starts, axis=1)
    mean: Matrix = sums / np.outer(sizes, sizes)
    return mean


def _first_day(days: Sequence[date | None]) -> Days:
    """Return the first of some days as a span of days, None where none is stated."""
    stated = [day for day in days if day is not None]
    return (min(stated), min(stated)) if stated else None


def _join_days(left: Days, right: Days) -> Days:
    """Return the span of days that covers both."""
    if left is None or right is None:
        return left or right
    return min(left[0], right[0]), max(left[1], right[1])
