"""WordPiece tokens as BERT's uncased vocabulary wants them, with the place of each in the text, in code points.

The same tokens as the ``tokenizers`` package gives (a test compares them), without its 38 MB of dependencies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from rashomon.neural.shipped import read_weights

# What Rust calls white space, less what BERT's cleaning removes as control characters before it looks for spaces.
_CHUNK = re.compile("[^ \t\n\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_LONGEST_WORD = 100  # code points; BERT reads a longer word as one unknown token
_LONGEST_CACHED = 48
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip

Piece = tuple[int, int, int]
"""A token's id, and its start and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a text without special ones: ``ids``, and for each its half-open place in the text."""

    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


@lru_cache(maxsize=1 << 14)
def _read_char(char: str) -> tuple[str, bool]:
    """Return what ``char`` becomes (perhaps nothing), and whether it stands alone (punctuation, ideographs)."""
    code = ord(char)
    # The categories of control characters, less unassigned code points: a newer Unicode may have assigned them.
    if code in {0, 0xFFFD} or unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}:
        return "", False
    if any(first <= code <= last for first, last in _IDEOGRAPHS):
        return unicodedata.normalize("NFD", char), True
    kept = [part for part in unicodedata.normalize("NFD", char) if unicodedata.category(part) != "Mn"]
    lowered = "".join(part.lower() for part in kept)
    alone = len(lowered) == 1 and (
        unicodedata.category(lowered).startswith("P") or (lowered < "\x7f" and not lowered.isalnum())
    )
    return lowered, alone


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPiece:
    """Splits text into the longest pieces that its vocabulary knows, from the left, lower-cased, accents dropped."""

    vocabulary: dict[str, int] = field(repr=False)
    _cache: dict[str, tuple[Piece, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, text: str, *, limit: int | None = None) -> Tokens:
        """Return the tokens of ``text``, no more than the first ``limit`` where it is given."""
        ids: list[int] = []
        places: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            at = chunk.start()
            for token, start, end in self._split_chunk(chunk.group()):
                ids.append(token)
                places.append((at + start, at + end))
            if limit is not None and len(ids) >= limit:
                break
        return Tokens(ids=tuple(ids[:limit]), places=tuple(places[:limit]))

    def _split_chunk(self, chunk: str) -> tuple[Piece, ...]:
        """Return the pieces of ``chunk``, which holds no white space; short chunks are remembered."""
        known = self._cache.get(chunk)
        if known is not None:
            return known
        pieces: list[Piece] = []
        word: list[tuple[str, int]] = []
        for at, char in enumerate(chunk):
            normal, alone = _read_char(char)
            if alone:
                pieces += self._split_word(word)
                word = []
                pieces += self._split_word([(normal, at)])
            else:
                word += [(part, at) for part in normal]
        pieces += self._split_word(word)
        found = tuple(pieces)
        if len(chunk) <= _LONGEST_CACHED and len(self._cache) < 1 << 17:
            self._cache[chunk] = found
        return found

    def _split_word(self, word: list[tuple[str, int]]) -> list[Piece]:
        """Return the pieces of a word given as (normal character, its place); one unknown token where it has none."""
        if not word:
            return []
        text = "".join(part for part, _ in word)
        unknown = [(self.vocabulary["[UNK]"], word[0][1], word[-1][1] + 1)]
        if len(text) > _LONGEST_WORD:
            return unknown
        pieces: list[Piece] = []
        start = 0
        while start < len(text):
            lead = "##" if start else ""
            end = next((e for e in range(len(text), start, -1) if lead + text[start:e] in self.vocabulary), None)
            if end is None:
                return unknown
            pieces.append(
                (self.vocabulary[lead + text[start:end]], word[start][1], word[min(end, len(word)) - 1][1] + 1)
            )
            start = end
        return pieces


@lru_cache(maxsize=1)
def load_wordpiece() -> WordPiece:
    """Return the splitter for the shipped vocabulary; PackageDataError where it is missing or altered."""
    lines = read_weights("vocab.txt").decode("utf-8").split("\n")
    return WordPiece(vocabulary={token: number for number, token in enumerate(lines) if token})
