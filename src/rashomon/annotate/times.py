"""Times: dates, weekdays, hours and relative expressions with TIMEX3 values, against the article's own date alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from rashomon.annotate.document import Document
from rashomon.annotate.time_words import (
    TimeUnit,
    TimeWords,
    date_near,
    looks_ahead,
    month_near,
    moved,
    open_time_words,
    shifted,
    weekday_near,
)
from rashomon.datamodel import Span, TimeExpression
from rashomon.text.dates import find_dates
from rashomon.text.numbers import read_number
from rashomon.text.tokens import Token, tokenize

_ANCHOR = "date_published"
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_LAST_HOUR, _LAST_MINUTE, _NOON, _LAST_DAY = 24, 59, 12, 31
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "го", "е", "ого"})
_ABBREVIATED = 4
_GAP = 3
_MONTH_LENGTH, _YEAR_LENGTH = len("2030-04"), len("2030")
_ARTICLES = frozenset({"the", "le", "la", "l", "de", "of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A time at tokens ``first`` to ``last``; ``day`` where its value is a day, to which an hour may be added."""

    first: int
    last: int
    value: str | None
    relative: bool = False
    is_day: bool = False
    clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    tokens: tuple[Token, ...]
    words: TimeWords
    published: date | None
    absolute: dict[int, tuple[int, str]]
    ahead: tuple[bool, ...]

    def folded(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def mark(self, name: str, at: int) -> int | None:
        """Return the token after the phrase of list ``name`` at ``at``."""
        found = self.words.marks[name].match(self.tokens, at)
        return found[1] if found else None

    def before(self, name: str, at: int) -> int | None:
        """Return the first token of the phrase of list ``name`` that ends before ``at``."""
        found = self.words.marks[name].match_before(self.tokens, at)
        return found[1] if found else None


def _published(document: Document) -> date | None:
    stated = document.article.date_published
    try:
        return date.fromisoformat(stated.value[:10]) if stated else None
    except ValueError:
        return None


def _make_context(document: Document) -> _Context:
    tokens = tokenize(document.text, document.language)
    words = open_time_words(document.language)
    starts = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at + 1 for at, token in enumerate(tokens)}
    absolute: dict[int, tuple[int, str]] = {}
    for found in find_dates(document.text):
        first, last = starts.get(found.span.start), ends.get(found.span.end)
        if first is not None and last is not None:
            absolute[first] = (last, found.value)
    ahead = looks_ahead(document.sentences, tokens, words)
    return _Context(tokens=tokens, words=words, published=_published(document), absolute=absolute, ahead=ahead)


def _absolute(ctx: _Context, at: int) -> _Found | None:
    found = ctx.absolute.get(at)
    return _Found(first=at, last=found[0], value=found[1], is_day="T" not in found[1]) if found else None


def _day_number(ctx: _Context, at: int) -> tuple[int, int] | None:
    """Return the day of the month at ``at`` ("14", "14th", "1er") and the token after it."""
    if not 0 <= at < len(ctx.tokens) or not ctx.tokens[at].text.isdecimal() or len(ctx.tokens[at].text) > 2:  # noqa: PLR2004
        return None
    number = int(ctx.tokens[at].text)
    tied = at + 1 < len(ctx.tokens) and ctx.tokens[at + 1].start == ctx.tokens[at].end
    end = at + 2 if tied and ctx.folded(at + 1) in _ORDINALS else at + 1
    if ctx.folded(end) in {"of", "de"}:
        end += 1
    return (number, end) if 1 <= number <= _LAST_DAY else None


def _month(ctx: _Context, at: int) -> int | None:
    """Return the month at ``at``; in English a capital tells "March" from "march"."""
    month = ctx.words.months.get(ctx.folded(at))
    if month is None or (ctx.words.language == "en" and not ctx.tokens[at].is_capital):
        return None
    return month


def _day_of_month(ctx: _Context, at: int) -> _Found | None:
    """Return "14 March", "March 14th", "le 14 mars": the year is that nearest to the article's date."""
    day = _day_number(ctx, at)
    month = _month(ctx, day[1]) if day else None
    end = day[1] + 1 if day else 0
    if month is None:
        month = _month(ctx, at)
        dotted = at + 1 < len(ctx.tokens) and ctx.tokens[at + 1].text == "."
        day = _day_number(ctx, at + 2 if dotted else at + 1) if month else None
        end = day[1] if day else 0
    if not day or not month:
        return None
    if ctx.published is None:
        return _Found(first=at, last=end, value=f"XXXX-{month:02}-{day[0]:02}", is_day=True)
    found = date_near(ctx.published, month, day[0], ahead=ctx.ahead[at])
    return _Found(first=at, last=end, value=found.isoformat(), relative=True, is_day=True) if found else None


def _year_at(ctx: _Context, at: int) -> int | None:
    text = ctx.tokens[at].text if 0 <= at < len(ctx.tokens) else ""
    return int(text) if len(text) == 4 and text.isdecimal() and _FIRST_YEAR <= int(text) < _LAST_YEAR else None  # noqa: PLR2004


def _month_and_year(ctx: _Context, at: int) -> _Found | None:
    month = _month(ctx, at)
    if month is None:
        return None
    comma = ctx.folded(at + 1) in {",", "of", "de"}
    year = _year_at(ctx, at + 2 if comma else at + 1)
    if year:
        end = at + (3 if comma else 2)
        end = end + 1 if ctx.folded(end) in ctx.words.year_after else end
        return _Found(first=at, last=end, value=f"{year:04}-{month:02}")
    if ctx.folded(at - 1) not in ctx.words.inside or len(ctx.folded(at)) < _GAP:
        return None
    if ctx.published is None:
        return _Found(first=at, last=at + 1, value=f"XXXX-{month:02}")
    first = ctx.before("last", at) or ctx.before("next", at)
    ahead = ctx.before("next", at) is not None or (ctx.ahead[at] and ctx.before("last", at) is None)
    start = first if first is not None else at
    return _Found(first=start, last=at + 1, value=month_near(ctx.published, month, ahead=ahead), relative=True)


def _year(ctx: _Context, at: int) -> _Found | None:
    year = _year_at(ctx, at)
    if year is None:
        return None
    tied = at + 1 < len(ctx.tokens) and ctx.tokens[at + 1].start == ctx.tokens[at].end
    if tied and ctx.folded(at + 1) == "s" and year % 10 == 0:
        return _Found(first=at, last=at + 2, value=f"{year // 10}X")
    if ctx.folded(at + 1) in ctx.words.year_after:
        return _Found(first=at, last=at + 2, value=f"{year:04}")
    alone = not (tied and ctx.tokens[at + 1].kind in {"word", "figure"}) and ctx.folded(at + 1) not in "-–/%$€"
    follows = ctx.folded(at - 1) in ctx.words.inside or ctx.folded(at - 1) == "("
    noun = at + 1 < len(ctx.tokens) and ctx.tokens[at + 1].kind == "word" and ctx.folded(at + 1).endswith("s")
    return (
        _Found(first=at, last=at + 1, value=f"{year:04}") if alone and follows and not _counts(ctx, at, noun) else None
    )


def _counts(ctx: _Context, at: int, plural: bool) -> bool:  # noqa: FBT001 - internal
    """Tell whether four figures rather count something: "of 1800 houses"; from 1900 to 2100 they rarely do."""
    return plural and not 1900 <= int(ctx.tokens[at].text) < _LAST_YEAR  # noqa: PLR2004


def _weekday(ctx: _Context, at: int) -> _Found | None:
    weekday = ctx.words.weekdays.get(ctx.folded(at))
    if weekday is None:
        return None
    token, language = ctx.tokens[at], ctx.words.language
    if language == "en" and (not token.is_capital or (len(token.text) <= _ABBREVIATED and ctx.folded(at + 1) != ".")):
        return None
    if language in {"ru", "uk"} and not _slavic_weekday(ctx, at):
        return None
    last = ctx.before("last", at)
    following = ctx.before("next", at)
    after_last, after_next = ctx.mark("after_last", at + 1), ctx.mark("after_next", at + 1)
    first = next((place for place in (last, following, ctx.before("this", at)) if place is not None), at)
    end = after_last or after_next or at + 1
    if ctx.published is None:
        return _Found(first=first, last=end, value=None, is_day=True)
    coming = following is not None or after_next is not None
    past = last is not None or after_last is not None
    ahead = coming or (ctx.ahead[at] and not past)
    day = weekday_near(ctx.published, weekday, ahead=ahead, beyond=coming or past)
    return _Found(first=first, last=end, value=day.isoformat(), relative=True, is_day=True)


def _slavic_weekday(ctx: _Context, at: int) -> bool:
    """Tell whether a word that may also mean "environment" is a weekday: a preposition before it says so."""
    near = ctx.folded(at - 1)
    return near in ctx.words.inside or near == "," or ctx.tokens[at].folded[:3] not in {"сре", "сер"}


def _relative_day(ctx: _Context, at: int) -> _Found | None:
    found = ctx.words.days.match(ctx.tokens, at)
    if found is None:
        return None
    shift, _, part = found[0].partition("/")
    if ctx.published is None:
        return _Found(first=at, last=found[1], value=None, is_day=not part)
    day = moved(ctx.published, int(shift)).isoformat()
    return _Found(first=at, last=found[1], value=day + (f"T{part}" if part else ""), relative=True, is_day=not part)


def _unit(ctx: _Context, at: int) -> tuple[TimeUnit, int] | None:
    found = ctx.words.units.match(ctx.tokens, at)
    return (cast("TimeUnit", found[0]), found[1]) if found else None


def _shift(ctx: _Context, first: int, last: int, unit: TimeUnit, by: int) -> _Found:
    value = shifted(ctx.published, unit, by) if ctx.published else None
    return _Found(first=first, last=last, value=value, relative=value is not None, is_day=unit == "day")


def _ago(ctx: _Context, at: int) -> _Found | None:
    """Return "two months ago", "il y a deux mois", "два месяца назад"."""
    opened = ctx.mark("ago_before", at)
    place = opened or at
    number = read_number(ctx.tokens, place, ctx.words.language)
    if number is None and ctx.folded(place) in ctx.words.one:
        count, place = 1, place + 1
    elif number and number.kind == "exact" and number.value == int(number.value):
        count, place = int(number.value), number.last
    else:
        count = 1
    unit = _unit(ctx, place)
    end = ctx.mark("ago", unit[1]) if unit else None
    if unit is None or (opened is None and end is None) or (place == at and ctx.words.language in {"en", "fr"}):
        return None
    return _shift(ctx, at, end or unit[1], unit[0], -count)


def _neighbour(ctx: _Context, at: int) -> _Found | None:
    """Return "last week", "next month", "this year", "la semaine dernière"."""
    for name, by in (("last", -1), ("next", 1), ("this", 0)):
        end = ctx.mark(name, at)
        unit = _unit(ctx, end) if end else None
        if unit and unit[0] != "day":
            return _shift(ctx, at, unit[1], unit[0], by)
        part = ctx.words.parts.match(ctx.tokens, end) if end and name == "this" else None
        if part:
            value = f"{ctx.published.isoformat()}T{part[0]}" if ctx.published else None
            return _Found(first=at, last=part[1], value=value, relative=value is not None)
    unit = _unit(ctx, at)
    if unit and unit[0] != "day":
        for name, by in (("after_last", -1), ("after_next", 1)):
            end = ctx.mark(name, unit[1])
            if end:
                return _shift(ctx, at, end, unit[0], by)
    return None


def _clock(ctx: _Context, at: int) -> _Found | None:
    """Return "10:30", "9 a.m.", "17h30", "noon"; value "T10:30"."""
    named = ctx.words.clocks.match(ctx.tokens, at)
    if named:
        return _Found(first=at, last=named[1], value=f"T{named[0]}", clock=True)
    token = ctx.tokens[at]
    if token.kind != "figure" or len(token.text) > len("10.30"):
        return None
    hour, _, minute = token.text.partition(".")
    end = at + 1
    follows = at + 2 < len(ctx.tokens) and ctx.tokens[at + 2].start == ctx.tokens[at + 1].end
    divided = ctx.folded(at + 1) in {":", "h"} and not minute
    if divided and follows and len(ctx.folded(at + 2)) == 2 and ctx.folded(at + 2).isdecimal():  # noqa: PLR2004
        minute, end = ctx.folded(at + 2), at + 3
    elif divided and ctx.folded(at + 1) == "h" and ctx.words.language == "fr":
        minute, end = "00", at + 2
    full = ctx.mark("o_clock", end) if end == at + 1 and hour.isdecimal() and not minute else None
    if full and (ctx.words.language == "en" or ctx.folded(at - 1) in ctx.words.at):
        return _clock_value(at, full, (int(hour), 0), "")
    half = ctx.words.halves.match(ctx.tokens, end)
    if half is None and (end == at + 1 or not minute):
        return None
    if not hour.isdecimal() or not (minute or "00").isdecimal():
        return None
    return _clock_value(at, half[1] if half else end, (int(hour), int(minute or "0")), half[0] if half else "")


def _clock_value(first: int, last: int, clock: tuple[int, int], half: str) -> _Found | None:
    hour, minute = clock
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    return _Found(first=first, last=last, value=f"T{hour:02}:{minute:02}", clock=True)


_READERS: tuple[Callable[[_Context, int], _Found | None], ...] = (
    _absolute, _clock, _day_of_month, _month_and_year, _ago, _relative_day, _weekday, _neighbour, _year,
)  # fmt: skip


def _with_part(ctx: _Context, found: _Found) -> _Found:
    """Return ``found`` with the part of day beside it: "Thursday morning", "вечером в четверг"."""
    if not found.is_day:
        return found
    part = ctx.words.parts.match(ctx.tokens, found.last)
    if part:
        return replace(found, last=part[1], value=found.value and f"{found.value}T{part[0]}", is_day=False)
    skips = 1 if ctx.words.language in {"ru", "uk"} and ctx.folded(found.first - 1) in ctx.words.inside else 0
    before = ctx.words.parts.match_before(ctx.tokens, found.first - skips)
    if before and ctx.words.language in {"ru", "uk"}:
        return replace(found, first=before[1], value=found.value and f"{found.value}T{before[0]}", is_day=False)
    return found


def _joined(ctx: _Context, left: _Found, right: _Found) -> _Found | None:
    """Return two times that stand together as one: a weekday and its date, a day and its hour."""
    between = [token.folded for token in ctx.tokens[left.last : right.first]]
    if len(between) > _GAP or any(word not in ctx.words.at and word not in _ARTICLES for word in between):
        return None
    relative = left.relative or right.relative
    if (left.is_day and right.clock) or (left.clock and right.is_day):
        if left.clock and "," in between:
            return None
        day, clock = (left, right) if right.clock else (right, left)
        value = f"{day.value}{clock.value}" if day.value else clock.value
        return _Found(first=left.first, last=right.last, value=value, relative=relative)
    if (
        len(left.value or "") == _MONTH_LENGTH
        and len(right.value or "") == _YEAR_LENGTH
        and right.relative
        and left.relative
    ):
        return replace(left, last=right.last, value=f"{right.value}{(left.value or '')[_YEAR_LENGTH:]}")
    weekday = ctx.folded(left.last - 1) in ctx.words.weekdays
    dated = right.is_day or (not right.clock and "T" in (right.value or ""))
    numbered = ctx.tokens[right.first].kind == "figure" or ctx.folded(right.first) in ctx.words.months
    if left.is_day and dated and weekday and numbered and set(between) <= {",", "the", "le"}:
        return replace(right, first=left.first)
    return None


def find_times(document: Document) -> tuple[TimeExpression, ...]:
    """Return the times of the article in order, apart from one another; spans index the article's text.

    Relative times are resolved against the article's stated date of publication alone (``anchor`` is then
    "date_published"); where it states none, their value is None. A weekday is the latest such day on or before that
    date, the coming one where the sentence looks ahead. A day and month without a year has the year nearest to it,
    "XXXX" where the article is undated.
    """
    ctx = _make_context(document)
    found: list[_Found] = []
    at = 0
    while at < len(ctx.tokens):
        one = next((read for reader in _READERS if (read := reader(ctx, at))), None)
        if one is None:
            at += 1
            continue
        one = _with_part(ctx, one)
        floor = found[-1].last if found else 0
        one = replace(one, first=max(one.first, floor))
        joined = _joined(ctx, found[-1], one) if found else None
        found[-1:] = [joined] if joined else [*found[-1:], one]
        at = max(one.last, at + 1)
    return tuple(_to_expression(document, ctx, one) for one in found)


def _to_expression(document: Document, ctx: _Context, found: _Found) -> TimeExpression:
    last = ctx.tokens[found.last - 1]
    end = last.end - (2 if last.text.endswith(("'s", "’s")) else 0)  # last year's
    span = Span(start=ctx.tokens[found.first].start, end=end)
    anchor = _ANCHOR if found.relative and found.value else None
    return TimeExpression(span=document.to_article(span), value=found.value, anchor=anchor)
