"""Writers' names out of bylines: without the opening word, titles, places, dates and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.shapes import is_name
from rashomon.ingest.wordlists import open_words
from rashomon.text.fold import fold

_AND = re.compile(r"\s?,?\s(?:and|et|und|y|e|и|та|і|й)\s|\s&\s")
_NEXT = re.compile(r",\s|;\s|\s?[|·•/]\s?|\s[–—-]\s|(?:(?<=\w\w\w)|(?<=\d\d))\.\s|\s@\w+")
_ADDRESS = re.compile(r"\S+@\S+|@\w+|https?://\S+")
_ASIDE = re.compile(r"\s?\([^()]{1,40}\)")
_OPENING = re.compile(
    r"^(?:(?:an? )?(?:interview|text|story|words|report|reporting|analysis|opinion|photos?)(?: by|:)|"
    r"additional reporting by|by|from|written by|posted by|published by|authors?:?|"
    r"(?:an? |ein |eine |un |une |una )?(?:\w+ )?(?:by|von|par|por)|propos recueillis par|"
    r"(?:un )?(?:article|entretien|reportage) de|texto?e?(?: de)?:?|escrito por|interview:|entretien :|entrevista:|"
    r"автор(?:ы|ка|и)?|(?:текст|слова)[^:]{0,20}|пишет|пише|беседовала?|записала?|подготовила?|розмовля(?:ла|в)|інтерв.?ю|"
    r"(?:\w+ )?вед[еёу]т?)\s*:?\s+",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    r"\s(?:in|à|aus|en|для|в|из|у|з|for|pour|für|para|at|is an?|is the|on)\s.*$|"
    r"\s(?:\d|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d).*$"
)
_ROLES = open_words("roles")
_OFFICES = frozenset({
    "admin", "administrator", "author", "blog", "contributor", "contributors", "desk", "editor", "editors", "editorial",
    "guest", "moderator", "news", "newsroom", "press release", "redaction", "redaktion", "root", "staff", "super user",
    "system", "team", "user", "webmaster", "website", "agencies", "редакция", "редакція", "redaccion", "unknown",
    "null", "none", "anonymous", "undefined",
})  # fmt: skip
_NAME_WORDS, _PARTICLE = 5, 3


def parse_authors(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the persons whom ``lines`` (bylines, without markup) name as writers, each once, in order."""
    found: dict[str, str] = {}
    for line in lines:
        for name in _read_names(line):
            if not names_outlet(name):
                found.setdefault(fold(name), name)
    return tuple(
        name for key, name in found.items() if not any(key != other and f" {key} " in f" {other} " for other in found)
    )


def clean_authors(stated: Iterable[str], publisher: str | None = None) -> tuple[str, ...]:
    """Return the persons among names that metadata states, each once: no agency, account, address or office.

    A name that no rule can read (of one word, or in a script without capitals) is kept as it stands.
    """
    found: dict[str, str] = {}
    own = fold(publisher or "")
    for value in stated:
        bare = " ".join(_ADDRESS.sub(" ", value).split()).strip(" ,;|")
        if not bare or fold(bare) == own or fold(bare) in _OFFICES:
            continue
        read = parse_authors([bare])
        whole = not read and not names_outlet(bare) and _may_be_name(bare)
        for name in (bare,) if whole else read:
            if fold(name) not in _OFFICES and fold(name) != own:
                found.setdefault(fold(name), name)
    return tuple(
        name for key, name in found.items() if not any(key != other and f" {key} " in f" {other} " for other in found)
    )


def _may_be_name(text: str) -> bool:
    """Tell whether ``text`` can be a name though no rule reads it: short, without figures, capitals first or none."""
    tokens = text.split()
    caseless = text.lower() == text.upper()
    known = not any(fold(word) in _ROLES for word in tokens)
    return (
        known
        and len(tokens) <= _NAME_WORDS
        and not any(char.isdigit() for char in text)
        and (caseless or all(word[:1].isupper() or len(word) <= _PARTICLE for word in tokens))
    )


def _read_names(line: str) -> list[str]:
    """Return the names of one byline: a second one counts only after an "and", for papers stand after commas too."""
    names: list[str] = []
    waiting: list[str] = []
    for number, group in enumerate(_AND.split(_ASIDE.sub("", _ADDRESS.sub(" | ", line.strip(" *_—–-|"))))):
        parts = _NEXT.split(group)
        first = None if names_outlet(parts[0]) and len(parts) > 1 else _read_name(parts[0], opened_only=False)
        if first and (number == 0 or names):
            names += [*waiting, first]
        waiting = []
        for part in parts[1:]:
            opened = _read_name(part, opened_only=True)
            if opened:
                names.append(opened)
            elif not number and (name := _read_name(part, opened_only=False)):
                waiting.append(name)
        if (
            not number
            and not names
            and waiting
            and (names_outlet(parts[0]) or any(char.isdigit() for char in parts[0]))
        ):
            names, waiting = waiting[:1], []  # "7 June 2029, 21:40. Name, place"
    return names


def _read_name(part: str, *, opened_only: bool) -> str | None:
    rest, opened = part.strip(" *_"), False
    while match := _OPENING.match(rest):
        rest, opened = rest[match.end() :].lstrip(" *_:"), True
    candidate = _AFTER.sub("", rest).strip(" *_.,:()")
    if not candidate or (opened_only and not opened) or any(fold(word) in _ROLES for word in candidate.split()):
        return None
    alone = opened and " " not in candidate and candidate[0].isupper() and len(candidate) > 2  # noqa: PLR2004 - a bound of this rule alone
    return _uncapitalize(candidate) if is_name(candidate) or alone else None


def _uncapitalize(name: str) -> str:
    """Return a name set in capitals as names are written: "H. BALDER" is H. Balder."""
    return " ".join(
        re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
        if word.isupper() and len(word.strip(".")) > 2  # noqa: PLR2004 - a bound of this rule alone
        else word
        for word in name.split()
    )
