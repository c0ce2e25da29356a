"""JSON-LD out of a page: the node that describes its article, found in graphs and lists, broken blocks mended."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

Json: TypeAlias = Any
Node: TypeAlias = Mapping[str, Json]

_ARTICLE = re.compile(
    r"(?:News|Report|BlogPosting|LiveBlog|Opinion|Analysis|Advertiser|Review|Background|Scholarly|Satirical|Tech)?\w*(?:Article|Posting)$|^Report$"
)
_PAGE = re.compile(r"(?:Web|Item|About|Profile|Collection)Page$")
_OPENED = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*;?\s*$"
)
_COMMA = re.compile(r",\s*([}\]])")
_RESCUED = re.compile(
    r'"(headline|datePublished|dateModified|isAccessibleForFree|inLanguage)"\s*:\s*"?([^"\n{}\[\],]{1,300})'
)
_MOST = 2_000
_LONGEST = 2_000_000
_NOTHING: Node = MappingProxyType({})


def find_nodes(blocks: Sequence[str]) -> tuple[Node, ...]:
    """Return every node of the JSON-LD ``blocks`` that is a page's own, references by ``@id`` put in, articles first.

    Lists of other articles (``itemListElement``, ``hasPart``) are not opened: their dates are not this page's.
    """
    nodes: list[Node] = []
    for block in blocks:
        nodes += _open(_parse(block[:_LONGEST]))
    named = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    resolved = [{key: _resolve(value, named) for key, value in node.items()} for node in nodes]
    return tuple(sorted(resolved, key=lambda node: not is_article(node)))


def is_article(node: Node) -> bool:
    """Tell whether ``node`` is of a type of article."""
    return any(_ARTICLE.search(kind) for kind in texts(node.get("@type")))


def is_page(node: Node) -> bool:
    """Tell whether ``node`` is the page itself."""
    return any(_PAGE.search(kind) for kind in texts(node.get("@type")))


def first_article(nodes: Sequence[Node]) -> Node:
    """Return the first article of ``nodes``, or an empty node."""
    return nodes[0] if nodes and is_article(nodes[0]) else _NOTHING


def texts(value: Json) -> Iterator[str]:
    """Yield the strings that ``value`` is or lists, white space folded, entities undone."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield " ".join((html.unescape(item) if "&" in item else item).split())


def text(value: Json) -> str | None:
    """Return the first string of ``value``, or None."""
    return next(texts(value), None)


def names(value: Json) -> Iterator[str]:
    """Yield the names of the things that ``value`` is or lists: strings, or objects with a ``name``."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for one in texts(name):
            if "://" not in one:
                yield one


def flag(value: Json) -> bool | None:
    """Return a truth value written as one, or as "true", "False", "http://schema.org/False"; else None."""
    if isinstance(value, bool):
        return value
    word = str(value).lower().rpartition("/")[2] if isinstance(value, str) else ""
    return {"true": True, "yes": True, "false": False, "no": False}.get(word)


def is_free(node: Node) -> bool | None:
    """Return whether ``node`` says that it is free to read; a part that is not counts where the whole says nothing."""
    whole = flag(node.get("isAccessibleForFree"))
    if whole is not None:
        return whole
    parts = node.get("hasPart")
    stated = [
        flag(part.get("isAccessibleForFree"))
        for part in (parts if isinstance(parts, list) else [parts])
        if isinstance(part, dict)
    ]
    return False if False in stated else None


def _parse(block: str) -> Json:
    """Return what ``block`` holds, mended where it is nearly JSON; of what is not, the few plain facts it has."""
    bare = _WRAPPING.sub("", _WRAPPING.sub("", block))
    for attempt in (bare, _COMMA.sub(r"\1", bare), html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    if not re.search(r"Article|Posting", bare):
        return None
    rescued: dict[str, Json] = {}
    for match in _RESCUED.finditer(bare):
        rescued.setdefault(match[1], match[2].strip())
    return {"@type": "Article", **rescued} if rescued else None


def _open(value: Json) -> Iterator[Node]:
    """Yield the nodes in ``value``, graphs and lists opened, without recursion, the first 2,000."""
    waiting: list[Json] = [value]
    seen = 0
    while seen < len(waiting) and seen < _MOST:
        item = waiting[seen]
        seen += 1
        if isinstance(item, list):
            waiting += item[:_MOST]
        elif isinstance(item, dict):
            yield item
            waiting += [item[key] for key in _OPENED if isinstance(item.get(key), (dict, list))]


def _resolve(value: Json, named: Mapping[str, Node]) -> Json:
    if isinstance(value, list):
        return [_resolve_one(item, named) for item in value]
    return _resolve_one(value, named)


def _resolve_one(value: Json, named: Mapping[str, Node]) -> Json:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value
