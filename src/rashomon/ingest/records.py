"""Articles given as records (a feed's entry, a ninjs item, a JSON line): their text, and the facts they state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal, TypeAlias, TypeGuard

from rashomon.datamodel import StatedDate
from rashomon.ingest.facts import Facts

FEED_ITEM: Final = "application/feed+json"
NINJS: Final = "application/vnd.iptc.ninjs+json"
JSON_LINE: Final = "application/x-ndjson"
JSON_OBJECT: Final = "application/json"

RECORD_TYPES: Final = frozenset({FEED_ITEM, NINJS, JSON_LINE, JSON_OBJECT})
"""The content types that ``read_record`` reads."""

EXCERPT: Final = "a summary, not the whole text"
"""The flag of a rendering that is only what a feed says about an article; such a text is never complete."""

CANCELED: Final = "canceled by its sender"
"""The flag of a rendering whose agency withdrew the item."""

Markup: TypeAlias = Literal["text/plain", "text/html", "text/markdown"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_WITH_TIME = re.compile(r"^(.{10}) ")
_TAG = re.compile(
    r"<(?:p|br|div|a|strong|em|h\d|ul|li|img|span|article|section|blockquote|html|body)\b[^<>]*>", re.IGNORECASE
)
_HTML_KEYS = ("content_html", "html", "body_xhtml", "body_html", "body_xml")
_TEXT_KEYS = ("content_text", "text", "body_text", "content", "body", "article", "fulltext", "full_text")
_EXCERPT_KEYS = ("summary", "description_xhtml", "description_html", "description_text", "description", "abstract")
_HEADLINES = ("headline", "title", "headline_main", "name")
_AUTHORS = ("authors", "author", "byline", "by", "creator", "writers")
_PUBLISHERS = ("publisher", "site_name", "sitename", "source", "outlet", "copyrightholder", "domain")
_PUBLISHED = (
    "date_published", "datePublished", "published", "published_at", "publishedAt", "contentcreated", "firstpublished",
    "versioncreated", "firstcreated", "publish_date", "pub_date", "pubDate", "date", "published_time",
)  # fmt: skip
_MODIFIED = ("date_modified", "dateModified", "modified", "modified_at", "updated", "updated_at", "contentmodified")
_ADDRESSES = ("url", "canonical", "link", "external_url", "source_url", "target_uri", "uri", "id")
_TERMS = ("usageterms", "usage_terms", "copyrightnotice", "copyright", "rights", "license")
_LANGUAGES = ("language", "in_language", "inLanguage", "lang")
_CANCELED = frozenset({"canceled", "cancelled", "withheld"})
_Json: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The text of a record with its facts: ``excerpt`` tells whether it is only about the article."""

    text: str = field(repr=False)
    markup: Markup
    facts: Facts
    excerpt: bool = False
    canceled: bool = False


def read_record(payload: bytes, content_type: str) -> Written | None:
    """Return the text and the facts of the record in ``payload``, None where it is no record with a text."""
    try:
        record = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    found = find_text(record)
    if found is None:
        return None
    text, markup, excerpt = found
    return Written(
        text=text,
        markup=markup,
        facts=_read_facts(record, "feed" if kind == FEED_ITEM else "ninjs" if kind == NINJS else "json line"),
        excerpt=excerpt,
        canceled=str(record.get("pubstatus", "")).lower() in _CANCELED,
    )


def is_ninjs(record: Mapping[str, _Json]) -> bool:
    """Tell whether ``record`` is a ninjs item, of any version."""
    return "uri" in record and any(
        key in record for key in ("body_text", "body_xhtml", "body_html", "bodies", "versioncreated", "contentcreated")
    )


def name_type(payload: bytes) -> str | None:
    """Return the content type of the record in ``payload``, None where it is no record with a text."""
    try:
        record: _Json = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if find_text(record) is None:
        return None
    return NINJS if is_ninjs(record) else JSON_OBJECT


def find_text(record: _Json) -> tuple[str, Markup, bool] | None:
    """Return the text of ``record``, what it is written in, and whether it is a summary only; None without one."""
    if not isinstance(record, dict):
        return None
    for body in _bodies(record):
        return *body, False
    for key in _HTML_KEYS:
        if _is_filled(record.get(key)):
            return record[key], "text/html", False
    for key in _TEXT_KEYS:
        if _is_filled(record.get(key)):
            return record[key], guess_markup(record[key]), False
    for key in _EXCERPT_KEYS:
        if _is_filled(record.get(key)) and ("_feed" in record or is_ninjs(record)):
            return record[key], guess_markup(record[key]), True
    return None


def guess_markup(text: str) -> Markup:
    """Return "text/html" where elements stand in ``text``, else "text/plain"."""
    return "text/html" if _TAG.search(text) else "text/plain"


def _bodies(record: Mapping[str, _Json]) -> Iterator[tuple[str, Markup]]:
    """Yield the bodies of a ninjs 2 or 3 item, the main one first, marked-up ones before plain ones."""
    bodies = [body for body in _items(record.get("bodies")) if _is_filled(body.get("value"))]
    for body in sorted(bodies, key=lambda body: (body.get("role") not in {None, "main"}, "html" not in _type(body))):
        yield body["value"], "text/html" if "html" in _type(body) else guess_markup(body["value"])


def _type(body: Mapping[str, _Json]) -> str:
    return str(body.get("contenttype", "")).lower()


def _items(value: _Json) -> list[dict[str, _Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is_filled(value: _Json) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _read_facts(record: Mapping[str, _Json], where: str) -> Facts:
    stated = record.get("_feed")
    feed: Mapping[str, _Json] = stated if isinstance(stated, dict) else {}
    headlines = [item.get("value") for item in _items(record.get("headlines"))]
    return Facts(
        headline=_first(record, _HEADLINES) or next((_line(value) for value in headlines if _is_filled(value)), None),
        authors=tuple(dict.fromkeys(name for key in _AUTHORS for name in _names(record.get(key))))[:20],
        publisher=_first(feed, ("title",))
        or next((name for key in _PUBLISHERS for name in _names(record.get(key))), None),
        url=next((record[key].strip() for key in _ADDRESSES if _is_address(record.get(key))), None),
        date_published=_date(record, _PUBLISHED, where),
        date_modified=_date(record, _MODIFIED, where),
        in_language=_first(record, _LANGUAGES) or _first(feed, _LANGUAGES),
        usage_terms=_first(record, _TERMS) or _first(feed, _TERMS),
        origin_notes=tuple(name for item in _items(record.get("infosources")) for name in _names(item))
        or tuple(_names(record.get("infosource"))),
        genre_hints=tuple(
            dict.fromkeys(name for key in ("genres", "genre", "section") for name in _names(record.get(key)))
        ),
    )


def _first(record: Mapping[str, _Json], keys: tuple[str, ...]) -> str | None:
    return next((_line(record[key]) for key in keys if _is_filled(record.get(key))), None)


def _line(text: str) -> str:
    return " ".join(text.split())


def _names(value: _Json) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") or item.get("title") if isinstance(item, dict) else item
        if _is_filled(name) and "://" not in name:
            yield _line(name)


def _is_address(value: _Json) -> bool:
    return isinstance(value, str) and value.strip().lower().startswith(("http://", "https://"))


def _date(record: Mapping[str, _Json], keys: tuple[str, ...], where: str) -> StatedDate | None:
    for key in keys:
        if _is_filled(record.get(key)) and (value := read_date(record[key])):
            return StatedDate(value=value, where=where)
    return None


def read_date(text: str) -> str | None:
    """Return the ISO 8601 date that ``text`` states, in that form or as mail headers and RSS write it."""
    text = text.strip()
    if match := _ISO.match(text):
        return _WITH_TIME.sub(r"\1T", match.group())
    try:
        stated = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _show(stated, known=text.endswith(("GMT", "UT", "UTC", "Z")) or stated.tzinfo is not None)


def _show(stated: datetime, *, known: bool) -> str:
    """Return ``stated`` with its offset, Z for a zone of that name; without one where none is stated."""
    if known and stated.tzinfo is None:
        stated = stated.replace(tzinfo=UTC)
    return stated.isoformat().replace("+00:00", "Z")
