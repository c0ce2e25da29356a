"""Ids: hashed from the parts of a value, so that the same value has the same id everywhere."""

from __future__ import annotations

import hashlib

_LENGTH = 12


def make_id(kind: str, *parts: object) -> str:
    """Return ``kind-`` and 12 hexadecimal digits of the SHA-256 of ``parts``, joined by an ASCII unit separator."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{kind}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:_LENGTH]}"
