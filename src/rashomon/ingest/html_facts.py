"""Facts that a page's markup states: JSON-LD, OpenGraph, meta elements, canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from rashomon.datamodel import StatedDate
from rashomon.ingest.facts import Facts
from rashomon.ingest.html import Page
from rashomon.ingest.outlets import names_outlet

_ARTICLE = re.compile(
    r"(?:News|Report|BlogPosting|LiveBlog|Opinion|Analysis|Advertiser|Review|Background|Scholarly|Satirical|Tech)?\w*(?:Article|Posting)$|^Report$"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_LIMIT = 2_000
_TITLE_SIGN = re.compile(r"\s([|–—·»-])\s")
_SIGNED, _SITE_WORDS, _SHORT_WORD = 3, 6, 3
_Json: TypeAlias = Any
_Node: TypeAlias = Mapping[str, _Json]


def read_page_facts(page: Page) -> Facts:
    """Return the facts that the markup of ``page`` states."""
    node = next(_find_articles(page.json_ld), {})
    meta: dict[str, str] = {}
    authors: list[str] = []
    for key, value in page.meta:
        meta.setdefault(key, value)
        if key in {"author", "article:author", "parsely-author", "dc.creator"} and value and "://" not in value:
            authors.append(value)
    named = tuple(_names(node.get("author")))
    return Facts(
        headline=_text(node.get("headline")) or meta.get("og:title") or page.title,
        authors=tuple(dict.fromkeys(named)) or tuple(dict.fromkeys(authors)),
        publisher=next(_names(node.get("publisher")), None)
        or meta.get("og:site_name")
        or meta.get("application-name")
        or _find_site(page),
        url=page.canonical or meta.get("og:url") or _text(node.get("url")) or None,
        date_published=_date(
            node,
            "datePublished",
            meta,
            ("article:published_time", "datepublished", "date", "dc.date", "parsely-pub-date", "pubdate"),
        ),
        date_modified=_date(
            node, "dateModified", meta, ("article:modified_time", "datemodified", "og:updated_time", "last-modified")
        ),
        in_language=_text(node.get("inLanguage")) or page.language,
        usage_terms=_text(node.get("license")) or _text(node.get("usageInfo")) or meta.get("copyright") or None,
        origin_notes=tuple(_names(node.get("sourceOrganization"))),
        genre_hints=tuple(dict.fromkeys(_texts(node.get("articleSection")))),
        free_to_read=_flag(node.get("isAccessibleForFree")),
    )


def _find_site(page: Page) -> str | None:
    """Return the site's name that the page title ends with: after a bar or a dash, behind a longer headline."""
    parts = _TITLE_SIGN.split(page.title or "")
    tail = parts[-1].strip()
    if len(parts) < _SIGNED or not 0 < len(tail.split()) <= _SITE_WORDS or len(tail) >= len(parts[0]):
        return None
    longer = [word for word in tail.split() if len(word) > _SHORT_WORD]
    named = bool(longer) and all(word[0].isupper() or not word[0].isalpha() for word in longer)
    return tail if named and (parts[-2] == "|" or names_outlet(tail) or page.text.count(tail) > 1) else None


def page_titles(page: Page) -> tuple[str, ...]:
    """Return every headline the markup states, the page title cut at its site name."""
    found = [_text(node.get("headline")) or "" for node in _find_articles(page.json_ld)]
    found += [value for key, value in page.meta if key in {"og:title", "twitter:title", "headline"}]
    if page.title:
        found += [page.title, *(part for part in re.split(r"\s[|–—·»-]\s", page.title) if len(part.split()) > 2)]  # noqa: PLR2004 - a bound of this rule alone
    return tuple(dict.fromkeys(title for title in found if title))


def _find_articles(blocks: tuple[str, ...]) -> Iterator[_Node]:
    """Yield the article nodes of JSON-LD blocks, graphs and lists opened, without recursion."""
    for block in blocks:
        try:
            waiting: list[Any] = [json.loads(block)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < _LIMIT:
            value = waiting.pop(0)
            seen += 1
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                if any(_ARTICLE.search(kind) for kind in _texts(value.get("@type"))):
                    yield value
                waiting += [value[key] for key in ("@graph", "mainEntity", "itemListElement") if key in value]


def _texts(value: _Json) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield " ".join(item.split())


def _text(value: _Json) -> str | None:
    return next(_texts(value), None)


def _names(value: _Json) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for text in _texts(name):
            if "://" not in text:
                yield text


def _flag(value: _Json) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower()) if isinstance(value, str) else None


def _date(node: _Node, key: str, meta: Mapping[str, str], names: tuple[str, ...]) -> StatedDate | None:
    stated = _text(node.get(key))
    if stated and (match := _ISO.match(stated)):
        return StatedDate(value=match.group(), where="json-ld")
    for name in names:
        if match := _ISO.match(meta.get(name, "")):
            return StatedDate(value=match.group(), where="meta")
    return None
