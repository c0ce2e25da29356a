"""The cases of tests/cases/captures read, and scored: block labels and stated facts of each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rashomon.datamodel import Reading
from rashomon.ingest import load, read_capture
from rashomon.text.fold import words

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "captures"
FACTS = ("headline", "authors", "publisher", "date", "completeness", "origin")
_TYPES = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A capture with what a reader says of it; ``lines`` are pairs of label ("" for none) and text."""

    name: str
    facts: dict[str, str]
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The capture itself."""
        return "\n".join(line for _, line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a reading of a case got right: ``labels`` are pairs of gold and read label, ``wrong`` names facts."""

    labels: tuple[tuple[str, str, str], ...]
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """The part of the blocks that have the label a reader gave them."""
        return sum(gold == read for gold, read, _ in self.labels) / max(1, len(self.labels))


def read_cases() -> Iterator[Case]:
    """Yield every case of the folder."""
    for path in sorted(FOLDER.iterdir()):
        head, sign, body = path.read_text(encoding="utf-8").partition("\n===\n")
        if not sign:
            continue
        facts = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
        lines = [line.partition(" | ") if " | " in line else ("", "", line) for line in body.rstrip("\n").split("\n")]
        yield Case(name=path.stem, facts=facts, lines=tuple((label.strip(), text) for label, _, text in lines))


def score(case: Case) -> Scored:
    """Return how well the case is read."""
    reading = read_capture(load(case.text.encode(), content_type=_TYPES[case.facts["kind"]], origin=case.name))
    told = _tell(reading)
    wrong = tuple(f"{fact}: {told[fact]}" for fact in FACTS if not _same(fact, told[fact], case.facts[fact]))
    pairs = _pair_html(case, reading) if case.facts["kind"] == "html" else _pair_text(case, reading)
    return Scored(labels=tuple(pairs), wrong=wrong)


def _tell(reading: Reading) -> dict[str, str]:
    main = reading.main
    date = main.date_published.value[:10] if main and main.date_published else None
    return {
        "headline": (main and main.headline) or "none",
        "authors": "; ".join(main.authors) if main and main.authors else "none",
        "publisher": (main and main.publisher) or "none",
        "date": date or "none",
        "completeness": reading.completeness.value,
        "origin": "yes" if main and main.origin_notes else "no",
    }


def _same(fact: str, told: str, gold: str) -> bool:
    if fact in {"headline", "publisher"}:
        return _bare(told) == _bare(gold)
    return told == gold


def _bare(text: str) -> str:
    return " ".join(words(text)).removeprefix("the ")


def _pair_text(case: Case, reading: Reading) -> Iterator[tuple[str, str, str]]:
    starts: list[tuple[int, str]] = []
    at = 0
    for label, line in case.lines:
        starts.append((at, label))
        at += len(line) + 1
    for block in reading.blocks:
        gold = next(label for start, label in reversed(starts) if start <= block.span.start)
        yield gold, block.label, block.span.slice(reading.rendering.text)


def _pair_html(case: Case, reading: Reading) -> Iterator[tuple[str, str, str]]:
    gold = [(label, "".join(words(html.unescape(_TAG.sub(" ", line))))) for label, line in case.lines if label]
    at = 0
    for block in reading.blocks:
        text = block.span.slice(reading.rendering.text)
        key = "".join(words(text))
        found = next((number for number in range(at, len(gold)) if key and key in gold[number][1]), None)
        if found is not None:
            at = found
            yield gold[found][0], block.label, text
