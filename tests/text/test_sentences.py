"""Sentences end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.text.sentences import split_sentences

_CASES = Path(__file__).parent.parent / "cases" / "sentences"
_LINES = [
    (path.stem, line)
    for path in sorted(_CASES.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "line"), _LINES)
def test_line_is_cut_at_its_bars_and_nowhere_else(language: str, line: str) -> None:
    """Each bar of a case file is a sentence end, and there is no other."""
    text = line.replace(" | ", " ")
    assert [span.slice(text) for span in split_sentences(text, language)] == line.split(" | ")


@given(
    text=st.text(alphabet='aB.!?…"«» \n(5“”’—é', max_size=80), language=st.sampled_from(["en", "fr", "ru", "uk", ""])
)
def test_sentences_hold_every_letter_in_order_and_no_line_end(text: str, language: str) -> None:
    """Sentences are apart and in order, hold every letter and digit, and never a line end."""
    spans = split_sentences(text, language)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all("\n" not in span.slice(text) for span in spans)
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in inside for at, char in enumerate(text) if char.isalnum())
