"""Folding makes spellings of one name equal, and keeps different letters apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.text.fold import fold, plain_marks, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Артём", "артем"),
        ("Dépêche", "depeche"),
        ("O’Neill", "o'neill"),
        ("П'ятниця", "п’ятниця"),
        ("Łódź", "lodz"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_of_one_word_fold_alike(left: str, right: str) -> None:
    """Case, diacritics, ё and the kind of apostrophe do not matter."""
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("мій", "мии"), ("їжак", "іжак"), ("май", "маи")])
def test_letters_of_their_own_stay(left: str, right: str) -> None:
    """й and ї are letters, not и and і with a mark."""
    assert fold(left) != fold(right)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_plain_marks_keep_the_length(text: str) -> None:
    """Marks are exchanged one for one, so that spans stay."""
    assert len(plain_marks(text)) == len(text)


def test_words_hold_hyphens_and_apostrophes_together() -> None:
    """Inner hyphens and apostrophes do not part a word."""
    assert words("Anne-Marie’s 3-day visit: п'ять") == ("anne-maries", "3-day", "visit", "пять")
    assert words("rock’n’roll") == ("rocknroll",)
