"""Named mentions against GUM's gold entities: span and type F1 on the train documents of one genre.

GUM marks every noun phrase; gold here is the name inside those phrases of type person, organization and place whose
head is a proper noun: from the first proper noun to the last around the head. Run as
``RASHOMON_DATA=... python bench/mentions_quality.py [news|interview|academic|court] [--errors]``.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.annotate.document import make_document
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Article, Completeness, Span

_TYPES = {"person": "person", "organization": "organization", "place": "place"}
_JOINS = {"of", "the", "-", ".", "&", "for", "de", "la", "von", "van", "der"}
_OPEN = re.compile(r"\((\d+)-([a-z]+)-[^-()]*-[^-()]*-[^-()]*-(\d+)")
_EVENT = re.compile(r"\((\d+)-([a-z]+)-[^()]*|\d+\)|\(\d+-[^()]*\)")


@dataclass(slots=True)
class Gold:
    """One document: its text, its tokens (start, end, part of speech) and its named spans with their types."""

    name: str
    text: str = ""
    tokens: list[tuple[int, int, str]] = field(default_factory=list)
    named: dict[Span, str] = field(default_factory=dict)


def _test_documents(folder: Path) -> set[str]:
    splits = (folder / "gum_splits.md").read_text("utf-8")
    train_free = re.split(r"(?m)^## train", splits)[0]
    return set(re.findall(r"GUM_\w+", train_free))


def _is_proper(gold: Gold, at: int) -> bool:
    return at < len(gold.tokens) and gold.tokens[at][2] == "PROPN"


def _name_in(gold: Gold, within: tuple[int, int], head: int, kind: str) -> Span:
    """Return the name around ``head`` inside the phrase at tokens ``within``, both ends included."""
    first, last = within

    def joins(at: int) -> bool:
        start, end, tag = gold.tokens[at]
        word = gold.text[start:end]
        joined = word.lower() in (_JOINS if kind == "organization" else _JOINS - {"of", "for"})
        return tag == "PROPN" or joined or (word[0].isupper() and tag in {"ADJ", "VERB", "NOUN", "ADV"})

    def ends(at: int) -> bool:
        start, end, tag = gold.tokens[at]
        return tag == "PROPN" or (gold.text[start:end][0].isupper() and tag != "DET")

    left = right = head
    while left > first and joins(left - 1):
        left -= 1
    while right < last and joins(right + 1):
        right += 1
    while not ends(left):
        left += 1
    while not ends(right):
        right -= 1
    return Span(start=gold.tokens[left][0], end=gold.tokens[right][1])


def read_documents(path: Path) -> Iterator[Gold]:
    """Yield the documents of a CoNLL-U file with their named spans."""
    gold: Gold | None = None
    opened: dict[str, list[tuple[int, str, list[int]]]] = {}
    space = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# newdoc id"):
            if gold:
                yield gold
            gold, opened, space = Gold(name=line.split(" = ")[1]), {}, ""
        elif line.startswith("# newpar") and gold and gold.text:
            space = "\n"
        elif gold and line[:1].isdigit():
            cells = line.split("\t")
            if not cells[0].isdigit():
                continue
            gold.text += space
            gold.tokens.append((len(gold.text), len(gold.text) + len(cells[1]), cells[3]))
            gold.text += cells[1]
            space = "" if "SpaceAfter=No" in cells[9] else " "
            _mark(gold, opened, cells[9])
    if gold:
        yield gold


def _mark(gold: Gold, opened: dict[str, list[tuple[int, str, list[int]]]], misc: str) -> None:
    value = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
    at = len(gold.tokens) - 1
    for piece in re.findall(r"\([^()]*\)?|\d+\)", value):
        number = re.match(r"\(?(\d+)", piece)
        if number is None:
            continue
        if piece.startswith("("):
            fields = piece.strip("()").split("-")
            kind = fields[1] if len(fields) > 1 else ""
            heads = next((f for f in fields[4:6] if re.fullmatch(r"\d+(,\d+)*", f)), "1")
            opened.setdefault(number[1], []).append((at, kind, [int(head) for head in heads.split(",")]))
        if piece.endswith(")") and opened.get(number[1]):
            first, kind, heads = opened[number[1]].pop()
            proper = [first + head - 1 for head in heads if _is_proper(gold, first + head - 1)]
            if kind in _TYPES and proper:
                gold.named[_name_in(gold, (first, at), proper[0], kind)] = _TYPES[kind]


def _score(found: int, right: int, wanted: int) -> str:
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {100 * precision:.1f}  R {100 * recall:.1f}  F1 {100 * f1:.1f}"


def main() -> None:
    """Print span F1 (exact, overlapping) and how many exact spans have the right type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("genre", nargs="?", default="news")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    root = os.environ.get("RASHOMON_DATA")
    if not root:
        sys.exit("set RASHOMON_DATA to the folder of evaluation data")
    folder = Path(root) / "entities"
    kept_out = _test_documents(folder)
    counts: Counter[str] = Counter()
    for gold in read_documents(folder / f"gum_{arguments.genre}.conllu"):
        if gold.name in kept_out:
            continue
        article = Article(
            id=gold.name, capture_id="c", role="main", text=gold.text, segments=(), in_language="en",
            completeness=Completeness(value="unknown"),
        )  # fmt: skip
        mentions, _ = find_mentions(make_document(article))
        found = {mention.span: mention.type for mention in mentions}
        exact = found.keys() & gold.named.keys()
        counts.update(documents=1, found=len(found), gold=len(gold.named), exact=len(exact))
        counts["typed"] += sum(found[span] == gold.named[span] for span in exact)
        ends = {span.end for span in gold.named}
        counts["ends"] += sum(span.end in ends for span in found)
        counts["near"] += sum(any(span.overlap(other) for other in gold.named) for span in found)
        if arguments.errors:
            print("\n==", gold.name)
            print("  extra  ", [(s.slice(gold.text), found[s]) for s in sorted(found.keys() - exact)])
            print("  missed ", [(s.slice(gold.text), gold.named[s]) for s in sorted(gold.named.keys() - exact)])
            print(
                "  type   ",
                [(s.slice(gold.text), found[s], gold.named[s]) for s in sorted(exact) if found[s] != gold.named[s]],
            )
    print(f"{counts['documents']} documents, {counts['gold']} names")
    print("exact span   ", _score(counts["found"], counts["exact"], counts["gold"]))
    print("same last word", _score(counts["found"], counts["ends"], counts["gold"]))
    print("exact + type ", _score(counts["found"], counts["typed"], counts["gold"]))
    print(f"found names that touch a gold name: {100 * counts['near'] / max(counts['found'], 1):.1f} %")


if __name__ == "__main__":
    main()
