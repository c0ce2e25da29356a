"""Kinds of source on FactAppeal val, on gold source spans: named or unnamed; official, expert, witness and so on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from capture_scores import f1, mean

from rashomon.datamodel import Span
from rashomon.neural.reader_input import prepare
from rashomon.neural.reader_weights import load_reader
from rashomon.neural.train.reader_data import SOURCE_KINDS
from rashomon.text.quotations import find_quotations
from rashomon.text.sentences import split_sentences

ReadKinds: TypeAlias = Callable[[str, Sequence[Span]], Sequence[tuple[float, str]]]
"""Takes a sentence and the spans of its sources; returns for each (score 0..1 that it is named, kind or "none")."""

_NAMED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigure:
    """One figure on FactAppeal val, 0..1, with the counts behind it and what the issue asks."""

    name: str
    value: float
    counts: str
    asked: float | None = None


def read_factappeal(root: Path) -> list[dict[str, Any]]:
    """Return the sentences of FactAppeal val below ``root``."""
    path = root / "sources" / "factappeal_val.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def factappeal_rows(read_kinds: ReadKinds, rows: Sequence[dict[str, Any]]) -> list[KindFigure]:
    """Return named/unnamed accuracy and the macro F1 of kinds over the gold sources of ``rows``.

    The macro mean runs over the kinds that the gold holds, "none" among them; ``Expert_Document`` and "expert document"
    are one kind.
    """
    pairs: list[tuple[tuple[bool, str], tuple[bool, str]]] = []
    for row in rows:
        gold = [(label.split(":"), Span(start=start, end=end)) for label, start, end in row["spans"]
                if label.startswith("Source:")]  # fmt: skip
        if gold:
            given = read_kinds(row["text"], [span for _, span in gold])
            for ((_, named, kind), _), (score, found) in zip(gold, given, strict=True):
                pairs.append(((named == "Named", _kind(kind)), (score >= _NAMED, _kind(found))))
    if not pairs:
        return []
    named_right = sum(gold[0] == found[0] for gold, found in pairs)
    common_right = sum(gold[0] for gold, _ in pairs)
    kinds = sorted({gold[1] for gold, _ in pairs})
    by_kind = {kind: _kind_f1(pairs, kind) for kind in kinds}
    return [
        KindFigure(
            name="source named or unnamed, accuracy", value=named_right / len(pairs), asked=0.9,
            counts=f'{named_right} of {len(pairs)}; always "named" gives {common_right / len(pairs):.3f}',
        ),
        KindFigure(
            name="kind of source, macro F1", value=mean(list(by_kind.values())),
            counts=", ".join(f"{kind} {value:.2f}" for kind, value in by_kind.items()),
        ),
        KindFigure(
            name="kind of source, accuracy", value=sum(gold[1] == found[1] for gold, found in pairs) / len(pairs),
            counts=f"{len(pairs)} sources, {len(kinds)} kinds",
        ),
    ]  # fmt: skip


def read_kinds(text: str, spans: Sequence[Span]) -> list[tuple[float, str]]:
    """Return (score that it is named, kind) for each source, by the shipped reader: means over its tokens."""
    reader = load_reader()
    whole = (Span(start=0, end=len(text)),)
    given = prepare(text, reader.wordpiece, split_sentences(text, "en"), whole, find_quotations(text))
    rows = reader.read(given).kinds
    found = []
    for span in spans:
        inside = [at for at, (start, end) in enumerate(given.places) if start < span.end and span.start < end]
        scores = rows[inside].mean(axis=0)
        found.append((1 / (1 + math.exp(-float(scores[0]))), SOURCE_KINDS[int(scores[1:].argmax())]))
    return found


def _kind(label: str) -> str:
    kind = label.replace("_", " ").casefold()
    return "none" if kind == "null" else kind


def _kind_f1(pairs: Sequence[tuple[tuple[bool, str], tuple[bool, str]]], kind: str) -> float:
    common = sum(gold[1] == kind == found[1] for gold, found in pairs)
    found_, gold_ = sum(found[1] == kind for _, found in pairs), sum(gold[1] == kind for gold, _ in pairs)
    return f1(common, found_, gold_)
