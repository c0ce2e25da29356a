"""Numbers in figures and words, in English, French, Russian and Ukrainian (word lists in numbers.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeAlias

from rashomon.text.fold import fold
from rashomon.text.tokens import Token

NumberKind: TypeAlias = Literal["exact", "about", "many", "share"]
_Role: TypeAlias = Literal["words", "scales", "about", "many", "shares", "and", "first", "several", "half_more", "in"]

_HUNDRED = 100
_ALONE = frozenset({100, 1000})
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000})
_HYPHENS = frozenset("-‐‑")
_MOST_DIGITS, _MOST_GROUPS = 15, 6
_SHORT = 4
_GENITIVE_THOUSANDS = frozenset({"тысячи", "тисячі"})  # of a thousand, or thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that stands at tokens ``first`` to ``last`` (half-open).

    ``kind``: exact; about (a dozen); many (dozens: ``value`` is the least it can mean); share (half, nine in ten:
    ``value`` is between 0 and 1). ``figures`` tells that it is written in digits alone.
    """

    first: int
    last: int
    value: float
    kind: NumberKind = "exact"
    figures: bool = False


@lru_cache(maxsize=8)
def _open_words(language: str) -> Mapping[str, tuple[tuple[_Role, float], ...]]:
    tables = tomllib.loads((files("rashomon.text") / "numbers.toml").read_text(encoding="utf-8"))
    table = tables.get(language or "en", {})
    found: dict[str, tuple[tuple[_Role, float], ...]] = {}
    roles: tuple[_Role, ...] = ("words", "scales", "about", "many", "shares")
    for role in roles:
        for value, forms in table.get(role, {}).items():
            for form in forms.split():
                found[fold(form)] = (*found.get(fold(form), ()), (role, float(value)))
    marks: tuple[_Role, ...] = ("and", "first", "several", "half_more", "in")
    for mark in marks:
        for form in table.get("marks", {}).get(mark, "").split():
            found[fold(form)] = (*found.get(fold(form), ()), (mark, 0.0))
    for form in table.get("marks", {}).get("plural", "").split():
        scale = next(value for role, value in found[fold(form)] if role == "scales")
        found[fold(form)] = (*found[fold(form)], ("many", 2 * scale))
    return MappingProxyType(found)


def read_figure(letters: str, language: str = "en") -> float | None:
    """Return the value of figures as ``language`` writes them ("3,400.5", "3 400,5"); None for dates and versions."""
    bare = letters.replace(" ", "")
    if sum(map(str.isdecimal, bare)) > _MOST_DIGITS:
        return None
    english = language in {"en", ""}
    groups_of_commas = _COMMA_GROUPS.fullmatch(bare)
    groups_of_points = _POINT_GROUPS.fullmatch(bare)
    if groups_of_commas and (english or bare.count(",") > 1 or "." in bare):
        return float(bare.replace(",", ""))
    if groups_of_points and (not english or bare.count(".") > 1 or "," in bare):
        return float(bare.replace(".", "").replace(",", "."))
    return float(bare.replace(",", ".")) if _DECIMAL.fullmatch(bare) else None


def _value(tokens: Sequence[Token], at: int, role: _Role, language: str) -> float | None:
    if not 0 <= at < len(tokens) or tokens[at].kind != "word":
        return None
    return next((value for found, value in _open_words(language).get(tokens[at].folded, ()) if found == role), None)


def _read_digits(tokens: Sequence[Token], at: int, language: str) -> tuple[float, int] | None:
    """Return the value of the figures at ``at`` and the token after them; groups of three may stand apart."""
    end = at + 1
    if tokens[at].text.isdecimal() and len(tokens[at].text) <= 3:  # noqa: PLR2004 - a group of thousands
        while (
            end < min(at + _MOST_GROUPS, len(tokens))
            and tokens[end].start == tokens[end - 1].end + 1
            and _is_group(tokens[end].text)
        ):
            end += 1
    value = read_figure("".join(token.text for token in tokens[at:end]), "fr" if end > at + 1 else language)
    return None if value is None else (value, end)


def _is_group(letters: str) -> bool:
    return len(letters) >= 3 and letters[:3].isdecimal() and (len(letters) == 3 or letters[3] == ",")  # noqa: PLR2004


def _adds(current: float, value: float, language: str) -> bool:
    """Tell whether ``value`` may follow ``current`` inside one number (two hundred + forty, soixante + dix)."""
    if not current or value >= current:
        return False
    if value < 10:  # noqa: PLR2004 - one digit after a round number of tens
        return current % 10 == 0 and current % _HUNDRED != 10  # noqa: PLR2004
    if value < 20:  # noqa: PLR2004 - ten to nineteen after hundreds; in French after 60 and 80 too
        return current % _HUNDRED == 0 or (language == "fr" and current % _HUNDRED in {60, 80})
    return value < _HUNDRED and current % _HUNDRED == 0


def _skips(tokens: Sequence[Token], at: int, language: str) -> int:
    """Return where the next word of a number may stand after ``at``: past a hyphen or an "and"."""
    if at < len(tokens) and tokens[at].text in _HYPHENS and tokens[at].start == tokens[at - 1].end:
        return at + 1
    if _value(tokens, at, "and", language) is not None and language in {"en", "fr", ""}:
        return at + 1
    return at


def _read_words(tokens: Sequence[Token], at: int, language: str) -> tuple[float, int] | None:
    """Return the value of number words below a thousand at ``at`` and the token after them."""
    current = _value(tokens, at, "words", language)
    if current is None and language == "fr" and _value(tokens, at, "scales", language) == _HUNDRED:
        current = 100.0
    if current is None:
        return None
    end = at + 1
    while True:
        place = _skips(tokens, end, language)
        value = _value(tokens, place, "words", language)
        hundred = _value(tokens, end, "scales", language) if current < _HUNDRED else None
        if hundred == _HUNDRED:
            current, end = current * _HUNDRED, end + 1
        elif language == "fr" and value == 20 and current % _HUNDRED == 4:  # noqa: PLR2004 - quatre-vingts
            current, end = current + 76, place + 1
        elif value is not None and (_adds(current, value, language) or _french_one(tokens, end, place, value)):
            current, end = current + value, place + 1
        else:
            return current, end


def _french_one(tokens: Sequence[Token], end: int, place: int, value: float) -> bool:
    """Tell whether "et un", "et onze" closes a French number; a bare "et" joins two things counted."""
    return place == end + 1 and tokens[end].folded == "et" and value in {1, 11} and tokens[end - 1].folded != "un"


def _read_group(tokens: Sequence[Token], at: int, language: str) -> tuple[float, int] | None:
    """Return figures, number words, or a "first" word with a scale after it, at ``at``."""
    if at >= len(tokens):
        return None
    if tokens[at].kind == "figure":
        return _read_digits(tokens, at, language)
    ahead = _value(tokens, at + 1, "scales", language) or _value(tokens, at + 1, "about", language)
    if _value(tokens, at, "first", language) is not None and ahead:
        return 1.0, at + 1
    words = _read_words(tokens, at, language)
    if words:
        return words
    scale = _value(tokens, at, "scales", language)
    follows = _value(tokens, at + 1, "words", language) is not None
    alone = scale is not None and (follows or _value(tokens, at, "many", language) is None)
    if alone and (language in {"ru", "uk"} or (language == "fr" and scale in _ALONE)):
        return 1.0, at
    return None


def _read_scaled(tokens: Sequence[Token], at: int, language: str) -> tuple[float, int] | None:
    """Return the value of a whole number at ``at``: groups, each with its scale, from the largest down."""
    group = _read_group(tokens, at, language)
    if group is None:
        return None
    total, (current, end), last = 0.0, group, float("inf")
    while True:
        scale = _value(tokens, end, "scales", language)
        if scale is not None and (scale == _HUNDRED or scale < last) and current:
            current, end = current * scale, _after_scale(tokens, end)
            half = _half_more(tokens, end, language)
            current, end = (current + scale / 2, half) if half else (current, end)
            if scale == _HUNDRED:
                continue
            total, last = total + current, scale
            following = _read_words(tokens, _skips(tokens, end, language), language)
            if following is None or following[0] >= scale or tokens[at].kind == "figure":
                return total, end
            current, end = following
            continue
        half = _half_more(tokens, end, language)
        if half is None or last < float("inf"):
            return total + current, end
        current, end = current + 0.5, half
        if _value(tokens, end, "scales", language) is None:
            return current, end


def _after_scale(tokens: Sequence[Token], end: int) -> int:
    """Return the token after the scale word at ``end``: past the full stop of an abbreviation (12 тыс. человек)."""
    stop = end + 1 < len(tokens) and tokens[end + 1].text == "." and tokens[end + 1].start == tokens[end].end
    goes_on = end + 2 < len(tokens) and (tokens[end + 2].text[0].islower() or tokens[end + 2].text in {"%", "€", "$"})
    return end + 2 if stop and goes_on and len(tokens[end].text) <= _SHORT else end + 1


def _half_more(tokens: Sequence[Token], end: int, language: str) -> int | None:
    """Return the token after "and a half", "et demi", "с половиной" at ``end``; None where none stands there."""
    for length in (2, 3):
        place = end + length - 1
        if _value(tokens, place, "half_more", language) is None:
            continue
        joins = tokens[end].folded in {"and", "et", "с", "з", "із"}
        if joins and (length == 2 or tokens[end + 1].folded == "a"):  # noqa: PLR2004 - et demi; and a half
            return place + 1
    return None


def read_number(tokens: Sequence[Token], at: int, language: str = "en") -> Number | None:
    """Return the number that begins at token ``at``, as long as it can be, or None.

    ``language`` is an ISO 639-1 code; where it has no word list, figures alone are read. "One", "un" and "один" count
    as numbers: whether they count anything is for the caller to tell.
    """
    if not 0 <= at < len(tokens):
        return None
    if tokens[at].kind != "figure" and tokens[at].folded not in _open_words(language):
        return None
    return _read_many(tokens, at, language) or _read_share(tokens, at, language) or _read_plain(tokens, at, language)


def _read_plain(tokens: Sequence[Token], at: int, language: str) -> Number | None:
    read = _read_scaled(tokens, at, language)
    if read:
        value, end = read
        dozen = _value(tokens, end, "about", language)
        if dozen:
            opened = _value(tokens, at, "first", language) is not None
            kind: NumberKind = "about" if opened or dozen != 12 else "exact"  # noqa: PLR2004 - two dozen is 24
            return Number(first=at, last=end + 1, value=value * dozen, kind=kind)
        figures = all(token.kind == "figure" for token in tokens[at:end])
        return Number(first=at, last=end, value=value, figures=figures)
    dozen = _value(tokens, at, "about", language)
    return Number(first=at, last=at + 1, value=dozen, kind="about") if dozen else None


def _read_many(tokens: Sequence[Token], at: int, language: str) -> Number | None:
    """Return a plural of unknown size at ``at``: dozens, tens of thousands, several hundred."""
    start = at
    if _value(tokens, at, "several", language) is not None:
        at += 1
        dozen = tokens[at].folded == "dozen" if at < len(tokens) else False
        scale = _value(tokens, at, "scales", language) or (12.0 if dozen else None)
        if scale:
            return Number(first=start, last=at + 1, value=2 * scale, kind="many")
    many = _value(tokens, at, "many", language)
    if many is None or (tokens[at].folded in _GENITIVE_THOUSANDS and _value(tokens, at + 1, "words", language)):
        return None
    place = at + 2 if at + 1 < len(tokens) and tokens[at + 1].folded in {"of", "de"} else at + 1
    scale = _value(tokens, place, "scales", language)
    thousands = _value(tokens, place, "many", language)
    factor = scale or (thousands / 2 if thousands and thousands >= 2000 else None)  # noqa: PLR2004 - tens of thousands
    if factor and factor > many / 2:
        return Number(first=start, last=place + 1, value=many * factor, kind="many")
    return Number(first=start, last=at + 1, value=many, kind="many")


def _read_share(tokens: Sequence[Token], at: int, language: str) -> Number | None:
    """Return a part of a whole at ``at``: half, two thirds, nine in ten."""
    share = _value(tokens, at, "shares", language)
    if share is not None:
        return _half_of_scale(tokens, at, share, language) or Number(first=at, last=at + 1, value=share, kind="share")
    opened = _value(tokens, at, "first", language) is not None
    share = _value(tokens, at + 1, "shares", language) if opened else None
    if share is not None:
        return Number(first=at, last=at + 2, value=share, kind="share")
    part = _read_group(tokens, at, language)
    if part is None or part[0] < 1:
        return None
    end = _skips(tokens, part[1], language)
    share = _value(tokens, end, "shares", language)
    if share is not None and share * part[0] < 1:
        return Number(first=at, last=end + 1, value=share * part[0], kind="share")
    return _read_ratio(tokens, at, part, language)


def _half_of_scale(tokens: Sequence[Token], at: int, share: float, language: str) -> Number | None:
    """Return "half a million", "half a dozen" at ``at`` as the number it is."""
    if at + 2 >= len(tokens) or _value(tokens, at + 1, "first", language) is None:
        return None
    scale = _value(tokens, at + 2, "scales", language) or _value(tokens, at + 2, "about", language)
    return Number(first=at, last=at + 3, value=share * scale, kind="about") if scale else None


def _read_ratio(tokens: Sequence[Token], at: int, part: tuple[float, int], language: str) -> Number | None:
    value, end = part
    if end + 1 < len(tokens) and tokens[end].folded == "out":
        end += 1
    elif end < len(tokens) and tokens[end].folded == "of":
        return None
    if _value(tokens, end, "in", language) is None:
        return None
    whole = _read_group(tokens, end + 1, language)
    if whole is None or whole[0] not in _WHOLES or not 0 < value < whole[0]:
        return None
    scaled = _value(tokens, whole[1], "scales", language) is not None
    return None if scaled else Number(first=at, last=whole[1], value=value / whole[0], kind="share")
