"""The recipe of the word frequencies by which grouping knows a rare word: in how many articles each word stands.

Run as ``python -m rashomon.neural.train.frequencies [RECIPE] [TABLE]``; needs ``RASHOMON_DATA`` and nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rashomon.text.fold import words

_TABLE = "src/rashomon/stories/lexicon/word_frequencies.tsv"


def read_articles(path: Path) -> Iterator[str]:
    """Yield the text of each article of a JSON lines file, gzipped or not; of a page with blocks, all but chrome."""
    payload = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in payload.decode("utf-8").split("\n"):
        item = json.loads(line) if line else None
        if item and "blocks" in item:
            yield "\n".join(block["text"] for block in item["blocks"] if block["label"] != "chrome")
        elif item:
            yield "\n".join((item.get("title") or "", item["text"]))


def count_words(texts: Iterator[str]) -> tuple[int, Counter[str]]:
    """Return how many texts there are, and in how many of them each folded word stands."""
    found: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        found.update(set(words(text)))
    return number, found


def write_table(path: Path, number: int, found: Counter[str], least: int) -> None:
    """Write the words of at least ``least`` texts, commonest first, one a line with its count."""
    kept = sorted(((-count, word) for word, count in found.items() if count >= least))
    head = f"# In how many of {number} news articles each folded word stands; made by recipes/word_frequencies.toml\n"
    rows = "".join(f"{word}\t{-count}\n" for count, word in kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\t{number}\n{rows}", encoding="utf-8")


def run(recipe: dict[str, Any], data: Path, table: Path) -> str:
    """Make ``table`` as ``recipe`` describes and return its ``[results]``; ValueError where the data differ."""
    for name, expected in recipe["data"]["sha256"].items():
        digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
        if digest != expected:
            raise ValueError(f"{name} has SHA-256 {digest}, the recipe wants {expected}")
    number, found = count_words(text for name in recipe["data"]["sha256"] for text in read_articles(data / name))
    write_table(table, number, found, recipe["settings"]["least"])
    payload = table.read_bytes()
    digest = hashlib.sha256(payload).hexdigest()
    rows = payload.count(b"\n") - 2
    return f'[results]\nsha256 = "{digest}"\nbytes = {len(payload)}\narticles = {number}\nwords = {rows}\n'


def main(arguments: Sequence[str]) -> int:
    """Run the recipe given (default ``recipes/word_frequencies.toml``) and write its results back; 2 without data."""
    path = Path(arguments[0] if arguments else "recipes/word_frequencies.toml")
    table = Path(arguments[1] if len(arguments) > 1 else _TABLE)
    data = os.environ.get("RASHOMON_DATA")
    if not data:
        print("RASHOMON_DATA is not set; try: export RASHOMON_DATA=<folder of training data>", file=sys.stderr)
        return 2
    text = path.read_text(encoding="utf-8")
    results = run(tomllib.loads(text), Path(data), table)
    path.write_text(text.partition("\n[results]\n")[0] + "\n" + results, encoding="utf-8")
    print(results, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
