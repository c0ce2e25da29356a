"""Folding: one form for spellings that name the same thing (case, diacritics, ё, apostrophes, quotation marks)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032']")
_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2033]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LETTERS = (("ё", "е"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ı", "i"), ("æ", "ae"), ("œ", "oe"), ("ß", "ss"))
_MARKED = re.compile("[^\\x00-\\x7fа-яіїєґў]")  # what may carry a diacritic; й, ї and ў are letters of their own
_WORD = re.compile(r"[^\W_]+(?:['’\u2011-][^\W_]+)*")
_REPEATED = 64
_SEVERAL = 240
_FEW = 64


def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics or apostrophes, ё as е; й, ї and ў stay letters of their own."""
    return _fold_again(text) if len(text) <= _REPEATED else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    lowered = text.casefold()
    for letter, plain in _LETTERS:
        if letter in lowered:
            lowered = lowered.replace(letter, plain)
    lowered = unicodedata.normalize("NFC", lowered)
    bare = {char: plain for char in set(_MARKED.findall(lowered)) if (plain := _strip_marks(char)) != char}
    if len(bare) > _FEW:  # one pass for scripts of thousands of letters
        lowered = _MARKED.sub(lambda match: bare.get(match[0], match[0]), lowered)
    else:
        for char, plain in bare.items():
            lowered = lowered.replace(char, plain)
    return _APOSTROPHES.sub("", lowered)


_fold_again = lru_cache(maxsize=1 << 16)(_fold)  # words and short lines alone: whole paragraphs would fill the memory


@lru_cache(maxsize=1 << 12)
def _strip_marks(char: str) -> str:
    return "".join(piece for piece in unicodedata.normalize("NFD", char) if not unicodedata.combining(piece))


def plain_marks(text: str) -> str:
    """Return ``text`` with every quotation mark as ``"``, apostrophe as ``'`` and dash as ``-``; same length."""
    if text.isascii():
        return text.replace("`", "'")
    return _DASHES.sub("-", _QUOTES.sub('"', _APOSTROPHES.sub("'", text)))


def words(text: str) -> Sequence[str]:
    """Return the folded words of ``text`` in order; inner hyphens and apostrophes hold a word together."""
    return _find_words_again(text) if len(text) <= _SEVERAL else _find_words(text)


def _find_words(text: str) -> tuple[str, ...]:
    if not text.isascii():
        return tuple(map(_fold_word, _WORD.findall(text)))
    found = _WORD.findall(text.lower())
    return tuple(word.replace("'", "") for word in found) if "'" in text else tuple(found)


def _fold_word(word: str) -> str:
    return word.lower().replace("'", "") if word.isascii() else fold(word)


_find_words_again = lru_cache(maxsize=1 << 13)(_find_words)  # several rules ask about the same line
