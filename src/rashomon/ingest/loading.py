"""Captures from files and bytes: every way a capture can be unreadable is named before anything is parsed."""

from __future__ import annotations

import mimetypes
import unicodedata
from pathlib import Path

from rashomon.datamodel import Capture
from rashomon.errors import (
    CaptureBinary,
    CaptureEmpty,
    CaptureError,
    CaptureForbidden,
    CaptureIsContainer,
    CaptureIsFolder,
    CaptureNotFound,
    CaptureTooLarge,
)
from rashomon.ingest.content_types import sniff_content_type
from rashomon.ingest.kinds import CONTAINERS, HEAD, sniff_kind
from rashomon.ingest.records import name_type
from rashomon.text.decode import find_wide

MAX_BYTES = 64 * 1024 * 1024
"""The cap on one capture; a larger file is refused without being read."""

_PDF, _PDF_TYPE = b"%PDF-", "application/pdf"
_SAMPLE = 8_192
_STRIDE = 3  # every third byte of a whole sample tells as much, and looking at each takes as long as unpacking it
_MANY_NULS = 0.05
_READABLE = 0.97
_MANY_CONTROLS = 0.1
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b\x00")
_SIGNATURES = (
    (b"%PDF-", "a PDF file", "give it as application/pdf"),
    (b"\x89PNG", "a PNG picture", "type or recognize its text first"),
    (b"\xff\xd8\xff", "a JPEG picture", "type or recognize its text first"),
    (b"GIF8", "a GIF picture", "type or recognize its text first"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)", "unpack it, or save the document as plain text"),
    (b"PK\x05\x06", "an empty ZIP archive", "unpack it first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save the document as plain text"),
    (b"SQLite format 3\x00", "an SQLite database", "export the text first"),
    (b"\x7fELF", "a program", "give a text, markdown or HTML file"),
    (b"MZ\x90\x00", "a program", "give a text, markdown or HTML file"),
    (b"OggS", "a sound file", "give a text, markdown or HTML file"),
    (b"ID3", "a sound file", "give a text, markdown or HTML file"),
    (b"{\\rtf", "a rich text (RTF) file", "save the document as plain text"),
)
_ANY_SIGNATURE = tuple(signature for signature, _, _ in _SIGNATURES)


def load(
    source: Path | bytes,
    *,
    content_type: str | None = None,
    origin: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Capture:
    """Return the capture in ``source``, a path or the bytes themselves.

    ``content_type`` is believed where given, else taken from the name's ending, else from the first bytes; ``origin``
    defaults to the path as given. Raises a kind of CaptureError where there is no text to read; more than
    ``max_bytes`` bytes are refused unread.
    """
    if isinstance(source, bytes):
        payload, name = source, origin
        if len(payload) > max_bytes:
            raise _too_large(len(payload), max_bytes, origin or "the bytes given")
    else:
        payload, name = _read(source, max_bytes), origin or str(source)
    where = name or "the bytes given"
    kind = find_type(payload, where, content_type)
    return Capture(payload=payload, content_type=kind, origin=name)


def find_type(payload: bytes, where: str, content_type: str | None) -> str:
    """Return the content type of ``payload``; raises where it is no single capture with a text."""
    if payload.startswith(_PDF) and (content_type or _PDF_TYPE).startswith(_PDF_TYPE):
        return _PDF_TYPE
    sniffed = None if content_type else sniff_kind(payload[:HEAD], where)
    if sniffed in CONTAINERS:
        raise CaptureIsContainer(
            f"this is a container of captures ({sniffed}), and one capture is needed",
            where=where,
            hint=f"rashomon articles '{where}'",
        )
    _check_text(payload, where)
    stated = {"mail": "message/rfc822"}.get(sniffed or "") or (
        name_type(payload) if sniffed in {"ninjs", "json"} else None
    )
    return content_type or stated or _guess_from_name(where) or sniff_content_type(payload)


def _read(path: Path, max_bytes: int) -> bytes:
    where = str(path)
    try:
        if path.is_dir():
            raise CaptureIsFolder("this is a folder, not a file", where=where, hint="name the files in it")
        size = path.stat().st_size
        if size > max_bytes:
            raise _too_large(size, max_bytes, where)
        with path.open("rb") as stream:
            payload = stream.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise CaptureNotFound("no such file", where=where, hint="check the spelling and the folder") from error
    except PermissionError as error:
        raise CaptureForbidden("no permission to read this file", where=where, hint=f"chmod u+r '{where}'") from error
    except (OSError, ValueError) as error:
        raise CaptureError(f"the system cannot read this file ({error})", where=where, hint="copy it first") from error
    if len(payload) > max_bytes:  # a pipe or device states no size
        raise _too_large(len(payload), max_bytes, where)
    return payload


def _too_large(size: int, max_bytes: int, where: str) -> CaptureTooLarge:
    cap = f"{max_bytes / 1_048_576:.0f} MiB"
    return CaptureTooLarge(
        f"{size / 1_048_576:.0f} MiB is more than the {cap} one capture may have",
        where=where,
        hint="cut the file into single articles",
    )


def _guess_from_name(name: str | None) -> str | None:
    if not name:
        return None
    ending = Path(name).suffix.lower()
    if ending in {".md", ".markdown"}:
        return "text/markdown"
    if ending in {".txt", ".text", ".asc"}:
        return "text/plain"
    guessed = mimetypes.types_map.get(ending)
    return guessed if guessed in {"text/html", "application/xhtml+xml"} else None


def _is_readable(text: str) -> bool:
    """Tell whether nearly all of ``text`` are letters, signs, joiners and white space that are assigned in Unicode."""
    return sum(_is_assigned(char) for char in text) > _READABLE * len(text)


def _is_assigned(char: str) -> bool:
    """Tell whether ``char`` may stand in a text; format characters (Cf) join emoji and turn the writing direction."""
    if char == "\ufffd":
        return False
    return char.isprintable() or char.isspace() or unicodedata.category(char) == "Cf"


def _check_text(payload: bytes, where: str) -> None:
    """Raise CaptureEmpty or CaptureBinary unless ``payload`` looks like text; stray NUL bytes are let through."""
    if not payload.strip(b" \t\r\n\f\v\x00\xef\xbb\xbf\xff\xfe"):
        raise CaptureEmpty("the file holds no text", where=where, hint="capture the page again")
    if payload.startswith(_ANY_SIGNATURE):
        what, cure = next(said for signature, *said in _SIGNATURES if payload.startswith(signature))
        raise CaptureBinary(f"this is {what}, not text", where=where, hint=cure)
    sample = payload[:_SAMPLE]
    wide = "utf-16" if payload.startswith((b"\xff\xfe", b"\xfe\xff")) else find_wide(payload)
    if wide and _is_readable(sample.decode(wide, "replace")):
        return
    nuls = sample.count(0) / len(sample) if 0 in sample else 0.0
    some = sample[::_STRIDE] if len(sample) == _SAMPLE else sample
    controls = (len(some) - len(some.translate(None, _CONTROLS))) / len(some)
    if nuls > _MANY_NULS or controls > _MANY_CONTROLS:
        raise CaptureBinary(
            "the bytes are no text in any encoding known here", where=where, hint="save the page as text or HTML"
        )
