"""Clauses: where a sentence may be cut so that each part still says one thing, by closed lists and verb endings."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rashomon.datamodel import Span, Spans
from rashomon.errors import PackageDataError
from rashomon.text.fold import fold
from rashomon.text.tokens import Token, tokenize

FEWEST = 3
"""The fewest words of a claim."""
_SAFE = 4
_LOOK = 8


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The folded words, and the endings as written, by which clauses of one language are told."""

    verbs: frozenset[str]
    endings: tuple[str, ...]
    joins: frozenset[str]
    starts: frozenset[str]
    relative: frozenset[str]
    subordinate: frozenset[str]
    openers: frozenset[str]

    def is_verb(self, token: Token) -> bool:
        """Tell whether a token is, by its form, a finite verb or part of one."""
        if token.kind != "word" or (token.is_capital and token.text[1:].islower() and token.folded not in self.verbs):
            return False
        return token.folded in self.verbs or self.has_ending(token.text)

    def has_ending(self, word: str) -> bool:
        """Tell whether ``word``, as it is written, has the ending of a verb ("tué", not "rue")."""
        return len(word) > _SAFE and word.lower().endswith(self.endings)


@lru_cache(maxsize=16)
def clause_words(language: str) -> ClauseWords | None:
    """Return the lists of ``language``, None where there are none."""
    try:
        raw = tomllib.loads(resources.files("rashomon.annotate").joinpath("lexicon", "clauses.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackageDataError("the list of clause words is missing or damaged", where="clauses.toml",
                               hint="pip install --force-reinstall rashomon") from error  # fmt: skip
    table = raw.get(language)
    if table is None:
        return None
    split = {name: tuple(fold(word) for word in table[name].split()) for name in table}
    endings = tuple(table["endings"].split())
    return ClauseWords(
        verbs=frozenset(split["verbs"]),
        endings=endings,
        joins=frozenset(split["joins"]),
        starts=frozenset(split["starts"]),
        relative=frozenset(split["relative"]),
        subordinate=frozenset(split["subordinate"]),
        openers=frozenset(split["openers"]),
    )


def has_proposition(text: str, language: str, *, fewest: int = FEWEST) -> bool:
    """Tell whether ``text`` says something: ``fewest`` words or more and, where the language has lists, a verb."""
    tokens = tokenize(text, language)
    lists = clause_words(language)
    if sum(token.kind in ("word", "figure") for token in tokens) < fewest:
        return False
    return lists is None or any(lists.is_verb(token) for token in tokens)


def split_clauses(text: str, span: Span, language: str) -> Spans:
    """Return ``span`` of ``text`` cut at ";" and before a joining word with a clause of its own behind a comma."""
    tokens = tokenize(span.slice(text), language)
    lists = clause_words(language)
    if lists is None:
        return (span,)
    parts: list[Span] = []
    start = 0
    for at, token in enumerate(tokens):
        if at + 1 < len(tokens) and _is_cut(tokens, at, start, lists):
            parts.append(_span(span, tokens[start : at if token.text == "," else at + 1]))
            start = at + 1
    if start < len(tokens):
        parts.append(_span(span, tokens[start:]))
    return tuple(parts)


def _span(span: Span, tokens: Sequence[Token]) -> Span:
    return Span(start=span.start + tokens[0].start, end=span.start + tokens[-1].end)


def _is_cut(tokens: Sequence[Token], at: int, start: int, lists: ClauseWords) -> bool:
    """Tell whether the sentence may be cut behind the mark at ``at``: both sides hold a verb and four words."""
    if tokens[at].text not in (",", ";") or at - start < _SAFE or len(tokens) - at <= _SAFE:
        return False
    if not any(lists.is_verb(token) for token in tokens[max(start, at - 60) : at]):
        return False
    following = tokens[at + 1 : at + 1 + _LOOK + 2]
    if tokens[at].text == ";":
        return any(lists.is_verb(token) for token in tokens[at + 1 : at + 40])
    if following[0].folded not in lists.joins:
        return False
    subject = following[1]
    begins = subject.folded in lists.starts or subject.is_capital or subject.kind == "figure"
    return begins and any(lists.is_verb(token) for token in following[2:])
