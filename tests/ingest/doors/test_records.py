"""Records: feeds, ninjs, JSON, mail and PDF files give their text and the facts they state."""

from __future__ import annotations

import io
import json
import socket
import sys

import pytest

from ingest.doors.containers import NINJS, PAGE, ROWS, WORDS, look, make_feed, make_json_feed, make_mail
from rashomon.datamodel import Article, Capture, StatedDate
from rashomon.errors import CaptureEmpty, CaptureEncrypted, CaptureError
from rashomon.ingest import load, read_capture
from rashomon.ingest.doors import Limits
from rashomon.ingest.records import EXCERPT

LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def main_of(capture: Capture) -> Article:
    """Return the main article of ``capture``."""
    article = read_capture(capture).main
    assert article is not None
    return article


def test_a_feed_gives_its_entries() -> None:
    """Headline, writer, date, publisher and address are the feed's; scripts are gone; a bare title is named."""
    captures, skipped = look(make_feed(), "feed.xml")
    assert [capture.origin for capture in captures] == ["feed.xml!/g1", "feed.xml!/g2"]
    article = main_of(captures[0])
    assert (article.headline, article.authors, article.publisher) == ("Bridge closes", ("Ann Berg",), "Norrhaven Post")
    assert article.date_published == StatedDate(value="2030-01-07T10:00:00+02:00", where="feed")
    assert article.url == captures[0].target_uri == "http://paper.example/1"
    assert "no()" not in read_capture(captures[0]).rendering.text
    assert [(item.error, item.path) for item in skipped] == [("NotText", "feed.xml!/g3")]
    assert "rashomon fetch http://paper.example/3" in skipped[0].reason


def test_a_summary_is_never_complete() -> None:
    """A feed's summary ends in a whole sentence and is still no whole article."""
    reading = read_capture(look(make_feed())[0][1])
    assert EXCERPT in reading.rendering.flags
    assert reading.main is not None
    assert reading.completeness.value != "complete"


@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE])
def test_a_feed_with_entities_of_its_own_is_refused(prolog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Billion laughs and external entities are refused before any parser sees them, and no network is touched."""
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a network was touched"))
    for payload in (make_feed(prolog), make_feed(prolog).decode().encode("utf-16")):
        captures, skipped = look(payload)
        assert not captures
        assert [item.error for item in skipped] == ["CaptureExpands"]


def test_a_cut_feed_says_so() -> None:
    """Entries before the cut are read."""
    captures, skipped = look(make_feed()[:1500])
    assert captures
    assert "ContainerBroken" in [item.error for item in skipped]


def test_a_feed_with_damaged_bytes_keeps_its_text_and_no_encoding_is_guessed_for_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bytes that are no UTF-8 become U+FFFD, the text around them stays, and feedparser never asks chardet."""
    monkeypatch.setattr("feedparser.encodings.lazy_chardet_encoding", lambda _: pytest.fail("chardet was asked"))
    feed = make_feed().replace(b' encoding="utf-8"', b"").replace(b"Norrhaven voted", "„Norrhaven“ vo\x00ted".encode())
    whole, _ = look(feed)
    damaged, _ = look(feed.replace(b"vo\x00ted", b"vo\xe2\x80\xff\xc3ted"))
    assert [capture.origin for capture in damaged] == [capture.origin for capture in whole] == ["x!/g1", "x!/g2"]
    text = damaged[0].payload.decode()
    assert "„Norrhaven“ vo\ufffd" in text
    assert "the mayor said." in text
    assert damaged == look(feed.replace(b"vo\x00ted", b"vo\xe2\x80\xff\xc3ted"))[0]


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-16", "idna", "no-such-codec", "utf-8"])
def test_a_feed_is_read_in_the_encoding_it_states(declared: str) -> None:
    """The same entry, byte for byte, in whatever encoding; one that does not exist, or does not fit, harms nothing."""
    words = "Совет города закрыл старый мост до весны, и паромы пойдут чаще."
    encoding = declared if declared in {"windows-1251", "koi8-r", "utf-16"} else "utf-8"
    text = f'<rss version="2.0"><channel><item><guid>g</guid><description>{words}</description></item></channel></rss>'
    captures, skipped = look(f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding))
    assert not skipped
    assert captures[0].payload == look(text.encode())[0][0].payload
    assert words in captures[0].payload.decode()


def test_a_json_feed_gives_its_items() -> None:
    """The item's own text and address, and the feed's title."""
    captures, skipped = look(make_json_feed(), "feed.json")
    assert not skipped
    assert captures[0].origin == "feed.json!/1"
    assert main_of(captures[0]).publisher == "Norrhaven Post"


def test_opml_lists_feeds_and_holds_no_article() -> None:
    """One line says how many feeds it lists and what to do with them."""
    opml = b'<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="http://paper.example/f"/></body></opml>'
    captures, skipped = look(opml)
    assert not captures
    assert skipped[0].error == "FeedList"
    assert "rashomon fetch" in skipped[0].reason


def test_a_ninjs_item_keeps_its_bytes_and_its_facts() -> None:
    """A single item is the file itself; version 2 and 3 write bodies and headlines as lists."""
    captures, _ = look(json.dumps(NINJS).encode(), "item.json")
    assert (captures[0].origin, captures[0].payload) == ("item.json", json.dumps(NINJS).encode())
    article = main_of(captures[0])
    assert (article.headline, article.authors, article.usage_terms) == (
        "Bridge closes",
        ("Ann Berg",),
        "Editorial use only",
    )
    later = {
        "uri": "urn:x:2",
        "contentcreated": "2030-01-07T10:00:00Z",
        "headlines": [{"role": "main", "value": "Bridge closes"}],
        "bodies": [
            {"role": "short", "value": "Short."},
            {"role": "main", "contenttype": "text/html", "value": f"<p>{WORDS}</p>"},
        ],
        "pubstatus": "canceled",
    }
    captures, _ = look(json.dumps([later, NINJS]).encode(), "items.json")
    assert [capture.origin for capture in captures] == ["items.json!/1", "items.json!/2"]
    reading = read_capture(captures[0])
    assert "canceled by its sender" in reading.rendering.flags
    assert reading.main is not None
    assert reading.main.headline == "Bridge closes"


def test_json_lines_are_named_by_their_line() -> None:
    """A line keeps its bytes; broken lines are named, lines without a text are counted."""
    lines = [json.dumps(row) for row in ROWS]
    captures, skipped = look("\n".join([lines[0], "", "{broken", *lines[1:]]).encode(), "rows.jsonl")
    assert [capture.origin for capture in captures] == ["rows.jsonl!/1", "rows.jsonl!/4"]
    assert captures[0].payload == lines[0].encode()
    assert [(item.path, item.error) for item in skipped] == [
        ("rows.jsonl!/3", "CaptureError"),
        ("rows.jsonl", "NotText"),
    ]


def test_a_long_line_is_refused_and_the_next_is_read() -> None:
    """A line above the cap is passed over in pieces."""
    long = json.dumps({"text": "x" * 5_000_000})
    captures, skipped = look(f"{long}\n{json.dumps(ROWS[0])}".encode(), "rows.jsonl", Limits(max_bytes=1_000_000))
    assert [capture.origin for capture in captures] == ["rows.jsonl!/2"]
    assert [item.error for item in skipped] == ["CaptureTooLarge"]


def test_a_json_list_is_cut_at_its_elements() -> None:
    """Brackets, commas and quotes inside strings cut nothing, wherever a piece of the file ends."""
    rows = [{"text": f'{WORDS} "[{{,}}]\\" {n}', "n": [n, {"m": "\\"}]} for n in range(4000)]
    captures, skipped = look(json.dumps(rows).encode(), "rows.json")
    assert not skipped
    assert [json.loads(capture.payload) for capture in captures] == rows


def test_mail_gives_its_text_and_its_attachments() -> None:
    """The message is a capture with its headers' facts, an attached page another; a picture is named."""
    captures, skipped = look(make_mail(), "m.eml")
    assert [capture.origin for capture in captures] == ["m.eml", "m.eml!/page.html"]
    article = main_of(captures[0])
    assert (article.headline, article.authors) == ("Bridge closes", ("Ann Berg",))
    assert article.date_published == StatedDate(value="2030-01-07T10:00:00+02:00", where="mail header")
    assert captures[1].payload == PAGE
    assert [item.path for item in skipped] == ["m.eml!/bridge.png"]


def make_pdf(lines: list[str], password: str = "") -> bytes:
    """Return a PDF file of one page with ``lines``."""
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject  # noqa: PLC0415 - an extra

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 800)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = {NameObject(key): NameObject(value) for key, value in names.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    content.set_data(f"BT /F1 12 Tf 50 700 Td {shown}ET".encode())
    page[NameObject("/Contents")] = content
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_gives_paragraphs() -> None:
    """Lines are joined, and a word cut at a line's end is whole again."""
    lines = ["The council of Norrhaven voted on Tuesday to close the old har-", "bour bridge for repairs until spring."]
    capture = load(make_pdf(lines), origin="p.pdf")
    assert capture.content_type == "application/pdf"
    assert read_capture(capture).rendering.text == "".join(lines).replace("har-b", "harb")


def test_a_pdf_without_text_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of pages, a password, damage and a missing extra are each named with a cure."""
    for payload, kind, cure in (
        (make_pdf([]), CaptureEmpty, "ocrmypdf"),
        (make_pdf(["Text"], "secret"), CaptureEncrypted, "password"),
        (b"%PDF-1.4 junk", CaptureError, "print it"),
    ):
        with pytest.raises(kind) as caught:
            read_capture(load(payload))
        assert cure in caught.value.hint
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(CaptureError) as caught:
        read_capture(load(b"%PDF-1.4"))
    assert caught.value.hint == "pip install 'rashomon[pdf]'"
