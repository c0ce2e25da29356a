"""A capture read: bytes to rendering, blocks, and the articles among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from rashomon.datamodel import Article, Block, Capture, Completeness, Reading, Rendering, Role
from rashomon.ingest.articles import find_seconds, is_stub, make_article
from rashomon.ingest.completeness import judge
from rashomon.ingest.content_types import find_charset, is_html, sniff_content_type
from rashomon.ingest.facts import Facts, merge_facts
from rashomon.ingest.html import find_meta_charset, render_html
from rashomon.ingest.html_facts import page_titles, read_page_facts
from rashomon.ingest.layout import lay_out
from rashomon.ingest.main_text import mark_main
from rashomon.ingest.rows import Row, make_row
from rashomon.ingest.sections import Sections, mark_rows
from rashomon.ingest.stretches import MAX_BLOCKS, NOT_EXAMINED, Stretch, cap_stretches
from rashomon.ingest.visible_facts import read_facts
from rashomon.text.decode import decode
from rashomon.text.language import detect_language

_TEXT_RENDERER = "rashomon-text 1"
_HTML_RENDERER = "rashomon-html 1"
CAPPED = f"only the first {MAX_BLOCKS:,} blocks were examined"
"""The flag of a rendering whose later blocks nobody looked at; they are one block of the reading."""

_SAMPLE = 8_000
_LEAST_WORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A rendering with its stretches and what its markup states."""

    rendering: Rendering
    stretches: tuple[Stretch, ...]
    stated: Facts
    titles: tuple[str, ...] = ()


def read_capture(capture: Capture) -> Reading:
    """Return what ``capture`` holds: its rendering, every block with its label, and the articles, main one first.

    ``articles`` is empty where the capture holds none. Never raises on text, however broken.
    """
    source = _render(capture)
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


def _render(capture: Capture) -> _Source:
    kind = capture.content_type or sniff_content_type(capture.payload)
    html = is_html(kind)
    declared = find_charset(kind) or (find_meta_charset(capture.payload) if html else None)
    decoded = decode(capture.payload, declared=declared)
    rendering = Rendering(
        capture_id=capture.id,
        text=decoded.text,
        renderer=_TEXT_RENDERER,
        encoding=decoded.encoding,
        flags=decoded.flags,
    )
    if not html:
        markdown = "markdown" in kind
        return _Source(rendering=rendering, stretches=lay_out(decoded.text, markdown=markdown), stated=Facts())
    page = render_html(decoded.text)
    stretches, flags = mark_main(decoded.text, page)
    stretches = cap_stretches(stretches)
    rendering = replace(
        rendering,
        text=page.text,
        renderer=f"{_HTML_RENDERER} (resiliparse {version('resiliparse')})",
        flags=(*decoded.flags, *flags),
    )
    return _Source(rendering=rendering, stretches=stretches, stated=read_page_facts(page), titles=page_titles(page))


def _pick_body(rows: Sequence[Row], sections: Sections) -> list[Row]:
    """Return the rows of the main article: its body, and a correction that stands between headline and body."""
    marks = sections.marks
    first = next((row.number for row in rows if marks[row.number].label == "body"), len(rows))
    above = sections.headline if sections.headline is not None else first
    opening = [row for row in rows[above:first] if marks[row.number].label == "correction"]
    return opening + [row for row in rows[first:] if marks[row.number].label == "body"]


def _make_articles(capture: Capture, source: _Source, rows: Sequence[Row], sections: Sections) -> tuple[Article, ...]:
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
