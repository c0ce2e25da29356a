"""Phrase tables: which phrase of a word list stands at a token, the longest first; a star ends a stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rashomon.text.fold import fold
from rashomon.text.tokens import Token, tokenize

_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseTable:
    """Phrases with a value each, looked up by their first word or, backwards, by their last."""

    forward: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    backward: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    stems: frozenset[str]

    def match(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the value of the longest phrase that begins at token ``at``, and the token after it."""
        for parts, value in self._candidates(self.forward, tokens, at):
            if len(parts) <= len(tokens) - at and all(map(_fits, parts, tokens[at : at + len(parts)])):
                return value, at + len(parts)
        return None

    def match_before(self, tokens: Sequence[Token], end: int) -> tuple[str, int] | None:
        """Return the value of the longest phrase that ends before token ``end``, and its first token."""
        for parts, value in self._candidates(self.backward, tokens, end - 1):
            if len(parts) <= end and all(map(_fits, parts, tokens[end - len(parts) : end])):
                return value, end - len(parts)
        return None

    def _candidates(
        self, index: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]], tokens: Sequence[Token], at: int
    ) -> Iterable[tuple[tuple[str, ...], str]]:
        if not 0 <= at < len(tokens):
            return ()
        word = tokens[at].folded
        if not self.stems:
            return index.get(word, ())
        found = list(index.get(word, ()))
        for length in range(_SHORTEST_STEM, len(word) + 1):
            if word[:length] in self.stems:
                found += index.get(word[:length] + "*", ())
        return sorted(found, key=_length) if len(found) > 1 else found


def _length(row: tuple[tuple[str, ...], str]) -> tuple[int, int]:
    return -len(row[0]), -sum(map(len, row[0]))


def _fits(part: str, token: Token) -> bool:
    return token.folded.startswith(part[:-1]) if part.endswith("*") and len(part) > 1 else token.folded == part


def _parts(phrase: str, language: str) -> tuple[str, ...]:
    found: list[str] = []
    for token in tokenize(phrase, language):
        if token.text == "*" and found:
            found[-1] += "*"
        else:
            found.append(token.folded)
    return tuple(found)


def make_phrases(lists: Mapping[str, Iterable[str]], language: str = "") -> PhraseTable:
    """Return the table of ``lists``: value -> phrases; the first of two lists with one phrase has it."""
    forward: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    backward: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    seen: set[tuple[str, ...]] = set()
    for value, phrases in lists.items():
        for phrase in phrases:
            parts = _parts(phrase, language)
            if parts and parts not in seen:
                seen.add(parts)
                forward.setdefault(parts[0], []).append((parts, value))
                backward.setdefault(parts[-1], []).append((parts, value))
    stems = frozenset(fold(word[:-1]) for word in (*forward, *backward) if word.endswith("*") and len(word) > 1)
    return PhraseTable(forward=_freeze(forward), backward=_freeze(backward), stems=stems)


def _freeze(
    index: dict[str, list[tuple[tuple[str, ...], str]]],
) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return MappingProxyType({word: tuple(sorted(rows, key=_length)) for word, rows in index.items()})
