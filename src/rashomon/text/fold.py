"""Folding: one form for spellings that name the same thing (case, diacritics, ё, apostrophes, quotation marks)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032']")
_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2033]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPECIAL = str.maketrans({"ё": "е", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_MARKED = re.compile("[^\\x00-\\x7fа-яіїєґў]")  # what may carry a diacritic; й, ї and ў are letters of their own
_WORD = re.compile(r"[^\W_]+(?:['’\u2011-][^\W_]+)*")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics or apostrophes, ё as е; й, ї and ў stay letters of their own."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    lowered = unicodedata.normalize("NFC", text.casefold().translate(_SPECIAL))
    return _APOSTROPHES.sub("", _MARKED.sub(_strip_marks, lowered))


def _strip_marks(match: re.Match[str]) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", match.group()) if not unicodedata.combining(char))


def plain_marks(text: str) -> str:
    """Return ``text`` with every quotation mark as ``"``, apostrophe as ``'`` and dash as ``-``; same length."""
    return _DASHES.sub("-", _QUOTES.sub('"', _APOSTROPHES.sub("'", text)))


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order; inner hyphens and apostrophes hold a word together."""
    return [fold(match.group()) for match in _WORD.finditer(text)]
