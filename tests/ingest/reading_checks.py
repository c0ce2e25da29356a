"""What must hold of any reading, however broken its capture: no text is lost or made up in silence."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.errors import RashomonError
from rashomon.ingest import load, read_capture
from rashomon.ingest.content_types import is_html
from rashomon.text.decode import decode

HAS_DOORS = find_spec("rashomon.ingest.doors") is not None
"""Whether containers can be opened yet."""

_NOT_SHOWN = (
    "script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "select", "textarea", "title", "map", "datalist", "[hidden]", '[style*="display:none" i]',
    '[style*="display: none" i]', '[style*="visibility:hidden" i]', '[style*="visibility: hidden" i]',
)  # fmt: skip
_EXPECTED = ("undecodable bytes", "mixed encodings", "encoding guessed")
_MOST_CAPTURES = 200
_WORD = re.compile(r"\w{3,}")


def find_faults(name: str, payload: bytes) -> list[str]:
    """Return what is wrong with how the file ``name`` with the bytes ``payload`` is read; empty where all holds.

    Exceptions other than RashomonError are let through: they are faults too.
    """
    try:
        return list(_open_all(name, payload) if HAS_DOORS else _read_one(load(payload, origin=name)))
    except RashomonError as fault:
        return [] if fault.what else [f"{type(fault).__name__} says nothing"]


def count_opened(name: str, payload: bytes) -> tuple[int, list[str]]:
    """Return how many captures the doors find in a file, and what they skip with its reason."""
    from rashomon.ingest.doors import open_captures  # noqa: PLC0415 - only where the doors are there

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(payload)
        found = list(open_captures(path, origin=name))
    skipped = [f"{one.path}: {one.reason} ({one.error})" for one in found if isinstance(one, Skipped)]
    return len(found) - len(skipped), skipped


def _open_all(name: str, payload: bytes) -> Iterator[str]:
    from rashomon.ingest.doors import open_captures  # noqa: PLC0415 - only where the doors are there

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(payload)
        count = 0
        for count, found in enumerate(open_captures(path, origin=name), 1):
            if isinstance(found, Skipped):
                if not found.reason or name not in found.path:
                    yield f"skipped without a reason or a name: {found}"
                if "unexpectedly" in found.reason:
                    yield f"{found.error}: {found.reason}"
            elif count <= _MOST_CAPTURES:
                yield from _read_one(found)
        if not count:
            yield "the file gave neither a capture nor a reason"


def _read_one(capture: Capture) -> Iterator[str]:
    try:
        reading = read_capture(capture)
    except RashomonError:
        return
    yield from check_decoding(capture.payload)
    yield from check_reading(reading)
    if is_html(capture.content_type):
        yield from check_page(reading)


def check_reading(reading: Reading) -> Iterator[str]:
    """Yield where letters stand in no block or in two, and where an article is not verbatim."""
    text = reading.rendering.text
    at = 0
    for block in sorted(reading.blocks, key=lambda one: one.span.start):
        if block.span.start < at:
            yield f"two blocks overlap at {block.span.start}"
        if lost := text[at : block.span.start].strip():
            yield f"in no block, at {at}: {lost[:60]!r}"
        at = max(at, block.span.end)
    if lost := text[at:].strip():
        yield f"in no block, at {at}: {lost[:60]!r}"
    for article in reading.articles:
        done = 0
        for segment in article.segments:
            if article.text[done : segment.span.start].strip():
                yield "an article has letters outside its segments"
            if segment.span.slice(article.text) != segment.rendering_span.slice(text):
                yield f"an article is not verbatim at {segment.span}"
            done = segment.span.end
        if article.text[done:].strip():
            yield "an article has letters after its last segment"


def check_decoding(payload: bytes) -> Iterator[str]:
    """Yield where bytes are lost without a flag: what is decoded without one gives the same bytes back."""
    decoded = decode(payload)
    if any(flag in decoded.flags for flag in _EXPECTED):
        return
    if decoded.text.count("\ufffd") and "\ufffd".encode(decoded.encoding) not in payload:
        yield "bytes were replaced without a flag"
    again = decoded.text.encode(decoded.encoding, "surrogatepass")
    if again not in {payload, payload[2:], payload[3:], payload[4:]}:
        yield f"decoded as {decoded.encoding}, the bytes do not come back"


def check_page(reading: Reading) -> Iterator[str]:
    """Yield the words of a page that another walk over its tree shows and the rendering has not."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - heavy, and only pages need it

    source = decode(reading.capture.payload).text
    shown = str(extract_plain_text(source, alt_texts=False, list_bullets=False, skip_elements=list(_NOT_SHOWN)))
    rendering = "".join(reading.rendering.text.split())
    lost = [word for word in dict.fromkeys(_WORD.findall(shown)) if word not in rendering]
    if lost and not reading.rendering.flags:
        yield f"shown on the page and not in its rendering: {lost[:8]}"


def unique(faults: Iterable[str]) -> list[str]:
    """Return ``faults`` without what repeats and without figures, so that one cause is one line."""
    return list(dict.fromkeys(re.sub(r"\d+", "#", fault)[:120] for fault in faults))
