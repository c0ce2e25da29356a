"""The door for OPML: a list of feeds, which holds no article itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rashomon.datamodel import Skipped
from rashomon.ingest.doors.feeds import check_entities
from rashomon.ingest.doors.protocol import Opened, Result
from rashomon.ingest.doors.streams import read_capped

_FEED = re.compile(rb"""\bxmlUrl\s*=\s*["']([^"']{1,2000})["']""", re.IGNORECASE)
_SHOWN = 3


def read(opened: Opened) -> Iterator[Result]:
    """Yield one Skipped that says how many feeds are listed, and how to get them."""
    payload = read_capped(opened.stream, opened.limits).replace(b"\x00", b"")
    check_entities(payload)
    addresses = list(dict.fromkeys(match.decode("utf-8", "replace") for match in _FEED.findall(payload)))
    first = ", ".join(addresses[:_SHOWN]) + (" …" if len(addresses) > _SHOWN else "")
    listed = f"it lists feeds, {len(addresses):,} in number ({first})," if addresses else "it lists no feed address"
    reason = f"{listed} and holds no article. Try: rashomon fetch ADDRESS, and give what was fetched"
    yield Skipped(path=opened.origin, error="FeedList", reason=reason)
