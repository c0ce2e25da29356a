"""Pages made to do harm do none: no network, no expansion, no lost text, and an answer in bounded time."""

from __future__ import annotations

import socket
import time

import pytest

from rashomon.datamodel import Reading
from rashomon.ingest import load, read_capture

SENTENCE = "The harbour council voted on Monday to close the old slipway, its clerk Ada Renn said. "
BODY = f"<h1>Slipway closes for good</h1><p>{SENTENCE * 2}</p><p>{SENTENCE * 2}</p>"
SECONDS = 20.0
"""A bound for a slow machine; each page here takes under two."""


def read(page: bytes | str, content_type: str = "text/html") -> Reading:
    """Return the reading of ``page``, in bounded time."""
    begun = time.perf_counter()
    reading = read_capture(load(page.encode() if isinstance(page, str) else page, content_type=content_type))
    assert time.perf_counter() - begun < SECONDS
    return reading


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every socket and look-up fail the test."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a page was read with a socket")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    "page",
    [
        f'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/a.dtd"><html><body>{BODY}</body></html>',
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p>{BODY}</body></html>',
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><html>{BODY}</html>',
        f'<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><base href="http://127.0.0.1:9/">{BODY}',
        f'<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><iframe src="http://127.0.0.1:9/"></iframe>{BODY}',
        f'<link rel="canonical" href="http://127.0.0.1:9/x"><img src="http://127.0.0.1:9/i.png">{BODY}',
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "application/xhtml+xml"])
def test_nothing_is_fetched(page: str, content_type: str) -> None:
    """Document types, entities, style sheets, refreshes and frames of other hosts are never asked for."""
    reading = read(page, content_type)
    assert reading.main is not None
    assert "root:" not in reading.rendering.text


def test_entities_are_not_multiplied() -> None:
    """Entities that stand for one another, ten to the ninth, stay the few letters they are."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]><html><body><p>&e9;</p>{BODY}</body></html>'
    )
    assert len(read(page, "application/xhtml+xml").rendering.text) < 5_000


def test_encoded_script_stays_text() -> None:
    """Script written with entities is visible text, letter for letter, and never markup."""
    page = f"<html><body>{BODY}<p>&lt;script&gt;alert(1)&lt;/script&gt;</p></body></html>"
    assert "<script>alert(1)</script>" in read(page).rendering.text


def test_text_after_the_end_of_the_page_is_kept() -> None:
    """What stands behind ``</html>`` is visible in browsers, and lxml drops it: it is in the rendering."""
    page = f"<html><body>{BODY}</body></html><p>A correction was added below the page.</p>"
    assert "A correction was added below the page." in read(page).rendering.text


@pytest.mark.parametrize("depth", [150, 300, 3_000, 50_000])
def test_nested_elements_lose_no_text(depth: int) -> None:
    """However deep the paragraphs stand, and behind whatever closes them, all are read."""
    page = "<html><body>" + "<div>" * depth + BODY + "</div>" * depth + "<p>Last line of all.</p></body></html>"
    text = read(page).rendering.text
    assert text.count("Ada Renn") == 4
    assert text.endswith("Last line of all.")


def test_many_unclosed_elements_are_read() -> None:
    """Ten thousand bold and link tags that nobody closes lose nothing."""
    page = "".join(f"<b><a href='#'><i>word{number} " for number in range(10_000)) + BODY
    text = read(page).rendering.text
    assert "word9999" in text
    assert "Ada Renn" in text


def test_nul_characters_do_not_end_the_page() -> None:
    """NUL characters, at which parsers in C stop, are dropped, and the rest is read."""
    text = read(f"<p>be\x00fore</p>{BODY}<p>af\x00ter</p>").rendering.text
    assert text.startswith("before")
    assert text.endswith("after")


def test_a_wrong_charset_in_the_page_is_overruled() -> None:
    """UTF-8 that calls itself something else, UTF-7 too, is read as UTF-8: no letter turns into markup."""
    for charset in ("iso-8859-1", "utf-7", "utf-16", "no-such-charset"):
        page = f'<meta charset="{charset}"><p>Größe +ADw-script+AD4-</p>{BODY}'
        text = read(page).rendering.text
        assert "Größe" in text
        assert "<script" not in text


def test_lines_in_two_encodings_are_both_read() -> None:
    """A page whose foot is in another encoding keeps its letters, and says so."""
    page = f"<p>Die Größe des Hafens</p>\n{BODY}\n".encode() + "<p>Übersicht</p>".encode("cp1252")
    reading = read(page)
    assert "Größe" in reading.rendering.text
    assert "Übersicht" in reading.rendering.text
    assert "mixed encodings" in reading.rendering.flags


def test_a_page_too_long_for_the_parser_says_so() -> None:
    """A line of eleven megabytes, which lxml cannot hold, is kept whole and flagged."""
    page = f"<html><body>{BODY}<p>{'x' * 11_000_000}</p></body></html>"
    reading = read(page)
    assert reading.rendering.text.count("x") >= 11_000_000
    assert "page too long for the main text parser" in reading.rendering.flags


def test_what_trafilatura_drops_is_told() -> None:
    """Where nearly all running text is left out by the extractor, the block rules decide, and that is flagged."""
    words = "Neighbours of the quay wrote at length about parking, gulls, noise and the price of moorings"
    hidden = "".join(
        f'<div class="comment">{words} in letter {number}, and again in {number * 7}.</div>' for number in range(60)
    )
    page = f"<html><body><article><p>{SENTENCE * 3}</p></article><footer>{hidden}</footer></body></html>"
    assert "main text lost by the parser" in read(page).rendering.flags
