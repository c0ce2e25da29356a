"""Files to break and ways to break them: seeds of every kind that can be read, and mutations drawn from a seed."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

CAPTURES = Path(__file__).parent.parent / "captures"
STORY = (
    "The harbour council voted on Monday to close the old slipway, its clerk Ada Renn said. “It is not safe,” she told "
    "the Quay Gazette. The 1 200 boats that use it — nearly all of them small — must move by 12 May 2031.\n\n"
    "Members of the rowing club had asked for another year. Their chair, Tom Ferrow, called the vote a shame."
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Slipway closes - Quay Gazette</title>'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Slipway closes","datePublished":"2031-05-12"'
    '}</script></head><body><nav><a href="/">Home</a></nav><article><h1>Slipway closes</h1>'
    f"<p>{STORY.split(chr(10), maxsplit=1)[0]}</p><ul><li>One</li><li>Two</li></ul>"
    f"<p>{STORY.split(chr(10))[2]}</p></article>"
    "<footer>Quay Gazette</footer></body></html>"
)
_URI = "https://quaygazette.example/slipway"

Pack: TypeAlias = Callable[[Sequence[bytes]], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A file to break: ``pack`` makes it out of its ``members``, so that they can be broken before or after."""

    name: str
    members: tuple[bytes, ...]
    pack: Pack

    def make(self) -> bytes:
        """Return the file whole."""
        return self.pack(self.members)


def _plain(members: Sequence[bytes]) -> bytes:
    return members[0]


def _gzip(members: Sequence[bytes]) -> bytes:
    return gzip.compress(members[0], mtime=0)


def pack_zip(members: Sequence[bytes], *, folder: str = "inner") -> bytes:
    """Return a zip archive of ``members``, pages and texts in turn."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{number}.{'txt' if number % 2 else 'html'}"), member)
    return stream.getvalue()


def _pack_tar(members: Sequence[bytes], *, mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is one of two
        for number, member in enumerate(members):
            info = tarfile.TarInfo(f"inner/{number}.{'txt' if number % 2 else 'html'}")
            info.size = len(member)
            archive.addfile(info, io.BytesIO(member))
    return stream.getvalue()


def _pack_tar_gz(members: Sequence[bytes]) -> bytes:
    return _pack_tar(members, mode="w:gz")


def pack_record(
    body: bytes, *, number: int = 0, head: bytes = b"", length: int | None = None, status: str = "200 OK"
) -> bytes:
    """Return a WARC response record that holds ``body``; ``head`` adds HTTP fields, ``length`` is what it states."""
    http = f"HTTP/1.1 {status}\r\n".encode() + b"Content-Type: text/html; charset=utf-8\r\n" + head + b"\r\n" + body
    stated = len(http) if length is None else length
    return (
        (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"WARC-Date: 2031-05-12T06:00:00Z\r\nWARC-Target-URI: {_URI}/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {stated}"
            "\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


def _pack_warc(members: Sequence[bytes]) -> bytes:
    first = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nsoft\r\n\r\n"
    return first + b"".join(pack_record(member, number=number) for number, member in enumerate(members))


def _pack_warc_gz(members: Sequence[bytes]) -> bytes:
    return b"".join(
        gzip.compress(
            pack_record(gzip.compress(member, mtime=0), number=number, head=b"Content-Encoding: gzip\r\n"), mtime=0
        )
        for number, member in enumerate(members)
    )


def _pack_wacz(members: Sequence[bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.warc.gz"), _pack_warc_gz(members))
        archive.writestr(zipfile.ZipInfo("datapackage.json"), '{"profile":"data-package","wacz_version":"1.1.1"}')
    return stream.getvalue()


def pack_pdf(text: str) -> bytes:
    """Return a PDF of one page that shows ``text`` (ASCII without brackets)."""
    shown = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode("ascii", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


_ITEM = f"<title>Slipway closes</title><link>{_URI}</link><pubDate>Mon, 12 May 2031 06:00:00 GMT</pubDate>"
RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Quay Gazette</title>'
    f"<item>{_ITEM}<description>{STORY}</description></item><item>{_ITEM}<description><![CDATA[<p>{STORY}</p>]]>"
    "</description></item></channel></rss>"
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quay Gazette</title><entry><id>tag:1</id>'
    f"<title>Slipway closes</title><updated>2031-05-12T06:00:00Z</updated>"
    f'<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;'
    "</content></entry></feed>"
)
OPML = (
    '<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body><outline text="Quay Gazette" '
    'type="rss" xmlUrl="https://quaygazette.example/rss"/></body></opml>'
)
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Quay Gazette",
    "items": [{"id": "1", "url": _URI, "title": "Slipway closes", "content_text": STORY}],
}
NINJS = {
    "uri": _URI,
    "type": "text",
    "headline": "Slipway closes",
    "versioncreated": "2031-05-12T06:00:00Z",
    "body_text": STORY,
    "byline": "Ida Morn",
}
_ROW = {"url": _URI, "text": STORY, "title": "Slipway closes"}
JSONL = "".join(json.dumps({"id": number, **_ROW}) + "\n" for number in range(3))
EML = (
    "From: desk@quaygazette.example\r\nTo: reader@example.org\r\nSubject: Slipway closes\r\n"
    "Date: Mon, 12 May 2031 06:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=cut\r\n"
    f"\r\n--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n--cut\r\nContent-Type: text/html; "
    f"charset=utf-8\r\n\r\n{PAGE}\r\n--cut--\r\n"
)
_TOP = "# Slipway closes\n\n- [Home](#)\n\n![boat](boat.jpg)\n\n**By Ida Morn**\n\n"
_MEMBERS = (PAGE.encode(), STORY.encode(), PAGE.replace("Monday", "Tuesday").encode())
_SINGLE = {
    "story.txt": STORY,
    "story.md": f"{_TOP}{STORY}",
    "page.html": PAGE,
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "feeds.opml": OPML,
    "feed.json": json.dumps(JSON_FEED),
    "item.ninjs.json": json.dumps(NINJS),
    "rows.jsonl": JSONL,
    "mail.eml": EML,
}
_PACKED: dict[str, Pack] = {
    "pages.zip": pack_zip,
    "pages.tar": _pack_tar,
    "pages.tar.gz": _pack_tar_gz,
    "page.html.gz": _gzip,
    "crawl.warc": _pack_warc,
    "crawl.warc.gz": _pack_warc_gz,
    "crawl.wacz": _pack_wacz,
}


def make_seeds() -> list[Seed]:
    """Return the files to break: the captures of tests/captures, and one of each kind written here."""
    own = [Seed(name=name, members=(text.encode(),), pack=_plain) for name, text in _SINGLE.items()]
    own += [Seed(name=name, members=_MEMBERS, pack=pack) for name, pack in _PACKED.items()]
    own.append(Seed(name="story.pdf", members=(pack_pdf(STORY.split(",", maxsplit=1)[0]),), pack=_plain))
    files = sorted(path for path in CAPTURES.iterdir() if path.stat().st_size < 100_000)
    return own + [Seed(name=path.name, members=(path.read_bytes(),), pack=_plain) for path in files]


_TRICKS = (
    b"<div>" * 600,
    b"<b><i><u>" * 300,
    b"</p>" * 50,
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&#0;",
    b"&#x110000;",
    b"&amp;lt;script&amp;gt;",
    b"&lt;script&gt;alert(1)&lt;/script&gt;",
    b"&nbsp;" * 40,
    b"<plaintext>",
    b"<noscript>",
    b"<textarea>",
    b"<svg><title>",
    b"<table><tr><td>",
    b"<p hidden>",
    b"<template>",
    b"\x00",
    b"\x00" * 64,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xf4\x90\x80\x80",
    b"\x85",
    b"\x0b\x0c\x1c\x1d\x1e\x1f",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    "\u2028\u2029\u202e\u200b\u00ad".encode(),
    "\u0301".encode() * 200,
    b"#" * 300,
    b"- " * 200,
    b"> " * 200,
    b"[" * 300,
    b"![](" * 100,
    b"](" * 100,
    b"```\n",
    b"~~~\n",
    b"|--" * 100,
    b"***" * 100,
    b"* * *\n",
    b"    ",
    b"\t" * 50,
    b"[" * 5000,
    b'{"a":' * 3000,
    b"-1",
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"WARC/1.1\r\n",
    b"Content-Length: -5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b'<!ENTITY a "aaaa">',
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    b"&e;",
    b"../../../../etc/passwd",
    b"=?utf-8?q?=ff?=",
    b"<html",
    b"<body",
    b"</body></html>",
    b"charset=utf-7",
    b"charset=utf-16",
    b"charset=idna",
    b"charset=base64",
)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"4294967295", b"18446744073709551616", b"9" * 60, b"1e9", b"0x7fffffff")
_DIGITS = re.compile(rb"\d+")


def mutate(payload: bytes, chance: random.Random, donor: bytes) -> bytes:
    """Return ``payload`` broken one to six times; ``donor`` is another file that pieces are taken from."""
    broken = bytearray(payload)
    for _ in range(chance.randint(1, 6)):
        broken = bytearray(chance.choice(_WAYS)(bytes(broken), chance, donor))
    return bytes(broken[:400_000])


def _stretch(payload: bytes, chance: random.Random) -> slice:
    start = chance.randrange(len(payload) + 1)
    return slice(start, start + int(chance.paretovariate(0.6)))


def _flip(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    broken = bytearray(payload)
    for _number in range(chance.randint(1, 8)):
        if broken:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _truncate(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    return payload[: chance.randrange(len(payload) + 1)]


def _delete(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    gone = _stretch(payload, chance)
    return payload[: gone.start] + payload[gone.stop :]


def _repeat(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    piece = _stretch(payload, chance)
    times = chance.choice((2, 3, 50, 2000))
    return payload[: piece.start] + (payload[piece] * times)[:100_000] + payload[piece.start :]


def _insert(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    at = chance.randrange(len(payload) + 1)
    return payload[:at] + chance.choice(_TRICKS) + payload[at:]


def _splice(payload: bytes, chance: random.Random, donor: bytes) -> bytes:
    at = chance.randrange(len(payload) + 1)
    return payload[:at] + donor[_stretch(donor, chance)] + payload[at:]


def _renumber(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    found = list(_DIGITS.finditer(payload))
    if not found:
        return payload
    match = chance.choice(found)
    return payload[: match.start()] + chance.choice(_NUMBERS) + payload[match.end() :]


def _relength(payload: bytes, chance: random.Random, _: bytes) -> bytes:
    """Overwrite four bytes, as if they were a length field."""
    at = chance.randrange(len(payload) + 1)
    return payload[:at] + chance.choice((b"\xff\xff\xff\xff", b"\x00" * 4, b"\xff\xff\xff\x7f")) + payload[at + 4 :]


_WAYS = (_flip, _truncate, _delete, _repeat, _insert, _insert, _splice, _renumber, _relength)


def break_seed(seed: Seed, donor: Seed, number: int) -> bytes:
    """Return ``seed`` broken as ``number`` says: in its members before they are packed, or in the whole file."""
    chance = random.Random(number)  # noqa: S311 - the same number breaks the same way
    if seed.pack is _plain or chance.random() < 0.5:
        return mutate(seed.make(), chance, donor.make())
    members = list(seed.members)
    at = chance.randrange(len(members))
    members[at] = mutate(members[at], chance, donor.members[0])
    return seed.pack(members)
