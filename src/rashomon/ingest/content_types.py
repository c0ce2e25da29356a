"""What kind of text a capture is: plain, markdown or HTML."""

from __future__ import annotations

import re

_SAMPLE = 65_536
_HTML = re.compile(
    rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|"
    rb"<(?:p|div|article|section|table|h1|script|meta)(?:\s[^<>]{0,400})?>",
    re.IGNORECASE,
)
_HTML_START = re.compile(
    rb"\s*(?:<!--|<!doctype html|<html|<\?xml|<head|<body|<meta|<div|<p[\s>]|<article)", re.IGNORECASE
)
_MARKDOWN = re.compile(
    rb"^#{1,6} \S|\]\([^)\s]{0,400}\)|^!\[|(?<![*\w])\*\*\S[^*\n]{0,200}\*\*(?!\*)|^> \S|^```", re.MULTILINE
)
_MANY = 3


def sniff_content_type(payload: bytes) -> str:
    """Return "text/html", "text/markdown" or "text/plain" by the marks in the first 64 KiB of ``payload``."""
    sample = payload[:_SAMPLE].replace(b"\x00", b"")
    if _HTML_START.match(sample.lstrip(b"\xef\xbb\xbf\xff\xfe")) or len(_HTML.findall(sample)) >= _MANY:
        return "text/html"
    if len(_MARKDOWN.findall(sample)) >= _MANY or re.match(rb"#{1,6} \S", sample):
        return "text/markdown"
    return "text/plain"


def is_html(content_type: str | None) -> bool:
    """Tell whether ``content_type`` names HTML or XHTML, parameters aside."""
    return (content_type or "").split(";")[0].strip().lower() in {"text/html", "application/xhtml+xml", "html"}


def find_charset(content_type: str | None) -> str | None:
    """Return the charset parameter of ``content_type``, or None."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type or "", re.IGNORECASE)
    return match[1] if match else None
