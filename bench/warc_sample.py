"""A crawl of any size, the same for the same seed: fictional pages in WARC records, some of them gzipped or chunked."""

from __future__ import annotations

import gzip
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SENTENCES = (
    "The ferry Ondine ran aground off Tessel Point on Monday with 214 people aboard, the coastguard said.",
    "Harbour master Ana Brell said that nobody was hurt and that the tide would be high enough by noon.",
    "At least 40 lorries were turned back at the eastern gate, according to the port’s own count.",
    "Strait Lines, which runs the ferry, denied that the crew had been warned of the sandbank.",
    "The council of Orsa will hear both sides in the old customs house next week.",
    "A union for pilots had asked for a second buoy in the spring and was told to wait for the new budget.",
    "Fishermen who had seen the lights go out were asked to write down what they remembered.",
)
_MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "harbour", "weather", "letters"))
_SYLLABLES = (
    *("ka", "lo", "ren", "tis", "mar", "ve", "du", "son", "pel", "gri"),
    *("ha", "nor", "bec", "ul", "ti", "sha", "wen", "dor", "mi", "ast"),
)
_POOL = 4_000
_PARAGRAPHS = (10, 50)
_SCRIPTS = (10, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """What pages are put together from; more than a compressor's window holds, so that pages pack as real ones do."""

    paragraphs: tuple[str, ...]
    scripts: tuple[str, ...]


def _make_pool(chance: random.Random) -> _Pool:
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(5_000)]
    paragraphs = (
        f"{chance.choice(_SENTENCES)} {' '.join(chance.choices(words, k=60)).capitalize()}." for _ in range(_POOL)
    )
    scripts = (
        f'<script>window.push({{"id":"{chance.getrandbits(160):040x}","{chance.choice(words)}":"'
        f'{" ".join(chance.choices(words, k=80))}"}})</script>'
        for _ in range(_POOL)
    )
    return _Pool(paragraphs=tuple(paragraphs), scripts=tuple(scripts))


def write_warc(path: Path, size: int, *, seed: int = 7, packed: bool = False) -> int:
    """Write a WARC file of at least ``size`` bytes (before packing) and return how many pages are in it.

    ``packed`` makes one gzip member of each record, as crawlers do.
    """
    pages = written = 0
    chance = random.Random(seed)  # noqa: S311 - the same sample for everybody is the point
    pool = _make_pool(chance)
    with path.open("wb") as stream:
        while written < size:
            for record in _make_records(chance, pool, pages):
                written += len(record)
                stream.write(gzip.compress(record, 1, mtime=0) if packed else record)
            pages += 1
    return pages


def _make_records(chance: random.Random, pool: _Pool, number: int) -> Iterator[bytes]:
    """Yield the request and the response of one page."""
    uri = f"https://tessel-gazette.example/{number}"
    asked = f"GET /{number} HTTP/1.1\r\nHost: tessel-gazette.example\r\n\r\n".encode()
    yield _make_record(chance, "request", uri, asked)
    yield _make_record(chance, "response", uri, _make_response(chance, _make_page(chance, pool, number), number % 10))


def _make_page(chance: random.Random, pool: _Pool, number: int) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in chance.choices(pool.paragraphs, k=chance.randint(*_PARAGRAPHS)))
    scripts = "\n".join(chance.choices(pool.scripts, k=chance.randint(*_SCRIPTS)))
    title = f"Ferry aground, report {number}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{scripts}</head><body>'
        f"<nav><ul>{_MENU}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<footer>Tessel Gazette, edition {number}</footer></body></html>"
    ).encode()


def _make_response(chance: random.Random, page: bytes, case: int) -> bytes:
    """Return an HTTP answer: in two of ten cases gzipped, in one chunked, else as it is."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    if case in {3, 4}:
        page = gzip.compress(page, 1, mtime=0)
        head += "Content-Encoding: gzip\r\n"
    if case != 5:  # noqa: PLR2004 - the case that is chunked
        return f"{head}Content-Length: {len(page)}\r\n\r\n".encode() + page
    cut = chance.randrange(1, len(page))
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (page[:cut], page[cut:]))
    return f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks + b"0\r\n\r\n"


def _make_record(chance: random.Random, kind: str, uri: str, block: bytes) -> bytes:
    name = uuid.UUID(int=chance.getrandbits(128), version=4)
    return (
        (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: 2031-05-12T06:00:00Z\r\n"
            f"WARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype={kind}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )
