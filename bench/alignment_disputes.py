"""How many disputes of ``claim_sets`` are found, and how many of those found are disputes: by kind, P/R.

Run: ``RASHOMON_DATA=<data> python bench/alignment_disputes.py [--show]``. Each item becomes three accounts: a telling
with a near claim, and each of the two disputing claims with another near one, annotated as articles are.
A found dispute is right where its sides hold a telling and a disputing claim; of its kind where the kinds are the same.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alignment_quality import make_article

from rashomon.annotate import annotate
from rashomon.compare import compare_story
from rashomon.datamodel import AnnotatedArticle, Span, Story
from rashomon.neural.encoder import Encoder
from rashomon.neural.minilm import load_encoder

Labels = dict[str, tuple[tuple[Span, str], ...]]


def make_account(name: str, lines: list[tuple[str, str]]) -> tuple[AnnotatedArticle, tuple[tuple[Span, str], ...]]:
    """Return an annotated article of ``lines`` and the label of each stretch."""
    text = "\n\n".join(line for line, _ in lines)
    spans, at = [], 0
    for line, label in lines:
        spans.append((Span(start=at, end=at + len(line)), label))
        at += len(line) + 2
    return annotate(make_article(name, text)), tuple(spans)


def find_pairs(item: dict[str, Any], encoder: Encoder) -> Iterator[tuple[str | None, set[str], set[str], list[str]]]:
    """Yield each dispute found in an item: its kind, the labels on each side, and the words."""
    first, second = item["dispute"]
    accounts, labels = [], {}
    for name, dispute, telling, near in (("A", None, 0, 0), ("B", first, 1, 1), ("C", second, None, 2)):
        lines = [(item["same"][telling], "telling")] if name == "A" and telling is not None else []
        lines += [(item["near"][near], "near")]
        lines += [(dispute["text"], dispute["type"])] if dispute else []
        account, labels[name] = make_account(name, lines)
        accounts.append(account)
    story = Story(id="story", articles=("A", "B", "C"))
    claims = {claim.id: claim for account in accounts for claim in account.claims}
    texts = {account.article.id: account.article.text for account in accounts}
    for finding in compare_story(story, tuple(accounts), encoder).findings:
        if finding.kind == "disputed":
            sides = [
                {
                    label
                    for c in side
                    for span, label in labels[claims[c].article_id]
                    if span.contains(claims[c].spans[0])
                }
                for side in finding.sides
            ]
            words = [claims[c].spans[0].slice(texts[claims[c].article_id]) for side in finding.sides for c in side]
            yield finding.dispute, sides[0], sides[1], words


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what was found")
    options = parser.parse_args()
    root = os.environ.get("RASHOMON_DATA")
    if not root:
        raise SystemExit("RASHOMON_DATA is not set: nothing to measure")
    encoder = load_encoder()
    counts: Counter[tuple[str, str]] = Counter()
    for line in (Path(root) / "claim_sets" / "claim_sets.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        for dispute in item["dispute"]:
            counts[dispute["type"], "wanted"] += 1
        for kind, left, right, words in find_pairs(item, encoder):
            others = (left | right) - {"near", "telling"}
            right_pair = others and ("telling" in left or "telling" in right) and not (left & right)
            verdict = "other kind" if right_pair and kind not in others else "right" if right_pair else "false"
            counts[str(kind), verdict] += 1
            if options.show:
                print(verdict, kind, left, right, *words, sep=" | ")
    for kind in ("number", "denial", "time_place", "actor", "outcome", "characterization"):
        good, other, false = (counts[kind, verdict] for verdict in ("right", "other kind", "false"))
        found = good + other + false
        print(
            f"{kind}: {counts[kind, 'wanted']} wanted, {found} found: {good} right, {other} disputes of another kind, "
            f"{false} false; P {(good + other) / max(1, found):.2f} (kind {good / max(1, found):.2f}), "
            f"R {good / max(1, counts[kind, 'wanted']):.2f}"
        )


if __name__ == "__main__":
    main()
