"""Fits the weights of the pair score on account_alignment/train and prints them as TOML; nothing else is looked at.

Run: ``RASHOMON_DATA=<data> python bench/alignment_fit.py``. Pairs are those of sentences as claims, and those of the
claims that annotation finds; of the claims inside a gold pair of sentences the most alike pair counts as the same
claim, and the rest is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from alignment_quality import gold_pairs, index_story, read_alignment
from numpy.typing import NDArray

from rashomon.annotate import annotate
from rashomon.compare.profiles import Profile, make_profiles
from rashomon.compare.similarity import FEATURES, StoryIndex, make_index, measure
from rashomon.datamodel import AnnotatedArticle, Article, Completeness, Segment, Span, overlap
from rashomon.neural.encoder import Encoder
from rashomon.neural.minilm import load_encoder

_RIDGE = 1.0
_STEPS = 25
_LEAST = (0.2, 0.05)
Row = tuple[tuple[float, ...], bool]
Places = dict[str, tuple[str, Span]]


def annotate_story(story: dict[str, Any]) -> tuple[list[AnnotatedArticle], Places]:
    """Return the annotated articles of a story, and where each sentence stands."""
    accounts: list[AnnotatedArticle] = []
    places: Places = {}
    for name, article in story["articles"].items():
        text = ""
        for number, sentence in enumerate(article["sentences"]):
            if sentence.strip():
                text += " " if text else ""
                places[f"{name}{number}"] = (name, Span(start=len(text), end=len(text) + len(sentence)))
                text += sentence
        whole = Span(start=0, end=len(text))
        accounts.append(
            annotate(
                Article(
                    id=name,
                    capture_id=name,
                    role="main",
                    text=text,
                    segments=(Segment(span=whole, rendering_span=whole),),
                    completeness=Completeness(),
                    in_language="en",
                )
            )
        )
    return accounts, places


def sentences_of(profile: Profile, places: Places) -> frozenset[str]:
    """Return the sentences that share half of the shorter with a claim."""
    length = sum(len(span) for span in profile.claim.spans)
    return frozenset(
        sentence
        for sentence, (name, span) in places.items()
        if name == profile.claim.article_id
        and overlap((span,), profile.claim.spans) * 2 >= max(1, min(length, len(span)))
    )


def sentence_rows(story: dict[str, Any], encoder: Encoder) -> Iterator[Row]:
    """Yield the features of the pairs of sentences that are candidates, and whether they make the same point."""
    index, gold = index_story(story, encoder), gold_pairs(story)
    for a, b in combinations(index.profiles, 2):
        features = measure(index, a, b).features
        if a.article != b.article and (features[0] >= _LEAST[0] or features[1] >= _LEAST[1]):
            yield features, frozenset((a.id, b.id)) in gold


def claim_rows(story: dict[str, Any], encoder: Encoder) -> Iterator[Row]:
    """Yield the features of the pairs of annotated claims that are candidates, and whether they make the same point."""
    accounts, places = annotate_story(story)
    index = make_index(make_profiles(accounts), encoder)
    same, unclear = _label(index, gold_pairs(story), {p.id: sentences_of(p, places) for p in index.profiles})
    for a, b in combinations(index.profiles, 2):
        pair = frozenset((a.id, b.id))
        features = measure(index, a, b).features
        near = features[0] >= _LEAST[0] or features[1] >= _LEAST[1]
        if a.article != b.article and near and (pair in same or pair not in unclear):
            yield features, pair in same


def _label(
    index: StoryIndex, gold: frozenset[frozenset[str]], sentences: dict[str, frozenset[str]]
) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the most alike pair of claims of each gold pair of sentences, and all other pairs inside one."""
    same: set[frozenset[str]] = set()
    inside: set[frozenset[str]] = set()
    for pair in gold:
        left, right = sorted(pair)
        ours = [p for p in index.profiles if left in sentences[p.id]]
        theirs = [p for p in index.profiles if right in sentences[p.id]]
        found = [(sum(measure(index, a, b).features[:2]), a.id, b.id) for a in ours for b in theirs]
        inside |= {frozenset((a, b)) for _, a, b in found}
        if found:
            same.add(frozenset(max(found)[1:]))
    return same, inside


def fit_logistic(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return intercept and weights by Newton's method, with a ridge of 1 on the weights."""
    design = np.hstack([np.ones((len(rows), 1)), rows])
    ridge = np.diag([0.0] + [_RIDGE] * rows.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(design @ weights)))
        gradient = design.T @ (labels - chance) - ridge @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def main() -> None:
    """Print the weights."""
    root = os.environ.get("RASHOMON_DATA")
    if not root:
        raise SystemExit("RASHOMON_DATA is not set: nothing to fit on")
    encoder = load_encoder()
    rows = [
        row
        for story in read_alignment(Path(root), "train")
        for make in (sentence_rows, claim_rows)
        for row in make(story, encoder)
    ]
    features, labels = np.asarray([row[0] for row in rows]), np.asarray([float(row[1]) for row in rows])
    print(f"# {len(rows)} pairs, {int(labels.sum())} of them the same claim")
    for title, first in (("with_vectors", 0), ("without_vectors", 1)):
        weights = fit_logistic(features[:, first:], labels)
        print(f"\n[{title}]\nintercept = {weights[0]:.2f}" + ("\ncosine = 0.0" if first else ""))
        for name, weight in zip(FEATURES[first:], weights[1:], strict=True):
            print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
