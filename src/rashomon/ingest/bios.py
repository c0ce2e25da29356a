"""Notes about the writer."""

from __future__ import annotations

from rashomon.ingest.rows import Row
from rashomon.ingest.shapes import is_name
from rashomon.ingest.wordlists import open_words
from rashomon.text.fold import fold, words

_LONGEST = 90
_NEAR = 90
_FAR = 140
_TRADE = open_words("trade")


def is_bio(row: Row, authors: frozenset[str]) -> bool:
    """Tell whether the block tells about its writer: it opens with a writer's name, or with a name and a trade."""
    if row.words > _LONGEST or row.words < 5 or row.stretch.level:  # noqa: PLR2004 - a bound of this rule alone
        return False
    if row.has("bio", "start"):
        return True
    if row.has("bio") is None:
        return False
    head = fold(row.plain)[:_NEAR]
    if any(head.startswith((name, f"about {name}", f"{name.split()[0]} ")) for name in authors if name):
        return True
    parts = row.plain.split()
    named = any(is_name(" ".join(parts[:count]).rstrip(",")) for count in (2, 3))
    return named and any(word in _TRADE for word in words(row.plain[:_FAR])) and row.plain[0] not in '"“«„'
