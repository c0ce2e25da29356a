"""The reader's lesser heads: names on GUM dev beside the rules, sentence vectors on account pairs beside MiniLM's.

Reads ``RASHOMON_DATA``; says so and stops where it is absent. Usage: ``python bench/reader_heads.py``.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rashomon.annotate.document import make_document
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Article, Completeness, Span
from rashomon.neural.minilm import load_encoder
from rashomon.neural.reader_weights import load_reader
from rashomon.neural.train.reader_data import MENTION_TYPES, Example, read_gum, split
from rashomon.neural.wordpiece import load_wordpiece

Named: TypeAlias = tuple[int, int, str]
_GENRES = ("news", "interview", "academic", "court")
_SHARED = frozenset({"person", "organization", "place"})
"""The types that rules and reader both have."""


def find_names(scores: NDArray[np.float32], places: Sequence[tuple[int, int]]) -> list[Named]:
    """Return the names that BIO scores (tokens, 11) give, the type by the first token: (start, end, type)."""
    tags = scores.argmax(axis=1).tolist()
    found: list[Named] = []
    inside = False
    for tag, (start, end) in zip(tags, places, strict=True):
        begins = tag % 2 == 1 or (tag and not inside)
        if begins:
            found.append((start, end, MENTION_TYPES[(tag - 1) // 2]))
        elif tag:
            found[-1] = (found[-1][0], end, found[-1][2])
        inside = bool(tag)
    return found


def read_dev(root: Path) -> Iterator[tuple[str, Example]]:
    """Yield text and example of each GUM dev document of the genres that may be used."""
    names = (root / "entities" / "gum_splits.md").read_text("utf-8").split("## dev")[1].split("## ")[0]
    dev = {line.strip("* ") for line in names.splitlines()}
    for genre in _GENRES:
        path = root / "entities" / f"gum_{genre}.conllu"
        for name, text, example in read_gum(path, load_wordpiece()):
            if name in dev:
                yield text, example


def measure_names(root: Path) -> list[str]:
    """Return table rows of exact spans, with and without type, by the reader and by the rules."""
    counts: Counter[str] = Counter()
    for text, example in read_dev(root):
        places = example.input.places
        gold = {
            (places[first][0], places[last - 1][1], MENTION_TYPES[kind])
            for (first, last), kind in example.mentions or ()
        }
        gold = {one for one in gold if one[2] in _SHARED}
        article = Article(
            id="", capture_id="", role="main", text=text, segments=(), completeness=Completeness(), in_language="en"
        )
        ruled = {(m.span.start, m.span.end, m.type) for m in find_mentions(make_document(article))[0]}
        read = set(find_names(load_reader().read(example.input).mentions, places))
        counts["gold"] += len(gold)
        for who, found in (("reader", read), ("rules", ruled)):
            kept = {one for one in found if one[2] in _SHARED}
            counts[f"{who} found"] += len(kept)
            counts[f"{who} typed"] += len(kept & gold)
            counts[f"{who} span"] += len({one[:2] for one in kept} & {one[:2] for one in gold})
    rows = []
    for who in ("reader", "rules"):
        total = counts["gold"] + counts[f"{who} found"]
        span, typed = (2 * counts[f"{who} {part}"] / max(1, total) for part in ("span", "typed"))
        seen = f"{counts[f'{who} found']} found, {counts['gold']} in gold"
        rows.append(f"{who:8} span {span:.3f}   span and type {typed:.3f}   ({seen})")
    return rows


def encode_story(story: dict[str, Any]) -> tuple[dict[str, str], dict[str, tuple[NDArray[np.float32], ...]]]:
    """Return for each sentence of a story, by id, its account, and its vectors by MiniLM and by the reader."""
    accounts: dict[str, str] = {}
    vectors: dict[str, tuple[NDArray[np.float32], ...]] = {}
    for account, article in story["articles"].items():
        sentences = [sentence for sentence in article["sentences"] if sentence.strip()]
        numbers = [number for number, sentence in enumerate(article["sentences"]) if sentence.strip()]
        tokens = split("\n".join(sentences), load_wordpiece()).input
        starts = np.array([start for start, _ in tokens.places])
        edges = np.searchsorted(starts, np.cumsum([0, *(len(sentence) + 1 for sentence in sentences)]))
        spans = tuple(Span(start=int(a), end=int(b)) for a, b in pairwise(edges))
        read, plain = load_reader().read(tokens, spans).vectors, load_encoder().encode(sentences)
        for number, mine, theirs in zip(numbers, read, plain, strict=True):
            accounts[f"{account}{number}"] = account
            vectors[f"{account}{number}"] = (theirs, mine)
    return accounts, vectors


def measure_vectors(root: Path) -> list[str]:
    """Return table rows of the best F1 that a threshold on cosines reaches over sentence pairs of two publishers."""
    scores: list[tuple[float, float]] = []
    same: list[bool] = []
    near: list[float] = []
    for path in sorted((root / "account_alignment" / "dev").glob("*.json")):
        story = json.loads(path.read_text("utf-8"))
        accounts, vectors = encode_story(story)
        near += [float(plain @ read) for plain, read in vectors.values()]
        points = {frozenset(pair) for point in story["points"] for pair in combinations(point["members"], 2)}
        for left, right in combinations(accounts, 2):
            if accounts[left] != accounts[right]:
                scores.append(
                    (float(vectors[left][0] @ vectors[right][0]), float(vectors[left][1] @ vectors[right][1]))
                )
                same.append(frozenset((left, right)) in points)
    gold = np.array(same)
    rows = [f"cosine of the reader's vector with MiniLM's: mean {np.mean(near):.3f}"]
    for who, column in (("MiniLM", 0), ("reader", 1), ("their sum", None)):
        values = np.array(scores).sum(axis=1) if column is None else np.array(scores)[:, column]
        hits = np.cumsum(gold[np.argsort(-values, kind="stable")])
        best = float((2 * hits / (np.arange(1, len(gold) + 1) + gold.sum())).max())
        rows.append(f"{who:10} best F1 {best:.3f} over {len(gold)} pairs, {int(gold.sum())} the same")
    return rows


def main() -> int:
    """Print both tables; 0 also where the data is absent."""
    root = os.environ.get("RASHOMON_DATA")
    if not root or not (Path(root) / "entities").exists():
        print("skipped: RASHOMON_DATA names no folder with entities/")
        return 0
    print("Names of persons, organizations and places, GUM dev (8 documents), exact F1")
    print("\n".join(measure_names(Path(root))))
    print("\nSentence vectors, account_alignment dev (12 stories)")
    print("\n".join(measure_vectors(Path(root))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
