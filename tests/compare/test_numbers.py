"""How figures stand to each other, and what makes an update of a dispute."""

from __future__ import annotations

import pytest

from compare.accounts import HashingEncoder, Written, make_account, make_story
from rashomon.compare import StoryComparison, compare_story
from rashomon.compare.figures import Sighting, is_growing
from rashomon.compare.numbers import relate
from rashomon.compare.profiles import make_profiles
from rashomon.datamodel import Bound, Quantity, Span

_PROFILE = make_profiles([make_account(Written(name="A", text="Word."))])[0]


def _sighting(low: float, high: float | None = None, bound: Bound = "exact", factor: float = 1.0) -> Sighting:
    span = Span(start=0, end=1)
    quantity = Quantity(span=span, low=low, high=low if high is None else high, bound=bound)
    return Sighting(profile=_PROFILE, quantity=quantity, matter="death", factor=factor)


def _compare(*texts: tuple[str, str | None]) -> StoryComparison:
    accounts = tuple(
        make_account(Written(name="ABC"[at], text=text, date=date)) for at, (text, date) in enumerate(texts)
    )
    return compare_story(make_story(accounts), accounts, HashingEncoder())


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (_sighting(14), _sighting(14), "same"),
        (_sighting(14), _sighting(17), "conflict"),
        (_sighting(14, bound="at_least"), _sighting(17), "compatible"),
        (_sighting(14, bound="at_least"), _sighting(9), "conflict"),
        (_sighting(50, bound="at_most"), _sighting(70, bound="at_least"), "conflict"),
        (_sighting(15, bound="at_least"), _sighting(12, bound="at_least"), "compatible"),
        (_sighting(100, bound="about"), _sighting(108), "compatible"),
        (_sighting(100, bound="about"), _sighting(140), "conflict"),
        (_sighting(24, 99), _sighting(35), "compatible"),
        (_sighting(127), _sighting(130), "conflict"),
        (_sighting(1_370_000), _sighting(1_400_000), "compatible"),
        (_sighting(1_200_000), _sighting(1_000_000), "conflict"),
        (_sighting(30, factor=1000), _sighting(19, factor=1609.344), "compatible"),
        (_sighting(30, factor=1000), _sighting(30, factor=1609.344), "conflict"),
        (_sighting(0), _sighting(0, bound="at_most"), "compatible"),
    ],
)
def test_bounds_ranges_rounding_and_units_decide(left: Sighting, right: Sighting, relation: str) -> None:
    """Two figures conflict only where no value satisfies both; the order does not matter."""
    assert relate(left, right) == relation
    assert relate(right, left) == relation


def test_only_tolls_grow() -> None:
    """A later, larger figure updates deaths, not magnitudes."""
    assert is_growing("death")
    assert not is_growing("magnitude")
    assert not is_growing("noun:siren")


def test_the_numbers_view_shows_every_account() -> None:
    """Figures stand in the order of the accounts, and a moved toll is an update."""
    comparison = _compare(
        ("9 people were killed by the avalanche above Rupert.", "2026-05-01"),
        ("11 people were killed by the avalanche above Rupert.", "2026-05-02"),
        ("At least 8 people were killed by the avalanche.", None),
    )
    (series,) = comparison.numbers
    assert series.counted == "death"
    assert series.relation == "update"
    assert [(f.article_id[-1], f.quantity.low) for f in series.figures] == [("A", 9), ("B", 11), ("C", 8)]


def test_a_later_smaller_toll_is_a_dispute() -> None:
    """Time alone does not turn a smaller toll into an update."""
    comparison = _compare(
        ("14 people were killed by the avalanche above Rupert.", "2026-05-01"),
        ("9 people were killed by the avalanche above Rupert.", "2026-05-02"),
    )
    (series,) = comparison.numbers
    assert series.relation == "conflict"


def test_without_dates_a_larger_toll_is_a_dispute() -> None:
    """Where a date is not stated, nothing tells which figure replaces which."""
    comparison = _compare(
        ("9 people were killed by the avalanche above Rupert.", None),
        ("14 people were killed by the avalanche above Rupert.", "2026-05-02"),
    )
    assert [f.update for f in comparison.findings if f.dispute == "number"] == [False]


def test_an_account_that_also_has_the_other_figure_is_no_side() -> None:
    """Where one account gives both figures in its own voice, they count two things, and nothing is disputed."""
    comparison = _compare(
        ("3 people were killed in the school. 17 people were killed in all.", None),
        ("17 people were killed on Tuesday.", None),
    )
    assert [f for f in comparison.findings if f.kind == "disputed"] == []


def test_sides_are_complete() -> None:
    """Every account that gives a figure stands on its side."""
    comparison = _compare(
        ("9 people were killed by the avalanche above Rupert.", None),
        ("14 people were killed by the avalanche above Rupert.", None),
        ("The avalanche above Rupert left 14 dead.", None),
    )
    (dispute,) = [f for f in comparison.findings if f.kind == "disputed"]
    assert dispute.sides == (("claim-A0",), ("claim-B0", "claim-C0"))


def test_another_year_is_another_matter() -> None:
    """A toll of an earlier year is set against nothing."""
    comparison = _compare(
        ("14 people were killed by the avalanche above Rupert.", "2026-05-01"),
        ("In 2019, 230 people were killed by avalanches.", "2026-05-01"),
    )
    assert [f for f in comparison.findings if f.kind == "disputed"] == []


def test_a_series_of_a_unit_is_called_by_its_words() -> None:
    """What a share is a share of names the series, not the unit again."""
    comparison = _compare(
        ("The turnout in Kessin was 71 % on Sunday.", None), ("Turnout in Kessin was 64 % on Sunday.", None)
    )
    (series,) = comparison.numbers
    assert "turnout" in series.counted
    assert series.unit == "%"


def test_a_word_of_update_moves_a_lower_bound() -> None:
    """At least 12 holes, then 15, up from 12: the figure moved and nothing is disputed."""
    comparison = _compare(
        ("At least 12 holes were found in the Kessin hull.", "2026-05-01"),
        ("15 holes were found in the Kessin hull, up from the first count.", "2026-05-02"),
    )
    assert [f.update for f in comparison.findings if f.kind == "disputed"] == [True]
