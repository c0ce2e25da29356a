"""Numbers in figures and words: values in four languages, and where a number ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.text.numbers import read_figure, read_number
from rashomon.text.tokens import tokenize

_EXACT = [
    ("en", "twenty-three", 23), ("en", "two hundred and forty", 240), ("en", "3,400", 3400),
    ("en", "2.3 million", 2.3e6), ("en", "one million two hundred thousand", 1.2e6),
    ("en", "two and a half million", 2.5e6), ("en", "two dozen", 24), ("en", "fifteen hundred", 1500),
    ("en", "3 400", 3400), ("en", "a hundred", 100), ("fr", "quatre-vingt-dix-sept", 97), ("fr", "vingt et un", 21),
    ("fr", "soixante et onze", 71), ("fr", "6,4 millions", 6.4e6), ("fr", "cent vingt mille", 120_000),
    ("fr", "mille deux cents", 1200), ("fr", "un million et demi", 1.5e6), ("ru", "двести сорок", 240),
    ("ru", "две тысячи триста", 2300), ("ru", "полтора миллиона", 1.5e6), ("ru", "два с половиной миллиона", 2.5e6),
    ("ru", "двадцати пяти", 25), ("ru", "12 тыс", 12_000), ("uk", "двісті сорок", 240), ("uk", "п’ятдесят п'ять", 55),
    ("uk", "дві з половиною тисячі", 2500),
]  # fmt: skip
_OTHER = [
    ("en", "a dozen", "about", 12), ("en", "dozens", "many", 24), ("en", "tens of thousands", "many", 20_000),
    ("en", "several hundred", "many", 200), ("en", "nine in ten", "share", 0.9),
    ("en", "two thirds", "share", 0.666666), ("fr", "une cinquantaine", "about", 50),
    ("fr", "dizaines de milliers", "many", 20_000), ("fr", "neuf sur dix", "share", 0.9),
    ("ru", "десятки тысяч", "many", 20_000), ("ru", "девять из десяти", "share", 0.9),
    ("uk", "кілька тисяч", "many", 2000),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "value"), _EXACT)
def test_an_exact_number_is_read_whole(language: str, text: str, value: float) -> None:
    tokens = tokenize(text, language)
    number = read_number(tokens, 0, language)
    assert number is not None
    assert number.value == pytest.approx(value)
    assert (number.kind, number.last) == ("exact", len(tokens))


@pytest.mark.parametrize(("language", "text", "kind", "value"), _OTHER)
def test_a_rough_count_or_share_says_that_it_is_one(language: str, text: str, kind: str, value: float) -> None:
    tokens = tokenize(text, language)
    number = read_number(tokens, 0, language)
    assert number is not None
    assert number.value == pytest.approx(value)
    assert [number.kind, number.last] == [kind, len(tokens)]


@pytest.mark.parametrize("letters", ["1.2.2030", "10.20.30.40", "1,23,4", "9" * 40])
def test_dates_versions_and_endless_figures_have_no_value(letters: str) -> None:
    assert read_figure(letters) is None


def test_two_numbers_side_by_side_stay_two() -> None:
    tokens = tokenize("two four-hour talks")
    number = read_number(tokens, 0)
    assert number is not None
    assert (number.value, number.last) == (2, 1)


@settings(max_examples=200)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_figures_give_back_their_number(value: int) -> None:
    assert read_figure(f"{value:,}") == value
    assert read_figure(f"{value:,}".replace(",", " "), "fr") == value


@settings(max_examples=100)
@given(st.text(max_size=40), st.sampled_from(["en", "fr", "ru", "uk", "xx"]))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    tokens = tokenize(text, language)
    for at in range(len(tokens)):
        number = read_number(tokens, at, language)
        assert number is None or at == number.first < number.last <= len(tokens)
