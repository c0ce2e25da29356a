"""Sentence vectors by all-MiniLM-L6-v2, int8, from package data; runs on two threads, offline, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.encoder import Encoder
from rashomon.neural.shipped import read_digests, read_weights
from rashomon.neural.wordpiece import WordPiece, load_wordpiece

WEIGHTS = "minilm.onnx"
WIDTH = 384
LONGEST = 256
"""Tokens of a text that are read, the two special ones included; the encoder was trained on no more."""

_THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniLM:
    """The encoder: one vector of 384 numbers and length 1 for each text, of which 256 tokens are read."""

    name: str
    digest: str
    wordpiece: WordPiece = field(repr=False)
    session: Any = field(repr=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit-length row for each text, shape (texts, 384).

        Each text is run by itself: int8 scales are taken over a whole run, so that in a batch a row would depend on
        its neighbours. The two threads share out texts, which is also faster than sharing out one matrix product.
        """
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        if len(distinct) <= 1:
            found = [self._encode_text(text) for text in distinct]
        else:
            # The pool lives only for this call, so that a process forked between calls inherits no dead threads.
            with ThreadPoolExecutor(_THREADS) as pool:
                found = list(pool.map(self._encode_text, distinct))
        for row, text in enumerate(texts):
            rows[row] = found[distinct[text]]
        return rows

    def _encode_text(self, text: str) -> NDArray[np.float32]:
        """Return the vector of one text, shape (384,)."""
        known = self.wordpiece.vocabulary
        ids = (known["[CLS]"], *self.wordpiece(text, limit=LONGEST - 2).ids, known["[SEP]"])
        feed = {"input_ids": np.array([ids], dtype=np.int64), "attention_mask": np.ones((1, len(ids)), dtype=np.int64)}
        vector: NDArray[np.float32] = self.session.run(["vectors"], feed)[0][0]
        return vector


def open_session(payload: bytes) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    """Return an onnxruntime session for ``payload`` that runs on the calling thread, on the CPU, quietly."""
    import onnxruntime  # noqa: PLC0415 - 60 ms that `--help` need not wait for

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    return onnxruntime.InferenceSession(payload, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """Return the shipped encoder, loaded once; PackageDataError where weights are missing or altered."""
    return MiniLM(
        name="all-MiniLM-L6-v2-int8",
        digest=read_digests().get(WEIGHTS, ""),
        wordpiece=load_wordpiece(),
        session=open_session(read_weights(WEIGHTS)),
    )
