"""Whether the capture holds the whole article: cut and complete each need evidence, else it is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rashomon.datamodel import Completeness, Span, make_spans
from rashomon.ingest.facts import Facts
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark

_ELLIPSIS = re.compile(r"(?:\.{3,}|…|\[…\]|\[\.\.\.\])[\"'”’»)\]]*\s*$")
_SIGNATURE = re.compile(r"^[^\W\d_]{1,5}(?:[/.,-][^\W\d_]{1,5})+\.?$|^-?\s?(?:ends?|30|###)\s?-?$", re.IGNORECASE)
_END = frozenset(
    {
        "related",
        "comment",
        "disclaimer",
        "bio",
        "plug",
        "navigation",
        "byline",
        "credit",
        "correction",
        "date",
        "cookie",
    }
)
_SHORT = 5


def judge(rows: Sequence[Row], marks: Sequence[Mark], numbers: Sequence[int], facts: Facts) -> Completeness:  # noqa: PLR0911 - one return for each rule, in order
    """Return the completeness of the article made of the rows ``numbers``; spans index the rendering."""
    if not numbers:
        return Completeness(reason="no text")
    last = _find_last(rows, numbers)
    withheld = _find_withheld(rows, marks, last.number)
    end = _tail(last)
    ellipsis = bool(_ELLIPSIS.search(last.plain))
    open_end = not last.finished and last.words >= _SHORT and not last.hints & {"item"} and not last.stretch.level
    if withheld and not _text_after(rows, marks, withheld[-1].number, last.number):
        spans = make_spans([end, *(row.stretch.span for row in withheld)])
        return Completeness(
            value="cut", evidence=spans, reason="a notice after the text says that the rest is withheld"
        )
    if open_end and not last.plain.endswith(":"):
        return Completeness(value="cut", evidence=(end,), reason="the last sentence does not end")
    if ellipsis and facts.free_to_read is not True:
        return Completeness(value="cut", evidence=(end,), reason="the text ends in an ellipsis")
    if facts.free_to_read is False and not _end_marks(rows, marks, last.number):
        return Completeness(value="cut", evidence=(end,), reason="the page says it is not free to read")
    after = _end_marks(rows, marks, last.number)
    if after:
        spans = make_spans([end, after.stretch.span])
        return Completeness(
            value="complete", evidence=spans, reason="the last sentence ends, and the page goes on to other things"
        )
    if last.finished:
        return Completeness(
            value="complete", evidence=(end,), reason="the last sentence ends, and no notice says that more follows"
        )
    return Completeness(reason="nothing shows whether the end was reached")


def _find_last(rows: Sequence[Row], numbers: Sequence[int]) -> Row:
    """Return the last row of running text, signatures and end marks passed over."""
    for number in reversed(numbers):
        if not _SIGNATURE.match(rows[number].plain):
            return rows[number]
    return rows[numbers[-1]]


def _tail(row: Row) -> Span:
    """Return the last 60 code points of the row's text."""
    span = row.stretch.kept[-1] if row.stretch.kept else row.stretch.span
    return Span(start=max(span.start, span.end - 60), end=span.end)


def _find_withheld(rows: Sequence[Row], marks: Sequence[Mark], last: int) -> list[Row]:
    """Return the notices right after the text that say the rest is kept back."""
    found: list[Row] = []
    for row in rows[last + 1 :]:
        label = marks[row.number].label
        if label in {"second_headline", "second_body", "comment", "related"}:
            break
        if label in {"paywall", "navigation"} and row.has("withheld"):
            found.append(row)
    return found


def _text_after(rows: Sequence[Row], marks: Sequence[Mark], notice: int, last: int) -> bool:
    return any(marks[row.number].label == "body" and row.number > notice for row in rows[last + 1 :])


def _end_marks(rows: Sequence[Row], marks: Sequence[Mark], last: int) -> Row | None:
    if not rows[last].finished:
        return None
    return next((row for row in rows[last + 1 :] if marks[row.number].label in _END), None)
