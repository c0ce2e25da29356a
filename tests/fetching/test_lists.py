"""Lists of addresses: lines and OPML."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import AddressUnusable
from rashomon.fetching import read_addresses

OPML = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- from a reader -->
<opml version="2.0"><body>
<outline text="Papers"><outline text="Lantern" type="rss" xmlUrl="https://lantern.example/rss" htmlUrl="https://lantern.example/"/>
<outline text="Link" type="link" url="https://hammer.example/?a=1&amp;b=2"/></outline></body></opml>"""


def test_a_list_has_one_address_a_line() -> None:
    """Empty lines and comments are passed over; what follows an address on its line too."""
    text = "\ufeff# papers\nhttps://a.example/\r\n\n  https://b.example/#part  the Lantern\n".encode()
    assert read_addresses(text, "list.txt") == ("https://a.example/", "https://b.example/#part")


def test_opml_gives_its_feeds() -> None:
    """At any depth, entities undone."""
    assert read_addresses(OPML, "feeds.opml") == ("https://lantern.example/rss", "https://hammer.example/?a=1&b=2")


@pytest.mark.parametrize(
    "payload",
    [b"", b"# nothing\n", b"<opml><body></opml>", b"<opml/>", b'<?xml version="1.0" encoding="x-none"?><opml/>'],
)
def test_a_list_without_addresses_says_so(payload: bytes) -> None:
    """An empty or broken list is no empty success."""
    with pytest.raises(AddressUnusable):
        read_addresses(payload, "list.txt")


def test_entities_are_refused() -> None:
    """Billion laughs need declarations, and a list of feeds needs none."""
    laughs = b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><outline xmlUrl="&b;"/></opml>'
    for payload in (laughs, b"<?xml version='1.0'?>" + laughs):
        with contextlib.suppress(AddressUnusable):
            assert all("haha" not in address for address in read_addresses(payload, "feeds.opml"))


@given(st.binary())
def test_any_list_is_read_or_refused(payload: bytes) -> None:
    """No list ends in another error."""
    for given_list in (payload, b"<opml>" + payload):
        with contextlib.suppress(AddressUnusable):
            assert read_addresses(given_list, "list.txt")
