"""Weights as shipped: read from the package only where their SHA-256 is the one in the shipped list."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

from rashomon.errors import PackageDataError

_LIST = "SHA256SUMS"
_CURE = "reinstall rashomon; in a checkout, `git restore src/rashomon/neural/weights`"


def _read(name: str) -> bytes:
    """Return the bytes of a file of the weights folder; PackageDataError where it is missing."""
    try:
        return (files("rashomon.neural") / "weights" / name).read_bytes()
    except OSError as error:
        raise PackageDataError("weights are missing from the package", where=name, hint=_CURE) from error


@lru_cache(maxsize=1)
def read_digests() -> dict[str, str]:
    """Return the SHA-256 of each shipped file, 64 hexadecimal digits, by file name."""
    lines = _read(_LIST).decode("ascii", "replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def read_weights(name: str) -> bytes:
    """Return the bytes of the shipped file ``name``; PackageDataError where it is missing or altered."""
    payload = _read(name)
    if hashlib.sha256(payload).hexdigest() != read_digests().get(name):
        raise PackageDataError("weights differ from the ones that were shipped", where=name, hint=_CURE)
    return payload
