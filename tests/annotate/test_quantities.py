"""Quantities: every text case of ``tests/cases/quantities`` and the promises about spans, hostile text and order."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.written import Written, read_cases, write
from rashomon.annotate.quantities import find_quantities
from rashomon.datamodel import Quantity

_CASES = read_cases("quantities")
_PIECES = [
    "at least", "14", "people", "killed", "2.3", "million", "between", "and", "180", "%", "$", "crowns", "dozens of",
    "—", "’", "\u200b", "é", "🚒", "\r\n", "не менее", "сорок", "une", "cinquantaine", ",", ".", "1,200", "half", "to",
]  # fmt: skip


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _line(text: str, found: Quantity) -> str:
    value = _number(found.low) if found.low == found.high else f"{_number(found.low)}..{_number(found.high)}"
    parts = [found.span.slice(text), value, found.unit or "-", found.bound, found.counted or "-"]
    return " | ".join([*parts, found.as_of] if found.as_of else parts)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.where)
def test_a_case_gives_exactly_the_amounts_it_names(case: Written) -> None:
    found = find_quantities(write(case.text, case.language, case.date))
    assert [_line(case.text, one) for one in found] == list(case.expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30), st.sampled_from(["en", "fr", "ru", "uk", "de", ""]))
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    end = 0
    for one in find_quantities(write(text, language, "2030-04-05")):
        assert one.span.start >= end
        assert one.span.slice(text)
        assert one.low <= one.high
        end = one.span.end


def test_invisible_characters_and_emoji_do_not_shift_a_span() -> None:
    text = "🚒\u200b At\u00a0least 1\u202f400\u00a0people fle\u0301d"
    (found,) = find_quantities(write(text))
    assert found.span.slice(text) == "At\u00a0least 1\u202f400\u00a0people"
    assert found.low == 1400


@pytest.mark.parametrize(
    "hostile", ["1 " * 6_000, "one hundred " * 3_000, "123 " * 6_000, "1,234," * 3_000, "$" * 6_000, "4-" * 6_000]
)
def test_hostile_runs_of_numbers_take_linear_time(hostile: str) -> None:
    document = write(hostile)
    start = time.perf_counter()
    find_quantities(document)
    assert time.perf_counter() - start < 5


def test_the_same_text_gives_the_same_quantities() -> None:
    text = "At least 14 people were killed; some 3,400 residents fled. " * 5
    assert find_quantities(write(text)) == find_quantities(write(text))


def test_a_number_of_outcomes_keeps_one_name_across_languages() -> None:
    texts = {
        "en": "12 people died.",
        "fr": "12 personnes sont mortes.",
        "ru": "Погибли 12 человек.",
        "uk": "Загинули 12 осіб.",
    }
    for language, text in texts.items():
        (found,) = find_quantities(write(text, language))
        assert found.counted == "death"
