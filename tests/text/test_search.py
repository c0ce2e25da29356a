"""Words that somebody looks for: folded, all of them, phrases in order, stems by a star."""

from __future__ import annotations

import pytest

from rashomon.text.search import list_words, make_search

TEXT = "The neighbour’s nine sirens, a flood-control post in all, gave no warning. Élise rang 1,200 doors."


@pytest.mark.parametrize(
    "words",
    [
        "sirens",
        "SIRENS nine",
        "elise ELISE",
        "neighbours",
        "neighbour's",
        '"no warning"',
        "“no warning” sirens",
        "flood-control",
        "control",
        "siren*",
        '"nine sir*"',
        "1,200",
        '"gave no',
    ],
)
def test_what_stands_there_is_found(words: str) -> None:
    """Case, accents and typography aside; an unclosed quotation mark reaches to the end."""
    assert make_search(words).is_in(list_words([TEXT]))


@pytest.mark.parametrize(
    "words", ["siren", "sirens dam", '"warning no"', '"sirens nine"', "flood-post", "sir *", "200", "rens*", '"door*s"']
)
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    """All words must occur, whole, and those of a phrase in their order."""
    assert not make_search(words).is_in(list_words([TEXT]))


def test_a_phrase_does_not_reach_from_one_text_into_the_next() -> None:
    """Two stretches of one saying are two texts."""
    words = list_words(["We heard nothing", "no warning at all"])
    assert make_search("nothing warning").is_in(words)
    assert not make_search('"nothing no"').is_in(words)


def test_soft_hyphens_and_zero_width_letters_are_read_over() -> None:
    """Captures are full of them, and nobody types them."""
    assert make_search("announced").is_in(list_words(["anno\u00adunc\u200bed"]))


def test_an_elided_french_word_stands_alone() -> None:
    """Who looks for the alarm finds "l'alarme" too."""
    assert make_search("alarme", "fr").is_in(list_words(["que l’alarme a sonné"], "fr"))
    assert make_search("l'alarme", "fr").is_in(list_words(["que l’alarme a sonné"], "fr"))


@pytest.mark.parametrize("words", ["", "  ", '""', "!?", "*"])
def test_no_word_is_no_search(words: str) -> None:
    """It tells that there is nothing to look for, and stands everywhere."""
    assert not make_search(words)
    assert make_search(words).is_in(())
