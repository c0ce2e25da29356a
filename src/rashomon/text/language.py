"""Which language a text is written in: by its small words and telling letters, else by character statistics."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType

from rashomon.text.fold import words

_WINDOW = 20_000
_ENOUGH = 5
_LEAD = 1.6
_DISTINCT = 3
_LETTERS = 12
_TELLING = 2
_OUTWEIGHS = 3
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэъёЫЭЪЁ]")
_OTHER_CYRILLIC = re.compile("[ЈјЉљЊњЏџЂђЋћЃѓЌќЅѕӘәҒғҚқҢңӨөҮүҰұҺһЎўӢӣҶҷ]")
_HARD_SIGN = re.compile("[ъЪ]")
_YERY = re.compile("[ыэёЫЭЁ]")
_ALONE = (
    ("el", 0.5, re.compile("[Ͱ-Ͽἀ-῿]")),
    ("he", 0.5, re.compile("[א-ת]")),
    ("ko", 0.5, re.compile("[가-힣]")),
    ("ja", 0.25, re.compile("[ぁ-ヿ]")),
    ("th", 0.5, re.compile("[ก-๛]")),
    ("ka", 0.5, re.compile("[ა-ჿ]")),
    ("hy", 0.5, re.compile("[Ա-֏]")),
)
"""Scripts that in news write one language alone, with the share of the letters that must be of it; Japanese by its
syllables, which stand among Chinese signs."""

_MOST = 0.5


@cache
def open_stopwords() -> Mapping[str, frozenset[str]]:
    """Return the commonest small words of ten languages, folded, by ISO 639-1 code."""
    raw = tomllib.loads(resources.files("rashomon.text").joinpath("stopwords.toml").read_text(encoding="utf-8"))
    return MappingProxyType({language: frozenset(words(line)) for language, line in raw.items()})


def count_small_words(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """Return how many of the folded ``tokens`` are small words of each language, the most first."""
    counts = Counter(tokens)
    found = [
        (sum(counts[word] for word in stopwords & counts.keys()), language)
        for language, stopwords in open_stopwords().items()
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def count_distinct(tokens: Sequence[str], language: str) -> int:
    """Return how many different small words of ``language`` are among the folded ``tokens``, lone letters aside."""
    return sum(len(word) > 1 for word in open_stopwords()[language].intersection(tokens))


def tell_by_letters(text: str) -> str | None:
    """Return the language that the letters of ``text`` alone tell, or None.

    Scripts of one language, and the letters that part Ukrainian, Russian and Bulgarian; a text that mixes those
    is of the language whose letters outweigh the other's three to one.
    """
    if text.isascii():
        return None
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic > latin and cyrillic >= _LETTERS:
        return _tell_cyrillic(text)
    if cyrillic + latin < _MOST * len(text):
        letters = sum(char.isalpha() for char in text)
        for language, share, pattern in _ALONE:
            if (count := len(pattern.findall(text))) >= _LETTERS // 2 and count > share * letters:
                return language
    return None


def _tell_cyrillic(text: str) -> str | None:
    if len(_OTHER_CYRILLIC.findall(text)) >= _TELLING:
        return None  # Serbian, Kazakh, Belarusian …: the statistics know them
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian >= _TELLING and ukrainian > _OUTWEIGHS * russian:
        return "uk"
    if russian >= _TELLING and russian > _OUTWEIGHS * ukrainian:
        if _YERY.search(text):
            return "ru"
        return "bg" if len(_HARD_SIGN.findall(text)) > _TELLING else None
    return None


_PIDGIN = frozenset({"dey", "wey", "di", "sey", "dem", "dis", "dat", "una", "don", "wetin"})
_MACEDONIAN_LACKS = re.compile("[йщьюяЙЩЬЮЯ]")
_NEIGHBOURS = {"an": "es", "ext": "es"}


def tell_by_characters(text: str) -> str | None:
    """Return the language that py3langid takes ``text`` for.

    Four that it sees in headlines of a larger neighbour need more: Pidgin a word of its own, Macedonian no letter that
    it lacks; Aragonese and Extremaduran, which no paper is printed in, are read as Spanish.
    """
    from py3langid import classify  # noqa: PLC0415 - its table takes half a second to load, and most texts do not need it

    code: str = classify(text)[0]
    language = code.partition("-")[0]
    if language == "pcm" and _PIDGIN.isdisjoint(words(text)):
        return "en"
    if language == "mk" and _MACEDONIAN_LACKS.search(text):
        return "ru"
    return _NEIGHBOURS.get(language, language)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language most of ``text`` is in, read from its first 20,000 code points.

    None where there are fewer than 12 letters and the small words do not tell.
    """
    window = text[:_WINDOW]
    by_letters = tell_by_letters(window)
    if by_letters:
        return by_letters
    tokens = words(window)
    (best, language), (second, _) = count_small_words(tokens)[:2]
    if best >= _ENOUGH and best >= _LEAD * second and count_distinct(tokens, language) >= _DISTINCT:
        return language
    return tell_by_characters(window) if sum(map(str.isalpha, window)) >= _LETTERS else None
