"""The visible text of a page as it is written: white space folded, a block on each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from rashomon.ingest.html_hints import read_hints

SKIPPED = frozenset({
    "script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed", "canvas",
    "audio", "video", "select", "textarea", "title", "meta", "link", "map", "datalist",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "ruby", "rt",
    "rp", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
})  # fmt: skip
BREAKS = frozenset({"br", "hr"})
_BLANK = re.compile(r"[ \t\r\n\f]+")
_BLANKS = " \t\r\n\f"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds inside an element: hints, heading level, whether in a link; ``block`` where its end ends a line."""

    hints: frozenset[str] = frozenset()
    level: int = 0
    linked: bool = False
    block: bool = True

    def enter(self, tag: str, names: str) -> State:
        """Return the state inside an element of ``tag`` with the class and id ``names``."""
        found = read_hints(tag, names)
        block = tag not in INLINE
        heading = "heading" in found and len(tag) == 2  # noqa: PLR2004 - h1 to h6
        if not heading and tag != "a" and block == self.block and found <= self.hints:
            return self
        return State(
            hints=self.hints | found if found - self.hints else self.hints,
            level=int(tag[1]) if heading else self.level,
            linked=self.linked or tag == "a",
            block=block,
        )


class Line(NamedTuple):
    """A block of a page's text, ``text[start:end]``; a tuple, for a page has hundreds and each is made once.

    ``hints``, ``level`` and ``link_share`` are those of ``Stretch``.
    """

    start: int
    end: int
    hints: frozenset[str]
    level: int
    link_share: float


def is_hidden(hidden: str | None, style: str | None) -> bool:
    """Tell whether an element's ``hidden`` or ``style`` attribute keeps it from being seen."""
    return hidden is not None or bool(style and _HIDDEN.search(style))


def _fold(text: str) -> str:
    if "  " not in text and text.isprintable():
        return text
    return _BLANK.sub(" ", text)


@dataclass(slots=True)
class Writer:
    """The page as far as it is written; private to one walk, which no other code sees.

    ``finish`` gives the text and its lines.
    """

    written: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    state: State = field(default_factory=State)

    def add(self, data: str, state: State) -> None:
        """Write ``data`` into the open block; the first text that is no white space gives the block its hints."""
        if not self.pieces:
            data = data.lstrip(_BLANKS)
            if not data:
                return
            self.state = state
        self.pieces.append(data)
        if state.linked:
            self.linked += len(_fold(data))

    def end(self) -> None:
        """Close the open block, if any."""
        if not self.pieces:
            return
        line = _fold("".join(self.pieces)).rstrip(" ")
        start = self.length + 1 if self.written else 0
        self.length = start + len(line)
        share = min(1.0, self.linked / len(line)) if self.linked else 0.0
        self.lines.append(Line(start, self.length, self.state.hints, self.state.level, share))
        self.written.append(line)
        self.pieces, self.linked = [], 0

    def finish(self) -> tuple[str, tuple[Line, ...]]:
        """Return the text, a block on each line, and where its blocks stand."""
        self.end()
        return "\n".join(self.written), tuple(self.lines)
