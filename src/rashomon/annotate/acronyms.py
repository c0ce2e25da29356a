"""Acronyms learned from the text: "National Grid Union (NGU)", "Compagnie de navigation (CDN)"."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.annotate.name_context import NameContext

_SHORTEST, _LONGEST = 2, 8
_REACH = 12
_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "to",
        "in",
        "on",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "pour",
        "a",
        "au",
        "aux",
        "en",
        "по",
        "и",
        "на",
        "в",
        "з",
        "і",
        "та",
        "у",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An acronym at token ``acronym`` and the name it stands for, at tokens ``first`` to ``last``."""

    acronym: int
    first: int
    last: int


def is_acronym(letters: str) -> bool:
    """Tell whether ``letters`` are written in capitals alone, two to eight of them."""
    return _SHORTEST <= len(letters) <= _LONGEST and letters.isalpha() and letters.isupper()


def find_definitions(ctx: NameContext) -> tuple[Definition, ...]:
    """Return the acronyms that stand in brackets behind, or before, the name whose first letters they are."""
    found: list[Definition] = []
    for at in range(1, len(ctx.tokens) - 1):
        if ctx.tokens[at - 1].text != "(":
            continue
        if is_acronym(ctx.tokens[at].text) and ctx.tokens[at + 1].text in {")", ",", ";"}:
            first = _first_of(ctx, at - 1, ctx.folded(at))
            if first is not None:
                found.append(Definition(acronym=at, first=first, last=at - 1))
        elif at > 1 and is_acronym(ctx.tokens[at - 2].text):
            last = next((p for p in range(at, min(at + _REACH, len(ctx.tokens))) if ctx.tokens[p].text == ")"), None)
            if last and _first_of(ctx, last, ctx.folded(at - 2)) == at:
                found.append(Definition(acronym=at - 2, first=at, last=last))
    return tuple(found)


def _first_of(ctx: NameContext, end: int, letters: str) -> int | None:
    """Return where the words before token ``end`` begin whose first letters are ``letters``, None where none are.

    Small words may be left out of the acronym; the name's first word has a capital.
    """
    left = len(letters)
    for at in range(end - 1, max(-1, end - 1 - _REACH), -1):
        token = ctx.tokens[at]
        if token.kind == "mark" and token.text in "-‐‑'’\"«»“”&":
            continue
        if token.kind != "word":
            return None
        if token.folded.startswith(letters[left - 1]):
            left -= 1
        elif token.folded not in _SMALL:
            return None
        if not left:
            return at if token.is_capital else None
    return None
