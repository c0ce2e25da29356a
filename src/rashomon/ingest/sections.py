"""Every block gets its label: local rules first, then the headline and its surroundings, then the body and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.ingest.authors import parse_authors
from rashomon.ingest.body import mark_body
from rashomon.ingest.extent import find_extent
from rashomon.ingest.head import Marks, find_first_prose, find_headline, mark_head
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark, mark_alone
from rashomon.ingest.shapes import is_name
from rashomon.text.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The label of each row, what each says of itself alone, and which is the headline (None where there is none)."""

    marks: tuple[Mark, ...]
    alone: tuple[Mark | None, ...]
    headline: int | None


def rule_rows(rows: Sequence[Row], titles: Sequence[str] = ()) -> Sections:
    """Return the label that the rules give every row; ``titles`` are headlines that the metadata state."""
    alone = tuple(mark_alone(row) for row in rows)
    marks: Marks = list(alone)
    begin, end = find_extent(rows, marks)
    first = find_first_prose(rows[begin:], marks)
    headline = find_headline(rows, marks, first, titles)
    if headline is not None:
        start = mark_head(rows, marks, headline)
    else:
        start = first if first is not None else len(rows)
        for number in range(start):
            marks[number] = marks[number] or Mark(label="navigation", reason="before the text")
    bylines = [row.plain for row in rows if (mark := marks[row.number]) is not None and mark.label == "byline"]
    bare = [row.plain for row in rows if marks[row.number] is None and is_name(row.plain)]
    authors = frozenset(fold(name) for name in parse_authors([*bylines, *bare]))
    mark_body(rows, marks, (start, end), headline, authors)
    return Sections(
        marks=tuple(mark or Mark(label="navigation", reason="nothing known") for mark in marks),
        alone=alone,
        headline=headline,
    )
