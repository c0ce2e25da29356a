"""Heads made of boosted trees, from package data, run by onnxruntime on the calling thread."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.minilm import open_session
from rashomon.neural.shipped import read_digests, read_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """A head of boosted trees: scores 0..1, one row for each row of features."""

    name: str
    digest: str
    session: Any = field(repr=False)

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of ``features`` (rows, width): shape (rows,), or (rows, classes) of several classes."""
        if not len(features):
            return np.zeros(0, dtype=np.float32)
        feed = {"features": np.ascontiguousarray(features, dtype=np.float32)}
        scores: NDArray[np.float32] = self.session.run(["scores"], feed)[0]
        return scores[:, 0] if scores.shape[1] == 1 else scores


@lru_cache(maxsize=8)
def load_trees(name: str) -> Trees:
    """Return the shipped trees ``name``, loaded once; PackageDataError where they are missing or altered."""
    return Trees(name=name, digest=read_digests().get(name, ""), session=open_session(read_weights(name)))


@lru_cache(maxsize=2)
def load_tables(name: str) -> Mapping[str, NDArray[np.float32]]:
    """Return the tables of the shipped file ``name`` as 32-bit numbers; PackageDataError as above."""
    with np.load(io.BytesIO(read_weights(name)), allow_pickle=False) as tables:
        return {key: tables[key].astype(np.float32) for key in tables.files}
