"""The words and glyphs of the interface: how things are called, never what is so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rashomon.datamodel import Bound, CompletenessValue, DisputeKind, NumberRelation, Quantity, Role, Stance, Story

NOT_STATED: Final = "not stated"
NO_PUBLISHER: Final = "publisher not stated"
CONFLICTS: Final = "conflicts with"

STANCES: Final[dict[Stance, tuple[str, str]]] = {
    "asserts": ("●", "asserts"),
    "quotes": ("“", "quotes"),
    "denies": ("¬", "denies"),
    "hedges": ("?", "hedges"),
    "asks": ("¿", "asks"),
}
"""Stance -> (glyph, word); every glyph is Latin-1 or in any terminal font."""

DISPUTES: Final[dict[DisputeKind, str]] = {
    "number": "number",
    "denial": "denial",
    "actor": "actor",
    "outcome": "outcome",
    "time_place": "time or place",
    "characterization": "characterization",
}

RELATIONS: Final[dict[NumberRelation, tuple[str, str]]] = {
    "same": ("=", "same figure"),
    "compatible": ("≈", "compatible figures"),
    "update": ("Δ", "moved figure"),
    "conflict": ("≠", "figures conflict"),
}

COMPLETENESS: Final[dict[CompletenessValue, tuple[str, str]]] = {
    "complete": ("▣", "complete"),
    "cut": ("◧", "cut"),
    "unknown": ("□", "unknown"),
}

ROLES: Final[dict[Role, str]] = {"main": "main article", "secondary": "second story", "stub": "stub"}

_CAPTURED: Final[dict[CompletenessValue, str]] = {
    "complete": "capture complete",
    "cut": "capture cut",
    "unknown": "completeness unknown",
}
_BOUNDS: Final[dict[Bound, str]] = {"exact": "", "at_least": "at least ", "at_most": "at most ", "about": "about "}
_INTEGER_LIMIT: Final = 1e15


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return the count, thousands apart, with the noun in the right number."""
    return f"{count:,} {singular if count == 1 else several or singular + 's'}"


def enumerate_words(words: Sequence[str]) -> str:
    """Return ``words`` as one list: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def name_captured(value: CompletenessValue) -> str:
    """Return how much of its article a capture holds, as a remark in brackets."""
    return _CAPTURED[value]


def name_number(value: float) -> str:
    """Return a figure with thousands apart and without a needless fraction."""
    if value == int(value) and abs(value) < _INTEGER_LIMIT:
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) < _INTEGER_LIMIT else f"{value:g}"


def name_quantity(quantity: Quantity) -> str:
    """Return bound, value or range, and unit as the reading of a figure: "at least 14", "180–260 km"."""
    value = name_number(quantity.low)
    if quantity.high != quantity.low:
        value = f"{value}–{name_number(quantity.high)}"
    unit = f" {quantity.unit}" if quantity.unit and quantity.unit != "%" else quantity.unit or ""
    return f"{_BOUNDS[quantity.bound]}{value}{unit}"


def name_texts(story: Story, publishers: Sequence[str | None]) -> str:
    """Return "N publishers, M independent texts" for the publishers of a story's articles (None: not stated)."""
    named = len({name for name in publishers if name is not None})
    unnamed = sum(name is None for name in publishers)
    parts = [plural(named, "publisher")] if named or not unnamed else []
    if unnamed:
        parts.append(f"{plural(unnamed, 'account')} whose publisher is {NOT_STATED}")
    return f"{' and '.join(parts)}, {plural(story.independent_texts, 'independent text')}"
