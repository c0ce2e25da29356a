"""How well captures become articles: block labels, metadata and completeness on typed_captures, bodies on WCXB.

Run ``RASHOMON_DATA=… PYTHONPATH=tests python bench/capture_quality.py [pages]``; ``pages`` (default 150) is the size of
the WCXB sample. typed_captures stand in two halves by the hash of their id: rules are worked on by looking at the
working half alone, the held-out half is only ever counted.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from capture_scores import (
    KINDS,
    Kind,
    f1,
    make_capture,
    make_page,
    read_pages,
    read_typed,
    sample,
    score_labels,
    score_text,
)

from ingest.capture_cases import FACTS, read_cases, score
from rashomon.datamodel import Reading
from rashomon.ingest import load, read_capture
from rashomon.ingest.shapes import repeats

_PAGES = 150
_WORD = re.compile(r"\w+")


def read_item(item: dict[str, Any]) -> tuple[Reading, list[tuple[int, int, str]]]:
    """Return a typed capture read, and its gold spans."""
    text, spans = make_capture(item)
    kind = "text/markdown" if item["format"] == "md" else "text/plain"
    return read_capture(load(text.encode(), content_type=kind, origin=item["id"])), spans


def pair_labels(pairs: Sequence[tuple[Reading, list[tuple[int, int, str]]]]) -> Iterator[tuple[str, str, int]]:
    """Yield for every block read its gold label, the label found, and its code points."""
    for reading, spans in pairs:
        for block in reading.blocks:
            truth = next(label for start, end, label in spans if start <= block.span.start < end)
            yield truth, block.label, len(block.span)


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


def score_pages(root: Path, pages: int, kind: Kind) -> Iterator[float]:
    """Yield the shingle F1 of the main article's text for every page of a sample."""
    for row in sample(read_pages(root), pages):
        text = make_page(row, kind)
        if text.strip():
            main = read_capture(load(text.encode("utf-8", "replace"), content_type=KINDS[kind][1])).main
            yield score_text(main.text if main else "", row["gold"])


def is_held_out(name: str) -> bool:
    """Tell whether the typed capture ``name`` is in the half whose errors nobody looks at."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def score_typed(items: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return every figure of one half of the typed captures by its name."""
    pairs = [read_item(item) for item in items]
    scores, body = score_labels(pair_labels(pairs))
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
    for kind in KINDS if pages else ():
        values = list(score_pages(root, pages, kind))
        print(f"WCXB {kind:11} {sum(values) / len(values):.3f} over {len(values)} pages")


if __name__ == "__main__":
    main()
