"""How rare a word is in the news: two to ten captures are too few to tell, so a table of some 9,000 articles does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from rashomon.errors import PackageDataError

_TABLE = "word_frequencies.tsv"
_SHORTEST_PLURAL = 4


def stem(word: str) -> str:
    """Return a folded word without a plural or third-person s; crude on purpose, as both sides get the same."""
    return word[:-1] if len(word) >= _SHORTEST_PLURAL and word[-1] == "s" and word[-2] != "s" else word


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """In how many of ``articles`` articles each folded, stemmed word stands; absent words stand in fewer than three."""

    articles: int
    counts: Mapping[str, int] = field(repr=False)

    def count(self, word: str) -> int:
        """Return in how many articles the stemmed ``word`` stands, 0 where it is unknown."""
        return self.counts.get(word, 0)

    def rarity(self, word: str) -> float:
        """Return the inverse document frequency of the stemmed ``word``: about 0 for "the", 9 for unknown words."""
        return math.log((self.articles + 1) / (self.count(word) + 1))


@lru_cache(maxsize=1)
def open_frequencies() -> Frequencies:
    """Return the shipped table (made by ``recipes/word_frequencies.toml``); PackageDataError where it is missing."""
    try:
        text = (files("rashomon.stories") / "lexicon" / _TABLE).read_text(encoding="utf-8")
    except OSError as error:
        raise PackageDataError(
            "the table of word frequencies is missing", where=_TABLE, hint="reinstall rashomon"
        ) from error
    articles = 0
    counts: dict[str, int] = {}
    for line in text.splitlines():
        word, tab, number = line.partition("\t")
        if not tab:
            continue
        if word:
            key = stem(word)
            counts[key] = max(counts.get(key, 0), int(number))
        else:
            articles = int(number)
    return Frequencies(articles=articles, counts=MappingProxyType(counts))
