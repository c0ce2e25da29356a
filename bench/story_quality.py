"""How well grouping finds the articles of one event: BCubed and pair precision on real news, and on the packs.

Run as ``RASHOMON_DATA=… python bench/story_quality.py [NAME …]``, one core, about a minute; ``--many`` measures
3,000 articles.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Article, Completeness, StatedDate
from rashomon.neural.encoder import Encoder
from rashomon.neural.minilm import load_encoder
from rashomon.stories import group_articles
from rashomon.stories.profiles import make_profile

_EVERY_NEUS = 8
_ROW = "{:8} {:>8} {:>7} {:>8} {:>10} {:>7} {:>7} {:>7} {:>6}"


def make_article(identity: str, headline: str, text: str, day: str | None, language: str = "en") -> Article:
    """Return an article as grouping reads it."""
    return Article(
        id=identity, capture_id="", role="main", text=text, segments=(), completeness=Completeness(), headline=headline,
        date_published=StatedDate(value=day, where="corpus") if day else None, in_language=language,
    )  # fmt: skip


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def load_corpora(data: Path, every_neus: int = _EVERY_NEUS) -> dict[str, list[tuple[Article, str]]]:
    """Return articles with their event, by corpus: three of real news with labels, our aligned triples, the packs."""
    corpora: dict[str, list[tuple[Article, str]]] = {}
    for name, file, every in (
        ("neus", "neus_train", every_neus), ("basil", "basil_2010_2014", 1), ("ecb+", "ecbplus_traindev", 1),
    ):  # fmt: skip
        rows = list(read_lines(data / "stories" / f"{file}.jsonl"))
        kept = set(sorted({row["event"] for row in rows})[::every])
        corpora[name] = [
            (make_article(f"{name}-{at}", row["title"] or "", row["text"], row.get("date")), row["event"])
            for at, row in enumerate(rows) if row["event"] in kept
        ]  # fmt: skip
    corpora["triples"] = [
        (
            make_article(f"{path.stem}-{side}", a["headline"], "\n".join(map(_sentence, a["sentences"])), a["date"]),
            path.stem,
        )
        for path in sorted((data / "account_alignment" / "train").glob("*.json"))
        for side, a in json.loads(path.read_text(encoding="utf-8"))["articles"].items()
    ]
    corpora["packs"] = list(read_packs(data / "packs"))
    return corpora


def _sentence(value: str | dict[str, str]) -> str:
    return value if isinstance(value, str) else value["text"]


def read_packs(folder: Path) -> Iterator[tuple[Article, str]]:
    """Yield the captures of every pack by their gold body, each distractor an event of its own."""
    for path in sorted(folder.glob("*/gold.json")):
        for capture in json.loads(path.read_text(encoding="utf-8"))["captures"]:
            text = (path.parent / capture["file"]).read_bytes().decode("utf-8")
            body = "\n".join(text[start:end] for start, end in capture["body"])
            name = f"{path.parent.name}-{capture['id']}"
            event = path.parent.name if capture["role"] == "event" else name
            yield make_article(name, capture["title"], body, capture["date"], capture["language"]), event


def score(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Return BCubed F1, and the precision and recall of pairs."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for at, (event, story) in enumerate(zip(gold, found, strict=True)):
        by_gold[event].add(at)
        by_found[story].add(at)
    both = [
        (len(by_gold[e] & by_found[s]), len(by_gold[e]), len(by_found[s])) for e, s in zip(gold, found, strict=True)
    ]
    precision = sum(shared / size for shared, _, size in both) / len(both)
    recall = sum(shared / size for shared, size, _ in both) / len(both)
    right, joined, wanted = (_pairs(c) for c in (Counter(zip(gold, found, strict=True)), Counter(found), Counter(gold)))
    return 2 * precision * recall / (precision + recall), right / joined if joined else 1.0, right / wanted


def _pairs(counts: Counter[Any]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


class Vectors:
    """An encoder that looks its vectors up, so that grouping is timed apart from encoding."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        """Encode ``texts`` once."""
        self.name, self.digest = encoder.name, encoder.digest
        self._rows = dict(zip(texts, encoder.encode(texts), strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the rows of ``texts``."""
        return np.stack([self._rows[text] for text in texts])


def measure_many(corpora: dict[str, list[tuple[Article, str]]], number: int = 3000) -> None:
    """Print time and memory of grouping ``number`` articles of the corpora, and whether their order says anything."""
    articles = {article.id: article for rows in corpora.values() for article, _ in rows}
    chosen = [articles[at] for at in sorted(articles)][:number]
    vectors = Vectors(load_encoder(), [make_profile(article).lead for article in chosen])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    stories = group_articles(chosen, vectors)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    again = group_articles(chosen[::-1], vectors)
    same = {frozenset(story.articles) for story in stories} == {frozenset(story.articles) for story in again}
    print(f"{len(chosen)} articles, {len(stories)} stories: {spent:.1f} s of one core apart from encoding,")
    print(f"peak {peak / 1024:.0f} MB in all ({before / 1024:.0f} MB before grouping), order says nothing: {same}")


def main(names: Sequence[str]) -> int:
    """Print one row for each corpus named (default all), or with ``--many`` the cost of 3,000 articles."""
    if "--many" in names:
        measure_many(load_corpora(Path(os.environ["RASHOMON_DATA"]), every_neus=3))
        return 0
    encoder = load_encoder()
    print(_ROW.format("corpus", "articles", "events", "stories", "BCubed F1", "pair P", "pair R", "copies", "s"))
    for name, rows in load_corpora(Path(os.environ["RASHOMON_DATA"])).items():
        if names and name not in names:
            continue
        started = time.perf_counter()
        stories = group_articles([article for article, _ in rows], encoder)
        spent = time.perf_counter() - started
        story_of = {identity: story.id for story in stories for identity in story.articles}
        quality = score([event for _, event in rows], [story_of[article.id] for article, _ in rows])
        events, copies = len({event for _, event in rows}), sum(len(story.copies) for story in stories)
        shown = (f"{value:.3f}" for value in quality)
        print(_ROW.format(name, len(rows), events, len(stories), *shown, copies, f"{spent:.1f}"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
