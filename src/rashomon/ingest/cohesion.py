"""Whether two stretches of text tell of the same thing: how many of their rarer words they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rashomon.text.fold import fold

_WORD = re.compile(r"[^\W_][\w'’-]*")
_STEM = 5
_SHORTEST = 4


@lru_cache(maxsize=1 << 10)  # every headline-like line is compared with the same paragraphs after it
def find_stems(text: str) -> frozenset[str]:
    """Return the first five letters, folded, of every longer word of ``text``."""
    return frozenset(
        [fold(word)[:_STEM] for word in _WORD.findall(text) if len(word) >= _SHORTEST and not word[0].isdigit()]
    )


def _find_names(text: str) -> set[str]:
    """Return the stems of capitalized words that do not merely open a sentence."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        before = text[: match.start()].rstrip(" \"'“”‘’«»„([*_")
        if len(word) >= _SHORTEST and word[0].isupper() and before and before[-1] not in ".!?…:\n—–-":
            found.add(fold(word)[:_STEM])
    return found


def share_words(new: Iterable[str], known: AbstractSet[str]) -> float:
    """Return the part of the longer words of ``new`` whose stems are in ``known``, 0..1."""
    fresh = frozenset[str]().union(*(find_stems(text) for text in new))
    return len(fresh & known) / len(fresh) if fresh else 0.0


def share_names(new: Iterable[str], known: AbstractSet[str]) -> int:
    """Return how many names of ``new`` have their stems in ``known``."""
    return len(set().union(*(_find_names(text) for text in new)) & known)
