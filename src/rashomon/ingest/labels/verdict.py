"""The labeller's verdict: where it and the rules part on what is body, its word counts; all else stays the rules'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from rashomon.datamodel import BlockLabel
from rashomon.ingest.labels.arrays import Floats, Masks
from rashomon.ingest.labels.labeller import (
    Heads,
    load_heads,
    look,
    name_rest,
    pick_body,
    read_words,
    score_article,
    score_blocks,
)
from rashomon.ingest.labels.surroundings import Seen
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.sections import Sections

_KEPT = frozenset({"headline", "correction", "second_headline", "second_body"})
"""What the rules find by the order of blocks, which no head was taught in numbers: theirs unless surely body."""

_LATE = frozenset({"bio", "disclaimer"})
"""Notes after the text: what the pages behind the heads count as body now and then, and news captures never."""

_SURE, _FAIRLY_SURE = 0.8, 0.7
_FEW_ROWS = 80
_AGAINST_RULES, _WITH_RULES = 0.9, 0.3
_MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The label of each block, and how much the capture looks like an article, 0..1."""

    marks: tuple[Mark, ...]
    article: float


def decide(rows: Sequence[Row], seen: Seen, ruled: Sections, heads: Heads) -> Verdict:
    """Return what each of ``rows`` is by the ``heads`` and the rules together."""
    _, body, last = score_blocks(seen, heads)
    taken = pick_body(body, last, seen.words)
    if ruled.headline is not None:
        body[ruled.headline] = 0.0  # it stands above the text, and must not stand in it too
    taken = _stop_at_wall(_hear_rules(taken, body, ruled), rows, ruled)
    said = np.array([mark.label == "body" for mark in ruled.marks])
    lost = said & ~taken
    names = iter(name_rest(seen, heads, lost))
    marks = tuple(_mark(number, ruled, (taken, lost), names, body) for number in range(len(rows)))
    return Verdict(marks=marks, article=score_article(rows, seen, heads))


def _hear_rules(taken: Masks, body: Floats, ruled: Sections) -> Masks:
    """Return ``taken`` where the rules have their say: some labels always weigh, and all in captures of few blocks.

    The heads learned most from web pages, of 215 blocks in the middle; what newsrooms paste is shorter, and there the
    rules know the notes, plugs and cut ends better.
    """
    labels = [mark.label for mark in ruled.marks]
    least = np.array([_SURE if label in _KEPT else _FAIRLY_SURE * (label in _LATE) for label in labels])
    if len(labels) > _FEW_ROWS:
        heard: Masks = taken & (body > least)
        return heard
    told = np.array([label not in {"body", "navigation"} for label in labels])
    said = np.array([label == "body" for label in labels])
    kept = np.array([label in _KEPT for label in labels])
    found = taken & ~kept & (body > np.where(told, _AGAINST_RULES, 0.0))
    result: Masks = found | (said & (body > _WITH_RULES))
    return result


def _stop_at_wall(taken: Masks, rows: Sequence[Row], ruled: Sections) -> Masks:
    """Return ``taken`` without what comes after a notice that the rest is withheld, unless the rules call it body.

    Without this a teaser below a paywall made a cut account look like a whole one.
    """
    wall = next((r.number for r in rows if ruled.marks[r.number].label == "paywall" and r.has("withheld")), len(rows))
    below = np.arange(len(rows)) > wall
    result: Masks = taken & ~(below & np.array([mark.label != "body" for mark in ruled.marks]))
    return result


def _mark(number: int, ruled: Sections, masks: tuple[Masks, Masks], names: Iterator[str], body: Floats) -> Mark:
    """Return the mark of one block; the rules' own reason stands where both agree."""
    taken, lost = masks
    mark = ruled.marks[number]
    if taken[number] and mark.label != "body":
        return Mark(label="body", reason=f"labeller: {body[number]:.2f} for body")
    if lost[number]:
        label = cast("BlockLabel", next(names))
        return Mark(label=label, reason=f"labeller: {body[number]:.2f} for body")
    return mark


def label_rows(rows: Sequence[Row], ruled: Sections, *, markdown: bool) -> tuple[Sections, float]:
    """Return the label of every row of a text or markdown capture, and how much it looks like an article, 0..1.

    ``ruled`` is what the rules make of them.
    Captures of more than 5,000 blocks are labelled by the rules alone, and taken for articles.
    """
    if not rows or len(rows) > _MOST_ROWS:
        return ruled, 1.0
    heads = load_heads()
    seen = look(rows, ruled.alone, ruled.marks, markdown=markdown)
    seen = replace(seen, lexical=read_words(rows, heads.tables))
    verdict = decide(rows, seen, ruled, heads)
    return replace(ruled, marks=verdict.marks), verdict.article
