"""The shipped reader: its int8 weights, its calibration, and one call from a text to links and scores."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Spans
from rashomon.errors import PackageDataError
from rashomon.neural.minilm import open_session
from rashomon.neural.reader import Floats, Readout, read
from rashomon.neural.reader_input import Input
from rashomon.neural.reader_links import Link
from rashomon.neural.shipped import read_digests, read_weights
from rashomon.neural.wordpiece import WordPiece, load_wordpiece

WEIGHTS = "reader.onnx"
SETTINGS = "reader.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How link scores become shares of right ones: a logistic function of features (Platt, 1999), by layer."""

    weights: dict[str, tuple[float, ...]]

    def score(self, link: Link, layer: str) -> float:
        """Return how often a link scored like this one is right, 0..1."""
        total = sum(w * x for w, x in zip(self.weights[layer], features(link), strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(link: Link) -> tuple[float, ...]:
    """Return what calibration looks at: one, the cue's worth, two logarithms of shares, whether there is a source."""
    return (
        1.0,
        max(-4.0, min(8.0, link.worth)),
        max(-6.0, link.shares[0]),
        max(-6.0, link.shares[1]),
        float(bool(link.source)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The reader with its weights; its recipe found ``lean`` best for the number of cues, and
    ``floor`` the score below which a link is dropped.
    """

    digest: str
    wordpiece: WordPiece = field(repr=False)
    session: Any = field(repr=False)
    outputs: tuple[str, ...]
    calibration: Calibration
    lean: float
    floor: float

    def read(self, given: Input, sentences: Spans = ()) -> Readout:
        """Return what one pass gives for ``given``; ``sentences`` are token spans."""
        return read(self._run, given, sentences)

    def _run(self, feed: dict[str, NDArray[np.generic]]) -> dict[str, Floats]:
        return dict(zip(self.outputs, self.session.run(self.outputs, feed), strict=True))


def make_reader(payload: bytes, settings: dict[str, Any], *, wordpiece: WordPiece, digest: str = "") -> Reader:
    """Return the reader of ``payload`` (ONNX) with the calibration that its recipe wrote."""
    session = open_session(payload)
    weights: dict[str, Sequence[float]] = settings["calibration"]
    return Reader(
        digest=digest,
        wordpiece=wordpiece,
        session=session,
        outputs=tuple(output.name for output in session.get_outputs()),
        calibration=Calibration(weights={layer: tuple(values) for layer, values in weights.items()}),
        lean=settings["lean"],
        floor=settings["floor"],
    )


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """Return the shipped reader, loaded once; PackageDataError where weights are missing or altered."""
    try:
        settings = json.loads(read_weights(SETTINGS))
        return make_reader(
            read_weights(WEIGHTS), settings, wordpiece=load_wordpiece(), digest=read_digests().get(WEIGHTS, "")
        )
    except (KeyError, ValueError) as error:
        raise PackageDataError(
            "the reader's settings are damaged", where=SETTINGS, hint="pip install --force-reinstall rashomon"
        ) from error
