"""Which language a text is written in: by its small words, and by character statistics where those are too few."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from rashomon.text.fold import words

_WINDOW = 20_000
_ENOUGH = 5
_LEAD = 1.15
_LETTERS = 40


@cache
def _open_stopwords() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(resources.files("rashomon.text").joinpath("stopwords.toml").read_text(encoding="utf-8"))
    return MappingProxyType({language: frozenset(words(line)) for language, line in raw.items()})


def _by_small_words(text: str) -> str | None:
    tokens = words(text)
    counts = sorted(
        ((sum(token in stopwords for token in tokens), language) for language, stopwords in _open_stopwords().items()),
        key=lambda pair: (-pair[0], pair[1]),
    )
    (best, language), (second, _) = counts[0], counts[1]
    return language if best >= _ENOUGH and best >= _LEAD * second else None


def _by_characters(text: str) -> str | None:
    from py3langid import classify  # noqa: PLC0415 - its table takes over a second to load, and most texts do not need it

    code: str = classify(text)[0]
    return code.partition("-")[0]


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language most of ``text`` is in, read from its first 20,000 code points.

    None where there are fewer than 40 letters and the small words do not tell.
    """
    window = text[:_WINDOW]
    return _by_small_words(window) or (
        _by_characters(window) if sum(char.isalpha() for char in window) >= _LETTERS else None
    )
