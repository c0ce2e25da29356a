"""Captured text survives being shown: hostile characters are visible and can be read back."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.views.verbatim import isolate, mark, picture, show, unmark, writable


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.code: str | None = None
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "i"
        self.code, self.shown = dict(attrs)["data-cp"], ""

    def handle_endtag(self, tag: str) -> None:
        assert tag == "i"
        self.text += unmark(self.code or "", self.shown)
        self.code = None

    def handle_data(self, data: str) -> None:
        if self.code is None:
            self.text += data
        else:
            self.shown += data


@given(st.text(alphabet=st.characters()))
def test_marked_text_reads_back_letter_for_letter(text: str) -> None:
    """What mark() writes gives the same text when read, whatever the characters."""
    reader = _Reader()
    reader.feed(str(mark(text)))
    reader.close()
    assert reader.text == text


@given(st.text(alphabet=st.characters()))
def test_shown_text_is_one_harmless_line(text: str) -> None:
    """A shown line has no control, no override, no line end, no lone surrogate."""
    shown = show(text)
    shown.encode("utf-8")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@pytest.mark.parametrize(("character", "shown"), [("\x1b", "␛"), ("\x00", "␀"), ("\x7f", "␡"), ("\u202e", "⟨U+202E⟩")])
def test_a_hostile_character_has_a_picture(character: str, shown: str) -> None:
    """Each control or override has one visible stand-in."""
    assert picture(character) == shown
    assert show(f"a{character}b") == f"a{shown}b"


def test_an_altered_picture_is_not_read_as_the_character() -> None:
    """Changing what is shown for a control character changes what is read."""
    assert unmark("1b", "␛") == "\x1b"
    assert unmark("1b", "x") == "x"
    assert unmark("zz", "x") == "x"
    assert unmark("61", "") == ""


def test_a_soft_hyphen_is_not_drawn_as_a_hyphen() -> None:
    """Terminals draw invisible breaks as hyphens or boxes, so a shown line has none; joiners stay for emoji."""
    assert show("elec\u00adtor\u200bal") == "electoral"
    assert show("👩\u200d🚒") == "👩\u200d🚒"


def test_only_right_to_left_lines_are_isolated() -> None:
    """Plain lines gain nothing."""
    assert isolate("plain") == "plain"
    assert isolate("سلام") == "\u2068سلام\u2069"


def test_paths_lose_lone_surrogates_only() -> None:
    """A path that UTF-8 can write stays as it is."""
    assert writable("naïve.txt") == "naïve.txt"
    writable("caf\udce9.txt").encode("utf-8")
