"""Groups that are joined by what their accounts bear out together: one told in other words meets several tellings.

A partisan paper and a wire may share few words, and each shares some with a third. So a group of two or more articles
is asked as one: what stands in any of its accounts bears out the opening of the article in question. Two articles alone
never meet here.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rashomon.stories.leads import Lead
from rashomon.stories.likeness import Likeness, find_neighbours
from rashomon.stories.profiles import Profile

Groups = list[list[int]]


def join_backed(start: Groups, likeness: Likeness) -> Groups:
    """Return ``start`` with groups joined whose mean likeness, all accounts backing each other, is high enough.

    One side holds two or more articles and one states its day. Joined is what reaches the threshold and
    ``settings.backed_margin``, the most alike first; days farther apart than the settings allow keep groups apart.
    """
    groups = {at: sorted(members) for at, members in enumerate(start)}
    near = find_neighbours(groups, likeness)
    least = likeness.settings.threshold + likeness.settings.backed_margin
    heap: list[tuple[float, int, int, int]] = []

    def push(a: int, b: int) -> None:
        left, right = sorted((a, b))
        if _may_join(groups[left], groups[right], likeness):
            score = _measure_backed(groups[left], groups[right], likeness)
            if score >= least:
                heapq.heappush(heap, (-score, left, right, len(groups[left]) + len(groups[right])))

    for a in sorted(near):
        for b in sorted(near[a]):
            if a < b:
                push(a, b)
    while heap:
        _, a, b, size = heapq.heappop(heap)
        if a not in groups or b not in groups or size != len(groups[a]) + len(groups[b]):
            continue
        groups[a] = sorted(groups[a] + groups.pop(b))
        near[a] = (near[a] | near.pop(b)) - {a, b}
        for other in sorted(near[a]):
            near[other] = (near[other] | {a}) - {b}
            push(a, other)
    return list(groups.values())


def _may_join(left: Sequence[int], right: Sequence[int], likeness: Likeness) -> bool:
    """Tell whether two groups are worth measuring: not both alone, a day stated, and their days not far apart.

    Where nobody states a day nothing holds twin events apart, so more backing would only blur them.
    """
    days = [day for part in (left, right) if (day := _first_day(part, likeness)) is not None]
    if len(left) == len(right) == 1 or not days:
        return False
    return (max(days) - min(days)).days <= likeness.settings.farthest_days


def _first_day(members: Sequence[int], likeness: Likeness) -> date | None:
    return min((day for at in members if (day := likeness.profiles[at].day)), default=None)


def _measure_backed(left: Sequence[int], right: Sequence[int], likeness: Likeness) -> float:
    """Return the mean likeness of two groups in one language, each account backed by those of its group."""
    sides = [_back([likeness.profiles[at] for at in part]) for part in (left, right)]
    scores = [
        likeness.measure(a, b, one, other)
        for a, one in zip(left, sides[0], strict=True)
        for b, other in zip(right, sides[1], strict=True)
    ]
    return round(sum(scores) / len(scores), 9)


def _back(profiles: Sequence[Profile]) -> list[Profile]:
    """Return ``profiles`` with the words, runs and figures of all of them behind each opening."""
    openings = [profile.opening for profile in profiles]
    words = frozenset(word for opening in openings for word in opening.all_words)
    runs = frozenset(run for opening in openings for run in opening.all_runs)
    figures = frozenset(figure for opening in openings for figure in opening.all_figures)

    def backed(opening: Lead) -> Lead:
        return replace(opening, all_words=words, all_runs=runs, all_figures=figures)

    return [replace(profile, opening=backed(profile.opening)) for profile in profiles]
