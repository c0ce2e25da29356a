"""Facts that a page's markup states: JSON-LD, OpenGraph and other meta elements, microdata, links in the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rashomon.datamodel import StatedDate
from rashomon.ingest.authors import clean_authors
from rashomon.ingest.facts import Facts
from rashomon.ingest.html import Page
from rashomon.ingest.html_dates import (
    MODIFIED,
    PUBLISHED,
    find_by_htmldate,
    find_item,
    find_stated,
    find_time,
    find_url_date,
)
from rashomon.ingest.html_ld import Node, find_nodes, first_article, is_free, is_page, names, text, texts
from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.page_kinds import find_page_kind
from rashomon.ingest.stretches import Stretch

_TITLE_SIGN = re.compile(r"\s([|–—·»-])\s")
_SIGNED, _SITE_WORDS, _SHORT_WORD, _TITLE_PART = 3, 6, 3, 2
_HEADLINES = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title", "headline")
_AUTHORS = frozenset({
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "byl", "article.author",
})  # fmt: skip
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_TERMS = ("copyright", "dc.rights", "dcterms.rights", "rights", "dcterms.license")
_SECTIONS = ("article:section", "og:article:section", "parsely-section")
_ROBOTS = frozenset({"robots", "googlebot", "googlebot-news", "bingbot"})
_RESERVED = ("tdm-reservation", "tdm-policy")


def read_page_facts(page: Page, stretches: Sequence[Stretch] = (), target_uri: str | None = None) -> Facts:
    """Return the facts that the markup of ``page`` states.

    ``stretches`` are the page's, with ``main`` set; ``target_uri`` is the address it was captured from, where known.
    ``late_date`` is looked for only where neither JSON-LD nor a meta element states a date.
    """
    nodes = find_nodes(page.json_ld)
    node = first_article(nodes)
    meta: dict[str, str] = {}
    for key, value in page.meta:
        if value:
            meta.setdefault(key, value)
    dated = node or (next(filter(is_page, nodes), node) if meta.get("og:type", "").lower() == "article" else node)
    published = find_stated(dated, "datePublished", meta, PUBLISHED) or find_item(page.items, "datepublished")
    url = page.canonical or meta.get("og:url") or text(node.get("url")) or target_uri
    publisher = next(names(node.get("publisher")), None) or _first(meta, _SITES) or _find_site(page)
    return Facts(
        headline=text(node.get("headline")) or _first(meta, _HEADLINES) or page.title,
        authors=_find_authors(page, node, publisher),
        publisher=publisher or next(names(node.get("copyrightHolder")), None),
        url=url or None,
        alternates=page.alternates,
        date_published=published,
        date_modified=find_stated(dated, "dateModified", meta, MODIFIED) or find_item(page.items, "datemodified"),
        late_date=None if published else _find_late(page, stretches, url, target_uri),
        in_language=text(node.get("inLanguage")) or page.language,
        usage_terms=_find_terms(node) or _first(meta, _TERMS),
        origin_notes=tuple(names(node.get("sourceOrganization"))),
        genre_hints=tuple(dict.fromkeys(_find_genres(node, meta))),
        free_to_read=is_free(node),
        reservations=tuple(dict.fromkeys(_find_reservations(page))),
        page_kind=find_page_kind(page, nodes, meta),
    )


def _first(meta: Mapping[str, str], keys: Sequence[str]) -> str | None:
    return next((meta[key] for key in keys if key in meta), None)


def _find_authors(page: Page, node: Node, publisher: str | None) -> tuple[str, ...]:
    """Return the writers by JSON-LD, else by meta elements, else by microdata."""
    stated = (
        tuple(names(node.get("author"))),
        tuple(value for key, value in page.meta if key in _AUTHORS),
        tuple(value for key, value in page.items if key == "author"),
    )
    return next((found for one in stated if (found := clean_authors(one, publisher))), ())


def _find_late(page: Page, stretches: Sequence[Stretch], url: str | None, target_uri: str | None) -> StatedDate | None:
    """Return the date that counts where the visible text states none: a ``<time>``, the address, htmldate."""
    return (
        find_time(page, stretches)
        or find_url_date(url)
        or find_url_date(target_uri)
        or find_by_htmldate(page, stretches)
    )


def _find_terms(node: Node) -> str | None:
    stated = (text(node.get(key)) for key in ("license", "usageInfo", "copyrightNotice"))
    return next((one for one in stated if one), None)


def _find_genres(node: Node, meta: Mapping[str, str]) -> Iterator[str]:
    yield from texts(node.get("articleSection"))
    yield from (one for one in texts(node.get("genre")) if "://" not in one)
    if not node and (section := _first(meta, _SECTIONS)):
        yield section


def _find_reservations(page: Page) -> Iterator[str]:
    """Yield what the page keeps robots and miners from, as "name: words"; what it allows them is none."""
    for key, value in page.meta:
        if key in _ROBOTS:
            words = [word for word in re.split(r"[\s,]+", value.lower()) if word.startswith("no")]
            if words:
                yield f"{key}: {', '.join(words)}"
        elif key in _RESERVED and value not in {"", "0"}:
            yield f"{key}: {value}"


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
    found = [text(node.get("headline")) or "" for node in find_nodes(page.json_ld)]
    found += [value for key, value in page.meta if key in _HEADLINES]
    if page.title:
        found += [page.title, *(part for part in _TITLE_SIGN.split(page.title) if len(part.split()) > _TITLE_PART)]
    return tuple(dict.fromkeys(title for title in found if title))
