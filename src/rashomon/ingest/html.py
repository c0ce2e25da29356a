"""HTML to text: the whole visible text of a page, a block on each line, walked without recursion.

Pages are parsed by lxml, once, for the walk and for trafilatura alike. lxml drops what lies deeper than 256 elements,
what stands after the end of the page, and texts of ten million characters, all without an error: so the letters are
counted in lexbor's tree as well, and where letters are missing, the text is lexbor's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, TypeAlias

from lxml.etree import LxmlError, XPath, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from resiliparse.parse.html import HTMLTree, NodeType

from rashomon.ingest.html_writer import BREAKS, SKIPPED, Line, State, Writer, is_hidden

_Node: TypeAlias = Any  # resiliparse ships no type information
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_NAMES = ("name", "property", "itemprop", "http-equiv")
_UNSEEN = XPath("//*[self::script or self::style or self::title][not(ancestor::head)]")
_UNSEEN_SELECTOR = "script, style, title"
_ITEMS = XPath("//body//*[@itemprop or @property]")
_INLINE = State(block=False)
_MOST_ITEMS = 500
_WHOLE = frozenset({"html", "body"})  # hidden only until a script has run
_MOST_LOST = 2
"""How many letters the two parsers may differ by: they read broken entities differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A ``<time>`` element: the number of the line it stands in or before, its ``datetime``, its class and id."""

    line: int
    value: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page: its visible text, its lines, and the metadata its head, scripts and attributes state.

    ``items`` are the microdata and RDFa properties in the body as pairs of name and value; ``alternates`` pairs of
    language and address. ``root`` is lxml's tree, to be read only; None where lxml has lost a part of the page.
    """

    text: str = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    depth: int
    language: str | None = None
    title: str | None = None
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    times: tuple[Time, ...] = ()
    json_ld: tuple[str, ...] = field(default=(), repr=False)
    asks_password: bool = False
    root: HtmlElement | None = field(default=None, repr=False, compare=False)


@cache
def name_renderer() -> str:
    """Return the name of what makes the text of pages, with the versions of the parsers it rests on."""
    return f"rashomon-html 2 (lxml {version('lxml')}, resiliparse {version('resiliparse')})"


def find_meta_charset(payload: bytes) -> str | None:
    """Return the charset that a page states of itself in its first 4 KiB, or None."""
    match = _CHARSET.search(payload[:4096])
    return match[1].decode("ascii") if match else None


def render_html(source: str) -> Page:
    """Return the visible text of ``source``: no script, style, template or hidden part, one block on each line.

    NUL characters are dropped, as browsers do. Nothing is fetched and no entity is expanded but HTML's own.
    """
    bare = source.replace("\x00", "")
    root, tree = _parse(bare), HTMLTree.parse(bare)
    whole = root is not None and _count_unlike(root, tree) <= _MOST_LOST
    writer = Writer()
    times: tuple[Time, ...] = ()
    if root is not None and whole:
        depth, times = _walk(root, writer)
    else:
        depth = _walk_lexbor(tree.body, writer) if tree.body is not None else 0
    text, lines = writer.finish()
    if root is None:
        return Page(text=text, lines=lines, depth=depth, title=_fold(tree.title) or None)
    return Page(
        text=text,
        lines=lines,
        depth=depth,
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
        title=_fold(root.findtext(".//title")) or None,
        canonical=next((href for rel, href, _ in _read_links(root) if "canonical" in rel), None),
        alternates=tuple((lang, href) for rel, href, lang in _read_links(root) if "alternate" in rel and lang),
        meta=tuple(_read_meta(root)),
        items=tuple(_read_items(root)),
        times=times,
        json_ld=tuple(script.text or "" for script in root.iter("script") if _is_json_ld(script)),
        asks_password=any((field.get("type") or "").lower() == "password" for field in root.iter("input")),
        root=root if whole else None,
    )


def _parse(source: str) -> HtmlElement | None:
    """Return lxml's tree with the settings that trafilatura parses with, None where lxml finds no page."""
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    if not source or source.isspace():
        return None
    try:
        return document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (ValueError, LxmlError):
        return None


def _count_unlike(root: HtmlElement, tree: _Node) -> int:
    """Return by how many letters lxml's text of a page is shorter than lexbor's; heads, scripts, styles, titles aside.

    lxml keeps an unknown element in the head, and all it holds, where lexbor and browsers begin the body with it.
    """
    if tree.body is None:
        return 0
    head = root.find("head")
    ours = _count("".join(root.itertext())) - sum(_count(node.text or "") for node in _UNSEEN(root))
    ours -= _count("".join(head.itertext())) if head is not None else 0
    theirs = _count(tree.body.text) - sum(_count(node.text) for node in tree.body.query_selector_all(_UNSEEN_SELECTOR))
    return theirs - ours


def _count(text: str) -> int:
    return len(text) - sum(map(text.count, " \n\t\r\f"))


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _read_links(root: HtmlElement) -> Iterator[tuple[Iterable[str], str, str]]:
    for link in root.iter("link"):
        if (rel := link.get("rel")) and (href := (link.get("href") or "").strip()):
            yield rel.lower().split(), href, (link.get("hreflang") or "").strip()


def _read_meta(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for node in root.iter("meta"):
        if (content := node.get("content")) is None:
            continue
        for name in _META_NAMES:
            if key := (node.get(name) or "").strip().lower():
                yield key, _fold(content)


def _read_items(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for node in _ITEMS(root)[:_MOST_ITEMS]:
        name = (node.get("itemprop") or node.get("property") or "").rpartition(":")[2].strip().lower()
        value = node.get("content") or node.get("datetime") or (node.text_content()[:200] if len(node) < 9 else "")  # noqa: PLR2004 - names and dates are small
        if name and value and (folded := _fold(value)):
            yield name, folded


def _walk(root: HtmlElement, writer: Writer) -> tuple[int, tuple[Time, ...]]:
    """Write every visible text under ``root`` in order; return how deep the tree is, and its ``<time>`` elements."""
    states = [State()]
    path: list[HtmlElement] = []  # kept, for lxml makes an object anew where nobody holds the last one
    times: list[Time] = []
    deepest = 0
    walker = iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            path.append(node)
            tag = node.tag
            given = dict(node.items())
            if tag in SKIPPED or (given and tag not in _WHOLE and is_hidden(given.get("hidden"), given.get("style"))):
                walker.skip_subtree()
                states.append(_INLINE)
                continue
            if tag in BREAKS:
                writer.end()
                states.append(_INLINE)
                continue
            names = f"{given.get('class', '')} {given.get('id', '')}" if given else ""
            state = states[-1].enter(tag, names)
            if state.block and writer.pieces:
                writer.end()
            if tag == "time" and (value := given.get("datetime")):
                times.append(Time(line=len(writer.lines), value=value.strip(), names=names.lower()))
            states.append(state)
            deepest = max(deepest, len(states))
            if text := node.text:
                writer.add(text, state)
        else:
            path.pop()
            if states.pop().block and writer.pieces:
                writer.end()
            if tail := node.tail:
                writer.add(tail, states[-1])
    return deepest, tuple(times)


def _walk_lexbor(body: _Node, writer: Writer) -> int:
    """Write every visible text under ``body`` in order; return how deep the tree is."""
    states = [State()]
    node, deepest = body.first_child, 0
    while node is not None:
        child = None
        if node.type == NodeType.TEXT:
            writer.add(node.value or "", states[-1])
        elif node.type == NodeType.ELEMENT:
            tag = node.tag
            if tag in BREAKS:
                writer.end()
            elif tag not in SKIPPED and not is_hidden("" if node.hasattr("hidden") else None, node.getattr("style")):
                state = states[-1].enter(tag, f"{node.getattr('class') or ''} {node.getattr('id') or ''}")
                if state.block:
                    writer.end()
                child = node.first_child
                if child is not None:
                    states.append(state)
                    deepest = max(deepest, len(states))
        node = child if child is not None else _leave(node, states, writer)
    return deepest


def _leave(node: _Node, states: list[State], writer: Writer) -> _Node:
    """Return the next node after ``node`` and all it holds, closing what ends on the way up."""
    following = node.next
    while following is None and len(states) > 1:
        node = node.parent
        if states.pop().block:
            writer.end()
        following = node.next
    return following if len(states) > 1 or following is not None else None
