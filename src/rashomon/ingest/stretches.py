"""Stretches: the paragraph-like pieces of a rendering before anyone says what they are."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.datamodel import Span, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A paragraph-like piece of a rendering.

    ``kept`` are its parts without markup; ``hints`` say what the markup itself tells ("heading", "item", "quote",
    "image", "figcaption", "nav" …); ``level`` is 1..6 for headings; ``gap`` tells whether a blank line stands before
    it; ``link_share`` is the part of its letters inside links, 0..1; ``main`` whether an HTML extractor takes it for
    main text, None where none was asked.
    """

    span: Span
    kept: Spans
    hints: frozenset[str] = frozenset()
    level: int = 0
    gap: bool = False
    link_share: float = 0.0
    main: bool | None = None


MAX_BLOCKS = 100_000
"""How many lines or blocks of one capture are looked at; what comes after is kept as one block, and said."""

NOT_EXAMINED = "not examined"
"""The hint of a stretch that stands for everything after the first ``MAX_BLOCKS`` blocks."""


def cap_stretches(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return ``stretches``, all after the first ``MAX_BLOCKS`` put together as one that is not examined."""
    if len(stretches) <= MAX_BLOCKS:
        return stretches
    rest = Span(start=stretches[MAX_BLOCKS].span.start, end=stretches[-1].span.end)
    return (*stretches[:MAX_BLOCKS], make_unexamined(rest))


def make_unexamined(span: Span) -> Stretch:
    """Return a stretch that stands for text nobody looked at."""
    return Stretch(span=span, kept=(), hints=frozenset({NOT_EXAMINED}))


def join_kept(text: str, kept: Spans) -> str:
    """Return the ``kept`` parts of ``text`` as one line: a blank stands where a line end was between two parts."""
    if len(kept) == 1:
        return kept[0].slice(text)
    pieces: list[str] = []
    for number, span in enumerate(kept):
        if number and spans_apart(text, kept[number - 1], span):
            pieces.append(" ")
        pieces.append(span.slice(text))
    return "".join(pieces)


def spans_apart(text: str, left: Span, right: Span) -> bool:
    """Tell whether a line end stands between two parts of ``text``."""
    between = text[left.end : right.start]
    return "\n" in between or "\r" in between
