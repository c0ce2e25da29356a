"""The word lists of time (lexicon/times.toml), opened once for each language, and arithmetic on days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from rashomon.annotate.quantity_words import open_toml
from rashomon.datamodel import Spans
from rashomon.text.dates import MONTHS, WEEKDAYS
from rashomon.text.fold import fold
from rashomon.text.phrases import PhraseTable, make_phrases
from rashomon.text.tokens import Token

TimeUnit: TypeAlias = Literal["day", "week", "month", "year"]

_PREFIXES: tuple[str, ...] = ("last", "next", "this", "after_last", "after_next", "ago", "ago_before", "o_clock")
_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_AHEAD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The lists of one language; times.toml says what each is for."""

    language: str
    months: dict[str, int]
    weekdays: dict[str, int]
    days: PhraseTable
    parts: PhraseTable
    clocks: PhraseTable
    units: PhraseTable
    marks: dict[str, PhraseTable]
    inside: frozenset[str]
    year_after: frozenset[str]
    at: frozenset[str]
    one: frozenset[str]
    future: PhraseTable
    future_endings: tuple[str, ...]
    halves: PhraseTable


@lru_cache(maxsize=8)
def open_time_words(language: str) -> TimeWords:
    """Return the lists of ``language``, those of English where it has none."""
    tables = open_toml("times.toml")
    own = tables[language] if language in tables else tables["en"]
    code = language if language in tables else "en"

    def word_set(name: str) -> frozenset[str]:
        return frozenset(fold(word) if word[0].isalpha() else word for word in own[name])

    return TimeWords(
        language=code,
        months=dict(MONTHS.get(language, MONTHS["en"])),
        weekdays=dict(WEEKDAYS.get(language, WEEKDAYS["en"])),
        days=make_phrases(own["days"], code),
        parts=make_phrases(own["parts"], code),
        clocks=make_phrases(own["clocks"], code),
        units=make_phrases(own["units"], code),
        marks={name: make_phrases({name: own[name]}, code) for name in _PREFIXES},
        inside=word_set("in"),
        year_after=word_set("year_after"),
        at=word_set("at"),
        one=word_set("one"),
        future=make_phrases({"future": own["future"]}, code),
        future_endings=tuple(own["future_endings"]),
        halves=make_phrases({"pm": own["pm"], "am": own["am"]}, code),
    )


def week_of(day: date) -> str:
    """Return the ISO week of ``day`` as TIMEX3 has it: "2030-W14"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def shifted(day: date, unit: TimeUnit, by: int) -> str | None:
    """Return ``day`` moved by so many units, as precise as the unit; None past the calendar's ends."""
    try:
        if unit == "day":
            return (day + timedelta(days=by)).isoformat()
        if unit == "week":
            return week_of(day + timedelta(days=_DAYS_A_WEEK * by))
        if unit == "year":
            return f"{date(day.year + by, 1, 1).year:04}"
        months = day.year * _MONTHS_A_YEAR + day.month - 1 + by
        first = date(months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1, 1)
    except (OverflowError, ValueError):
        return None
    return f"{first.year:04}-{first.month:02}"


def moved(day: date, days: int) -> date:
    """Return ``day`` moved by so many days, ``day`` itself past the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def weekday_near(day: date, weekday: int, *, ahead: bool, beyond: bool = False) -> date:
    """Return the latest ``weekday`` (1 = Monday) on or before ``day``; the first on or after it where ``ahead``.

    ``beyond`` rules out ``day`` itself ("last Thursday", "next Thursday").
    """
    if ahead:
        step = (weekday - day.isoweekday()) % _DAYS_A_WEEK
        return moved(day, step or (_DAYS_A_WEEK if beyond else 0))
    step = (day.isoweekday() - weekday) % _DAYS_A_WEEK
    return moved(day, -(step or (_DAYS_A_WEEK if beyond else 0)))


def date_near(day: date, month: int, number: int, *, ahead: bool) -> date | None:
    """Return the day of ``month`` and ``number`` nearest to ``day``: not over 60 days after it unless ``ahead``."""
    for year in (day.year + 1, day.year) if not ahead else (day.year, day.year + 1):
        try:
            found = date(year, month, number)
        except ValueError:
            continue
        if (ahead and found >= day) or (not ahead and (found - day).days <= _AHEAD):
            return found
    try:
        return date(day.year - 1 if not ahead else day.year, month, number)
    except ValueError:
        return None


def month_near(day: date, month: int, *, ahead: bool) -> str:
    """Return the latest ``month`` on or before that of ``day``, the coming one where ``ahead``, as "2030-03"."""
    year = day.year
    if ahead and month < day.month:
        year += 1
    elif not ahead and month > day.month:
        year -= 1
    return f"{year:04}-{month:02}"


def looks_ahead(sentences: Spans, tokens: Sequence[Token], words: TimeWords) -> tuple[bool, ...]:
    """Tell for each token whether its sentence speaks of what is to come."""
    ends = [sentence.end for sentence in sentences]
    numbers: list[int] = []
    number = 0
    for token in tokens:
        while number < len(ends) and token.start >= ends[number]:
            number += 1
        numbers.append(number)
    ahead = {
        numbers[at] for at in range(len(tokens)) if words.future.match(tokens, at) or _is_future(tokens[at], words)
    }
    return tuple(number in ahead for number in numbers)


def _is_future(token: Token, words: TimeWords) -> bool:
    """Tell whether a word is a verb in the future by its ending ("réunira")."""
    return bool(words.future_endings) and token.text.islower() and token.folded.endswith(words.future_endings)
