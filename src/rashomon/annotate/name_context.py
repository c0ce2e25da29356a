"""What the case of an article's words tells about names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotate.document import Document
from rashomon.annotate.name_words import NameWords, open_name_words, slavic_stem
from rashomon.text.tokens import Token, tokenize

POSSESSIVES = ("'s", "’s", "ʼs")
_HYPHENS = frozenset("-‐‑")
_TITLE_CASE = 0.65
_MOST_QUOTES = 8
_CLOSERS = frozenset(".!?…,;:\"”»’'")
_FEW_WORDS, _MOST_WORDS = 4, 18
_OPENERS = frozenset(".!?:;•*|…")
_QUOTES = frozenset("\"“”„«»‘’'()[]—–-")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameContext:
    """The tokens of an article with what their case tells.

    ``small``: words seen in small letters; ``inside``: (Slavic ones as stems) with a capital where only a name explains
    it; ``mixed``: with a capital and small letters. ``openers``: tokens at the start of a sentence, line or quotation;
    ``title_case``: those of lines in which most words have a capital.
    """

    tokens: tuple[Token, ...]
    words: NameWords
    small: frozenset[str]
    inside: frozenset[str]
    mixed: frozenset[str]
    openers: frozenset[int]
    title_case: frozenset[int]

    def folded(self, at: int) -> str:
        """Return the folded letters of token ``at``, "" outside the text."""
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def apart(self, at: int) -> int:
        """Return how many code points stand between token ``at`` and the one before it."""
        return self.tokens[at].start - self.tokens[at - 1].end


def bare_word(token: Token) -> str:
    """Return the folded word without a possessive ending."""
    return token.folded[:-1] if token.text.endswith(POSSESSIVES) else token.folded


def _stem(words: NameWords, word: str) -> str:
    return slavic_stem(word) if words.slavic else word


def make_name_context(document: Document) -> NameContext:
    """Return the tokens of ``document`` with what their case tells."""
    tokens = tokenize(document.text, document.language)
    words = open_name_words(document.language)
    starts = {sentence.start for sentence in document.sentences}
    openers = {
        at
        for at, token in enumerate(tokens)
        if token.start in starts or at == 0 or _after_break(tokens, at)
    }  # fmt: skip
    title_case = _title_case(tokens)
    small = frozenset(
        token.folded
        for at, token in enumerate(tokens)
        if token.kind == "word" and token.text.islower() and not (at and tokens[at - 1].text in _HYPHENS)
    )
    inside = frozenset(
        _stem(words, bare_word(token))
        for at, token in enumerate(tokens)
        if token.kind == "word" and token.is_capital and at not in openers and at not in title_case
    )
    return NameContext(
        tokens=tokens,
        words=words,
        small=small,
        inside=inside,
        mixed=frozenset(t.folded for t in tokens if t.kind == "word" and t.is_capital and not t.text.isupper()),
        openers=frozenset(openers),
        title_case=title_case,
    )


def _after_break(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether token ``at`` opens a line, a sentence or a quotation."""
    place = at - 1
    while place >= max(0, at - _MOST_QUOTES) and tokens[place].text in _QUOTES:
        place -= 1
    if place < 0 or tokens[place].kind == "break" or tokens[place].text in _OPENERS:
        return not (place >= 0 and tokens[place].text == "." and len(tokens[place - 1].text) == 1 and place == at - 1)
    return place < at - 1 and tokens[at - 1].text in '"“„«‘'


def _title_case(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the tokens of lines in which most words have a capital: there it tells nothing."""
    found: set[int] = set()
    line: list[int] = []
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].kind != "break":
            line.append(at)
            continue
        long = [place for place in line if tokens[place].kind == "word" and len(tokens[place].text) > 3]  # noqa: PLR2004
        capitals = sum(tokens[place].is_capital for place in long)
        closed = bool(line) and tokens[line[-1]].text in _CLOSERS
        if not closed and _FEW_WORDS <= len(long) <= _MOST_WORDS and capitals >= _TITLE_CASE * len(long):
            found.update(line)
        line = []
    return frozenset(found)
