"""How well captures become articles: block labels, metadata and completeness on typed_captures, bodies on WCXB.

Run ``RASHOMON_DATA=… PYTHONPATH=tests python bench/capture_quality.py [pages]``; ``pages`` (default 150) is the size of
the WCXB sample. typed_captures stand in two halves by the hash of their id: rules are worked on by looking at the
working half alone, the held-out half is only ever counted.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.capture_cases import FACTS, read_cases, score
from rashomon.datamodel import Reading
from rashomon.ingest import load, read_capture
from rashomon.ingest.shapes import repeats

_SHINGLE = 4
_PAGES = 150
_WORD = re.compile(r"\w+")


def f1(common: float, found: float, gold: float) -> float:
    """Return the F1 of ``common`` among ``found`` and ``gold``; 1 where both are empty."""
    return 2 * common / (found + gold) if found + gold else 1.0


def read_typed(root: Path) -> list[dict[str, Any]]:
    """Return the typed captures."""
    path = root / "typed_captures" / "typed_captures.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def make_capture(item: dict[str, Any]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the capture's text (blocks apart in markdown, on consecutive lines in plain text) and its gold spans."""
    between = "\n\n" if item["format"] == "md" else "\n"
    spans: list[tuple[int, int, str]] = []
    at = 0
    for block in item["blocks"]:
        spans.append((at, at + len(block["text"]), block["label"]))
        at += len(block["text"]) + len(between)
    return between.join(block["text"] for block in item["blocks"]), spans


def read_item(item: dict[str, Any]) -> tuple[Reading, list[tuple[int, int, str]]]:
    """Return a typed capture read, and its gold spans."""
    text, spans = make_capture(item)
    kind = "text/markdown" if item["format"] == "md" else "text/plain"
    return read_capture(load(text.encode(), content_type=kind, origin=item["id"])), spans


def count_labels(pairs: Sequence[tuple[Reading, list[tuple[int, int, str]]]]) -> tuple[dict[str, float], float]:
    """Return the F1 of every label over blocks, and the F1 of the body over code points."""
    table: Counter[tuple[str, str]] = Counter()
    common = found = gold = 0
    for reading, spans in pairs:
        for block in reading.blocks:
            truth = next(label for start, end, label in spans if start <= block.span.start < end)
            table[truth, block.label] += 1
            size = len(block.span)
            common += size * (truth == "body" == block.label)
            found += size * (block.label == "body")
            gold += size * (truth == "body")
    scores = {
        label: f1(
            table[label, label],
            sum(count for (_, got), count in table.items() if got == label),
            sum(count for (truth, _), count in table.items() if truth == label),
        )
        for label in sorted({truth for truth, _ in table})
    }
    return scores, f1(common, found, gold)


def count_facts(items: Sequence[dict[str, Any]], readings: Sequence[Reading]) -> dict[str, float]:
    """Return the share of captures whose headline, writers, publisher, date, terms and completeness are exact."""
    right: Counter[str] = Counter()
    cut = Counter[str]()
    for item, reading in zip(items, readings, strict=True):
        gold, main = item["gold"], reading.main
        date = main.date_published.value[:10] if main and main.date_published else None
        right["headline"] += bool(main and main.headline and repeats(main.headline, gold["headline"].replace("\\", "")))
        right["authors"] += bool(main) and list(main.authors if main else ()) == gold["authors"]
        right["publisher"] += bool(main) and _same(main.publisher if main else None, gold["publisher"])
        right["date"] += bool(main) and date == gold["date"]
        right["usage terms"] += bool(main) and _same(main.usage_terms if main else None, gold["usage_terms"])
        right["completeness"] += reading.completeness.value == gold["completeness"]
        got, true = reading.completeness.value == "cut", gold["completeness"] == "cut"
        cut["common"] += got and true
        cut["found"] += got
        cut["gold"] += true
    return {key: value / len(items) for key, value in right.items()} | {
        "cut F1": f1(cut["common"], cut["found"], cut["gold"])
    }


def _same(left: str | None, right: str | None) -> bool:
    return (left is None) == (right is None) and (left is None or _bare(left) == _bare(right or ""))


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold())).removeprefix("the ")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of ``text`` with their counts."""
    words = _WORD.findall(text.casefold())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def score_pages(root: Path, pages: int, kind: str) -> Iterator[float]:
    """Yield the shingle F1 of the main article's text for every page of a sample; ``kind`` is "md" or "text"."""
    path = root / "capture_blocks" / "wcxb_dev_blocks.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    usable = [row for row in rows if row["gold_cover"] >= 0.8 and row["gold"].strip()]  # noqa: PLR2004 - a bound of this rule alone
    for row in usable[:: max(1, len(usable) // pages)][:pages]:
        text = ("\n\n" if kind == "md" else "\n").join(block[kind] for block in row["blocks"])
        if not text.strip():
            continue
        content_type = "text/markdown" if kind == "md" else "text/plain"
        main = read_capture(load(text.encode("utf-8", "replace"), content_type=content_type)).main
        found, gold = shingles(main.text if main else ""), shingles(row["gold"])
        yield f1((found & gold).total(), found.total(), gold.total())


def is_held_out(name: str) -> bool:
    """Tell whether the typed capture ``name`` is in the half whose errors nobody looks at."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def score_typed(items: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return every figure of one half of the typed captures by its name."""
    pairs = [read_item(item) for item in items]
    scores, body = count_labels(pairs)
    return {
        **scores,
        "macro F1": sum(scores.values()) / len(scores),
        "body characters": body,
        **count_facts(items, [reading for reading, _ in pairs]),
        "captures": len(items),
    }


def print_cases() -> None:
    """Print how the cases of tests/cases/captures are read."""
    scored = [score(case) for case in read_cases()]
    labels = [gold == read for one in scored for gold, read, _ in one.labels]
    wrong = sum(len(one.wrong) for one in scored)
    facts = len(FACTS) * len(scored)
    print(f"cases: labels {sum(labels)} of {len(labels)}, facts {facts - wrong} of {facts}")


def main() -> None:
    """Print the tables."""
    root = Path(os.environ["RASHOMON_DATA"])
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else _PAGES
    items = read_typed(root)
    begun = time.perf_counter()
    working, held = (score_typed([item for item in items if is_held_out(item["id"]) == side]) for side in (False, True))
    taken = time.perf_counter() - begun
    print(f"{'':16} working held out")
    for name in dict.fromkeys([*working, *held]):
        print(f"{name:16} {working.get(name, 0):7.3f} {held.get(name, 0):8.3f}")
    print(f"{'ms a capture':16} {1000 * taken / len(items):7.1f}")
    print_cases()
    for kind in ("md", "text") if pages else ():
        values = list(score_pages(root, pages, kind))
        print(f"WCXB {kind:11} {sum(values) / len(values):.3f} over {len(values)} pages")


if __name__ == "__main__":
    main()
