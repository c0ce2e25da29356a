"""What a sentence encoder must do; the steps know this protocol and no implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is the cosine of their likeness."""

    @property
    def name(self) -> str:
        """What the manifest calls these weights."""
        ...

    @property
    def digest(self) -> str:
        """The SHA-256 of the weights, 64 hexadecimal digits."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit-length row for each text, shape (texts, width); the row does not depend on its neighbours."""
        ...
