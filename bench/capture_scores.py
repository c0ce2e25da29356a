"""What the benches on captures share: the pages and typed captures, and the figures they are scored by."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "md"]
"""How the blocks of a page are given: as plain lines, or as markdown blocks with a blank line between."""

KINDS: dict[Kind, tuple[str, str]] = {"text": ("\n", "text/plain"), "md": ("\n\n", "text/markdown")}
"""What stands between two blocks, and the content type, of each kind."""

_SHINGLE = 4
_COVER = 0.8
_WORD = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"[\W_]+")


def f1(common: float, found: float, gold: float) -> float:
    """Return the F1 of ``common`` among ``found`` and ``gold``; 1 where both are empty."""
    return 2 * common / (found + gold) if found + gold else 1.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of ``text`` with their counts."""
    words = _WORD.findall(text.casefold())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def score_text(found: str, gold: str) -> float:
    """Return the shingle F1 of two texts."""
    ours, theirs = shingles(found), shingles(gold)
    return f1((ours & theirs).total(), ours.total(), theirs.total())


def count_words(text: str) -> int:
    """Return how many words ``text`` has."""
    return len(_WORD.findall(text))


def ends_with(found: str, block: str) -> bool:
    """Tell whether ``found`` ends with ``block``, letters and digits alone; one rule for every extractor."""
    key = _NO_LETTERS.sub("", block).casefold()
    return bool(key) and _NO_LETTERS.sub("", found).casefold().endswith(key)


def last_body(row: dict[str, Any]) -> str:
    """Return the text of the last block of a page that is labelled body, or ""."""
    return next((str(block["text"]) for block in reversed(row["blocks"]) if block["label"] == "body"), "")


def mean(values: Sequence[float]) -> float:
    """Return the mean of ``values``, 0 where there are none."""
    return sum(values) / len(values) if values else 0.0


def read_pages(root: Path, *, articles: bool = True) -> list[dict[str, Any]]:
    """Return the WCXB dev pages: those with an article (gold covered to .8 and not empty), or those without one."""
    name = "wcxb_dev_blocks" if articles else "wcxb_dev_nonarticle_blocks"
    with gzip.open(root / "capture_blocks" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [row for row in rows if not articles or (row["gold_cover"] >= _COVER and row["gold"].strip())]


def sample(rows: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Return ``count`` of ``rows`` at even distances, all where ``count`` is 0 or more than there are."""
    return list(rows[:: max(1, len(rows) // count)][:count]) if count else list(rows)


def make_page(row: dict[str, Any], kind: Kind) -> str:
    """Return the capture that the blocks of a page make."""
    return KINDS[kind][0].join(block[kind] for block in row["blocks"])


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


def score_labels(labelled: Iterable[tuple[str, str, int]]) -> tuple[dict[str, float], float]:
    """Return the F1 of every label over blocks, and the F1 of the body over code points.

    ``labelled`` holds one (gold label, label found, code points) for each block.
    """
    table: Counter[tuple[str, str]] = Counter()
    common = found = gold = 0
    for truth, label, size in labelled:
        table[truth, label] += 1
        common += size * (truth == "body" == label)
        found += size * (label == "body")
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
