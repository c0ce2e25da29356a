"""The door for JSON Feed: each item becomes a capture, the feed's title and language with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rashomon.datamodel import Skipped
from rashomon.errors import ContainerBroken
from rashomon.ingest.doors.feeds import make_entry
from rashomon.ingest.doors.protocol import Names, Opened, Result
from rashomon.ingest.doors.streams import read_capped

_ABOUT = ("title", "language", "home_page_url")


def read(opened: Opened) -> Iterator[Result]:
    """Yield each item that has a text; one without is named. Raises ContainerBroken where it is no JSON."""
    try:
        feed: Any = json.loads(read_capped(opened.stream, opened.limits))
    except ValueError as error:
        raise ContainerBroken(f"this JSON Feed cannot be read ({error})", hint="fetch the feed again") from error
    about = {key: feed[key] for key in _ABOUT if isinstance(feed.get(key), str)}
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    names = Names()
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            own = {"authors": feed.get("authors")} | item | {"_feed": about}
            yield make_entry(opened, _check_strings(own), names.take(str(item.get("id") or number)))
        else:
            reason = "the item is no JSON object. Try: fetch the feed again"
            yield Skipped(path=opened.name_member(names.take(str(number))), error="NotText", reason=reason)
    if not items:
        yield Skipped(path=opened.origin, error="NotText", reason="the feed has no item. Try: fetch the feed again")


def _check_strings(item: dict[str, Any]) -> dict[str, Any]:
    """Return ``item`` without texts and addresses that are none."""
    keys = ("content_html", "content_text", "summary", "url", "title")
    return {key: value for key, value in item.items() if key not in keys or isinstance(value, str)}
