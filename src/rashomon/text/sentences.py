"""Sentences: where they end, by stops and closed lists of abbreviations; no sentence reaches over a line end."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rashomon.datamodel import Span, Spans
from rashomon.errors import PackageDataError

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…。！？]+")
_SPACED_CLOSER = re.compile(r" ?[»›]|[”’\"'“)\]]| [\"”](?= |$)")
_OPENERS = "«“„‘\"'(‹[—–-¿¡"
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_EDGE = "(«“„\"'‘["
_TOKEN_REACH = 16


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """What stands before a stop that ends no sentence, and the words that show one has begun all the same."""

    never: frozenset[str]
    numbered: frozenset[str]
    seldom: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=1)
def _load() -> dict[str, dict[str, list[str]]]:
    try:
        return tomllib.loads(resources.files("rashomon.text").joinpath("abbreviations.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackageDataError("the list of abbreviations is missing or damaged", where="abbreviations.toml",
                               hint="pip install --force-reinstall rashomon") from error  # fmt: skip


@lru_cache(maxsize=64)
def _abbreviations(language: str) -> _Abbreviations:
    """Return the lists of ``language``, or those of all languages together where there are none for it."""
    tables = _load()
    chosen = [tables[language]] if language in tables else list(tables.values())
    return _Abbreviations(
        never=frozenset(word for table in chosen for word in table["never"]),
        numbered=frozenset(word for table in chosen for word in table["numbered"]),
        seldom=frozenset(word for table in chosen for word in table["seldom"]),
        starters=frozenset(word for table in chosen for word in table["starters"]),
    )


def split_sentences(text: str, language: str) -> Spans:
    r"""Return the sentences of a normal form, without the white space around them, never across ``\n``.

    ``language`` is an ISO 639-1 code; unknown ones use the abbreviations of every language.
    """
    lists = _abbreviations(language)
    found: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            end = _after_closers(text, stop.end(), line.end())
            if _ends_sentence(text, stop, end, line, lists):
                _keep(found, text, start, end)
                start = end
        _keep(found, text, start, line.end())
    return tuple(found)


def _keep(found: list[Span], text: str, start: int, end: int) -> None:
    """Append ``start`` to ``end`` without the white space around it, if a letter or digit is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(char.isalnum() for char in text[start:end]):
        found.append(Span(start=start, end=end))
    elif end > start and found and "\n" not in text[found[-1].end : start]:
        found[-1] = Span(start=found[-1].start, end=end)


def _after_closers(text: str, at: int, limit: int) -> int:
    """Return the end of the closing quotation marks and brackets that follow a stop."""
    while at < limit and (closer := _SPACED_CLOSER.match(text, at, limit)):
        at = closer.end()
    return at


def _ends_sentence(text: str, stop: re.Match[str], end: int, line: re.Match[str], lists: _Abbreviations) -> bool:
    """Tell whether a sentence ends at ``end``, behind ``stop`` and its closing marks."""
    if end >= line.end() or not text[end].isspace():
        return end >= line.end()
    at = end
    while at < line.end() and (text[at].isspace() or text[at] in _OPENERS):
        at += 1
    if at >= line.end():
        return True
    opened = text[at].isupper() or text[at].isdigit() or not (text[at].islower() or text[at].isalnum())
    if not opened or (text[at].isdigit() and stop.group() == "…"):
        return False
    if end > stop.end() and text[end].isspace() and text[end:at].strip() in {"—", "–", "-"}:
        return False  # «Why?» — asked ...: the dash after a closed quotation brings its speaker
    if stop.group() != "." or (end > stop.end() and text[stop.start() - 2 : stop.start() - 1] != "."):
        return True  # a mark that closes behind the stop shows the end: "No." She ...
    return _stop_is_full(text, stop.start(), line.start(), at, lists)


def _stop_is_full(text: str, stop: int, line_start: int, following: int, lists: _Abbreviations) -> bool:
    """Tell whether a single "." ends a sentence and not an abbreviation, an initial or the number of a list item."""
    start = stop
    while (
        start > max(line_start, stop - _TOKEN_REACH) and not text[start - 1].isspace() and text[start - 1] not in _EDGE
    ):
        start -= 1
    token = text[start:stop]
    if token.isdigit():
        return start > line_start
    spaced = text[max(line_start, start - 4) : start].split()
    forms = {token, f"{spaced[-1]} {token}"} if spaced and spaced[-1].endswith(".") else {token}
    forms |= {form.lower() for form in forms}
    if forms & lists.numbered and text[following].isdigit():
        return False
    if forms & lists.seldom:
        return _starts(text, following, lists)
    if forms & lists.never:
        return False
    initial = text[stop - 1].isupper() and (len(token) == 1 or text[stop - 2] in ".-")
    return not initial or _starts(text, following, lists)


def _starts(text: str, at: int, lists: _Abbreviations) -> bool:
    """Tell whether the word at ``at`` is one that opens sentences, and not an initial."""
    match = _WORD.match(text, at)
    if not match:
        return text[at] in "—–"
    word = match.group()
    if len(word) == 1 and text[match.end() : match.end() + 1] == ".":
        return False
    return _APOSTROPHE.split(word.lower())[0] in lists.starters
