"""Quotation marks of every style are found, and apostrophes are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.text.quotations import find_quotations

_FILE = Path(__file__).parent.parent / "cases" / "quotations" / "all.txt"


def _cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for block in _FILE.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text = "\n".join(line for line in lines if not line.startswith(("!", "0 ", "1 ")))
        if text:
            found.append((text, [line for line in lines if line.startswith(("0 ", "1 "))]))
    return found


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_case_gives_exactly_its_quotations(text: str, expected: list[str]) -> None:
    """Each case lists every quotation of its text with its depth."""
    found = find_quotations(text)
    assert [f"{q.depth} {' ¶ '.join(piece.slice(text) for piece in q.pieces)}" for q in found] == expected


def test_outer_span_holds_the_marks_and_inner_span_does_not() -> None:
    """The outer span is what is printed, the inner one what was said."""
    text = "He said “we won” again."
    (quotation,) = find_quotations(text)
    assert quotation.outer.slice(text) == "“we won”"
    assert quotation.inner.slice(text) == "we won"
    assert quotation.closed


def test_missing_mark_is_told() -> None:
    """A quotation that nobody closed says so."""
    (quotation,) = find_quotations("He said “we won")
    assert not quotation.closed


@given(text=st.text(alphabet="aB.,? \n“”‘’'\"«»„`—-s5", max_size=80))
def test_pieces_lie_in_their_quotation_and_are_never_blank(text: str) -> None:
    """Whatever the marks: pieces lie inside, in order, hold something, and cross no line end."""
    for quotation in find_quotations(text):
        assert quotation.outer.end <= len(text)
        assert quotation.outer.contains(quotation.inner)
        for piece in quotation.pieces:
            assert quotation.inner.contains(piece)
            assert piece.slice(text).strip()
            assert "\n" not in piece.slice(text)
