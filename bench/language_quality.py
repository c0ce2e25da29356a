"""How often a language is told rightly, ours beside py3langid alone: sentences, three in a row, whole articles.

Run ``RASHOMON_DATA=… python bench/language_quality.py``. Sentences are those of the multilingual pairs in
``claim_pairs`` (de, en, es, fr, it, pl, ru), articles those of ``typed_captures`` in six languages.
"""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from rashomon.text.language import detect_language

Sample: TypeAlias = tuple[str, str]
"""A language and a text in it."""

_STEP = 7
_ROW = 3


def read_sentences(root: Path) -> Iterator[Sample]:
    """Yield the sentences of the pairs, each with its language; every seventh pair of a training file."""
    for path in sorted((root / "claim_pairs").glob("stsb-*.csv")):
        language = path.stem.split("-")[1]
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        for left, *_ in rows[:: _STEP if "train" in path.stem else 1]:
            yield language, left
    for line in (root / "claim_pairs" / "rte3_dev.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield from ((language, item[language]["t"]) for language in ("de", "en", "it") if language in item)


def read_articles(root: Path) -> Iterator[Sample]:
    """Yield the bodies of the typed captures."""
    path = root / "typed_captures" / "typed_captures.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield item["language"], "\n".join(block["text"] for block in item["blocks"] if block["label"] == "body")


def join_rows(samples: Sequence[Sample]) -> list[Sample]:
    """Return ``samples`` joined by threes, neighbours of one language."""
    by_language: dict[str, list[str]] = {}
    for language, text in samples:
        by_language.setdefault(language, []).append(text)
    return [
        (language, " ".join(texts[at : at + _ROW]))
        for language, texts in by_language.items()
        for at in range(0, len(texts) - _ROW + 1, _ROW)
    ]


def _by_characters(text: str) -> str | None:
    from py3langid import classify  # noqa: PLC0415 - the peer, loaded where it is measured

    return str(classify(text)[0]).partition("-")[0]


def print_table(name: str, samples: Sequence[Sample], tell: Callable[[str], str | None]) -> None:
    """Print the share of ``samples`` whose language ``tell`` gives, by language, and its time for a text."""
    tell(samples[0][1])
    begun = time.process_time()
    right: dict[str, list[bool]] = {}
    silent = 0
    for language, text in samples:
        told = tell(text)
        silent += told is None
        right.setdefault(language, []).append(told == language)
    taken = time.process_time() - begun
    cells = " ".join(f"{language} {sum(found) / len(found):.4f}" for language, found in sorted(right.items()))
    total = sum(sum(found) for found in right.values())
    wrong = 1 - total / (len(samples) - silent)
    print(
        f"{name:32} right {total / len(samples):.4f}  silent {silent / len(samples):.4f}  wrong when told {wrong:.4f}  "
        f"{cells}  n {len(samples)}  {1e6 * taken / len(samples):.0f} µs a text"
    )


def main() -> None:
    """Print the tables."""
    root = Path(os.environ["RASHOMON_DATA"])
    sentences = list(read_sentences(root))
    for name, samples in (
        ("one sentence", sentences),
        ("three sentences", join_rows(sentences)),
        ("articles", list(read_articles(root))),
    ):
        print_table(f"{name}, ours", samples, detect_language)
        print_table(f"{name}, py3langid alone", samples, _by_characters)


if __name__ == "__main__":
    main()
