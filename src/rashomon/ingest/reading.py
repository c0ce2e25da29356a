"""A capture read: bytes to rendering, blocks, and the articles among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.datamodel import Article, Block, Capture, Completeness, Reading, Role
from rashomon.ingest.articles import find_seconds, is_stub, make_article
from rashomon.ingest.completeness import judge
from rashomon.ingest.facts import Facts, merge_facts
from rashomon.ingest.labels.verdict import label_rows
from rashomon.ingest.records import EXCERPT
from rashomon.ingest.rendering import Source, render
from rashomon.ingest.rows import Row, make_row
from rashomon.ingest.sections import Sections, rule_rows
from rashomon.ingest.stretches import MAX_BLOCKS, NOT_EXAMINED
from rashomon.ingest.visible_facts import read_facts
from rashomon.text.block_languages import find_block_languages
from rashomon.text.language import detect_language

CAPPED = f"only the first {MAX_BLOCKS:,} blocks were examined"
"""The flag of a rendering whose later blocks nobody looked at; they are one block of the reading."""

ARTICLE = 0.5
"""The score above which text and markdown are taken for an article, else for a stub (docs/cards/labels.md)."""

_REFUSED = {"login": "the page asks to sign in", "not found": "the page says that it was not found"}
_LEARNED = frozenset({"en", "fr", "de", "es", "ru", "uk"})
"""The languages that the labeller has seen: of a page in another one it cannot say that it is no article."""

_FRAMED = 10
"""How many blocks a capture has at least that may be a page without an article, not a pasted text."""

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
    sections, refusal = _label(source, rows)
    # A page that only looks like none keeps its text, as a stub: a wrong guess must not silence an account.
    articles = () if refusal in _REFUSED.values() else _make_articles(capture, source, rows, (sections, refusal))
    languages = find_block_languages([row.plain for row in rows], articles[0].in_language if articles else None)
    return Reading(
        capture=capture,
        rendering=source.rendering,
        articles=articles,
        refusal=refusal,
        blocks=tuple(
            Block(span=row.stretch.span, label=mark.label, reason=mark.reason, in_language=language)
            for row, mark, language in zip(rows, sections.marks, languages, strict=True)
        ),
    )


def _label(source: Source, rows: Sequence[Row]) -> tuple[Sections, str]:
    """Return the label of every row, and why there is no article in the capture ("" where there may be one).

    The labeller was taught text and markdown; in HTML the parser's word on the main text and the rules decide.
    """
    ruled = rule_rows(rows, source.titles)
    if source.layout == "html":
        return ruled, _REFUSED.get(source.stated.page_kind or "", "")
    sections, score = label_rows(rows, ruled, markdown=source.layout == "markdown")
    if score > ARTICLE or source.stated.headline is not None or len(rows) < _FRAMED:
        return sections, ""  # a headline is stated by a feed, a mail or a record: somebody says that it is an article
    language = detect_language(" ".join(row.plain for row in _pick_body(rows, sections))[:_SAMPLE])
    return sections, f"it does not read like an article (score {score:.2f})" if language in _LEARNED else ""


def _pick_body(rows: Sequence[Row], sections: Sections) -> list[Row]:
    """Return the rows of the main article: its body, and a correction that stands between headline and body."""
    marks = sections.marks
    first = next((row.number for row in rows if marks[row.number].label == "body"), len(rows))
    above = sections.headline if sections.headline is not None else first
    opening = [row for row in rows[above:first] if marks[row.number].label == "correction"]
    return opening + [row for row in rows[first:] if marks[row.number].label == "body"]


def _make_articles(
    capture: Capture, source: Source, rows: Sequence[Row], labelled: tuple[Sections, str]
) -> tuple[Article, ...]:
    sections, refusal = labelled
    text, marks = source.rendering.text, sections.marks
    body = _pick_body(rows, sections)
    if sum(row.words for row in body) < _LEAST_WORDS:
        return ()
    language = detect_language(" ".join(row.plain for row in body)[:_SAMPLE])
    facts = merge_facts(source.stated, read_facts(rows, sections, language))
    completeness = judge(rows, marks, [row.number for row in body], facts)
    if CAPPED in source.rendering.flags:
        completeness = Completeness(reason=CAPPED)
    if EXCERPT in source.rendering.flags and completeness.value == "complete":
        completeness = Completeness(reason=EXCERPT)
    standing: Role = "stub" if refusal else "main"
    found = [make_article(capture.id, text, body, facts, (standing, completeness))]
    for headline, story in find_seconds(rows, marks):
        own = Facts(
            headline=headline.plain if headline else None,
            publisher=facts.publisher,
            in_language=detect_language(" ".join(row.plain for row in story)) or facts.in_language,
        )
        whole = judge(rows, marks, [row.number for row in story], own)
        role: Role = "stub" if refusal or is_stub(story) else "secondary"
        found.append(make_article(capture.id, text, story, own, (role, whole)))
    return tuple(found)
