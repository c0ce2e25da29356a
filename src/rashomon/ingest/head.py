"""The top of a capture: its headline, and what stands between the headline and the first line of the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.shapes import are_names, is_date, is_name, is_prose, is_title, repeats

_NEAR = 8
_LONG = 40
_CANDIDATES = 60
_DECK_WORDS = 55
_CAPTION = 45
_BYLINE = 18
_STAFF = re.compile(r"reporting|contributed|editing by|writing by|research by|titelbild|cover (?:picture|photo)")
_DATELINE = re.compile(
    r"[A-ZА-ЯЁІЇЄҐ][A-ZА-ЯЁІЇЄҐ'’/. -]{2,40}[,( ].{0,60}?[-–—]\s|[^.!?]{2,60}\([^()]{2,20}\)\s[-–—]\s"
)
_PLACE = re.compile(r"\s(?:in|for|pour|für|para|для|is an?|is the|at)\s")
_LEAD = re.compile(r"\b(?:by|from|von|par|por|веде|ведет|ведёт)\s+([^,|:]+?)(?:\s(?:in|aus|à|из|із)\s.*)?$")
_TOP = 3
_SIGNS = (" — ", " – ", " - ", " -- ", " | ", " * ", ": ")
_META = frozenset({"byline", "date", "caption", "credit"})
_NOT_HEADLINE = frozenset({"related", "comment", "cookie", "advert", "paywall", "caption", "credit"})

Marks = list[Mark | None]


def find_first_prose(rows: Sequence[Row], marks: Marks) -> int | None:
    """Return the first unmarked block of running text that has another near it, or is long."""
    loose = [row for row in rows if marks[row.number] is None]
    prose = [place for place, row in enumerate(loose) if is_prose(row)]
    for place in prose:
        near = sum(is_prose(row) for row in loose[place + 1 : place + _NEAR // 2 + 1])
        if near > 1 or (near and loose[place].words >= _LONG):
            return loose[place].number
    return loose[prose[0]].number if prose else None


def find_headline(rows: Sequence[Row], marks: Marks, first: int | None, titles: Sequence[str]) -> int | None:
    """Return the block most like the headline of what begins at ``first``; ``titles`` are those of the metadata."""
    last = min(len(rows), (first if first is not None else _CANDIDATES) + _NEAR)
    best: tuple[float, int] | None = None
    above = 0.0
    for row in rows[:last]:
        score = _score_headline(rows, marks, row.number, titles)
        parted = row.stretch.gap and row.number > 1 and not rows[row.number - 1].stretch.gap
        above, score = (
            score,
            score - (1.2 if above > 0 and not row.stretch.level and not parted else 0.0),
        )  # a deck is like a headline
        if first is not None and row.number > first:
            score -= 1.5 + 0.5 * (row.number - first)
        if score > 0 and (best is None or score > best[0]):
            best = (score, row.number)
    return best[1] if best else None


def _score_headline(rows: Sequence[Row], marks: Marks, number: int, titles: Sequence[str]) -> float:
    """Return how like a headline the block is; 0 or less where it cannot be one."""
    row, mark = rows[number], marks[number]
    if not is_title(row) and not (row.stretch.level and 1 <= row.words <= _LONG):
        return 0.0
    if mark and (mark.label in _NOT_HEADLINE or not row.stretch.level):
        return 0.0
    score = 1.0 + (3.0 if row.stretch.level in {1, 2} else 1.0 if row.stretch.level else 0.0)
    score -= 2.0 if mark else 0.0
    score += 4.0 if any(repeats(row.plain, title) for title in titles) else 0.0
    score -= 0.8 if row.words <= 2 else 0.0  # noqa: PLR2004 - a paper's name rather
    score += 0.5 if 4 <= row.words <= 22 else -0.5  # noqa: PLR2004 - a bound of this rule alone
    score -= 2.0 if number < _TOP and not row.stretch.level and _is_masthead(row) else 0.0
    score -= 1.5 if row.stretch.link_share > 0.8 else 0.0  # noqa: PLR2004 - a bound of this rule alone
    score -= 0.7 * min(row.bars, 3)
    score -= 0.6 if row.finished else 0.0
    below = marks[number + 1] if number + 1 < len(rows) else None
    score -= 2.0 if below is not None and below.label == "navigation" and not row.stretch.level else 0.0
    near = [marks[other.number] for other in rows[number + 1 : number + 4]]
    score += 1.0 if any(m is not None and m.label in {"byline", "date"} for m in near) else 0.0
    score += 0.4 if any(repeats(row.plain, other.plain) for other in rows[number + 1 : number + 12]) else 0.0
    return score


def _is_masthead(row: Row) -> bool:
    """Tell whether the line opens with a paper's name, in capitals or with a word of the trade, and goes on."""
    first, sign, _ = row.plain.partition(next((sign for sign in _SIGNS if sign in row.plain), "\x00"))
    return bool(sign) and len(first.split()) <= 5 and (first.isupper() or names_outlet(first))  # noqa: PLR2004 - a bound of this rule alone


def mark_head(rows: Sequence[Row], marks: Marks, headline: int) -> int:
    """Mark the blocks around ``headline`` and return the number of the first block of the body."""
    title = rows[headline].plain
    marks[headline] = Mark(label="headline", reason="the line most like a headline")
    for row in rows[:headline]:
        if marks[row.number] is None:
            marks[row.number] = _mark_above(rows, row, title, marks[row.number - 1] if row.number else None)
    for row in rows[headline + 1 :]:
        if marks[row.number] is None:
            found = _mark_below(rows, marks, row, headline) or _mark_above_byline(rows, marks, row)
            if found is None:
                return row.number
            marks[row.number] = found
    return len(rows)


def _mark_above(rows: Sequence[Row], row: Row, title: str, before: Mark | None) -> Mark:
    if before is not None and before.label in {"paywall", "cookie", "advert"} and row.words <= 20:  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label=before.label, reason="goes on with the notice above it")
    if repeats(row.plain, title):
        return Mark(label="headline", reason="the headline, said twice")
    if is_name(row.plain) and row.number + 3 >= len(rows):
        return Mark(label="byline", reason="a bare name")
    if is_prose(row) and row.words < _LONG and row.stretch.link_share == 0.0 and row.bars == 0:
        return Mark(label="caption", reason="above the headline")
    return Mark(label="navigation", reason="above the headline")


def _mark_below(rows: Sequence[Row], marks: Marks, row: Row, headline: int) -> Mark | None:  # noqa: PLR0911 - one return for each rule, in order
    """Return what an unmarked block under the headline is, or None where the body begins."""
    if repeats(row.plain, rows[headline].plain):
        return Mark(label="headline" if row.number == headline + 1 else "caption", reason="repeats the headline")
    if are_names(row.plain):
        named = any(mark is not None and mark.label == "byline" for mark in marks[headline : row.number])
        return Mark(label="credit" if named else "byline", reason="bare names under the headline")
    if (signed := _mark_signed(row)) is not None:
        return signed
    if "deck" in row.hints and row.words <= _DECK_WORDS:
        return Mark(label="deck", reason="marked as standfirst")
    if _is_deck(rows, marks, row.number, headline):
        return Mark(label="deck", reason="under the headline, before byline, date or picture")
    if is_caption(rows, marks, row.number):
        return Mark(label="caption", reason="before a credit")
    if row.words <= 3 and row.plain[:1] in "-–—" and row.plain[-1:] in "-–—":  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="navigation", reason="a section's name")
    return None


def _mark_above_byline(rows: Sequence[Row], marks: Marks, row: Row) -> Mark | None:
    """Return caption for a block that stands before the byline, or None: the body comes after it."""
    for other in rows[row.number + 1 : row.number + 3]:
        mark = marks[other.number]
        bare = mark is None and not other.finished and other.words <= _BYLINE and _mark_signed(other) is not None
        signed = bare or (mark is not None and mark.label == "byline")
        if signed and row.words <= _BYLINE and not row.finished:
            return Mark(label="caption", reason="between headline and byline")
    return None


def _mark_signed(row: Row) -> Mark | None:
    """Return byline for "Name | date", "Name, PLACE | time", "Name, role"."""
    parts = [part.strip(" *_") for part in row.plain.replace(" · ", "|").replace(". ", "|").split("|")]
    first = _PLACE.split(parts[0].split(",")[0].split(" – ")[0])[0]
    if row.words <= 8 and (lead := _LEAD.search(row.plain)) and is_name(lead[1]):  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="byline", reason="a name after “by”")
    if first != parts[0] and is_name(first) and row.words <= 24 and not row.dates:  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="byline", reason="a name, then paper, place or role")
    if row.words <= 24 and is_name(first) and (row.dates or len(parts) > 1 or "," in parts[0]) and not row.finished:  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="byline", reason="a name, then date, place or role")
    if row.dates and row.words <= 16:  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="date" if is_date(row) else "byline", reason="a date under the headline")
    return None


def is_caption(rows: Sequence[Row], marks: Marks, number: int) -> bool:
    """Tell whether the block stands right before a credit (or before another caption of the same picture)."""
    row = rows[number]
    if row.words > 70 or row.stretch.level:  # noqa: PLR2004 - a bound of this rule alone
        return False
    for step in (1, 2):
        other = number + step
        if other >= len(rows):
            return False
        mark = marks[other]
        if mark is not None and mark.label == "credit" and not _STAFF.search(rows[other].folded):
            return (step == 1 or not row.finished) and (not row.finished or row.words <= _CAPTION)
        if mark is not None or rows[other].words > 70 or (step == 1 and row.finished):  # noqa: PLR2004 - a bound of this rule alone
            return False
    return False


def _is_deck(rows: Sequence[Row], marks: Marks, number: int, headline: int) -> bool:  # noqa: PLR0911 - one return for each rule, in order
    """Tell whether the block is a deck: short, right under the headline, and followed by byline, date or picture."""
    row = rows[number]
    between = [marks[other] for other in range(headline + 1, number)]
    if (is_caption(rows, marks, number) and number != headline + 1) or _DATELINE.match(row.plain):
        return False
    if (
        row.words > _DECK_WORDS
        or row.words < 3  # noqa: PLR2004 - a bound of this rule alone
        or any(m is not None and m.label not in {"deck", "headline"} for m in between)
    ):
        return False
    if len(between) > 3:  # noqa: PLR2004 - a bound of this rule alone
        return False
    for other in rows[number + 1 : number + 4]:
        mark = marks[other.number]
        if mark is not None:
            if mark.label == "credit":
                return other.number > number + 1 and number == headline + 1
            return (
                mark.label in _META
                or (mark.label in {"plug", "navigation", "comment"} and not row.finished)
                or (mark.label in {"plug", "navigation"} and _meta_follows(marks, other.number))
            )
        if are_names(other.plain) or is_caption(rows, marks, other.number) or _mark_signed(other):
            return True
        if is_prose(other) and other.words >= _DECK_WORDS // 2:
            break
    return not row.finished and row.words >= 4 and not row.stretch.level and not row.plain.endswith(":")  # noqa: PLR2004 - a bound of this rule alone


def _meta_follows(marks: Marks, number: int) -> bool:
    for mark in marks[number : number + 4]:
        if mark is None:
            return False
        if mark.label in _META:
            return True
    return False
