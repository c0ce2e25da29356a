"""Markdown's marks are taken off, and what is left stands where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Span
from rashomon.ingest.layout import lay_out
from rashomon.ingest.markup import read_line
from rashomon.ingest.stretches import join_kept

CASES = [
    ("# A title #", "A title"),
    ("**bold** and *slanted* and __both__", "bold and slanted and both"),
    ("a [link](http://x.example/a_(b)) here", "a link here"),
    ("> quoted", "quoted"),
    ("- item with \\$5", "item with $5"),
    ("1. first", "first"),
    ("26. November 2023", "26. November 2023"),
    ("— Что же вы записали?", "— Что же вы записали?"),
    ("3 * 4 * 5 and snake_case_name", "3 * 4 * 5 and snake_case_name"),
    ("[not a link] and a*", "[not a link] and a*"),
    ("before ![alt](x.jpg) after", "before  after"),
    ("***very*** good", "very good"),
]


@pytest.mark.parametrize(("line", "plain"), CASES)
def test_marks_are_taken_off(line: str, plain: str) -> None:
    """What a reader would see is kept, and nothing else."""
    marked = read_line(line, Span(start=0, end=len(line)), markdown=True)
    assert join_kept(line, marked.kept) == plain


def test_plain_text_keeps_its_signs_but_not_links() -> None:
    """In plain text a number sign and a dash are text; a link's address is not."""
    line = "# 4 - see [the map](#)"
    marked = read_line(line, Span(start=0, end=len(line)), markdown=False)
    assert join_kept(line, marked.kept) == "# 4 - see the map"


@given(st.text(alphabet="a *_[]()!\\#>-1.\n~`", max_size=80), st.booleans())
def test_kept_parts_are_in_order(text: str, markdown: bool) -> None:  # noqa: FBT001 - hypothesis gives both
    """Kept parts ascend, never overlap, and lie within their stretch."""
    for stretch in lay_out(text, markdown=markdown):
        end = stretch.span.start
        for part in stretch.kept:
            assert end <= part.start
            end = part.end
        assert end <= stretch.span.end


def test_ten_thousand_open_brackets_take_no_time() -> None:
    """Hostile nesting is read in one pass."""
    line = "[" * 10_000 + "*" * 10_000 + "](x)" * 10_000
    assert read_line(line, Span(start=0, end=len(line)), markdown=True).kept
