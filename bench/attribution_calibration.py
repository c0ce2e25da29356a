"""How far the scores of attributions can be relied on: ten bins, the expected error, and thresholds to abstain below.

An attribution is right where it matches one of the gold: half of the content, and the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attribution_scores import Judged, Rate, rate

BINS = 10
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The attributions scored in one tenth of 0..1: how many, their mean score, and the share that is right."""

    low: float
    high: float
    size: int
    score: float
    right: float

    @property
    def gap(self) -> float:
        """The mean score less the share that is right: above 0 where too much was promised."""
        return self.score - self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """What is left where everything scored below ``threshold`` is withheld."""

    threshold: float
    kept: int
    rate: Rate


def read_scores(judged: Iterable[Judged], layer: str = "speech") -> list[tuple[float, bool]]:
    """Return (score, right) for each found attribution of ``layer`` that has a score."""
    return [
        (one.score, number is not None)
        for document in judged
        for one, number in zip(document.found, document.matches, strict=True)
        if one.layer == layer and one.score is not None
    ]


def read_unscored(judged: Iterable[Judged], layer: str = "speech") -> list[bool]:
    """Return for each found attribution of ``layer`` without a score whether it is right."""
    return [
        number is not None
        for document in judged
        for one, number in zip(document.found, document.matches, strict=True)
        if one.layer == layer and one.score is None
    ]


def make_bins(scores: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Return the bins that hold anything, lowest first; each is half-open, but the last one holds 1."""
    bins = []
    for number in range(BINS):
        inside = [(score, right) for score, right in scores if min(int(score * BINS), BINS - 1) == number]
        if inside:
            size = len(inside)
            mean, share = sum(score for score, _ in inside) / size, sum(right for _, right in inside) / size
            bins.append(Bin(low=number / BINS, high=(number + 1) / BINS, size=size, score=mean, right=share))
    return bins


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the mean gap of the bins, each weighed by its size and taken without its sign; 0 where there are none."""
    total = sum(one.size for one in bins)
    return sum(one.size * abs(one.gap) for one in bins) / total if total else 0.0


def abstain(judged: Sequence[Judged], threshold: float, layer: str = "speech") -> Abstention:
    """Return precision of ``layer``'s found ones at or above ``threshold``, and recall over its gold ones.

    A gold one counts as seen where a found one of any layer, scored as high, matches it. Those without a score stay.
    """
    found = right = seen = gold = 0
    for document in judged:
        kept = [
            (one, number)
            for one, number in zip(document.found, document.matches, strict=True)
            if one.score is None or one.score >= threshold
        ]
        matched = {number for _, number in kept}
        found += sum(one.layer == layer for one, _ in kept)
        right += sum(one.layer == layer and number is not None for one, number in kept)
        gold += sum(one.layer == layer for one in document.gold)
        seen += sum(one.layer == layer and number in matched for number, one in enumerate(document.gold))
    return Abstention(threshold=threshold, kept=found, rate=rate(right, found, seen, gold))
