"""How alike two claims are: one score from vectors, rare words, wording, names and numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rashomon.compare.lexicon import read_lexicon
from rashomon.compare.profiles import Profile
from rashomon.neural.encoder import Encoder

FEATURES = ("cosine", "rare_words", "mass", "wording", "numbers", "same_speaker", "other_speaker", "asked")
"""What a score is made of, in the order of the weights."""

ENGLISH = "en"
_RUN_CAP = 8
_NUMBER_CAP = 2
_MASS_CAP = 25.0
_USUAL_CLAIMS = 100
_FEW_CLAIMS = 10
_UNKNOWN = frozenset({"", "und"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The features of a pair of claims, each 0..1 or near it, and the score, 0..1; ``shared`` are the rarest words."""

    features: tuple[float, ...]
    score: float
    shared: tuple[str, ...] = ()
    run: int = 0
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryIndex:
    """The claims of a story with what their likeness is measured by; vectors only for claims in English.

    ``rows`` gives a profile's row in ``vectors``, by position; ``idf`` weighs a term by its rarity in the story.
    """

    profiles: tuple[Profile, ...]
    idf: Mapping[str, float] = field(repr=False)
    norms: tuple[float, ...] = field(repr=False)
    anchor_idf: Mapping[str, float] = field(repr=False)
    vectors: NDArray[np.float32] = field(repr=False)
    rows: Mapping[int, int] = field(repr=False)


def make_index(profiles: Sequence[Profile], encoder: Encoder) -> StoryIndex:
    """Return the index of ``profiles``; claims in English are encoded in one call."""
    english = [profile for profile in profiles if profile.language in (ENGLISH, *_UNKNOWN)]
    vectors = encoder.encode([profile.context for profile in english]) if english else np.zeros((0, 1), np.float32)
    idf = _rarity([profile.terms for profile in profiles])
    return StoryIndex(
        profiles=tuple(profiles),
        idf=idf,
        norms=tuple(math.sqrt(math.fsum(idf[term] ** 2 for term in sorted(profile.terms))) for profile in profiles),
        anchor_idf=_rarity([profile.anchors for profile in profiles]),
        vectors=vectors,
        rows={profile.position: row for row, profile in enumerate(english)},
    )


def _rarity(sets: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how rare each term is among the claims.

    In a short story the weights are stretched, so that a word of two claims weighs what it would among a hundred.
    """
    counts = Counter(term for terms in sets for term in terms)
    size = len(sets)
    usual = math.log((_USUAL_CLAIMS + 1) / 2.5) / math.log((min(max(size, _FEW_CLAIMS), _USUAL_CLAIMS) + 1) / 2.5)
    return {term: usual * math.log((size + 1) / (count + 0.5)) for term, count in sorted(counts.items())}


def measure(index: StoryIndex, left: Profile, right: Profile) -> Likeness:
    """Return how alike two claims are.

    Claims in two languages, which no shared word joins, are measured by names, places, numbers and times alone;
    claims in one language other than English by their words too, but never by the English vectors.
    """
    if left.language != right.language and not {left.language, right.language} & _UNKNOWN:
        return _measure_anchors(index, left, right)
    features, shared, run = _features(index, left, right)
    weights = read_lexicon("weights")["with_vectors" if features[0] else "without_vectors"]
    total = weights["intercept"] + math.fsum(
        weights[name] * value for name, value in zip(FEATURES, features, strict=True)
    )
    anchors = tuple(sorted(left.anchors & right.anchors))
    return Likeness(features=features, score=_squash(total), shared=shared, run=run, anchors=anchors)


def _features(index: StoryIndex, left: Profile, right: Profile) -> tuple[tuple[float, ...], tuple[str, ...], int]:
    a, b = left.position, right.position
    shared = sorted(left.terms & right.terms, key=lambda term: (-index.idf[term], term))
    mass = math.fsum(index.idf[term] for term in shared)
    norm = index.norms[a] * index.norms[b]
    run = longest_run(left.words, right.words)
    asked = (left.claim.stance == "asks") != (right.claim.stance == "asks")
    features = (
        _cosine(index, a, b),
        math.fsum(index.idf[term] ** 2 for term in shared) / norm if norm > 0 else 0.0,
        math.sqrt(min(mass, _MASS_CAP) / _MASS_CAP),
        min(run, _RUN_CAP) / _RUN_CAP,
        min(len(left.numbers & right.numbers), _NUMBER_CAP) / _NUMBER_CAP,
        *_speakers(left, right),
        float(asked),
    )
    return features, tuple(shared), run


def _speakers(left: Profile, right: Profile) -> tuple[float, float]:
    """Return whether two claims are attributed to one speaker, and whether to two; neither where one has none."""
    if not left.speaker or not right.speaker:
        return 0.0, 0.0
    same = float(bool(set(left.speaker.split()) & set(right.speaker.split())))
    return same, 1.0 - same


def _cosine(index: StoryIndex, a: int, b: int) -> float:
    if a not in index.rows or b not in index.rows:
        return 0.0
    return round(float(index.vectors[index.rows[a]] @ index.vectors[index.rows[b]]), 5)


def _measure_anchors(index: StoryIndex, left: Profile, right: Profile) -> Likeness:
    """Return the likeness of two claims in two languages: how rare what they share is, of what they could."""
    shared = sorted(left.anchors & right.anchors)
    mass = math.fsum(index.anchor_idf[anchor] for anchor in shared)
    total = math.fsum(index.anchor_idf[anchor] for anchor in sorted(left.anchors | right.anchors))
    weights = read_lexicon("weights")["across_languages"]
    kinds = len({anchor.partition(":")[0] for anchor in shared})
    enough = len(shared) >= weights["least_anchors"] and kinds >= weights["least_kinds"]
    score = _squash(weights["intercept"] + weights["mass"] * mass + weights["share"] * mass / total) if enough else 0.0
    features = (0.0,) * len(FEATURES)
    return Likeness(features=features, score=score, anchors=tuple(shared))


def longest_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words in a row both claims share, at most."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(right):
        places.setdefault(word, []).append(at)
    best = 0
    before: dict[int, int] = {}
    for word in left:
        row = {at: before.get(at - 1, 0) + 1 for at in places.get(word, ())}
        best = max(best, *row.values()) if row else best
        before = row
    return best


def _squash(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
