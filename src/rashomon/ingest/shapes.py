"""What a block looks like, whatever it says: prose, a title, a menu, a name, a date."""

from __future__ import annotations

import re
from functools import lru_cache

from rashomon.ingest.rows import Row
from rashomon.ingest.wordlists import open_words
from rashomon.text.dates import MONTHS, WEEKDAYS
from rashomon.text.fold import fold, words

_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zа-яёіїєґ][\w'’.-]*|de|da|do|dos|du|des|del|della|la|le|van|von|der|den|di|bin|ibn|al|el|y|e)$"
)
_LOWER_PARTICLES = open_words("particles")
_TITLE_END = tuple(",;:—–-")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\.?)?|\d{4}\s?gmt", re.IGNORECASE)
_FIGURE = re.compile(  # what str.isdigit may take for one
    r"[\d\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793\u1369-\u1371\u19da\U00010a40-\U0001f10a]"
)
_AGE = re.compile(r"(?:il y a )?\d+ \w+ (?:ago|назад|тому)\b|il y a \d+|hace \d+|vor \d+ (?:stunden|minuten|tagen)")
_DATE_WORDS = open_words("dates")
_CALENDAR = frozenset(word for table in (MONTHS, WEEKDAYS) for rows in table.values() for word in rows)
_WEEKDAYS = frozenset(word for rows in WEEKDAYS.values() for word in rows)
_COUNTER = re.compile(r"[^\d.!?:]{3,50}:\s?\d[\d\s.,]{0,12}")
_LONG_PROSE, _PROSE, _SHORT_PROSE = 25, 10, 5
_TITLE_WORDS = (2, 28)
_NAME_WORDS = (2, 5)
_LONGEST_NAME = 400


_ISSUE = re.compile(r"(?:\bno|\bnr|\bissue|\bvol|выпуск|випуск|n°|№)\.?\s?\d{1,5}\W*$")
SECTION_WORDS = open_words("sections")
_NETWORKS = open_words("networks")
_AMOUNT = re.compile(r"[\d.,]+[km]?")
_JOINT = re.compile(r"\s(?:[|/·•›<>→▸∙*–—-]|::|--|»)\s|\s{2,}|[|·•∙▸›]")
_ARROW = re.compile(r"\s[>»›▸→/]\s")
_LONGER_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_GENERIC = open_words("generic")


def is_network_row(row: Row) -> bool:
    """Tell whether the block names nothing but places and ways to share."""
    said = words(row.plain) if row.words > 1 else ()
    if _NETWORKS.isdisjoint(said):
        return False
    tokens = [word for word in said if not _AMOUNT.fullmatch(word)]
    return bool(tokens) and row.words > 1 and sum(token in _NETWORKS for token in tokens) >= 0.8 * len(tokens)


def is_menu(row: Row) -> bool:
    """Tell whether the block is a row of links or short words: breadcrumbs, sections, tags."""
    if not row.finished and (row.words <= 20 or "\u2011" in row.plain):  # noqa: PLR2004 - a bound of this rule alone
        tokens = words(row.plain)
        sections = sum(token in SECTION_WORDS for token in tokens)
        if 3 <= len(tokens) <= 20 and sections >= 0.4 * len(tokens):  # noqa: PLR2004 - a bound of this rule alone
            return True
    if row.stretch.link_share > 0.85 and row.bars:  # noqa: PLR2004 - a bound of this rule alone
        return not row.finished or row.bars > 1
    if row.words <= 8 and _ISSUE.search(row.folded):  # noqa: PLR2004 - a bound of this rule alone
        return True
    if not row.bars:
        return False
    parts = [part for part in _JOINT.split(row.plain) if part.strip()]
    if len(parts) == 2 and _ARROW.search(row.plain) and row.words <= 8 and not row.finished:  # noqa: PLR2004 - a bound of this rule alone
        return True
    short = sum(len(part.split()) <= 4 for part in parts)  # noqa: PLR2004 - a bound of this rule alone
    return len(parts) >= 3 and short >= 0.8 * len(parts) and row.sentences <= 1  # noqa: PLR2004 - a bound of this rule alone


def is_menu_word(text: str) -> bool:
    """Tell whether most words of ``text`` are those of menus and sections: no publisher's name and no writer's."""
    tokens = words(text)
    return sum(token in SECTION_WORDS or token in _GENERIC for token in tokens) * 2 > len(tokens)


def is_symbols(row: Row) -> bool:
    """Tell whether the block holds no word: rules, arrows, lone signs, counters."""
    return row.words == 0 or "rule" in row.hints or not _has_letter(row.plain)


def _has_letter(text: str) -> bool:
    return text[:1].isalpha() or any(map(str.isalpha, text))


def is_prose(row: Row) -> bool:
    """Tell whether the block reads as running text: finished sentences, or long enough to be nothing else."""
    if row.stretch.link_share > 0.7:  # noqa: PLR2004 - a bound of this rule alone
        return False
    return (row.finished and row.words >= _PROSE) or row.words >= _LONG_PROSE or row.sentences > 1


def is_counter(row: Row) -> bool:
    """Tell whether the block is a label with a number: "Number of views: 1204"."""
    return row.words <= 7 and bool(_COUNTER.fullmatch(row.plain))  # noqa: PLR2004 - a bound of this rule alone


def is_sentence(row: Row) -> bool:
    """Tell whether the block is at least one finished sentence, however short."""
    return row.finished and row.words >= 1


def is_title(row: Row) -> bool:
    """Tell whether the block may be a headline: a short line that does not end as a sentence does."""
    if row.plain[:1] in "–—-(>" or (row.stretch.hints & {"item", "only image"} and not row.stretch.level):
        return False
    if not _TITLE_WORDS[0] <= row.words <= _TITLE_WORDS[1] or row.plain[-1:] in _TITLE_END or row.bars > 2:  # noqa: PLR2004 - a bound of this rule alone
        return False
    if row.stretch.level or not row.finished or row.plain.rstrip("\"'”’»“").endswith(("?", "!")):
        return row.plain.lstrip("\"'“‘«„—–-¿¡ ")[:1].isupper() or row.plain[:1].isdigit() or row.stretch.level > 0
    return is_capitalized(row.plain)


def is_capitalized(text: str) -> bool:
    """Tell whether most longer words of ``text`` begin with a capital letter, as in an English headline."""
    longer = [word for word in _LONGER_WORD.findall(text) if len(word) > 3]  # noqa: PLR2004 - a bound of this rule alone
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) > 0.8 * len(longer)  # noqa: PLR2004 - a bound of this rule alone


def is_name(text: str) -> bool:
    """Tell whether ``text`` is a person's name and nothing else: two to five capitalized words."""
    return _is_name(text) if len(text) <= _LONGEST_NAME else False


@lru_cache(maxsize=1 << 13)  # many rules ask whether a line, or a part of it, is a name
def _is_name(text: str) -> bool:
    parts = text.split(None, _NAME_WORDS[1])
    if not _NAME_WORDS[0] <= len(parts) <= _NAME_WORDS[1] or not all(_NAME_WORD.match(part) for part in parts):
        return False
    if fold(parts[0]) in _OPENERS or any(fold(part) in SECTION_WORDS or fold(part) in _NETWORKS for part in parts):
        return False
    capitals = [part for part in parts if part not in _LOWER_PARTICLES]
    return len(capitals) >= 2 and not any(char.isdigit() for char in text) and text[-1] not in "?!:;,…"  # noqa: PLR2004 - a bound of this rule alone


_ASIDE = re.compile(r"\s?\([^()]{1,30}\)")
_AND = re.compile(r"\s(?:and|et|und|y|e|и|та|і|й|&)\s|,\s")


def are_names(text: str) -> bool:
    """Tell whether ``text`` is one or more persons' names and nothing else, asides in brackets passed over."""
    bare = _ASIDE.sub("", text) if "(" in text else text
    parts = [part.strip() for part in _AND.split(bare)]
    return all(is_name(part) for part in parts if part) and any(parts)


def is_date_of(row: Row, name: str) -> bool:
    """Tell whether the block is a date line once ``name`` is taken out of it."""
    return is_date(row, without=name)


def is_date(row: Row, *, without: str = "") -> bool:
    """Tell whether the block states a time and little else, the words of ``without`` aside."""
    if row.words > 24 or not row.words:  # noqa: PLR2004 - a bound of this rule alone
        return False
    if not _FIGURE.search(row.plain):
        return ", " in row.plain and _is_weekday_line(row, len(_find_rest(row.plain, without)))
    rest = _find_rest(_CLOCK.sub(" ", row.plain), without)
    calendar = sum(word in _CALENDAR for word in rest)
    other = [word for word in rest if word not in _CALENDAR and word not in _DATE_WORDS and not word[:1].isdecimal()]
    has_time = bool(row.dates) or calendar > 0 or bool(_CLOCK.search(row.plain))
    has_age = _AGE.match(row.folded) is not None
    return (has_time and len(other) <= (3 if row.dates else 1)) or has_age or _is_weekday_line(row, len(rest))


def _find_rest(text: str, without: str) -> list[str]:
    known = frozenset(words(without)) if without else frozenset[str]()
    return [word for word in words(text) if not word.isdigit() and word not in known]


def _is_weekday_line(row: Row, rest: int) -> bool:
    """Tell whether the line is a name and a weekday: "Radio Ebb, Saturday"."""
    _, comma, tail = row.plain.rpartition(", ")
    named = words(tail)
    return bool(comma) and rest <= 5 and len(named) == 1 and named[0] in _WEEKDAYS  # noqa: PLR2004 - a bound of this rule alone


def repeats(left: str, right: str) -> bool:
    """Tell whether two lines say the same, letter case and marks aside."""
    return _find_first(left) == _find_first(right) and bool(words(left)) and words(fold(left)) == words(fold(right))


@lru_cache(maxsize=1 << 13)
def _find_first(text: str) -> str:
    """Return the first word of the folded ``text``: most lines that differ differ there."""
    opening = fold(text[:_OPENING])
    match = _FIRST_WORD.search(opening)
    if match and match.end() < len(opening) - _MARGIN:
        return match.group()
    return next(iter(words(fold(text))), "")


_FIRST_WORD = re.compile(r"[^\W_]+(?:['’\u2011-][^\W_]+)*")
_OPENING, _MARGIN = 40, 3
_OPENERS = open_words("openers")
_CAPITALS = r"[^\W\d_a-zа-яёіїєґ][\w.'’-]*(?: (?:(?:de|du|of|von|des) )?[^\W\d_a-zа-яёіїєґ][\w.'’-]*){1,4}"
_CREDIT = re.compile(r"(?:©\s?)?[^\W\d_a-zа-яёіїєґ][^/|:!?]{2,40}\s?/\s?[^\W\d_a-zа-яёіїєґ][^/|:!?]{1,40}$")
_FOR = re.compile(rf"{_CAPITALS} (?:for|pour|für|para|для|FOR|POUR|FÜR|PARA|ДЛЯ) (?:« )?{_CAPITALS}(?: »)?")
_TURN = re.compile(
    r"(?:continue reading|weiterlesen|lire la suite|seguir leyendo|читать далее|читати далі)\b"
    r".*(?:→|»|[“\"«„].*[”\"»“])\s*\W*$"
)


def is_credit(row: Row) -> bool:
    """Tell whether the block is a picture's credit by its shape: "Name / Agency", "© Name"."""
    if row.words > 8 or row.finished or row.stretch.level or row.stretch.link_share:  # noqa: PLR2004 - a bound of this rule alone
        return False
    if row.plain[0] == "(" and row.plain[-1] == ")" and "." not in row.plain[:-2]:
        return True
    short_sign = row.plain.startswith("©") and row.words <= 5 and not any(char.isdigit() for char in row.plain)  # noqa: PLR2004 - a bound of this rule alone
    return short_sign or bool(_FOR.fullmatch(row.plain)) or bool(row.plain.count("/") == 1 and _CREDIT.match(row.plain))


def is_turn(row: Row) -> bool:
    """Tell whether the block is a link that leads to the rest of a text: "Continue reading “Title” →"."""
    return row.words <= 24 and bool(_TURN.match(row.folded))  # noqa: PLR2004 - a bound of this rule alone


def is_bare_copyright(row: Row) -> bool:
    """Tell whether the block has a copyright sign and says nothing about reuse."""
    return row.plain.startswith("©") and row.has("terms") is None and any(char.isdigit() for char in row.plain)
