"""Captured text and file names made safe for a terminal: no letter can move the cursor or turn a line around."""

from __future__ import annotations

from typing import Final

_HARMLESS: Final = frozenset("\u200b\u200c\u200d\u00ad\ufeff")
"""Zero-width letters that some scripts and emoji need, and that no terminal acts on."""


def make_printable(text: str) -> str:
    """Return ``text`` on one line, each run of white space as a space, control and direction characters as "�"."""
    return "".join(
        char if char.isprintable() or char in _HARMLESS or "\udc80" <= char <= "\udcff" else "�"
        for char in " ".join(text.split())
    )
