"""What kind of file this is: by its first bytes, and by its name where they leave it open."""

from __future__ import annotations

import bz2
import codecs
import json
import re
import zlib
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "warc", "zip", "tar", "gzip", "bzip2", "feed", "json feed", "opml", "ninjs", "json lines", "json list", "json",
    "mail", "pdf", "text",
]  # fmt: skip
"""What a door is for. "text" is a single capture; "json" is one record with a text."""

CONTAINERS: frozenset[Kind] = frozenset({
    "warc", "zip", "tar", "gzip", "bzip2", "feed", "json feed", "opml", "json lines", "json list",
})  # fmt: skip
"""The kinds that hold many captures, or other captures than themselves."""

SOUGHT: frozenset[Kind] = frozenset({"warc", "zip"})
"""The kinds whose doors go back and forth in the file."""

HEAD = 65_536
"""How many bytes are looked at."""

BODY_KEYS = ("text", "html", "content", "body", "content_html", "content_text")
"""The fields of a JSON record that may hold its text."""

_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*+<([\w:.-]+)", re.DOTALL | re.IGNORECASE
)
_ROOTS: dict[str, Kind] = {"rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml"}
_MAIL_FIRST = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]+):[ \t]", re.IGNORECASE
)
_MAIL_LINE = re.compile(rb"^(?:From|Date|Subject|To|Message-ID|MIME-Version):[ \t]", re.IGNORECASE | re.MULTILINE)
_MAIL_LINES = 3
_NINJS = re.compile(r'"(?:body_text|body_x?html|versioncreated|contentcreated|bodies)"\s*:')
_NINJS_URI = re.compile(r'"uri"\s*:')
_BODY = re.compile(rf'"(?:{"|".join(BODY_KEYS)})"\s*:')
_TAR_MAGIC = slice(257, 262)


def sniff_kind(head: bytes, name: str, content_type: str | None = None) -> Kind:
    """Return the kind of the file that begins with ``head``; ``content_type`` is what its container says it is."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return _sniff_packed(head, kind)
    if head[_TAR_MAGIC] == b"ustar":
        return "tar"
    ending = name.rpartition(".")[2].lower()
    mime = (content_type or "").split(";", 1)[0].strip().lower()
    if mime == "message/rfc822" or _is_mail(head, ending):
        return "mail"
    return "text" if mime in {"text/html", "text/markdown", "application/xhtml+xml"} else _sniff_text(head, ending)


def _sniff_text(head: bytes, ending: str) -> Kind:
    text = _decode_head(head)
    start = text[:64].lstrip()
    if start.startswith("<"):
        return _sniff_markup(text)
    if start[:1] in {"{", "["}:
        return _sniff_json(text, ending)
    return "json lines" if ending in {"jsonl", "ndjson"} else "text"


_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
    (b"\x28\xb5\x2f\xfd", "warc"),
    (b"\x50\x2a\x4d\x18", "warc"),
    (b"\x5d\x2a\x4d\x18", "warc"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"%PDF-", "pdf"),
)


def _sniff_packed(head: bytes, kind: Kind) -> Kind:
    """Return "warc" or "tar" where these are inside the compressed ``head``, else ``kind``."""
    try:
        if kind == "gzip":
            inside = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head[:4096], 512)
        elif kind == "bzip2":
            inside = bz2.BZ2Decompressor().decompress(head, 512)
        else:
            return kind
    except (OSError, ValueError, zlib.error):
        return kind
    if inside.startswith(b"WARC/"):
        return "warc" if kind == "gzip" else kind
    return "tar" if inside[_TAR_MAGIC] == b"ustar" else kind


def _is_mail(head: bytes, ending: str) -> bool:
    top = head.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    if ending == "eml":
        return bool(_MAIL_LINE.search(top))
    return bool(_MAIL_FIRST.match(head)) and len(_MAIL_LINE.findall(top)) >= _MAIL_LINES


def _decode_head(head: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(name, "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _sniff_markup(text: str) -> Kind:
    match = _PROLOG.match(text)
    return _ROOTS.get(match[1].rpartition(":")[2].lower(), "text") if match else "text"


def _sniff_json(text: str, ending: str) -> Kind:
    """Return which kind of JSON begins with ``text``; "text" where nothing tells of articles."""
    if ending in {"jsonl", "ndjson"}:
        return "json lines"
    if text.lstrip().startswith("["):
        return "json list" if re.match(r"\s*\[\s*\{", text) and (_BODY.search(text) or _NINJS.search(text)) else "text"
    first, _, rest = text.lstrip().partition("\n")
    if rest.lstrip().startswith("{") and isinstance(_parse(first), dict):
        return "json lines" if _BODY.search(first) or _NINJS.search(first) else "text"
    if re.search(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', text):
        return "json feed"
    if _NINJS.search(text) and _NINJS_URI.search(text):
        return "ninjs"
    return "json" if _BODY.search(text) else "text"


def _parse(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
