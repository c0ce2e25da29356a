"""Times: every text case of ``tests/cases/times`` and the promises about anchors, spans and hostile text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.written import Written, read_cases, write
from rashomon.annotate.times import find_times
from rashomon.datamodel import TimeExpression

_CASES = read_cases("times")
_PIECES = [
    "on", "Thursday", "last", "week", "14", "March", "2030", "at", "10:30", "p.m.", "two", "months", "ago", ",", ".",
    "вчера", "в", "четверг", "le", "3", "mars", "dernier", "\u00ad", "🕙", "\n", "next", "will", "99", "29",
    "February",
]  # fmt: skip


def _line(text: str, found: TimeExpression) -> str:
    parts = [found.span.slice(text), found.value or "-"]
    return " | ".join([*parts, "relative"] if found.anchor else parts)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.where)
def test_a_case_gives_exactly_the_times_it_names(case: Written) -> None:
    found = find_times(write(case.text, case.language, case.date))
    assert [_line(case.text, one) for one in found] == list(case.expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30), st.sampled_from(["en", "fr", "ru", "uk", "es", ""]))
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    end = 0
    for one in find_times(write(text, language, "2030-02-28")):
        assert one.span.start >= end
        assert one.span.slice(text)
        end = one.span.end


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_an_undated_article_has_no_anchored_time(pieces: list[str]) -> None:
    assert all(one.anchor is None for one in find_times(write(" ".join(pieces))))


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "2028-02-29", "not a date", "2030"])
def test_a_date_at_the_ends_of_the_calendar_breaks_nothing(date: str) -> None:
    text = "Yesterday, tomorrow, on Monday, next Tuesday, last month, 29 February, ten thousand years ago, in June."
    assert find_times(write(text, "en", date))


@pytest.mark.parametrize("hostile", ["Monday " * 6_000, "last " * 6_000, "1:" * 6_000, "two " * 6_000, "14 " * 6_000])
def test_hostile_runs_of_times_take_linear_time(hostile: str) -> None:
    document = write(hostile, "en", "2030-04-05")
    start = time.perf_counter()
    find_times(document)
    assert time.perf_counter() - start < 5
