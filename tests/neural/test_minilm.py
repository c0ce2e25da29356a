"""The encoder: close to the original weights, and a row that depends on its own text alone."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashomon.neural.minilm import LONGEST, WIDTH, load_encoder

ORIGINAL = json.loads((Path(__file__).parent / "original_vectors.json").read_text("utf-8"))
TEXTS = [item["text"] for item in ORIGINAL]
MIXED = [*TEXTS, "", " ", "a", "Kraków, Zürich & Ærø", "見出し 速報", "🙂🙂🙂", "\u200b\x00\ufffd"]
MIXED += ["word " * 600, "x" * 5000, TEXTS[0]]


def test_int8_vectors_are_those_of_the_original_weights() -> None:
    """Cosine with the original's vectors (torch, 32-bit floats) is .99 or more, in Cyrillic too."""
    wanted = np.array([item["vector"] for item in ORIGINAL])
    cosines = (load_encoder().encode(TEXTS) * wanted).sum(axis=1) / np.linalg.norm(wanted, axis=1)
    assert cosines.min() >= 0.985
    assert cosines[:6].min() >= 0.99


def test_rows_have_length_one_and_the_shape_is_stated() -> None:
    """One row of 384 numbers for each text, odd texts included; none for none."""
    vectors = load_encoder().encode(MIXED)
    assert vectors.shape == (len(MIXED), WIDTH)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert load_encoder().encode([]).shape == (0, WIDTH)


@given(st.lists(st.sampled_from(MIXED), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_a_row_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    """Alone, in any company and in any order, a text has bit for bit the same vector."""
    together = load_encoder().encode(texts)
    for row, text in zip(together, texts, strict=True):
        assert np.array_equal(row, load_encoder().encode([text])[0])


def test_text_past_the_limit_is_not_read() -> None:
    """254 pieces and two special tokens are what the encoder was trained on."""
    start = "word " * (LONGEST - 2)
    one, other, shorter = load_encoder().encode([start + "alpha", start + "omega", start[:-10]])
    assert np.array_equal(one, other)
    assert not np.array_equal(one, shorter)


def test_likeness_is_meaningful() -> None:
    """Two tellings of one thing are closer than two things."""
    a, b, c = load_encoder().encode(
        ["Seventeen people died when the dam burst.", "The dam collapse killed 17.", "The bank kept its interest rate."]
    )
    assert a @ b > 0.6
    assert a @ c < 0.3


def _encode(text: str) -> NDArray[np.float32]:
    row: NDArray[np.float32] = load_encoder().encode([text, "another"])[0]
    return row


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_can_encode() -> None:
    """A pool of processes started after the encoder was loaded neither hangs nor differs."""
    expected = _encode(TEXTS[0])
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert np.array_equal(pool.apply_async(_encode, (TEXTS[0],)).get(timeout=30), expected)
