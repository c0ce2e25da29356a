"""Where languages mix: the blocks of a capture that are plainly in another language than its article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rashomon.text.fold import words
from rashomon.text.language import (
    count_distinct,
    count_small_words,
    open_stopwords,
    tell_by_characters,
    tell_by_letters,
)

_LETTERS = 40
_WORDS = 7
_OWN_SHARE = 0.12
_FEW_SHARE = 0.05
_ENOUGH = 4
_DISTINCT = 3
_LEAD = 1.4
_OUTWEIGHS = 2
_FOREIGN_SHARE = 0.2
_MANY_LETTERS = 160
_READ = 600
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_UNLIKE = {"uk": ("ы", "э", "ъ", "ё"), "ru": ("і", "ї", "є", "ґ")}
"""Letters that a language lacks and its neighbour cannot do without: their small words are too much alike."""


def find_block_languages(plain: Sequence[str], main: str | None) -> tuple[str | None, ...]:
    """Return, for every block's text, its language where it is plainly another than ``main``, else None.

    A block needs 40 letters and seven words, next to none of the article's own small words, and enough evidence of
    another language: telling letters, several of its small words, or 160 letters that py3langid takes for it.
    Without ``main`` nothing is told apart. A foreign quotation inside a block is not seen.
    """
    if main is None:
        return (None,) * len(plain)
    main = main.partition("-")[0].lower()  # markup states "en-GB" too
    own = open_stopwords().get(main, frozenset())
    unlike = _UNLIKE.get(main, ())
    return tuple(
        _tell(text, main) if len(text) > _LETTERS and _is_suspect(text[:_READ].lower(), own, unlike) else None
        for text in plain
    )


def _is_suspect(lowered: str, own: frozenset[str], unlike: Sequence[str]) -> bool:
    """Tell at a glance whether a block may be foreign: it has few of the article's small words, or strange letters."""
    for letter in unlike:
        if letter in lowered:
            return True
    tokens = lowered.split()
    return len(tokens) >= _WORDS and sum(map(own.__contains__, tokens)) < _OWN_SHARE * len(tokens)


def _tell(text: str, main: str) -> str | None:
    window = text[:_READ]
    letters = sum(map(str.isalpha, window))
    tokens = words(window)
    if letters < _LETTERS or len(tokens) < _WORDS:
        return None
    told = tell_by_letters(window) or _by_small_words(tokens, main)
    if told is None and letters >= _MANY_LETTERS and _share(tokens, main) < _FEW_SHARE:
        told = tell_by_characters(window)
        if main in open_stopwords() and told not in open_stopwords() and _LATIN.search(window):
            return None  # statistics take rows of names for some small language
    return told if told != main else None


def _by_small_words(tokens: Sequence[str], main: str) -> str | None:
    counts = count_small_words(tokens)
    (best, language), (second, _) = counts[:2]
    of_main = next((count for count, other in counts if other == main), 0)
    plain = best >= max(_ENOUGH, _FOREIGN_SHARE * len(tokens), _LEAD * second, _OUTWEIGHS * of_main)
    return language if plain and count_distinct(tokens, language) >= _DISTINCT and language != main else None


def _share(tokens: Sequence[str], main: str) -> float:
    own = open_stopwords().get(main, frozenset())
    return sum(map(own.__contains__, tokens)) / len(tokens)
