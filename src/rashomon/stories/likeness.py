"""How much two articles look like reports of one event, 0..1: words, vectors, names, numbers and stated days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.encoder import Encoder
from rashomon.stories.profiles import Profile

Matrix = NDArray[np.float64]
_ENGLISH = "en"
_DECIMALS = 6
_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the likeness is made of and where grouping stops; tuned for precision (docs/method/stories.md)."""

    threshold: float = 0.45
    name_bonus: float = 0.05
    most_names: int = 4
    number_bonus: float = 0.02
    most_numbers: int = 2
    mismatch_malus: float = 0.06
    mismatch_least: int = 2
    near_bonus: float = 0.05
    near_days: int = 3
    farthest_days: int = 10
    repost_share: float = 0.8
    offset_without_vectors: float = 0.175


DEFAULT = Settings()


def measure_likeness(profiles: Sequence[Profile], encoder: Encoder, settings: Settings = DEFAULT) -> Matrix:
    """Return the likeness of each pair, shape (articles, articles), symmetric, the diagonal 0.

    English pairs: mean of the cosines of rare words and of vectors. Pairs of one other language: words alone. Pairs
    across languages: 0, as words and the English vectors say nothing there.
    """
    languages = np.array([profile.language for profile in profiles], dtype=np.str_)
    english = languages == _ENGLISH
    same = languages[:, None] == languages[None, :]
    words = _sum_products([profile.weights for profile in profiles])
    vectors = _compare_leads(profiles, english, encoder)
    names = _sum_products([dict.fromkeys(profile.names, 1.0) for profile in profiles])
    numbers = _sum_products([dict.fromkeys(profile.numbers, 1.0) for profile in profiles])
    within = np.where(english[:, None], (words + vectors) / 2, words + settings.offset_without_vectors)
    within += settings.name_bonus * np.minimum(names, settings.most_names)
    within += settings.number_bonus * np.minimum(numbers, settings.most_numbers)
    many = np.array([len(profile.numbers) >= settings.mismatch_least for profile in profiles], dtype=bool)
    within -= settings.mismatch_malus * (many[:, None] & many[None, :] & (numbers == 0))
    within += _reward_days(profiles, settings)
    likeness = np.where(same & ~_name_other_days(profiles, settings), within, 0.0)
    np.fill_diagonal(likeness, 0.0)
    return likeness.clip(0.0, 1.0).round(_DECIMALS)


def _sum_products(rows: Sequence[Mapping[str, float]]) -> Matrix:
    """Return, for each pair of rows, the sum of products of the values under keys that both hold."""
    postings: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for key in row:
            postings.setdefault(key, []).append(at)
    sums = np.zeros((len(rows), len(rows)))
    for key in sorted(postings):
        if len(postings[key]) > 1:
            place = np.array(postings[key])
            values = np.array([rows[i][key] for i in postings[key]])
            sums[np.ix_(place, place)] += np.outer(values, values)
    return sums


def _compare_leads(profiles: Sequence[Profile], english: NDArray[np.bool_], encoder: Encoder) -> Matrix:
    """Return the cosine of the vectors of each English pair, 0 for the rest."""
    cosines = np.zeros((len(profiles), len(profiles)))
    at = np.flatnonzero(english)
    if len(at) > 1:
        rows = encoder.encode([profiles[i].lead for i in at.tolist()]).astype(np.float64)
        cosines[np.ix_(at, at)] = rows @ rows.T
    return cosines


def _reward_days(profiles: Sequence[Profile], settings: Settings) -> Matrix:
    """Return what stated days close to each other add to each pair."""
    days = np.array([profile.day.toordinal() if profile.day else np.nan for profile in profiles])
    apart = np.abs(days[:, None] - days[None, :])
    return np.where(apart <= settings.near_days, settings.near_bonus, 0.0)


def _name_other_days(profiles: Sequence[Profile], settings: Settings) -> NDArray[np.bool_]:
    """Tell for each pair whether both name days of the year and none is near one of the other's.

    Only where a stated date is missing: the stated dates of both say more.
    """
    named = np.zeros((len(profiles), _YEAR))
    near = np.zeros((len(profiles), _YEAR))
    for at, profile in enumerate(profiles):
        for day in profile.named_days:
            named[at, day % _YEAR] = 1
            near[at, np.arange(day - settings.farthest_days, day + settings.farthest_days + 1) % _YEAR] = 1
    some = named.sum(axis=1) > 0
    undated = np.array([profile.day is None for profile in profiles], dtype=bool)
    either = np.logical_or.outer(undated, undated)
    other: NDArray[np.bool_] = np.outer(some, some) & either & (named @ near.T == 0)
    return other
