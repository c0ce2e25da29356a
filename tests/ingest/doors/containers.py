"""Containers for the tests, built here from our own words: WARC records, archives, feeds, mail."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

from rashomon.datamodel import Capture, Skipped
from rashomon.ingest.doors import Limits, Result, open_captures

WORDS = (
    "The council of Norrhaven voted on Tuesday to close the old harbour bridge for repairs that last until spring. "
    "Drivers will have to use the tunnel, and ferries will run every ten minutes, the mayor said."
)
PAGE = (
    "<html><head><title>Bridge closes</title></head><body><h1>Bridge closes</h1>"
    f"<p>{WORDS}</p><p>{WORDS}</p></body></html>"
).encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def answer(
    body: bytes = PAGE, *, status: str = "200 OK", mime: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    """Return an HTTP answer as a server sends it."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{more}\r\n".encode() + body


def record(number: int, block: bytes, *, kind: str = "response", length: int | None = None, mime: str = "") -> bytes:
    """Return a WARC record, its Content-Length wrong where ``length`` is given."""
    mime = mime or "application/http;msgtype=response"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: http://paper.example/{number}\r\nWARC-Date: 2030-01-02T03:04:05Z\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pack(records: Iterable[bytes], *, packed: bool = True) -> bytes:
    """Return the records as one WARC file, each a gzip member of its own."""
    return b"".join(gzip.compress(item) if packed else item for item in records)


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of ``members``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_tar(members: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """Return a tar archive of ``members`` with a link at its end."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if packed else "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


def make_feed(prolog: str = "") -> bytes:
    """Return an RSS feed: a full entry, a summary, and a title alone."""
    return f"""<?xml version="1.0" encoding="utf-8"?>{prolog}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Norrhaven Post</title><language>en</language>
<item><title>Bridge closes</title><guid>g1</guid><link>http://paper.example/1</link><description>Short.</description>
<content:encoded><![CDATA[<p>{WORDS}</p><p>{WORDS}</p><script>no()</script>]]></content:encoded>
<pubDate>Mon, 07 Jan 2030 10:00:00 +0200</pubDate><dc:creator>Ann Berg</dc:creator></item>
<item><title>Tunnel opens</title><guid>g2</guid><description>{WORDS} {WORDS}</description></item>
<item><title>No text</title><guid>g3</guid><link>http://paper.example/3</link></item>
</channel></rss>""".encode()


def make_json_feed() -> bytes:
    """Return a JSON Feed of one item."""
    item = {"id": "1", "title": "Bridge closes", "content_text": WORDS, "url": "http://paper.example/1"}
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Norrhaven Post", "items": [item]}
    ).encode()


def make_mail() -> bytes:
    """Return a message with a page and a picture attached."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ann Berg <ann@paper.example>", "Bridge closes"
    mail["Date"] = "Mon, 07 Jan 2030 10:00:00 +0200"
    mail.set_content(f"{WORDS}\n\n{WORDS}")
    mail.add_attachment(PAGE, maintype="text", subtype="html", filename="page.html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="bridge.png")
    return bytes(mail)


NINJS = {
    "uri": "urn:newsml:agency.example:1",
    "type": "text",
    "headline": "Bridge closes",
    "body_xhtml": f"<p>{WORDS}</p><p>{WORDS}</p>",
    "byline": "Ann Berg",
    "versioncreated": "2030-01-07T10:00:00Z",
    "language": "en",
    "usageterms": "Editorial use only",
}
ROWS = [{"title": "Bridge closes", "text": WORDS, "url": "http://paper.example/1"}, {"html": PAGE.decode()}, {"n": 1}]


def look(payload: bytes, name: str = "x", limits: Limits = Limits()) -> tuple[list[Capture], list[Skipped]]:  # noqa: B008 - frozen
    """Return what the door of ``payload`` yields, captures and skipped apart."""
    results: list[Result] = list(open_captures(io.BytesIO(payload), origin=name, limits=limits))
    return [r for r in results if isinstance(r, Capture)], [r for r in results if isinstance(r, Skipped)]
