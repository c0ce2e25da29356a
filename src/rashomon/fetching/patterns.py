"""Path patterns of robots.txt and TDMRep: a prefix, ``*`` for anything, ``$`` for the end."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def normalize_path(path: str) -> str:
    """Return ``path`` in the one form in which paths and patterns are compared (RFC 9309, 2.2.2).

    Letters outside ASCII are escaped, escapes of unreserved letters are undone, and the others are in capitals.
    """
    ascii_only = quote(path, safe="".join(map(chr, range(0x21, 0x7F))), encoding="utf-8", errors="replace")

    def undo(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(undo, ascii_only)


def matches(pattern: str, path: str) -> bool:
    """Tell whether ``pattern`` fits ``path``, both normalized; in time linear in the path for each part of the pattern.

    Not by a regular expression: with many ``*`` those take exponential time on a path that does not fit.
    """
    anchored = pattern.endswith("$")
    first, *rest = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return len(path) == len(first) or not anchored
    place = len(first)
    *middle, last = rest
    for part in middle:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    if anchored:
        return len(path) - len(last) >= place and path.endswith(last)
    return path.find(last, place) >= 0
