"""Words that somebody looks for: all of them must stand in a text, a quoted phrase in this order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rashomon.text.fold import plain_marks
from rashomon.text.normal import normalize_text
from rashomon.text.tokens import tokenize

_PART: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
_STAR: Final = "*"

Word: TypeAlias = str | None
"""A folded word, None where one text ends and another begins: no phrase reaches across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: phrases of folded words, each of which must stand in a text; a star ends a stem."""

    phrases: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def missing(self, words: Sequence[Word]) -> tuple[tuple[str, ...], ...]:
        """Return the phrases that do not stand in ``words``."""
        return tuple(phrase for phrase in self.phrases if not _stands(phrase, words))

    def is_in(self, words: Sequence[Word]) -> bool:
        """Tell whether every phrase stands in ``words``; nothing looked for is everywhere."""
        return not self.missing(words)


def make_search(text: str, language: str = "") -> Search:
    """Return the search that ``text`` writes: words apart, a phrase in quotation marks, "siren*" for any ending.

    A word with a hyphen in it is a phrase of its parts, as texts are read. ``language`` is that of the text to be
    searched: in French an elided word ("l'") stands alone.
    """
    found: list[tuple[str, ...]] = []
    for match in _PART.finditer(plain_marks(normalize_text(text))):
        phrase = _read_phrase(match[1] if match[1] is not None else match[2], language)
        if phrase and phrase not in found:
            found.append(phrase)
    return Search(phrases=tuple(found))


def list_words(texts: Iterable[str], language: str = "") -> tuple[Word, ...]:
    """Return the folded words and figures of ``texts`` in order, a None after each text."""
    return tuple(word for text in texts for word in (*_words(text, language), None))


def _words(text: str, language: str) -> Iterator[str]:
    return (t.folded for t in tokenize(normalize_text(text), language) if t.kind in {"word", "figure"})


def _read_phrase(text: str, language: str) -> tuple[str, ...]:
    parts: list[str] = []
    end = 0
    for token in tokenize(text, language):
        if token.kind in {"word", "figure"}:
            parts.append(token.folded)
            end = token.end
        elif token.text == _STAR and parts and token.start == end:  # an asterisk apart is no ending
            parts[-1] += _STAR
    return tuple(parts)


def _stands(phrase: tuple[str, ...], words: Sequence[Word]) -> bool:
    first = phrase[0]
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if _fits(first, words[at]) and all(map(_fits, phrase[1:], words[at + 1 : at + size])):
            return True
    return False


def _fits(part: str, word: Word) -> bool:
    if word is None:
        return False
    return word.startswith(part[:-1]) if part.endswith(_STAR) else word == part
