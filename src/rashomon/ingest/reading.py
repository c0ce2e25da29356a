"""A capture read: bytes to rendering, blocks, and the articles among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.datamodel import Article, Block, Capture, Completeness, Reading, Role
from rashomon.ingest.articles import find_seconds, is_stub, make_article
from rashomon.ingest.completeness import judge
from rashomon.ingest.facts import Facts, merge_facts
from rashomon.ingest.rendering import Source, render
from rashomon.ingest.rows import Row, make_row
from rashomon.ingest.sections import Sections, mark_rows
from rashomon.ingest.stretches import MAX_BLOCKS, NOT_EXAMINED
from rashomon.ingest.visible_facts import read_facts
from rashomon.text.language import detect_language

CAPPED = f"only the first {MAX_BLOCKS:,} blocks were examined"
"""The flag of a rendering whose later blocks nobody looked at; they are one block of the reading."""

_SAMPLE = 8_000
_LEAST_WORDS = 20


def read_capture(capture: Capture) -> Reading:
    """Return what ``capture`` holds: its rendering, every block with its label, and the articles, main one first.

    ``articles`` is empty where the capture holds none. Never raises on text, however broken.
    """
    source = render(capture)
    text = source.rendering.text
    if source.stretches and NOT_EXAMINED in source.stretches[-1].hints:
        source = replace(source, rendering=replace(source.rendering, flags=(*source.rendering.flags, CAPPED)))
    rows = [make_row(number, text, stretch) for number, stretch in enumerate(source.stretches)]
    sections = mark_rows(rows, source.titles)
    return Reading(
        capture=capture,
        rendering=source.rendering,
        articles=_make_articles(capture, source, rows, sections),
        blocks=tuple(
            Block(span=row.stretch.span, label=mark.label, reason=mark.reason)
            for row, mark in zip(rows, sections.marks, strict=True)
        ),
    )


def _pick_body(rows: Sequence[Row], sections: Sections) -> list[Row]:
    """Return the rows of the main article: its body, and a correction that stands between headline and body."""
    marks = sections.marks
    first = next((row.number for row in rows if marks[row.number].label == "body"), len(rows))
    above = sections.headline if sections.headline is not None else first
    opening = [row for row in rows[above:first] if marks[row.number].label == "correction"]
    return opening + [row for row in rows[first:] if marks[row.number].label == "body"]


def _make_articles(capture: Capture, source: Source, rows: Sequence[Row], sections: Sections) -> tuple[Article, ...]:
    text, marks = source.rendering.text, sections.marks
    body = _pick_body(rows, sections)
    if sum(row.words for row in body) < _LEAST_WORDS:
        return ()
    language = detect_language(" ".join(row.plain for row in body)[:_SAMPLE])
    facts = merge_facts(source.stated, read_facts(rows, sections, language))
    completeness = judge(rows, marks, [row.number for row in body], facts)
    if CAPPED in source.rendering.flags:
        completeness = Completeness(reason=CAPPED)
    found = [make_article(capture.id, text, body, facts, ("main", completeness))]
    for headline, story in find_seconds(rows, marks):
        own = Facts(
            headline=headline.plain if headline else None,
            publisher=facts.publisher,
            in_language=detect_language(" ".join(row.plain for row in story)) or facts.in_language,
        )
        whole = judge(rows, marks, [row.number for row in story], own)
        role: Role = "stub" if is_stub(story) else "secondary"
        found.append(make_article(capture.id, text, story, own, (role, whole)))
    return tuple(found)
