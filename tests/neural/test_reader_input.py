"""What the reader sees of a text: ids, codes of case, quotation and edges, and windows that cover it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate.document import make_document
from rashomon.datamodel import Article, Completeness
from rashomon.neural.reader_input import (
    CODES,
    OVERLAP,
    WINDOW,
    Input,
    cut_windows,
    from_code,
    prepare,
    shape_of,
    to_code,
)
from rashomon.neural.wordpiece import load_wordpiece

TEXT = "The dam “broke” at 5 PM.\n\nNobody “heard ‘the McAllister siren’ at all”."


def make_input(text: str) -> Input:
    """Return ``text`` as the annotator gives it to the reader."""
    article = Article(id="", capture_id="", role="main", text=text, segments=(), completeness=Completeness())
    document = make_document(article)
    return prepare(text, load_wordpiece(), document.sentences, document.paragraphs, document.quotations)


@pytest.mark.parametrize(
    ("letters", "shape"), [(",", 0), ("dam", 1), ("The", 2), ("A", 2), ("PM", 3), ("2024", 4), ("iPad", 5), ("a1", 5)]
)
def test_case_is_kept_as_a_class(letters: str, shape: int) -> None:
    """The uncased ids lose capitals and figures: the class of a token's letters keeps them."""
    assert shape_of(letters) == shape


def test_codes_tell_quotations_and_edges() -> None:
    """Tokens know how deep in quotations they stand, and whether they open a sentence or a paragraph."""
    given_input = make_input(TEXT)
    words = [TEXT[start:end] for start, end in given_input.places]
    _, depth, edge = from_code(given_input.codes)
    told = {word: (int(d), int(e)) for word, d, e in zip(words, depth, edge, strict=True)}
    assert told["The"] == (0, 2)
    assert told["Nobody"] == (0, 2)
    assert told["broke"] == (1, 0)
    assert told["siren"] == (2, 0)
    assert told["PM"] == (0, 0)


@given(st.integers(0, 5), st.integers(0, 2), st.integers(0, 2))
def test_a_code_can_be_read_back(shape: int, depth: int, edge: int) -> None:
    """No two tokens that differ in case, depth or edge have one code."""
    code = to_code(shape, depth, edge)
    assert 0 <= code < CODES - 1
    assert tuple(int(part) for part in from_code(np.array(code, dtype=np.int64))) == (shape, depth, edge)


@given(st.integers(0, 3000))
def test_windows_cover_every_token(tokens: int) -> None:
    """Every token stands in a window; neighbours share at least the overlap; all have one length or the text's."""
    windows = cut_windows(tokens)
    assert {at for window in windows for at in range(window.start, window.end)} == set(range(tokens))
    assert all(len(window) == min(WINDOW, tokens) for window in windows)
    assert all(left.end - right.start >= OVERLAP for left, right in pairwise(windows))


@given(st.text(max_size=200))
def test_any_text_can_be_prepared(text: str) -> None:
    """Places ascend within the text, and ids and codes have their number."""
    if not text.strip():
        return
    given_input = make_input(text)
    assert len(given_input.ids) == len(given_input.codes) == len(given_input.places)
    assert all(0 <= start < end <= len(text) for start, end in given_input.places)
