"""Word lists of the lexicon: plain data files that a journalist can edit."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from rashomon.text.fold import fold


@cache
def open_words(name: str) -> frozenset[str]:
    """Return the list ``name`` of ``lexicon/words.toml``, each word folded."""
    text = resources.files("rashomon.ingest").joinpath("lexicon", "words.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in str(tomllib.loads(text)[name]).split())
