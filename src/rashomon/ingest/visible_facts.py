"""Facts read in the visible text of a capture: headline, bylines, date lines, terms, origin notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rashomon.datamodel import StatedDate
from rashomon.ingest.authors import parse_authors
from rashomon.ingest.facts import Facts
from rashomon.ingest.lexicon import find_phrases, fold_line
from rashomon.ingest.origins import find_origins
from rashomon.ingest.publisher import find_publisher
from rashomon.ingest.rows import Row
from rashomon.ingest.sections import Sections
from rashomon.text.dates import find_dates, find_month_days, find_years
from rashomon.text.fold import fold

_UPDATED = re.compile(
    r"updated|modified|mis a jour|mise a jour|modifie|aktualisiert|actualizad|обновлен|оновлен|изменен|last edited",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_RESERVED = re.compile(
    r"all rights reserved|this material|no part|alle rechte|tous droits|todos los derechos|все права|усі права|"
    r"всі права"
)
_PUBLISHED = re.compile(r"publi|posted|опублик|опублік|veroff")
_COPYRIGHT_ALONE = re.compile(r"(?:©|[Cc]opyright)")
_OTHER_TERMS = re.compile(
    r"@|liabilit|responsib|not share the views|necessarily|opinion|requests for|redak|редакци|редакці|мнени|думк|"
    r"haftung|meinung|16\+|18\+"
)
_DATELINE = re.compile(r"^[^\n]{0,120}?(?:\([^()]{2,40}\)\s?)?[-–—]\s")
_OWNED = re.compile(r"©|\([cC]\)\s?(?:19|20|21)\d\d|[Cc]opyright|COPYRIGHT")
_STATES_DATE = re.compile(rf"{_PUBLISHED.pattern}|{_UPDATED.pattern}")
_OTHERS = frozenset({"related", "comment", "second_headline", "second_body"})
_ELSEWHERE = frozenset({"related", "comment", "footer", "aside", "nav"})
_AFTERWORDS = 4
_LONGEST_DATELINE = 80
_NEAR_UPDATE = 40


def read_facts(rows: Sequence[Row], sections: Sections, language: str | None) -> Facts:
    """Return what the rows state about the main article."""
    labels = [mark.label for mark in sections.marks]
    body = [row for row in rows if labels[row.number] == "body"]
    first = body[0].number if body else len(rows)
    bylines = [row for row in rows if labels[row.number] == "byline"]
    published, modified = _find_dates(rows, labels, first, day_first=language not in {None, "en"})
    authors = (
        parse_authors(row.plain for row in bylines if row.has("byline", "start"))
        or parse_authors(row.plain for row in bylines if row.number < first)
        or parse_authors(row.plain for row in bylines)
    )
    publisher = find_publisher(rows, sections, authors)
    return Facts(
        headline=rows[sections.headline].plain if sections.headline is not None else None,
        authors=tuple(name for name in authors if fold(name) != fold(publisher or "")),
        publisher=publisher,
        date_published=published,
        date_modified=modified,
        in_language=language,
        usage_terms=_find_terms(row for row in rows if labels[row.number] in {"disclaimer", "navigation"}),
        origin_notes=tuple(dict.fromkeys(find_origins(rows, labels, publisher))),
    )


def _find_dates(
    rows: Sequence[Row], labels: Sequence[str], first: int, *, day_first: bool
) -> tuple[StatedDate | None, StatedDate | None]:
    """Return the first stated date and the stated date of change: from date lines and bylines, header, or dateline."""
    published: StatedDate | None = None
    modified: StatedDate | None = None
    for row, where in _dated_rows(rows, labels, first):
        for found in find_dates(row.plain, day_first=day_first):
            before = fold(row.plain[max(0, found.span.start - _NEAR_UPDATE) : found.span.start])
            stated = StatedDate(value=found.value, where=where)
            changed = _UPDATED.search(before)
            if changed and not _PUBLISHED.search(before, changed.end()):
                modified = modified or stated
            else:
                published = published or stated
    if published is None and modified is None:
        return _join_date(rows, labels, first)
    return published, modified


def _join_date(rows: Sequence[Row], labels: Sequence[str], first: int) -> tuple[StatedDate | None, StatedDate | None]:
    """Return a date put together from a day without a year and the only year that the frame of the page states.

    The day may stand in a date line, a byline or the dateline; the year in those, or in a copyright line.
    """
    lines = [(row.plain, labels[row.number]) for row in _own_rows(rows, labels, first)]
    match = _DATELINE.match(rows[first].plain) if first < len(rows) else None
    if match and match.end() <= _LONGEST_DATELINE:
        lines.append((match.group(), "dateline"))
    owned = [row.plain for row in rows if labels[row.number] != "body" and _OWNED.search(row.plain)]
    years = frozenset[int]().union(*(find_years(line) for line in (*owned, *(line for line, _ in lines))))
    days = [(found, line, where) for line, where in lines for found in find_month_days(line)]
    if len(years) != 1 or not days:
        return None, None
    found, line, where = days[0]
    value = found.in_year(next(iter(years)))
    if value is None:
        return None, None
    place = "date line" if where == "date" else where
    stated = StatedDate(value=value, where=f"{place}, year from the {'copyright line' if owned else 'date line'}")
    return (None, stated) if _UPDATED.search(fold(line[: found.span.start])) else (stated, None)


def _dated_rows(rows: Sequence[Row], labels: Sequence[str], first: int) -> Iterator[tuple[Row, str]]:
    near = [row for row in rows if row.dates]
    own = _own_rows(rows, labels, first)
    for label, where in (("date", "date line"), ("byline", "byline")):
        yield from ((row, where) for row in own if labels[row.number] == label)
    yield from ((row, "header") for row in near if row.number < first and labels[row.number] == "navigation")
    if first < len(rows):
        match = _DATELINE.match(rows[first].plain)
        if match and find_dates(match.group()):
            yield rows[first], "dateline"


def _own_rows(rows: Sequence[Row], labels: Sequence[str], first: int) -> list[Row]:
    """Return the date lines and bylines of the article: those after its text only right after it, or if they say so.

    Comments, teasers and second stories have date lines of their own, and undated pages were given theirs.
    """
    ended = _find_end(labels, first)
    return [
        row
        for row in rows
        if labels[row.number] in {"date", "byline"}
        and (row.number < first or not row.hints & _ELSEWHERE)
        and (
            row.number < ended
            or (
                (row.number <= ended + _AFTERWORDS or _STATES_DATE.search(row.folded))
                and not _passes_others(labels, ended, row.number)
            )
        )
    ]


def _find_end(labels: Sequence[str], first: int) -> int:
    """Return the number of the last body row, or ``first`` where there is no body."""
    return next((number for number in range(len(labels) - 1, first, -1) if labels[number] == "body"), first)


def _passes_others(labels: Sequence[str], ended: int, number: int) -> bool:
    """Tell whether other articles or comments begin between the end of the text and row ``number``."""
    return any(label in _OTHERS for label in labels[ended + 1 : number])


def _find_terms(rows: Iterable[Row]) -> str | None:
    """Return what the first block that states terms of reuse says of them, opinions and liability left out."""
    for row in rows:
        if not row.has("terms"):
            continue
        sentences = [one.strip() for one in _SENTENCES.split(row.plain) if one.strip()]
        stating = [number for number, sentence in enumerate(sentences) if _states_terms(sentence)]
        if not stating:
            continue
        first, last = stating[0], len(sentences)
        while first > 0 and "©" in sentences[first - 1] and _RESERVED.match(fold(sentences[first])):
            first -= 1
        if (
            _COPYRIGHT_ALONE.match(sentences[first])
            and len(stating) > 1
            and not _RESERVED.match(fold(sentences[first + 1]))
        ):
            first = stating[1]
        while last > stating[-1] + 1 and _OTHER_TERMS.search(fold(sentences[last - 1])):
            last -= 1
        at = row.plain.find(sentences[first])
        end = row.plain.find(sentences[last - 1], at) + len(sentences[last - 1])
        return row.plain[at:end]
    return None


def _states_terms(sentence: str) -> bool:
    return any(hit.label == "terms" for hit in find_phrases(fold_line(sentence)))
