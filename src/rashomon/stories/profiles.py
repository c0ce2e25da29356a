"""What an article is grouped by: telling words, names, numbers, stated day, opening lines. Never its publisher."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rashomon.datamodel import Article
from rashomon.stories.frequencies import Frequencies, open_frequencies
from rashomon.stories.leads import Lead, make_lead
from rashomon.stories.names import WORD, base_form, find_names, find_skeletons
from rashomon.text.dates import MONTHS
from rashomon.text.fold import fold
from rashomon.text.language import detect_language
from rashomon.text.normal import normalize

_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:[,.\u00a0\u202f ]\d{3}){1,4}|\d{1,12}(?:[.,]\d{1,4})?)(?![\w:/]|[-.,]\d)"
)
_SEPARATORS = re.compile(r"[,.\u00a0\u202f ](?=\d{3}(?!\d))")
_DAY_FIRST = re.compile(r"(?<![\w.,:/-])(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:of |de )?([^\W\d_]{3,12})")
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?![\w:]|[.,]\d)")
_COMMON_SHARE = 0.15
_RARE_NAME = 10
_LONGEST_DAY = 31
_LEAP_YEAR = 2000
_LEAD = 1500
_FLAT_RARITY = 3.0
_SHORT = 3
_ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The evidence of one article.

    ``weights`` is a unit vector of stemmed words; ``names`` maps the stem of each rare name to how the article writes
    it, ``skeletons`` the consonants of any name in Latin letters; ``numbers`` maps telling numbers to how they are
    written; ``day`` is the stated date, ``lead`` the headline and opening lines for the encoder. ``named_days`` are the
    days of the year, 1..366, that the text names or that is stated.
    """

    key: str
    article_id: str
    language: str
    day: date | None
    named_days: frozenset[int]
    lead: str = field(repr=False)
    text: str = field(repr=False)
    weights: Mapping[str, float] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    skeletons: Mapping[str, str] = field(repr=False)
    numbers: Mapping[str, str] = field(repr=False)
    opening: Lead = field(repr=False)


def make_profile(article: Article) -> Profile:
    """Return what ``article`` is grouped by, from its headline, its text and its stated date alone."""
    text = normalize(article.text).text
    headline = normalize(article.headline or "").text
    language = ((article.in_language or "").split("-")[0].lower() or detect_language(text)) or ""
    frequencies = open_frequencies()
    names, day = find_names(text), _read_day(article)
    return Profile(
        key=hashlib.sha256(f"{headline}\n{text}".encode("utf-8", "surrogatepass")).hexdigest(),
        article_id=article.id,
        language=language,
        day=day,
        named_days=_find_days(text, language) | ({_day_of_year(day.month, day.day)} if day else frozenset()),
        lead=f"{headline}. {text[:_LEAD]}" if headline else text[:_LEAD],
        text=text,
        weights=_weigh_words(f"{headline}\n{text}", frequencies, language),
        names={
            name: written
            for name, written in names.items()
            if len(name) > 1 and frequencies.count(name) <= _RARE_NAME and not name[0].isdigit()
        },
        skeletons=find_skeletons(names, language) if language else {},
        numbers=_find_numbers(text),
        opening=make_lead(headline, text, language, names.values()),
    )


def _read_day(article: Article) -> date | None:
    """Return the stated date, None where the article states none or not to the day."""
    if article.date_published is None:
        return None
    try:
        return date.fromisoformat(article.date_published.value[:10])
    except ValueError:
        return None


def _day_of_year(month: int, day: int) -> int:
    """Return the day of a leap year, 1..366; a day past the month's end runs into the next."""
    return date(_LEAP_YEAR, month, 1).timetuple().tm_yday + day - 1


def _find_days(text: str, language: str) -> frozenset[int]:
    """Return the days of the year that ``text`` names by month and day, with or without a year."""
    months = MONTHS.get(language, {})
    named = [(match[2], match[1]) for match in _DAY_FIRST.finditer(text)]
    if language == _ENGLISH:
        named = [
            pair for pair in (*named, *((m[1], m[2]) for m in _MONTH_FIRST.finditer(text))) if pair[0][0].isupper()
        ]
    return frozenset(
        _day_of_year(months[fold(word)], int(number))
        for word, number in named
        if fold(word) in months and 0 < int(number) <= _LONGEST_DAY
    )


def _weigh_words(text: str, frequencies: Frequencies, language: str) -> dict[str, float]:
    """Return a unit vector of the words that are not common: logarithm of the count times rarity.

    The table knows English only: in other languages a small word would pass for a rare one, so that words without a
    capital get one flat, modest rarity there.
    """
    counts: Counter[str] = Counter()
    capital: set[str] = set()
    for match in WORD.finditer(text):
        word = base_form(match.group())
        counts[word] += 1
        if match.group()[0].isupper():
            capital.add(word)
    common = _COMMON_SHARE * frequencies.articles
    weights: dict[str, float] = {}
    for word in sorted(counts):
        if frequencies.count(word) < common:
            rarity = frequencies.rarity(word)
            if language != _ENGLISH and word not in capital:
                rarity = min(rarity, _FLAT_RARITY if len(word) > _SHORT else 0.0)
            weights[word] = (1 + math.log(counts[word])) * rarity
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items() if weight}


def _find_numbers(text: str) -> dict[str, str]:
    """Return the numbers that tell an event: above 31, and not round; each with how it is first written."""
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(text):
        plain = _SEPARATORS.sub("", match.group()).replace(",", ".")
        digits = plain.replace(".", "").strip("0")
        if len(digits) > 1 and float(plain) > _LONGEST_DAY:
            found.setdefault(plain, match.group())
    return found
