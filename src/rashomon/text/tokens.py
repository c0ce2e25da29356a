"""Tokens: the words, figures and marks of a text, for rules that read left to right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rashomon.text.fold import fold

TokenKind: TypeAlias = Literal["word", "figure", "mark", "break"]

_WORD = r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
_REST = r"|\d+(?:[.,]\d+)*|\n+|[^\w\s]|_"
_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|"
_TOKEN = re.compile(_WORD + _REST)
_FRENCH = re.compile(_ELIDED + _WORD + _REST, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word (no hyphen in it), a figure ("1,200.5"), a mark or a line break, at code points ``start`` to ``end``.

    ``folded`` is the word folded; figures and marks are as they stand.
    """

    start: int
    end: int
    text: str
    folded: str
    kind: TokenKind

    @property
    def is_capital(self) -> bool:
        """Tell whether the token begins with a capital letter."""
        return self.text[0].isupper()


def _kind(letters: str) -> TokenKind:
    if letters[0].isdecimal():
        return "figure"
    if letters[0].isalpha():
        return "word"
    return "break" if letters[0] == "\n" else "mark"


def tokenize(text: str, language: str = "") -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order; in French an elided word ("l'", "d'") is a token of its own."""
    pattern = _FRENCH if language == "fr" else _TOKEN
    return tuple(
        Token(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            folded=fold(match.group()) if match.group()[0].isalpha() else match.group(),
            kind=_kind(match.group()),
        )
        for match in pattern.finditer(text)
    )
