"""Absolute dates are read in six languages, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.text.dates import MONTHS, WEEKDAYS, find_dates

CASES = [
    ("7 июня 2029, 21:40", "2029-06-07T21:40"),
    ("Publié le 8 novembre 2024 à 18h12", "2024-11-08T18:12"),
    ("Publié le 20 août 2030 à 18 h 00", "2030-08-20T18:00"),
    ("Posted 4:18 PM, Jul 19, 2022", "2022-07-19T16:18"),
    ("12:05 a.m., Jul 19, 2022", "2022-07-19T00:05"),
    ("18.11.2022 08:30", "2022-11-18T08:30"),
    ("2031-03-12T14:05:00+01:00", "2031-03-12T14:05+01:00"),
    ("Oct 03, 2024", "2024-10-03"),
    ("26. November 2023 um 9:00 Uhr", "2023-11-26T09:00"),
    ("30 noviembre, 2020", "2020-11-30"),
    ("12 de marzo de 2031", "2031-03-12"),
    ("le 1er juin 2023", "2023-06-01"),
    ("28th June 2024", "2024-06-28"),
    ("3 липня 2024 | 09:00", "2024-07-03T09:00"),
    ("17.09.2024, 05:00 Uhr", "2024-09-17T05:00"),
    ("8th of May 2024", "2024-05-08"),
    ("31/12/2030", "2030-12-31"),
]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_stated_dates_are_read(text: str, value: str) -> None:
    """A date with day, month and year is read, with the clock time beside it."""
    assert [found.value for found in find_dates(text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["on Monday", "March 2031", "3 March", "05/06/2030", "31 February 2030", "5 hours ago", "room 12.30.2", "99"],
)
def test_what_is_not_fully_stated_is_left_out(text: str) -> None:
    """Weekdays, months alone, impossible days and figures that could be read two ways give no date."""
    assert find_dates(text) == ()


def test_the_country_settles_ambiguous_figures() -> None:
    """Where the day is known to come first, 05/06/2030 is 5 June."""
    assert [found.value for found in find_dates("05/06/2030", day_first=True)] == ["2030-06-05"]


def test_two_dates_come_in_order_and_apart() -> None:
    """Two dates of one line are both found, in order."""
    found = find_dates("Publié le 8 novembre 2024 à 18h12, mis à jour le 9 novembre 2024 à 7h30")
    assert [one.value for one in found] == ["2024-11-08T18:12", "2024-11-09T07:30"]


@given(st.text(max_size=200))
def test_spans_lie_in_the_text(text: str) -> None:
    """Every date's span lies in the text, after the one before it."""
    end = 0
    for found in find_dates(text):
        assert end <= found.span.start
        assert found.span.end <= len(text)
        end = found.span.end


def test_month_words_of_different_languages_do_not_contradict() -> None:
    """A word that is a month in two languages is the same month in both, so that no language needs to be known."""
    seen: dict[str, int] = {}
    for table in MONTHS.values():
        for word, number in table.items():
            assert seen.setdefault(word, number) == number


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "ru", "uk"])
def test_every_month_and_weekday_has_a_word(language: str) -> None:
    """Each language names twelve months and seven weekdays, folded."""
    assert set(MONTHS[language].values()) == set(range(1, 13))
    assert set(WEEKDAYS[language].values()) == set(range(1, 8))
