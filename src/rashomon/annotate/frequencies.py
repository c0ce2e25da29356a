"""How often something happens: "once a month", "every week", "three times a year"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rashomon.annotate.quantity_words import open_toml
from rashomon.text.fold import fold
from rashomon.text.numbers import read_number
from rashomon.text.phrases import PhraseTable, make_phrases
from rashomon.text.tokens import Token

_NUMBER = 4
"""How many tokens a number may have before its "times"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """A number of times in one ``unit`` of time ("per week") at tokens ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    counts: dict[str, float]
    times: frozenset[str]
    per: frozenset[str]
    every: PhraseTable
    periods: PhraseTable
    adverbs: PhraseTable


@lru_cache(maxsize=8)
def _open(language: str) -> _Words:
    table = open_toml("frequencies.toml")
    language = language if language in table else "en"
    own = table[language]
    return _Words(
        counts={fold(word): float(value) for word, value in own["counts"].items()},
        times=frozenset(map(fold, own["times"])),
        per=frozenset(map(fold, own["per"])),
        every=make_phrases({"every": own["every"]}, language),
        periods=make_phrases(own["periods"], language),
        adverbs=make_phrases(own["adverbs"], language),
    )


def read_frequency(tokens: Sequence[Token], at: int, language: str) -> Frequency | None:
    """Return the frequency that begins at token ``at``, None where none does."""
    words = _open(language)
    adverb = words.adverbs.match(tokens, at)
    if adverb and not tokens[at].is_capital and _ends(tokens, adverb[1]):
        return Frequency(first=at, last=adverb[1], value=1.0, unit=f"per {adverb[0]}")
    every = words.every.match(tokens, at)
    if every:
        period = words.periods.match(tokens, every[1])
        return Frequency(first=at, last=period[1], value=1.0, unit=f"per {period[0]}") if period else None
    return _counted(tokens, at, words, language)


def _counted(tokens: Sequence[Token], at: int, words: _Words, language: str) -> Frequency | None:
    """Return "once a month", "three times a year"."""
    near = any(token.folded in words.times for token in tokens[at + 1 : at + 1 + _NUMBER])
    number = read_number(tokens, at, language) if near else None
    if number is not None and number.last < len(tokens) and tokens[number.last].folded in words.times:
        value, place = number.value, number.last + 1
    elif tokens[at].folded in words.counts:
        value, place = words.counts[tokens[at].folded], at + 1
    else:
        return None
    if place >= len(tokens) or tokens[place].folded not in words.per:
        return None
    period = words.periods.match(tokens, place + 1)
    return Frequency(first=at, last=period[1], value=value, unit=f"per {period[0]}") if period else None


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an adverb ends its phrase: "checked weekly.", but not "a weekly meeting"."""
    return at >= len(tokens) or tokens[at].kind in ("mark", "break")
