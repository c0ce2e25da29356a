"""Absolute dates as newspapers write them, in figures and in the words of six languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import TypeAlias

from rashomon.datamodel import Span
from rashomon.text.fold import fold

Calendar: TypeAlias = Mapping[str, Mapping[str, int]]


def _open_calendar(table: str) -> Calendar:
    raw = tomllib.loads(resources.files("rashomon.text").joinpath("calendar.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            language: MappingProxyType(
                {fold(word): int(number) for number, words in rows.items() for word in words.split()}
            )
            for language, rows in raw[table].items()
        }
    )


MONTHS: Calendar = _open_calendar("months")
"""Folded month word -> 1..12, by language: ``MONTHS["fr"]["aout"] == 8``."""

WEEKDAYS: Calendar = _open_calendar("weekdays")
"""Folded weekday word -> 1 (Monday) .. 7 (Sunday), by language: ``WEEKDAYS["uk"]["пятниця"] == 5``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date that a text states in full; ``value`` is ISO 8601: a day or, with a clock time beside it, a minute."""

    span: Span
    value: str


_MONTH_NUMBERS: Mapping[str, int] = {word: number for table in MONTHS.values() for word, number in table.items()}
_YEAR = r"((?:1[5-9]|20|21)\d\d)(?!\d)"
_WORD = r"([^\W\d_]{3,12})\.?"
_DAY = r"(?<![\d.,:/-])(\d{1,2})"
_ISO = re.compile(
    rf"(?<![\d-]){_YEAR}-(\d\d)-(\d\d)(?![\d-])(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{{1,6}})?)?(Z|[+-]\d\d:?\d\d)?)?"
)
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|\.|º|-го|-е)?[ \u00a0\u202f](?:of |de )?{_WORD},?[ \u00a0\u202f](?:de |del )?{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_WORD}[ \u00a0\u202f](\d{{1,2}})(?:st|nd|rd|th)?(?:,[ \u00a0\u202f]?|[ \u00a0\u202f]){_YEAR}"
)
_FIGURES = re.compile(rf"{_DAY}([./])(\d{{1,2}})\2{_YEAR}")
_ANY_YEAR = re.compile(_YEAR)
_CLOCK = r"(\d{1,2})(?:[:.h]|[ \u00a0\u202f]h[ \u00a0\u202f])(\d\d)(?!\d)(?:[ \u00a0\u202f]?([ap])\.?m\b)?"
_CLOCK_AFTER = re.compile(
    rf"(?:,? ?[|·•—–-]? ?(?:at|à|um|a las|в|о|об|as of|,|года,?|г\.,?|року,?)? ?){_CLOCK}", re.IGNORECASE
)
_CLOCK_BEFORE = re.compile(rf"(?<![\d:.]){_CLOCK}\.?,? ?(?:on |[|·•—–-] )?\Z", re.IGNORECASE)
_REACH = 24
_NOON = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59


def _make_day(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _make_clock(match: re.Match[str]) -> str | None:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"T{hour:02}:{minute:02}" if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def _find_iso(text: str) -> Iterator[FoundDate]:
    for match in _ISO.finditer(text):
        day = _make_day(match[1], int(match[2]), int(match[3]))
        if day:
            clock = f"T{match[4]}{match[5] or ''}" if match[4] else ""
            yield FoundDate(span=Span(start=match.start(), end=match.end()), value=day + clock)


def _find_days(text: str, *, day_first: bool) -> Iterator[FoundDate]:
    for match in _DAY_FIRST.finditer(text):
        month = _MONTH_NUMBERS.get(fold(match[2]))
        day = _make_day(match[3], month, int(match[1])) if month else None
        if day:
            yield FoundDate(span=Span(start=match.start(), end=match.end()), value=day)
    for match in _MONTH_FIRST.finditer(text):
        month = _MONTH_NUMBERS.get(fold(match[1]))
        day = _make_day(match[3], month, int(match[2])) if month else None
        if day:
            yield FoundDate(span=Span(start=match.start(), end=match.end()), value=day)
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or day_first or first > _NOON or first == second:
            day = _make_day(match[4], second, first)
        else:  # 05/06/2030 is May or June by country; only a second number above 12 settles it
            day = _make_day(match[4], first, second) if second > _NOON else None
        if day:
            yield FoundDate(span=Span(start=match.start(), end=match.end()), value=day)


def _add_clock(text: str, found: FoundDate) -> FoundDate:
    span = found.span
    after = _CLOCK_AFTER.match(text, span.end)
    clock = _make_clock(after) if after else None
    if after and clock:
        return FoundDate(span=Span(start=span.start, end=after.end()), value=found.value + clock)
    before = _CLOCK_BEFORE.search(text[max(0, span.start - _REACH) : span.start])
    clock = _make_clock(before) if before else None
    if before and clock:
        start = max(0, span.start - _REACH) + before.start()
        return FoundDate(span=Span(start=start, end=span.end), value=found.value + clock)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day and a month that a text states without a year."""

    span: Span
    month: int
    day: int

    def in_year(self, year: int) -> str | None:
        """Return the ISO date in ``year``, or None where there is no such day."""
        return _make_day(str(year), self.month, self.day)


_YEARLESS = re.compile(
    rf"(?<!\w){_WORD}[ \u00a0\u202f](\d{{1,2}})(?:st|nd|rd|th)?(?![\w.:/-]?\d)|"
    rf"{_DAY}(?:st|nd|rd|th|er|\.|º|-го|-е)?[ \u00a0\u202f](?:of |de )?([^\W\d_]{{3,12}})(?!\w)"
)
_FOUR_FIGURES = re.compile(r"(?<![\d.,:/])(?:19|20|21)\d\d(?![\d:])")


def find_month_days(text: str) -> tuple[MonthDay, ...]:
    """Return the days that ``text`` states with a month's name; whether a year follows is for the caller to see."""
    found: list[MonthDay] = []
    for match in _YEARLESS.finditer(text):
        word, day = (match[1], match[2]) if match[1] else (match[4], match[3])
        month = _MONTH_NUMBERS.get(fold(word))
        if month and 1 <= int(day) <= 31:  # noqa: PLR2004 - the longest month
            found.append(MonthDay(span=Span(start=match.start(), end=match.end()), month=month, day=int(day)))
    return tuple(found)


def find_years(text: str) -> frozenset[int]:
    """Return every year from 1900 to 2199 that stands in ``text`` in four figures."""
    return frozenset(int(match.group()) for match in _FOUR_FIGURES.finditer(text))


def find_dates(text: str, *, day_first: bool = False) -> tuple[FoundDate, ...]:
    """Return the dates that ``text`` states with day, month and year, in order and apart from one another.

    A clock time beside the date becomes part of it; ISO time zones are kept, others are not read. Dates without a
    year, weekdays, relative dates, and figures that could be read two ways (05/06/2030) are left out,
    unless ``day_first`` says that the text's country writes the day first.
    """
    if not _ANY_YEAR.search(text):
        return ()
    found = [*_find_iso(text), *(_add_clock(text, day) for day in _find_days(text, day_first=day_first))]
    kept: list[FoundDate] = []
    for one in sorted(found, key=lambda item: (item.span.start, -item.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return tuple(kept)
