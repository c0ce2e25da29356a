"""How well claims are aligned and figures set against each other: pair P/R/F1, same/near AUC, numeric conflict F1.

Run: ``RASHOMON_DATA=<data> python bench/alignment_quality.py [--part train]``. Sentences stand as
claims where the data has sentences. The weights are fitted by ``bench/alignment_fit.py``, on train alone.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from rashomon.annotate.document import make_document
from rashomon.annotate.quantities import find_quantities
from rashomon.compare.figures import find_sightings
from rashomon.compare.groups import group_claims, make_measure
from rashomon.compare.lexicon import read_lexicon
from rashomon.compare.numbers import Links, find_disputes, make_series
from rashomon.compare.profiles import make_profiles
from rashomon.compare.similarity import StoryIndex, make_index, measure
from rashomon.datamodel import AnnotatedArticle, Article, Claim, Completeness, Segment, Span
from rashomon.neural.encoder import Encoder
from rashomon.neural.minilm import load_encoder

FLOORS = {"MiniLM cosine": 0.38, "TF-IDF": 0.39, "their sum": 0.43, "between two people": 0.89}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was found and rightly so, found, and to be found."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(right=self.right + other.right, found=self.found + other.found, wanted=self.wanted + other.wanted)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}  ({self.right}/{self.found} found, {self.wanted} gold)"
        )


def make_article(name: str, text: str) -> Article:
    """Return an English article of ``text`` under the id ``name``."""
    whole = Span(start=0, end=len(text))
    return Article(
        id=name,
        capture_id=name,
        role="main",
        text=text,
        segments=(Segment(span=whole, rendering_span=whole),),
        completeness=Completeness(),
        in_language="en",
    )


def make_account(name: str, sentences: Sequence[str]) -> AnnotatedArticle:
    """Return an article with each sentence as a claim and the figures found in it."""
    text = "\n".join(sentences)
    article = make_article(name, text)
    quantities = find_quantities(make_document(article))
    claims, spans, at = [], [], 0
    for number, sentence in enumerate(sentences):
        if sentence.strip():
            span = Span(start=at, end=at + len(sentence))
            inside = tuple(quantity for quantity in quantities if span.contains(quantity.span))
            spans.append(span)
            claims.append(
                Claim(id=f"{name}{number}", article_id=name, spans=(span,), stance="asserts", quantities=inside)
            )
        at += len(sentence) + 1
    return AnnotatedArticle(article=article, sentences=tuple(spans), claims=tuple(claims), quantities=quantities)


def read_alignment(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield the stories of account_alignment."""
    for path in sorted((data / "account_alignment" / part).glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def index_story(story: dict[str, Any], encoder: Encoder) -> StoryIndex:
    """Return the index of a story whose sentences are claims."""
    accounts = [make_account(name, article["sentences"]) for name, article in story["articles"].items()]
    return make_index(make_profiles(accounts), encoder)


def gold_pairs(story: dict[str, Any]) -> frozenset[frozenset[str]]:
    """Return the pairs of sentences of two publishers that share a point."""
    return frozenset(
        frozenset((a, b)) for point in story["points"] for a, b in combinations(point["members"], 2) if a[0] != b[0]
    )


def score_alignment(stories: Iterable[dict[str, Any]], encoder: Encoder) -> Counts:
    """Return how the pairs inside groups compare with the gold pairs."""
    total = Counts()
    for story in stories:
        index, gold = index_story(story, encoder), gold_pairs(story)
        groups = group_claims(index, make_measure(index))
        found = {frozenset((a.id, b.id)) for group in groups for a, b, _ in group.pairs}
        total += Counts(right=len(found & gold), found=len(found), wanted=len(gold))
    return total


def score_claim_sets(data: Path, encoder: Encoder) -> float:
    """Return the probability that a pair of tellings of one claim scores above a pair of a claim and a near one."""
    same: list[float] = []
    near: list[float] = []
    for line in (data / "claim_sets" / "claim_sets.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        texts = [*item["same"], *item["near"]]
        index = make_index(make_profiles([make_account(f"T{i}-", [text]) for i, text in enumerate(texts)]), encoder)
        tellings = len(item["same"])
        for a, b in combinations(range(len(texts)), 2):
            if a < tellings:
                (same if b < tellings else near).append(measure(index, index.profiles[a], index.profiles[b]).score)
    low, high = np.sort(near), np.asarray(same)
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.mean() / 2 / len(low))


def score_numbers(data: Path, name: str, encoder: Encoder, *, same_event: bool) -> Counts:
    """Return how found number disputes compare with pairs labelled conflict; ambiguous pairs are left out."""
    total = Counts()
    for line in (data / "claim_pairs" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["label"] == "ambiguous" or (same_event and item["label"] == "different_event"):
            continue
        accounts = [make_account("A", [item["a"]]), make_account("B", [item["b"]])]
        profiles = make_profiles(accounts)
        links = Links(measured=make_measure(make_index(profiles, encoder)))
        found = bool(find_disputes(make_series(find_sightings(profiles, accounts), links), accounts, links))
        gold = item["label"] == "conflict"
        total += Counts(right=int(found and gold), found=int(found), wanted=int(gold))
    return total


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    options = parser.parse_args()
    root = os.environ.get("RASHOMON_DATA")
    if not root:
        raise SystemExit("RASHOMON_DATA is not set: nothing to measure")
    data, encoder = Path(root), load_encoder()
    print(
        f"same claim, account_alignment/{options.part}: {score_alignment(read_alignment(data, options.part), encoder)}"
    )
    print(f"  at the threshold in force, {read_lexicon('weights')['thresholds']['same']}")
    print("  floors: " + ", ".join(f"{name} {value}" for name, value in FLOORS.items()))
    print(f"same against near, claim_sets: AUC {score_claim_sets(data, encoder):.3f}")
    for name in ("numeric_headline_pairs_dev", "numeric_allsides_pairs_dev"):
        for same_event in (False, True):
            scope = "pairs of one event" if same_event else "all pairs"
            print(f"number conflict, {name}, {scope}: {score_numbers(data, name, encoder, same_event=same_event)}")


if __name__ == "__main__":
    main()
