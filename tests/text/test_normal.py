"""The normal form repairs what captures damage, and every span leads back to the letters as captured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Span
from rashomon.text.normal import find_mojibake, normalize

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
DAMAGED = st.lists(
    st.sampled_from(["a", "é", "Ã©", "â€œ", "â€", "\u200b", "\u00ad", "\r\n", "\u00a0", "e\u0301", "ё", " "])
)


@given(TEXTS | DAMAGED.map("".join))
def test_every_span_leads_back(text: str) -> None:
    """Each letter of the normal form stands for a stretch of the source, in order and apart."""
    normal = normalize(text)
    end = 0
    for at in range(len(normal.text)):
        source = normal.to_source(Span(start=at, end=at + 1))
        assert end <= source.start or source == normal.to_source(Span(start=at - 1, end=at))
        assert source.end <= len(text)
        end = max(end, source.end)


@given(TEXTS)
def test_ascii_words_are_left_alone(text: str) -> None:
    """Printable ASCII without damage is its own normal form."""
    plain = "".join(char for char in text if " " <= char < "\x7f")
    assert normalize(plain).text == plain


def test_invisible_characters_go_and_spaces_become_one_kind() -> None:
    """Zero-width characters and soft hyphens vanish; a no-break space is a blank; CRLF is a line end."""
    assert normalize("slip\u200bway\u00ad s\u00a0a\r\nb").text == "slipway s a\nb"


def test_a_repaired_letter_points_at_all_its_debris() -> None:
    """The apostrophe made of three wrong letters points at all three of them."""
    text = "Itâ€™s Iâ€™m"
    normal = normalize(text)
    assert normal.text == "It’s I’m"
    assert normal.to_source(Span(start=2, end=3)).slice(text) == "â€™"


def test_one_odd_pair_is_not_mojibake() -> None:
    """A single "Ã©" may be meant; two are damage."""
    assert find_mojibake("Ã© alone") == ()
    assert len(find_mojibake("Ã© and Ã©")) == 2


def test_spans_of_the_source_are_found_in_the_normal_form() -> None:
    """The way from the source leads to the same words."""
    text = "a\u200bb slip\u00adway"
    normal = normalize(text)
    span = normal.from_source(Span(start=4, end=len(text)))
    assert span is not None
    assert span.slice(normal.text) == "slipway"
