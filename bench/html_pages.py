"""Pages rebuilt from blocks of text: corpora of blocks have lost their HTML, and readers of HTML want some.

A page is laid out in one of four manners drawn by its seed: with the elements meant for it (nav, article, footer), with
divs and telling classes, with divs and scrambled classes, or with divs alone and no paragraphs. What stands between the
first and the last body block shares their container, whatever its label: a tag tells no more than on real pages.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,2}\.)\s+")
_HEADING = re.compile(r"(#{1,6})\s+")
_FOOT_SHARE = 0.3
_MANNERS = ("elements", "classes", "scrambled", "bare")
_TAGS = {
    "top": ("header", "site-header"),
    "head": ("nav", "main-menu"),
    "main": ("article", "post-content"),
    "side": ("aside", "widget-area"),
    "foot": ("footer", "site-footer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a page is laid out: its name, its paragraph element, and a salt for scrambled classes."""

    name: str
    paragraph: str
    salt: int

    def open(self, part: str) -> str:
        """Return the start tag of a part of the page."""
        tag, name = _TAGS[part]
        if self.name == "elements":
            return f"<{tag}>"
        if self.name == "bare":
            return "<div>"
        if self.name == "scrambled":
            name = f"c{random.Random(f'{self.salt}{part}').randrange(16**6):06x}"  # noqa: S311 - a layout, no secret
        return f'<div class="{name}">'

    def close(self, part: str) -> str:
        """Return the end tag that belongs to ``open``."""
        return f"</{_TAGS[part][0]}>" if self.name == "elements" else "</div>"


def rebuild(row: Mapping[str, Any], seed: int, *, head: str = "") -> str:
    """Return a page that shows the blocks of ``row`` (``md`` and ``label``); the same for the same row and seed.

    ``head`` is markup put into the head beside the title. No other metadata is written.
    """
    draw = random.Random(f"{row['id']}/{seed}")  # noqa: S311 - a layout, no secret
    manner = Manner(name=draw.choice(_MANNERS), paragraph=draw.choice(("p", "p", "p", "div")), salt=draw.randrange(999))
    if manner.name == "bare":
        manner = Manner(name="bare", paragraph="p" if draw.random() < 0.5 else "div", salt=0)  # noqa: PLR2004 - a coin
    title = html.escape(str(row.get("title") or ""))
    parts = "\n".join(_write_part(part, blocks, manner) for part, blocks in _cut(row["blocks"]))
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body><div>\n{parts}\n</div></body></html>\n"
    )


def _cut(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Yield the parts of a page in order: head, what holds the body, and what comes after in side and foot."""
    bodies = [number for number, block in enumerate(blocks) if block["label"] in {"body", "mixed"}]
    first, last = (bodies[0], bodies[-1] + 1) if bodies else (0, len(blocks))
    while first and _HEADING.match(blocks[first - 1]["md"]):
        first -= 1
    foot = len(blocks) - int(_FOOT_SHARE * (len(blocks) - last))
    cuts = (("head", 0, first), ("main", first, last), ("side", last, foot), ("foot", foot, len(blocks)))
    for part, start, end in cuts:
        if start < end:
            yield part, blocks[start:end]


def _write_part(part: str, blocks: Sequence[Mapping[str, Any]], manner: Manner) -> str:
    pieces = [manner.open(part)]
    for listed, group in groupby(blocks, key=lambda block: bool(_ITEM.match(block["md"]))):
        written = [_write_block(block["md"], manner) for block in group]
        pieces += ["<ul>", *written, "</ul>"] if listed else written
    return "\n".join([*pieces, manner.close(part)])


def _write_block(text: str, manner: Manner) -> str:
    if item := _ITEM.match(text):
        return f"<li>{_write_inline(text[item.end() :])}</li>"
    if heading := _HEADING.match(text):
        level = len(heading[1])
        return f"<h{level}>{_write_inline(text[heading.end() :])}</h{level}>"
    return f"<{manner.paragraph}>{_write_inline(text)}</{manner.paragraph}>"


def _write_inline(text: str) -> str:
    safe = html.escape(text, quote=False)
    safe = _IMAGE.sub(lambda match: f'<img src="#" alt="{html.escape(match[1])}">', safe)
    safe = _LINK.sub(r'<a href="#">\1</a>', safe)
    return _BOLD.sub(r"<strong>\1</strong>", safe)
