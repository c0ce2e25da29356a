"""WordPiece without the `tokenizers` package: the same pieces at the same places."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rashomon.neural.wordpiece import load_wordpiece

tokenizers = pytest.importorskip("tokenizers")

SAMPLES = (
    *(Path(__file__).parents[1] / "cases" / "wordpiece.txt").read_text("utf-8").split("\n"),
    *("", " ", "\x00\x01a\x1cb\x85c\td\r\ne\x0bf", "a\u2028d\u2029e", "x" * 100, "x" * 101, "é" * 101),
)
# Letters, marks and symbols that Unicode has had for long; the two programs' tables differ in 559 newer code points.
ALPHABET = st.one_of(
    st.characters(max_codepoint=0x24F),
    st.characters(min_codepoint=0x370, max_codepoint=0x52F, exclude_categories=["Cn"]),
    st.sampled_from("“”‘’«»—–…€№・、。的一是조가🙂👍🏽\u0301\u0308\u200b\u200d\u00ad\ufeff \n\t"),
    st.sampled_from("abcdefghij ABC 123"),
)


@pytest.fixture(scope="module")
def reference() -> object:
    return tokenizers.BertWordPieceTokenizer(vocab=load_wordpiece().vocabulary, lowercase=True)


def expect(reference: object, text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    found = reference.encode(text, add_special_tokens=False)  # type: ignore[attr-defined]
    return tuple(found.ids), tuple(found.offsets)


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_give_the_same_pieces_at_the_same_places(reference: object, text: str) -> None:
    """Quotation marks, emoji, ideographs, accents, control characters, long words."""
    found = load_wordpiece()(text)
    if "[" not in text:  # the reference reads special tokens in running text; an article's "[MASK]" is four pieces here
        assert (found.ids, found.places) == expect(reference, text)


@given(st.text(ALPHABET, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_the_same_pieces_at_the_same_places(reference: object, text: str) -> None:
    """Ids and places equal those of the reference, on mixtures of six scripts."""
    assume(not any(token in text for token in ("[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]")))
    found = load_wordpiece()(text)
    assert (found.ids, found.places) == expect(reference, text)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_places_are_inside_the_text_and_ascend(text: str) -> None:
    """Each piece covers at least one code point, and never one before the piece before it."""
    found = load_wordpiece()(text)
    assert len(found.ids) == len(found.places)
    assert all(0 <= start < end <= len(text) for start, end in found.places)
    assert list(found.places) == sorted(found.places)


def test_a_special_token_in_an_article_is_read_as_letters() -> None:
    """An article that prints "[MASK]" must not reach the encoder as a mask."""
    wordpiece = load_wordpiece()
    assert wordpiece.vocabulary["[MASK]"] not in wordpiece("a [MASK] b [CLS]").ids


def test_a_limit_keeps_the_first_tokens() -> None:
    """The limit cuts, it does not change what comes before."""
    text = "Nineteen people were treated for cold and shock."
    assert load_wordpiece()(text, limit=5).ids == load_wordpiece()(text).ids[:5]
    assert load_wordpiece()(text, limit=0).ids == ()


def test_a_megabyte_without_spaces_does_not_hang() -> None:
    """One long word is one unknown token, punctuation is split, both in linear time."""
    started = time.perf_counter()
    assert len(load_wordpiece()("a" * 1_000_000).ids) == 1
    assert len(load_wordpiece()("!" * 300_000).ids) == 300_000
    assert time.perf_counter() - started < 10
