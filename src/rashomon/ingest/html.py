"""HTML to text: the whole visible text of a page, a block on each line, walked without recursion on lexbor's tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from resiliparse.parse.html import HTMLTree, NodeType

from rashomon.datamodel import Span
from rashomon.ingest.stretches import Stretch

_SKIPPED = frozenset({
    "script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed", "canvas",
    "audio", "video", "select", "textarea", "title", "meta", "link", "map", "datalist",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "ruby", "rt",
    "rp", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
})  # fmt: skip
_HINT_TAGS = {
    "nav": "nav", "footer": "footer", "header": "header", "aside": "aside", "figure": "figure", "form": "form",
    "figcaption": "figcaption", "button": "button", "address": "address", "time": "time", "blockquote": "quote",
    "li": "item", "dialog": "dialog", "table": "table", "article": "article", "main": "main",
}  # fmt: skip
_HINT_NAMES = (
    ("cookie", re.compile(r"cookie|consent|gdpr|onetrust")),
    ("paywall", re.compile(r"paywall|metered|subscriber-only|regwall|piano")),
    ("comment", re.compile(r"(?<![a-z])comments?(?![a-z])|disqus|respond|replies")),
    (
        "related",
        re.compile(
            r"related|recirc|recommend|read-?more|more-?(?:from|stories)|most-?(?:read|viewed|popular)|trending|outbrain|"
            r"taboola|teaser|also-?like|up-?next"
        ),
    ),
    (
        "plug",
        re.compile(r"newsletter|promo|signup|sign-up|share|sharing|social|subscribe|donat|support-us|app-?banner|follow"),
    ),
    ("advert", re.compile(r"(?<![a-z])(?:ad|ads|advert|advertisement|sponsor(?:ed)?|dfp)(?![a-z])")),
    ("caption", re.compile(r"caption|wp-caption")),
    ("credit", re.compile(r"credit|photographer|copyright-?holder")),
    ("byline", re.compile(r"byline|author-?name|(?<![a-z])authors?(?![a-z])")),
    ("bio", re.compile(r"author-?bio|(?<![a-z])bio(?![a-z])|about-?(?:the-)?author|author-?(?:box|info|card|desc)")),
    (
        "deck",
        re.compile(
            r"standfirst|(?<![a-z])(?:deck|dek)(?![a-z])|subtitle|sub-?head(?:line|ing)|chapo|"
            r"article-(?:summary|intro|lead)"
        ),
    ),
    ("date", re.compile(r"dateline|pub(?:lish(?:ed)?)?-?date|timestamp|post-?date|entry-date")),
    ("correction", re.compile(r"correction|clarification")),
    (
        "nav",
        re.compile(
            r"(?<![a-z])(?:nav|menu|breadcrumbs?|sidebar|masthead|navbar|tags?|topics|toolbar|skip-link|pagination)(?![a-z])"
        ),
    ),
    ("footer", re.compile(r"(?<![a-z])footer|colophon|site-?foot")),
)  # fmt: skip
_Node: TypeAlias = Any  # resiliparse ships no type information
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f]+")
_META_NAMES = ("name", "property", "itemprop", "http-equiv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page: its visible text, its stretches, and the metadata its head and scripts state."""

    text: str = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False)
    depth: int
    language: str | None
    title: str | None
    canonical: str | None
    meta: tuple[tuple[str, str], ...]
    json_ld: tuple[str, ...] = field(repr=False)


@dataclass(slots=True)
class _Writer:
    """The page as far as it is written; private to this walk, which no other code sees."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    start: int = -1
    linked: int = 0
    space: bool = False
    hints: frozenset[str] = frozenset()
    level: int = 0

    def add(self, data: str, hints: frozenset[str], level: int, *, linked: bool) -> None:
        """Write visible text, white space folded, and begin a stretch where none is open."""
        for number, word in enumerate(_BLANK.split(data)):
            self.space = self.space or number > 0
            if not word:
                continue
            if self.start < 0:
                self._begin(hints, level)
            elif self.space:
                self._write(" ")
                self.linked += 1 if linked else 0
            self.space = False
            self._write(word)
            self.linked += len(word) if linked else 0

    def end(self) -> None:
        """Close the open stretch, if any."""
        if self.start >= 0:
            span = Span(start=self.start, end=self.length)
            self.stretches.append(
                Stretch(
                    span=span,
                    kept=(span,),
                    hints=self.hints,
                    level=self.level,
                    gap=True,
                    link_share=min(1.0, self.linked / len(span)),
                )
            )
        self.start, self.linked, self.space = -1, 0, False

    def _begin(self, hints: frozenset[str], level: int) -> None:
        if self.length:
            self._write("\n")
        self.start, self.hints, self.level = self.length, hints, level

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def find_meta_charset(payload: bytes) -> str | None:
    """Return the charset that a page states of itself in its first 4 KiB, or None."""
    match = _CHARSET.search(payload[:4096])
    return match[1].decode("ascii") if match else None


def render_html(source: str) -> Page:
    """Return the visible text of ``source``: no script, style, template or hidden part, one block on each line."""
    tree = HTMLTree.parse(source)
    writer = _Writer()
    depth = _walk(tree.body, writer) if tree.body is not None else 0
    head: _Node = tree.document
    return Page(
        text="".join(writer.pieces),
        stretches=tuple(writer.stretches),
        depth=depth,
        language=_attribute(head.query_selector("html"), "lang") or None,
        title=" ".join((tree.title or "").split()) or None,
        canonical=_attribute(head.query_selector("link[rel=canonical]"), "href") or None,
        meta=tuple(_read_meta(head)),
        json_ld=tuple(str(node.text) for node in head.query_selector_all('script[type="application/ld+json"]')),
    )


def _attribute(node: _Node, name: str) -> str:
    return (node.getattr(name) or "").strip() if node is not None else ""


def _read_meta(document: _Node) -> Iterator[tuple[str, str]]:
    for node in document.query_selector_all("meta[content]"):
        for name in _META_NAMES:
            if key := _attribute(node, name):
                yield key.lower(), " ".join(_attribute(node, "content").split())
    for node in document.query_selector_all("body time[datetime]"):
        yield "time", _attribute(node, "datetime")


def _walk(body: _Node, writer: _Writer) -> int:
    """Write every visible text under ``body`` in order; return how deep the tree is."""
    states: list[tuple[frozenset[str], int, bool, bool]] = [(frozenset(), 0, False, True)]
    node, deepest = body.first_child, 0
    while node is not None:
        child = None
        if node.type == NodeType.TEXT:
            hints, level, linked, _ = states[-1]
            writer.add(node.value or "", hints, level, linked=linked)
        elif node.type == NodeType.ELEMENT:
            tag = node.tag
            if tag in {"br", "hr"}:
                writer.end()
            elif tag not in _SKIPPED and not _is_hidden(node):
                block = tag not in _INLINE
                if block:
                    writer.end()
                child = node.first_child
                if child is not None:
                    states.append(_enter(node, tag, states[-1], block=block))
                    deepest = max(deepest, len(states))
        node = child if child is not None else _leave(node, states, writer)
    writer.end()
    return deepest


def _leave(node: _Node, states: list[tuple[frozenset[str], int, bool, bool]], writer: _Writer) -> _Node:
    """Return the next node after ``node`` and all it holds, closing what ends on the way up."""
    following = node.next
    while following is None and len(states) > 1:
        node = node.parent
        if states.pop()[3]:
            writer.end()
        following = node.next
    return following if len(states) > 1 or following is not None else None


def _is_hidden(node: _Node) -> bool:
    return node.hasattr("hidden") or bool(_HIDDEN.search(node.getattr("style") or ""))


def _enter(
    node: _Node,
    tag: str,
    state: tuple[frozenset[str], int, bool, bool],
    *,
    block: bool,
) -> tuple[frozenset[str], int, bool, bool]:
    hints, level, linked, _ = state
    heading = _HEADING.fullmatch(tag)
    found = {_HINT_TAGS[tag]} if tag in _HINT_TAGS else set()
    if heading:
        found.add("heading")
    names = f"{node.getattr('class') or ''} {node.getattr('id') or ''}".lower() if node.attributes else ""
    if names.strip():
        found |= {hint for hint, pattern in _HINT_NAMES if pattern.search(names[:400])}
    return (
        hints | found if found - hints else hints,
        int(heading[1]) if heading else level,
        linked or tag == "a",
        block,
    )
