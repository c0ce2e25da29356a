"""The word lists around numbers (lexicon/quantities*.toml), opened once for each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rashomon.text.fold import fold
from rashomon.text.phrases import PhraseTable, make_phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityWords:
    """The lists of one language; quantities.toml says what each is for."""

    language: str
    before: PhraseTable
    after: PhraseTable
    predicates: PhraseTable
    outcome_nouns: PhraseTable
    actives: PhraseTable
    units: PhraseTable
    signs: PhraseTable
    nouns: PhraseTable
    money: PhraseTable
    paid: PhraseTable
    ages: PhraseTable
    as_of: PhraseTable
    change: PhraseTable
    tolls: frozenset[str]
    persons: frozenset[str]
    helpers: frozenset[str]
    stops: frozenset[str]
    labels: frozenset[str]
    one_of: frozenset[str]
    one_before: frozenset[str]
    no_head: frozenset[str]
    not_counted: tuple[str, ...]
    currencies: frozenset[str]
    human: frozenset[str]


def open_toml(name: str) -> dict[str, Any]:
    """Return the lexicon file ``name`` of the package."""
    return tomllib.loads((files("rashomon") / "annotate" / "lexicon" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def open_words(language: str) -> QuantityWords:
    """Return the lists of ``language``, those of English where it has none."""
    table = open_toml("quantities.toml")
    language = language if language in table else "en"
    own, words = table[language], table[language]["words"]
    units = open_toml("quantities_units.toml")
    nouns = open_toml("quantities_nouns.toml")["nouns"]

    def word_set(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in words[name])

    def phrases(name: str) -> PhraseTable:
        return make_phrases({name: words[name]}, language)

    return QuantityWords(
        language=language,
        before=make_phrases(own["bounds"], language),
        after=make_phrases(own["after"], language),
        predicates=make_phrases(own["predicates"], language),
        outcome_nouns=make_phrases(own["outcome_nouns"], language),
        actives=make_phrases(own["actives"], language),
        units=make_phrases({**units["units"], **units["currencies"]}, language),
        signs=make_phrases(units["signs"], language),
        nouns=make_phrases(nouns, language),
        money=make_phrases(units["money"], language),
        paid=make_phrases(units["paid"], language),
        ages=phrases("ages"),
        as_of=phrases("as_of"),
        change=phrases("change"),
        tolls=word_set("tolls"),
        persons=word_set("persons"),
        helpers=word_set("helpers"),
        stops=word_set("stops"),
        labels=word_set("labels"),
        one_of=word_set("one_of"),
        one_before=word_set("one_before"),
        no_head=word_set("no_head"),
        not_counted=tuple(words["not_counted"]),
        currencies=frozenset({*units["currencies"], *units["signs"]}),
        human=frozenset(open_toml("quantities_nouns.toml")["human"]),
    )
