"""The door for WARC files: each stored page is a capture; everything else is counted by kind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rashomon.datamodel import Capture, Skipped
from rashomon.errors import CaptureEmpty, ContainerBroken, RashomonError
from rashomon.ingest.doors.http_body import decode_body
from rashomon.ingest.doors.protocol import Names, Opened, Result, Stated, skip
from rashomon.ingest.doors.streams import too_large
from rashomon.ingest.doors.tally import Tally
from rashomon.ingest.doors.warc_records import LOOK, Damage, Record, read_records
from rashomon.ingest.kinds import CONTAINERS, HEAD, sniff_kind
from rashomon.ingest.loading import find_type

_RULES: Final = re.compile(r"^https?://[^/?#]+/(robots\.txt|\.well-known/tdmrep\.json)$", re.IGNORECASE)
_HEADERS_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})[ \t]*([^\r\n]{0,80})")
_TYPE: Final = re.compile(rb"\ncontent-type[ \t]*:[ \t]*([^\r\n]{0,200})", re.IGNORECASE)
_READ: Final = re.compile(rb"\n(content-type|content-encoding|transfer-encoding)[ \t]*:([^\r\n]*)", re.IGNORECASE)
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"})
_OTHERS: Final = frozenset({
    "", "application/octet-stream", "application/pdf", "application/rss+xml", "application/atom+xml", "application/xml",
    "text/xml", "application/feed+json", "application/rdf+xml", "message/rfc822", "application/x-ndjson",
    "application/vnd.iptc.ninjs+json", "binary/octet-stream", "unknown/unknown",
})  # fmt: skip
_HTML: Final = re.compile(rb"<(?:!doctype|html|head|body|p|div)\b", re.IGNORECASE)
_REDIRECT, _ERROR, _PARTIAL, _NO_CONTENT = 300, 400, 206, 204
_SAYINGS: Final = {
    "NotText": "without text that can be read",
    "NotPage": "about the crawl, not of a page",
    "Redirect": "leading to another address, whose page has its own record where the crawl followed",
    "Revisit": "pointing to a page stored before; where that is in another file, give that file too",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a record holds: ``status`` is None where it is no HTTP answer."""

    status: int | None
    said: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def mime(self) -> str:
        """The MIME type without parameters, in lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def read(opened: Opened) -> Iterator[Result]:
    """Yield each page as a capture, each error page and unreadable record, and last what was passed over."""
    tally, names = Tally(), Names()
    found = False
    for item in read_records(opened.stream, _is_wanted, opened.limits.max_bytes):
        if isinstance(item, Damage):
            yield _report_damage(opened, item)
        else:
            found = True
            yield from _read_record(opened, item, tally, names)
    if not found:
        yield skip(opened.origin, ContainerBroken("it holds no record that can be read", hint="fetch the file again"))
    yield from tally.report(opened.origin, "record", _SAYINGS)


def _report_damage(opened: Opened, damage: Damage) -> Skipped:
    fault = ContainerBroken(f"at byte {damage.position:,}: {damage.what}", hint="fetch the file again")
    return skip(opened.origin, fault)


def _is_wanted(kind: str, content_type: str, head: bytes, length: int) -> bool:
    """Tell whether the record is a page whose text is to be read whole."""
    del length
    mime = content_type
    if kind == "response":
        status = _STATUS.match(head)
        if status is None or not _is_good(int(status[1])):
            return False
        end = head.find(b"\r\n\r\n", 0, LOOK)
        stated = _TYPE.search(head, 0, LOOK if end < 0 else end)
        mime = stated[1].decode("latin-1") if stated else ""
    mime = mime.partition(";")[0].strip().lower()
    return mime in _PAGES or mime in _OTHERS


def _is_good(status: int) -> bool:
    return status < _REDIRECT and status != _PARTIAL


def _parse(kind: str, content_type: str, block: bytes) -> _Answer | None:
    """Return the HTTP answer or the resource in ``block``, None where it is no page at all."""
    if kind != "response":
        return _Answer(status=None, said="", headers={"content-type": content_type}, body=block)
    if not content_type.lower().startswith("application/http") and not block.startswith(b"HTTP/"):
        return None
    status = _STATUS.match(block)
    end = _HEADERS_END.search(block)
    if status is None:
        return None
    headers: dict[str, str] = {}
    for key, value in _READ.findall(block, 0, end.start() if end else len(block)):
        headers.setdefault(key.decode("ascii").lower(), value.decode("latin-1").strip())
    body = block[end.end() :] if end else b""
    return _Answer(status=int(status[1]), said=status[2].decode("latin-1").strip(), headers=headers, body=body)


def _read_record(opened: Opened, record: Record, tally: Tally, names: Names) -> Iterator[Result]:
    name = (record.name or "").strip("<> ") or f"@{record.position}"
    yield from _read_whole(opened, record, tally, (name, names))
    if record.fault:
        fault = ContainerBroken(record.fault, hint="fetch the file again, or capture the page again")
        yield skip(opened.name_member(name), fault)


def _read_whole(opened: Opened, record: Record, tally: Tally, naming: tuple[str, Names]) -> Iterator[Result]:
    if record.kind not in {"response", "resource", "conversion"}:
        tally.count("Revisit" if record.kind == "revisit" else "NotPage", record.kind)
        return
    if rules := _RULES.search(record.uri or ""):
        tally.count("NotPage", rules[1])
        return
    answer = _parse(record.kind, record.content_type, record.block or b"")
    if answer is None and (record.fault or not record.length):
        return  # its fault is said, and that is all that is known of it
    if answer is None:
        dns = record.content_type.split(";")[0].strip() or "answers that are not HTTP"
        tally.count("NotPage", dns)
        return
    status = answer.status
    if status is not None and _REDIRECT <= status < _ERROR:
        tally.count("Redirect", f"HTTP {status}")
        return
    if status == _NO_CONTENT:
        tally.count("NotPage", "answers without content (HTTP 204)")
        return
    name = naming[1].take(naming[0])
    if status is not None and not _is_good(status):
        yield Skipped(path=opened.name_member(name), error="ErrorPage", reason=_say_status(record, answer))
    elif answer.mime not in _PAGES and answer.mime not in _OTHERS:
        tally.count("NotText", answer.mime)
    else:
        yield from _read_page(opened, record, answer, name, tally)


def _say_status(record: Record, answer: _Answer) -> str:
    said = f"{answer.status} {answer.said}".strip()
    what = "only a part of the page" if answer.status == _PARTIAL else "not the page"
    return f"the server answered {said} for {record.uri or 'an unnamed address'}: {what}. Try: capture the page again"


def _read_page(opened: Opened, record: Record, answer: _Answer, name: str, tally: Tally) -> Iterator[Result]:
    origin = opened.name_member(name)
    try:
        if record.length > opened.limits.max_bytes and not record.fault:
            raise too_large(opened.limits, record.length)
        transfer, coding = (answer.headers.get(key, "") for key in ("transfer-encoding", "content-encoding"))
        body, fault = decode_body(answer.body, transfer, coding, opened.limits)
        if not body.strip():
            raise CaptureEmpty("the server sent no text", hint="capture the page again")
    except RashomonError as error:
        yield skip(origin, error)
        return
    stated = Stated(
        content_type=answer.headers.get("content-type") or None, target_uri=record.uri, captured_at=record.date
    )
    if answer.mime in _PAGES:
        try:
            kind = find_type(body, origin, stated.content_type)
            yield Capture(
                payload=body, content_type=kind, origin=origin, target_uri=record.uri, captured_at=record.date
            )
        except RashomonError as error:
            yield skip(origin, error)
    else:
        yield from _read_other(opened, body, name, stated, tally)
    if record.truncated:
        fault = fault or f"the crawler stored only a part of it (WARC-Truncated: {record.truncated})"
    if fault:
        yield skip(origin, ContainerBroken(fault, hint="capture the page again"))


def _read_other(opened: Opened, body: bytes, name: str, stated: Stated, tally: Tally) -> Iterator[Result]:
    """Yield what a body of no clear type holds: a feed, a PDF, a page without a type; else it is counted."""
    mime = (stated.content_type or "").split(";")[0].strip().lower()
    kind = sniff_kind(body[:HEAD], name, mime)
    if kind == "text" and (mime.endswith("xml") or not (_HTML.search(body[:HEAD]) or _is_plain(body))):
        tally.count("NotText", mime or "of no stated type")
        return
    if kind == "text":
        stated = replace(stated, content_type=None)  # "application/octet-stream" says nothing
    elif kind not in CONTAINERS:
        stated = replace(stated, content_type=mime or None)
    for result in opened.open_member(io.BytesIO(body), name, stated):
        if isinstance(result, Capture) and result.target_uri is None:
            yield replace(result, captured_at=stated.captured_at)
        else:
            yield result


def _is_plain(body: bytes) -> bool:
    try:
        body[:HEAD].decode("utf-8", "strict" if len(body) <= HEAD else "ignore")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in body[:HEAD]
