"""What an article reports first: the words, names, places, figures and weekdays of its headline and opening lines.

Two reports of one event bear out each other's leads, however they are told; twin events share their people and their
vocabulary, and differ in what stands here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from rashomon.errors import PackageDataError
from rashomon.stories.frequencies import open_frequencies
from rashomon.stories.names import WORD, base_form
from rashomon.text.dates import WEEKDAYS
from rashomon.text.fold import fold
from rashomon.text.numbers import read_number
from rashomon.text.tokens import Token, tokenize

_LEAD_WORDS = 70
_COUNTED_WORDS = 150
_READ = 6000  # code points; figures after them bear out no lead
_COUNTED_WITHIN = 3
_SHORT = 3
_COMMON_SHARE = 0.15
_FLAT_RARITY = 3.0
_TELLING_RARITY = 1.5
_SHORTEST_STEM = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LONGEST_PLACE = 3
_ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What one article opens with, and what it holds to bear out another's opening.

    ``is_cut`` tells that the article goes on after its lead. ``headline`` and ``names`` map stems to their rarity;
    ``places`` are names after a word of place, ``runs`` pairs of neighbouring stems, ``figures`` numbers but years and
    1, ``counted`` the numbers before each noun, ``weekdays`` 1..7. ``all_words``, ``all_runs`` and ``all_figures`` are
    those of the whole article.
    """

    is_cut: bool
    headline: Mapping[str, float] = field(repr=False)
    names: Mapping[str, float] = field(repr=False)
    places: frozenset[str]
    runs: frozenset[tuple[str, str]] = field(repr=False)
    figures: frozenset[float]
    counted: Mapping[str, frozenset[float]] = field(repr=False)
    weekdays: frozenset[int]
    all_words: frozenset[str] = field(repr=False)
    all_runs: frozenset[tuple[str, str]] = field(repr=False)
    all_figures: frozenset[float] = field(repr=False)


def make_lead(headline: str, text: str, language: str, names: Iterable[str]) -> Lead:
    """Return the lead of an article: ``headline`` and the first 70 words; ``names`` are those in its text."""
    opening, whole = _cut(text, _LEAD_WORDS), f"{headline}.\n{text}"
    lead = f"{headline}.\n{opening}"
    named = {make_stem(name, language) for name in names}
    lead_words = [(make_stem(word, language), word) for word in WORD.findall(lead)]
    stems = [found for found, _ in lead_words]
    whole_stems = [make_stem(word, language) for word in WORD.findall(whole)]
    tokens = tokenize(whole[:_READ], language)
    figures = _find_figures(tokens, language)
    in_lead = frozenset(value for start, _, value in figures if tokens[start].start < len(lead))
    return Lead(
        is_cut=len(opening) < len(text),
        headline=_weigh(((make_stem(word, language), word) for word in WORD.findall(headline)), language),
        names={found: max(1.0, weigh_word(found, word, language)) for found, word in lead_words if found in named},
        places=_find_places(tokenize(lead, language), named, language),
        runs=frozenset(pair for pair in _pair(stems) if any(_is_telling(word, language) for word in pair)),
        figures=in_lead,
        counted=_find_counted(tokens, figures, language),
        weekdays=_find_weekdays(stems, lead, language),
        all_words=frozenset(whole_stems),
        all_runs=frozenset(_pair(whole_stems)),
        all_figures=frozenset(value for _, _, value in figures),
    )


@lru_cache(maxsize=1 << 16)
def make_stem(word: str, language: str) -> str:
    """Return the form in which two articles' words meet; without two letters of ending in all but English."""
    found = base_form(word)
    if language == _ENGLISH or len(found) < _SHORTEST_STEM:
        return found
    return found[: max(_SHORTEST_STEM, len(found) - 2)] if len(found) > _SHORTEST_STEM else found[:-1]


def weigh_word(found: str, word: str, language: str) -> float:
    """Return how rare the stem of ``word`` is, 0 for a common one; the table knows English only."""
    frequencies = open_frequencies()
    if frequencies.count(found) >= _COMMON_SHARE * frequencies.articles:
        return 0.0
    if language != _ENGLISH and not word[0].isupper():
        return _FLAT_RARITY if len(word) > _SHORT else 0.0
    return frequencies.rarity(found)


def measure_support(weights: Mapping[str, float], words: Collection[str]) -> float:
    """Return which share (0..1) of the weight stands in ``words``, 0 where there is none."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in words) / total if total else 0.0


def _cut(text: str, most: int) -> str:
    """Return the first ``most`` words of ``text``."""
    for at, match in enumerate(WORD.finditer(text)):
        if at == most:
            return text[: match.start()]
    return text


def _pair(stems: Sequence[str]) -> Iterable[tuple[str, str]]:
    return pairwise(stems)


def _is_telling(word: str, language: str) -> bool:
    return weigh_word(word, word, language) > _TELLING_RARITY


def _weigh(words: Iterable[tuple[str, str]], language: str) -> dict[str, float]:
    return {found: weigh_word(found, word, language) for found, word in words if not word[0].isdigit()}


def _find_figures(tokens: Sequence[Token], language: str) -> list[tuple[int, int, float]]:
    """Return the numbers as (first token, token after, value), but 1 and years, which tell nothing."""
    found: list[tuple[int, int, float]] = []
    at = 0
    while at < len(tokens):
        number = read_number(tokens, at, language) if tokens[at].kind in {"word", "figure"} else None
        if number is None:
            at += 1
            continue
        at = max(number.last, at + 1)
        is_year = number.figures and _FIRST_YEAR <= number.value <= _LAST_YEAR
        if number.kind in {"exact", "about"} and number.value != 1 and not is_year:
            found.append((number.first, at, number.value))
    return found


def _find_counted(
    tokens: Sequence[Token], figures: Sequence[tuple[int, int, float]], language: str
) -> dict[str, frozenset[float]]:
    """Return the numbers of the opening by each of the three words after them, which may be what is counted."""
    counted: dict[str, set[float]] = {}
    for _, end, value in figures:
        if end > _COUNTED_WORDS:
            break
        for token in tokens[end : end + _COUNTED_WITHIN]:
            if token.kind == "word" and len(token.folded) > _SHORT:
                counted.setdefault(make_stem(token.text, language), set()).add(value)
    return {word: frozenset(values) for word, values in counted.items()}


def _find_weekdays(stems: Iterable[str], lead: str, language: str) -> frozenset[int]:
    names = WEEKDAYS.get(language, {})
    if not names:
        return frozenset()
    return frozenset(names[word] for word in (*stems, *map(fold, WORD.findall(lead))) if word in names)


def _find_places(tokens: Sequence[Token], named: Collection[str], language: str) -> frozenset[str]:
    """Return the stems of the names after "in", "near" and their like, with an article between or not."""
    before, between = _open_words("place_words", language), _open_words("articles", language)
    weekdays = WEEKDAYS.get(language, {})
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token.folded not in before:
            continue
        start = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].folded in between)
        for name in tokens[start : start + _LONGEST_PLACE]:
            word = make_stem(name.text, language)
            if not name.is_capital or word not in named or name.folded in weekdays:
                break
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=32)
def _open_words(table: str, language: str) -> frozenset[str]:
    """Return a word list of ``lexicon/leads.toml``; PackageDataError where the file is missing."""
    try:
        text = (files("rashomon.stories") / "lexicon" / "leads.toml").read_text(encoding="utf-8")
    except OSError as error:
        raise PackageDataError(
            "the words of place are missing", where="leads.toml", hint="reinstall rashomon"
        ) from error
    return frozenset(fold(word) for word in tomllib.loads(text)[table].get(language, "").split())
