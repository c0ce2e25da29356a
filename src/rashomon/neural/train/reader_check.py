"""What a trained reader is worth on held-out documents: exact spans, linked attributions, and its calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.annotate.attributions.reading import ReadText
from rashomon.annotate.document import make_document
from rashomon.datamodel import Article, Completeness, Layer, Spans
from rashomon.neural.reader_links import Link, find_links
from rashomon.neural.reader_weights import Reader, features
from rashomon.neural.train.reader_data import Example, Gold, Range

_HALF: Final = 0.5
_LAYERS: Final = ("speech", "attitude")
_RIDGE: Final = 1.0
_ROUNDS: Final = 50


Typed: TypeAlias = tuple[Link, Layer]
"""A link, and whether its cue is speech or attitude."""


def find_typed(reader: Reader, examples: Sequence[tuple[str, Example]], lean: float) -> list[tuple[Typed, ...]]:
    """Return the links that ``reader`` finds in each example, which comes with its text."""
    lexicon = load_lexicon("en")
    if lexicon is None:
        raise ValueError("the lexicon of English is missing")
    found = []
    for text, example in examples:
        article = Article(
            id="", capture_id="", role="main", text=text, segments=(), completeness=Completeness(), in_language="en"
        )
        read = ReadText(document=make_document(article), lexicon=lexicon, given=example.input, reader=reader)
        links = find_links(reader.read(example.input), lean=lean)
        found.append(tuple((link, read.to_report(link).layer) for link in links))
    return found


def score(examples: Sequence[Example], found: Sequence[Sequence[Link]]) -> dict[str, float]:
    """Return F1, 0..1: exact ``source``, ``cue``, ``content``, and ``linked`` (half the content, touching sources)."""
    counts: Counter[str] = Counter()
    for example, links in zip(examples, found, strict=True):
        golds = example.attributions or ()
        parts: dict[str, tuple[Sequence[tuple[Range, ...]], Sequence[tuple[Range, ...]]]] = {
            "source": ([gold.source for gold in golds], [_pairs(link.source) for link in links]),
            "cue": ([(gold.cue,) for gold in golds], [_pairs((link.cue,)) for link in links]),
            "content": ([gold.content for gold in golds], [_pairs(link.content) for link in links]),
        }
        for name, (wanted, given) in parts.items():
            ours, theirs = Counter(p for p in given if p), Counter(p for p in wanted if p)
            counts[f"{name} hit"] += (ours & theirs).total()
            counts[f"{name} all"] += ours.total() + theirs.total()
        counts["linked hit"] += sum(judge(golds, links))
        counts["linked all"] += len(golds) + len(links)
    return {
        name: 2 * counts[f"{name} hit"] / max(1, counts[f"{name} all"])
        for name in ("source", "cue", "content", "linked")
    }


def judge(golds: Iterable[Gold], links: Sequence[Link]) -> list[bool]:
    """Return for each link whether it is right: half of the longer content shared, the sources touch or both empty."""
    free = list(golds)
    right = []
    for link in links:
        match = next((gold for gold in free if _matches(link, gold)), None)
        if match is not None:
            free.remove(match)
        right.append(match is not None)
    return right


def _pairs(spans: Spans) -> tuple[Range, ...]:
    return tuple((span.start, span.end) for span in spans)


def _tokens(ranges: Iterable[Range]) -> set[int]:
    return {at for start, end in ranges for at in range(start, end)}


def _matches(link: Link, gold: Gold) -> bool:
    ours, theirs = _tokens(_pairs(link.content)), _tokens(gold.content)
    if len(ours & theirs) < _HALF * max(len(ours), len(theirs)):
        return False
    return bool(_tokens(_pairs(link.source)) & _tokens(gold.source)) or (not link.source and not gold.source)


def calibrate(examples: Sequence[Example], found: Sequence[Sequence[Typed]]) -> dict[str, list[float]]:
    """Return for each layer the weights of ``features`` that best tell right links: ridge logistic regression.

    By Newton's steps, so that the weights do not depend on a solver's version.
    """
    rows: dict[str, list[tuple[float, ...]]] = {layer: [] for layer in _LAYERS}
    right: dict[str, list[bool]] = {layer: [] for layer in _LAYERS}
    for example, typed in zip(examples, found, strict=True):
        verdicts = judge(example.attributions or (), [link for link, _ in typed])
        for (link, layer), verdict in zip(typed, verdicts, strict=True):
            rows[layer].append(features(link))
            right[layer].append(verdict)
    return {layer: _fit(np.array(rows[layer]), np.array(right[layer], dtype=float)) for layer in _LAYERS}


def _fit(rows: NDArray[np.float64], right: NDArray[np.float64]) -> list[float]:
    weights = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - _RIDGE * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 4) for weight in weights]
