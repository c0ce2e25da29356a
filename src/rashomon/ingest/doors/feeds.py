"""The door for RSS and Atom: each entry becomes a JSON Feed item, the same bytes for the same entry."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from rashomon.datamodel import Capture, Skipped
from rashomon.errors import CaptureExpands, ContainerBroken
from rashomon.ingest.doors.protocol import Names, Opened, Result, skip
from rashomon.ingest.doors.streams import read_capped
from rashomon.ingest.records import FEED_ITEM
from rashomon.text.decode import decode

_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*>")
_DECLARED: Final = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_STATED: Final = {"content-type": "application/xml; charset=utf-8"}
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_PLAIN: Final = frozenset({"text/plain", "text"})
_Parsed: TypeAlias = Mapping[str, Any]


def read(opened: Opened) -> Iterator[Result]:
    """Yield each entry that has a text; one without is named. Raises CaptureExpands where entities are declared."""
    import feedparser  # noqa: PLC0415 - slow to import, and only feeds need it

    payload = _make_utf8(read_capped(opened.stream, opened.limits))
    check_entities(payload)
    # The feed's own bytes are given: feedparser would take a string for an address and fetch it. Its sanitizer and its
    # rewriting of addresses are off, as a capture is what was sent; scripts go when the entry is rendered.
    try:
        feed = feedparser.parse(
            io.BytesIO(payload), response_headers=_STATED, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a character number beyond Unicode, say: it raises what its parsers raise
        raise ContainerBroken(f"the feed cannot be read ({_say(error)})", hint="fetch the feed again") from error
    about = {
        "title": _text(feed.feed, "title"),
        "language": _text(feed.feed, "language"),
        "rights": _text(feed.feed, "rights"),
        "home_page_url": _text(feed.feed, "link"),
    }
    names = Names()
    for number, entry in enumerate(feed.entries, 1):
        item = _make_item(entry, about)
        yield make_entry(opened, item, names.take(str(item.get("id") or number)))
    if feed.bozo:
        why = _say(feed.get("bozo_exception"))
        what = f"the feed is not well-formed ({why}): entries read before that: {len(feed.entries)}"
        yield skip(opened.origin, ContainerBroken(what, hint="fetch the feed again"))
    elif not feed.entries:
        yield Skipped(path=opened.origin, error="NotText", reason="the feed has no entry. Try: fetch the feed again")


def _make_utf8(payload: bytes) -> bytes:
    """Return the feed in UTF-8, without the declaration that names its encoding.

    Left to itself, feedparser has chardet guess where bytes are damaged, which takes seconds for a few kilobytes.
    """
    declared = _DECLARED.match(payload)
    text = decode(payload, declared=declared[1].decode("ascii", "replace") if declared else None).text
    declaration = _DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].encode("utf-8", "replace")


def check_entities(payload: bytes) -> None:
    """Raise CaptureExpands where a document declares entities of its own, which may grow without end."""
    plain = payload[: 1 << 20].replace(b"\x00", b"")
    root = _ROOT.search(plain)
    if _ENTITY.search(plain, 0, root.start() if root else len(plain)):
        raise CaptureExpands(
            "it declares entities of its own, which may expand without end or name other files",
            hint="fetch the feed again; a feed needs no entities",
        )


def make_entry(opened: Opened, item: Mapping[str, Any], name: str) -> Result:
    """Return the entry as a capture; one without a text is skipped."""
    origin = opened.name_member(name)
    if not any(item.get(key) for key in ("content_html", "content_text", "summary")):
        where = f" Try: rashomon fetch {item['url']}" if item.get("url") else " Try: fetch its page"
        return Skipped(path=origin, error="NotText", reason=f"the entry has a title at most and no text.{where}")
    kept = {key: value for key, value in item.items() if value not in (None, "", []) or key == "_feed"}
    payload = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Capture(
        payload=payload.encode("utf-8", "replace"),
        content_type=FEED_ITEM,
        origin=origin,
        target_uri=item.get("url") or None,
        captured_at=opened.stated.captured_at,
    )


def _make_item(entry: _Parsed, about: Mapping[str, str | None]) -> dict[str, Any]:
    content: Mapping[str, Any] = max(
        entry.get("content") or [], key=lambda part: len(part.get("value") or ""), default={}
    )
    plain = content.get("type") in _PLAIN
    return {
        "id": _text(entry, "id") or _text(entry, "link"),
        "url": _text(entry, "link"),
        "title": _text(entry, "title"),
        "content_text" if plain else "content_html": content.get("value"),
        "summary": _text(entry, "summary"),
        "date_published": _text(entry, "published") or _text(entry, "issued") or _text(entry, "created"),
        "date_modified": _text(entry, "updated"),
        "authors": [{"name": part["name"]} for part in entry.get("authors") or [] if part.get("name")],
        "language": content.get("language"),
        "rights": _text(entry, "rights"),
        "_feed": {key: value for key, value in about.items() if value},
    }


def _text(parsed: _Parsed, key: str) -> str | None:
    value = parsed[key] if key in parsed else None  # get("updated") would give the date of publication, and warn  # noqa: SIM401
    return value.strip() or None if isinstance(value, str) else None


def _say(error: object) -> str:
    return " ".join(str(error).split())[:120]
