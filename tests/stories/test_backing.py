"""A group bears out together what none of its accounts bears out alone; two articles alone stay two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.datamodel import Article
from rashomon.neural.minilm import load_encoder
from rashomon.stories.backing import join_backed
from rashomon.stories.likeness import DEFAULT, Settings, measure_likeness
from rashomon.stories.profiles import make_profile
from stories.written import make_article

WIRE = """A slope failed at Upper Tessin at 05:40 on Sunday and buried the hamlet below road 7, the roads agency said.
Nine people were missing at noon. The agency's engineer, Falk Immer, said sensors had shown next to no movement."""
PAPER = """Nine people are missing in Upper Tessin, which its people call Obertessin, after 80,000 cubic metres of rock
came down on Sunday. Falk Immer of the roads agency defended its sensors. Lise Amrein lost her brother's house."""
LETTER = """Lise Amrein had put on her coffee when the kitchen filled with dust. Her brother's house in Obertessin was
gone. For weeks they had heard the blasting. Nine of us, and 80,000 cubic metres, says Falk Immer of his sensors."""


def likeness_joins(days: Sequence[str | None], start: list[list[int]], settings: Settings) -> list[list[int]]:
    """Return the groups that backing makes of the three accounts with these days, starting from ``start``."""
    texts = (("Upper Tessin: nine missing", WIRE), ("Nine missing in Tessin", PAPER), ("The mountain walked", LETTER))
    articles: list[Article] = [
        make_article(str(at), text, headline=headline, day=day)
        for at, ((headline, text), day) in enumerate(zip(texts, days, strict=True))
    ]
    profiles = [make_profile(article) for article in articles]
    return join_backed(start, measure_likeness(profiles, load_encoder(), settings))


def test_a_dated_pair_takes_in_an_undated_account_that_each_bears_out_in_part() -> None:
    """With both tellings behind it, the letter counts as a third account of the landslide."""
    assert likeness_joins(["2030-05-06", "2030-05-06", None], [[0, 1], [2]], DEFAULT) == [[0, 1, 2]]


def test_two_articles_alone_are_never_joined_here() -> None:
    """However alike, one against one is decided by what the two say."""
    eager = replace(DEFAULT, threshold=0.0, backed_margin=0.0)
    assert likeness_joins(["2030-05-06", "2030-05-06", None], [[0], [1], [2]], eager) == [[0], [1], [2]]


def test_where_nobody_states_a_day_nothing_is_joined() -> None:
    """Undated twin events would blur into one, so a group without a day takes nobody in."""
    eager = replace(DEFAULT, threshold=0.0, backed_margin=0.0)
    assert likeness_joins([None, None, None], [[0, 1], [2]], eager) == [[0, 1], [2]]


def test_days_far_apart_stay_apart_however_well_backed() -> None:
    """An account of another year is of another event."""
    eager = replace(DEFAULT, threshold=0.0, backed_margin=0.0)
    assert likeness_joins(["2030-05-06", "2030-05-06", "2028-05-06"], [[0, 1], [2]], eager) == [[0, 1], [2]]
