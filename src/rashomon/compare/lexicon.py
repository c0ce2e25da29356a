"""The word lists of this step, read from ``lexicons/*.toml``, which a journalist may edit."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rashomon.errors import PackageDataError
from rashomon.text.phrases import PhraseTable, make_phrases
from rashomon.text.tokens import Token

_FOLDER = "lexicons"
_LONGEST = 6


@cache
def read_lexicon(name: str) -> Mapping[str, Any]:
    """Return the tables of ``lexicons/<name>.toml``; PackageDataError where it is missing or damaged."""
    path = files("rashomon.compare").joinpath(_FOLDER, f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackageDataError(
            f"the lexicon cannot be read: {error}", where=f"compare/{_FOLDER}/{name}.toml", hint="reinstall rashomon"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """A list of phrases to find in a row of folded words."""

    table: PhraseTable

    def match(self, words: Sequence[str], at: int) -> int:
        """Return how many words the longest phrase that begins at ``at`` covers; 0 where none does."""
        found = self.table.match([_token(word) for word in words[at : at + _LONGEST]], 0)
        return found[1] if found else 0

    def find(self, words: Sequence[str]) -> int | None:
        """Return where the first phrase begins in ``words``; None where there is none."""
        return next((at for at in range(len(words)) if self.match(words, at)), None)


@lru_cache(maxsize=1 << 14)
def _token(word: str) -> Token:
    return Token(start=0, end=len(word), text=word, folded=word, kind="word")


@cache
def read_phrases(lexicon: str, *path: str) -> Phrases:
    """Return the phrases under the keys ``path`` of a lexicon."""
    value: Any = read_lexicon(lexicon)
    for key in path:
        value = value[key]
    return Phrases(table=make_phrases({"": value}))


@cache
def read_stopwords() -> frozenset[str]:
    """Return the words that say nothing about what a claim is about, of all languages."""
    return frozenset(word for words in read_lexicon("stopwords").values() for word in words.split())
