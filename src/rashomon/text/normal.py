"""Normal forms with offset maps: analysis reads the repaired text, evidence points at the letters as captured."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field

from rashomon.datamodel import Span

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f]")
_UNEVEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\r]")
_LEAD = dict.fromkeys(range(0xC2, 0xE0), 2) | dict.fromkeys(range(0xE0, 0xF0), 3) | dict.fromkeys(range(0xF0, 0xF5), 4)
_MAY_COMBINE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u1fff\u20d0-\u20ff\u2cef-\uabff\ufb1e\ufe20-\ufe2f\U000101fd-\U0001ffff]"
)
_FEW = 2


def _to_byte(char: str) -> int | None:
    """Return the byte that Windows-1252 (or, where it has a hole, Latin-1) reads as ``char``."""
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(char) if ord(char) <= 0xFF else None  # noqa: PLR2004 - the last Latin-1 code point


_BYTE_OF = {chr(code): byte for code in range(0x2123) if (byte := _to_byte(chr(code))) is not None}

_LEADS = "".join(char for char, byte in _BYTE_OF.items() if byte in _LEAD)
_TRAILS = "".join(char for char, byte in _BYTE_OF.items() if 0x80 <= byte <= 0xBF)  # noqa: PLR2004 - UTF-8's later bytes
_DAMAGED = re.compile(f"[{re.escape(_LEADS)}](?=[{re.escape(_TRAILS)}])")


def _repair_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the character whose UTF-8 bytes were read as Windows-1252 at ``at``, and how many characters it became."""
    lead = _BYTE_OF.get(text[at])
    length = _LEAD.get(lead, 0) if lead is not None else 0
    raw = [_BYTE_OF.get(char) for char in text[at : at + length]]
    if not length or len(raw) < length or None in raw:
        return None
    try:
        return bytes(byte for byte in raw if byte is not None).decode("utf-8"), length
    except UnicodeDecodeError:
        return None


def find_mojibake(text: str) -> tuple[Span, ...]:
    """Return the places where UTF-8 was read as Windows-1252; empty where fewer than two stand, as one may be meant."""
    found: list[Span] = []
    match = _DAMAGED.search(text)
    while match:
        at = match.start()
        repaired = _repair_at(text, at)
        end = at + (repaired[1] if repaired else 1)
        if repaired:
            found.append(Span(start=at, end=end))
        match = _DAMAGED.search(text, end)
    return tuple(found) if len(found) >= _FEW else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalized:
    """A normal form of ``source`` with, for each of its code points, the stretch of the source it stands for."""

    source: str = field(repr=False)
    text: str
    starts: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)

    def to_source(self, span: Span) -> Span:
        """Return the stretch of the source behind ``span`` of the normal form."""
        return Span(start=self.starts[span.start], end=self.ends[span.end - 1])

    def from_source(self, span: Span) -> Span | None:
        """Return the stretch of the normal form that ``span`` of the source became; None where nothing is left."""
        inside = [i for i, (start, end) in enumerate(zip(self.starts, self.ends, strict=True))
                  if start < span.end and end > span.start]  # fmt: skip
        return Span(start=inside[0], end=inside[-1] + 1) if inside else None


def _combines(text: str) -> bool:
    return _MAY_COMBINE.search(text) is not None and any(map(unicodedata.combining, set(text)))


def normalize_text(source: str) -> str:
    """Return the text of ``normalize(source)`` alone, much sooner where nothing is to be repaired or composed."""
    if source.isascii() and "\r" not in source:
        return _SPACE.sub(" ", source)
    if _combines(source) or find_mojibake(source):
        return normalize(source).text
    return _SPACE.sub(" ", _INVISIBLE.sub("", source.replace("\r\n", "\n").replace("\r", "\n")))


def normalize(source: str) -> Normalized:
    r"""Return the normal form that every rule reads.

    Mojibake of UTF-8 read as Windows-1252 is undone, invisible characters and soft hyphens are left out, every space
    is U+0020, line ends are ``\n``, and a letter with combining marks is composed (NFC). Quotation marks stay.
    """
    mojibake = find_mojibake(source)
    if not mojibake and not _UNEVEN.search(source) and not _combines(source):
        size = len(source)  # most texts: only spaces are to be made plain
        return Normalized(source=source, text=_SPACE.sub(" ", source), starts=array("l", range(size)),
                          ends=array("l", range(1, size + 1)))  # fmt: skip
    damaged = {span.start: span.end for span in mojibake}
    out: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    while at < len(source):
        char, end = source[at], at + 1
        if at in damaged:
            end = damaged[at]
            repaired = _repair_at(source, at)
            char = repaired[0] if repaired else char
        elif char == "\r":
            char, end = "\n", at + (2 if source.startswith("\r\n", at) else 1)
        if end < len(source) and unicodedata.combining(source[end]):
            while end < len(source) and unicodedata.combining(source[end]):
                end += 1
            char = unicodedata.normalize("NFC", source[at:end])
        for piece in _SPACE.sub(" ", _INVISIBLE.sub("", char)):
            out.append(piece)
            starts.append(at)
            ends.append(end)
        at = end
    return Normalized(source=source, text="".join(out), starts=starts, ends=ends)
