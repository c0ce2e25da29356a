"""Reservations of text and data mining, wherever they are stated."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.fetching.reservations import find_tdm_rule, parse_tdm_file, read_headers, read_page


def test_the_first_rule_that_fits_counts() -> None:
    """TDMRep takes the rules in sequence."""
    rules = parse_tdm_file(
        json.dumps([
            {"location": "/open/*", "tdm-reservation": 0},
            {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://public.example/policy.json"},
        ]).encode()
    )  # fmt: skip
    opened, closed = find_tdm_rule(rules, "/open/x"), find_tdm_rule(rules, "/news")
    assert opened
    assert not opened.forbids
    assert closed
    assert closed.forbids
    assert "policy.json" in str(closed)
    assert find_tdm_rule((), "/news") is None


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"null", b"[1]", b'[{"location": "/"}]', b"[" * 200_000, b"\xff", b"<html>"]
)
def test_a_file_that_is_none_is_refused(payload: bytes) -> None:
    """Broken or hostile JSON is told from a statement."""
    with pytest.raises(ValueError, match=r".+"):
        parse_tdm_file(payload)


@pytest.mark.parametrize(
    ("headers", "forbids"),
    [
        ([("TDM-Reservation", "1")], True),
        ([("tdm-reservation", "0")], False),
        ([("tdm-reservation", "0"), ("tdm-reservation", "1")], True),
        ([("X-Robots-Tag", "noai, noimageai")], True),
        ([("X-Robots-Tag", "noindex, noarchive")], False),
        ([("X-Robots-Tag", "otherbot: noai, noindex")], False),
        ([("X-Robots-Tag", "otherbot: noindex"), ("X-Robots-Tag", "noai")], True),
        ([("X-Robots-Tag", "rashomon: noai")], True),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2030, noai")], True),
        ([], False),
    ],
)
def test_headers_state_reservations(headers: list[tuple[str, str]], *, forbids: bool) -> None:
    """Both tdm-reservation and noai forbid; words on search listings are only noted; tags for others are not ours."""
    assert any(stated.forbids for stated in read_headers(httpx.Headers(headers))) is forbids


@pytest.mark.parametrize(
    ("page", "forbids"),
    [
        ('<meta name="tdm-reservation" content="1">', True),
        ("<META content=1 name='TDM-Reservation'/>", True),
        ('<meta name="tdm-reservation" content="0">', False),
        ('<!-- <meta name="tdm-reservation" content="1"> -->', False),
        ('<meta name="robots" content="index, NoAI">', True),
        ('<meta name="robots" content="noindex,nofollow">', False),
        ('<meta name="rashomon" content="noai">', True),
        ('<meta name="otherbot" content="noai">', False),
        ("<p>tdm-reservation 1 noai</p>", False),
    ],
)
def test_meta_elements_state_reservations(page: str, *, forbids: bool) -> None:
    """In any case, order and quotation, in UTF-8 and UTF-16, and not in comments."""
    for payload in (page.encode(), page.encode("utf-16"), page.encode("utf-16-le")):
        assert any(stated.forbids for stated in read_page(payload)) is forbids


@given(st.binary())
def test_any_page_can_be_looked_at(body: bytes) -> None:
    """No page ends in an error."""
    assert isinstance(read_page(b"<meta " + body), tuple)


@pytest.mark.parametrize("inside", [b"", b"a" * 1_990 + b">", b'a="' * 600 + b">", b"<!--"])
def test_a_hostile_page_is_looked_at_in_time(inside: bytes) -> None:
    """A MiB of half-open elements costs no more than its letters."""
    piece = b"<meta " + inside
    page = piece * ((1 << 20) // len(piece))
    started = time.process_time()
    read_page(page)
    assert time.process_time() - started < 1
