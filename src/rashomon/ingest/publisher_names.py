"""Names that may be a publisher's: cleaned of legal forms, spelled out, in the capitals of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rashomon.ingest.shapes import SECTION_WORDS
from rashomon.ingest.wordlists import open_words
from rashomon.text.fold import fold, words

_LEGAL = re.compile(
    r"\s(?:Ltd|Inc|LLC|PLC|plc|GmbH|mbH|AG|SA|SAS|Co|Company|Corp|est|Verlagsgesellschaft|Verlag|Publishing|Holdings?)\b.*$|"
    r"\s(?:All|ALL|Alle|Tous|Toute|Todos|Все|Усі|Всі)\s.*$"
)
_EDGE = ' .,:;|–—-*_«»„“”"‹›'
_GENERIC = open_words("generic")
_DESKS = open_words("desks")
_IMPERATIVES = open_words("imperatives")
_NETWORKS = open_words("networks")
_CAPITAL = re.compile(r"[^\W\d_]\w*")
_SHORTEST, _LONGEST_LETTERS, _MOST_WORDS = 2, 6, 8


def clean_name(name: str) -> str:
    """Return ``name`` without quotation marks and legal form, "" where nothing is left that can be a name."""
    whole = re.sub(r"(?:'s|’s)$", "", name.strip(_EDGE))
    cut = _LEGAL.sub("", whole).strip(_EDGE)
    while (parts := cut.split()) and len(parts) > 1 and fold(parts[0]) in _IMPERATIVES:
        cut = whole = cut.partition(" ")[2].strip(_EDGE)
    cut, whole = (one.removeprefix("the ") for one in (cut, whole))
    kept = cut if " " in cut or cut.isupper() else whole
    return kept if any(char.isalpha() for char in kept) and not kept[0].islower() else ""


def is_possible(name: str) -> bool:
    """Tell whether ``name`` can be a publisher's: no desk or trade, no network, no words of menus alone.

    The rules go by capitals, so a script without them gives no name here (an Arabic date line gave its month).
    """
    tokens = words(name)
    if name.lower() == name.upper():
        return False
    if len("".join(tokens)) <= _SHORTEST or len(tokens) > _MOST_WORDS:
        return False
    if (
        any(token in _DESKS for token in tokens)
        or name.endswith(" reporter")
        or all(token in _NETWORKS for token in tokens)
    ):
        return False
    return not all(token in SECTION_WORDS or token in _GENERIC for token in tokens)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def find_names(text: str, pattern: str) -> Iterator[str]:
    """Yield the capitalized names in ``text`` that have two words, quotation marks, or stand within a sentence."""
    for match in _compile(pattern).finditer(text):
        inside = match.start() > 0 and text[: match.start()].rstrip(" *_[")[-1:] not in ".!?…:·|"
        if " " in match[1] or match[1][0] in "«„“" or inside:
            yield match[1]


def expand(name: str, text: str) -> str:
    """Return ``name`` with its leading letters spelled out where ``text`` holds the full name ("SPR": its words)."""
    first, _, rest = name.partition(" ")
    if not (_SHORTEST <= len(first) <= _LONGEST_LETTERS and first.isupper() and first.isalpha()):
        return name
    if len(first) == _SHORTEST and not rest:
        return name
    inner = r"\s(?:(?:of|the|and|de|du|der|des|for|&)\s){0,2}"
    full = inner.join(rf"{re.escape(letter)}[^\W\d_A-ZА-Я]+" for letter in first)
    match = re.search(rf"(?<!\w){full}(?!\w)", text)
    if match is None:
        return name
    spelled = match.group()
    return spelled if not rest or fold(rest) in fold(spelled) else f"{spelled} {rest}"


def spell(name: str, text: str) -> str:
    """Return ``name`` with the capitals it has elsewhere in ``text``, where here it stands in capitals throughout."""
    if not name.isupper() or " " not in name:
        return name
    for match in re.finditer(re.escape(name), text, re.IGNORECASE):
        found = match.group()
        if not found.isupper() and all(word[0].isupper() for word in _CAPITAL.findall(found) if len(word) > 3):  # noqa: PLR2004 - a bound of this rule alone
            return found.removeprefix("the ")
    return name
