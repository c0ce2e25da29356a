"""Bytes to text: byte order marks, UTF-16 without one, UTF-8, declared, mixed and guessed encodings."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from rashomon.text.normal import find_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = {"utf16": "utf-16", "utf_16": "utf-16", "ucs2": "utf-16"}
_SAMPLE = 65_536
_NUL_SHARE = 0.3
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MOSTLY = 0.5
_WESTERN = 0.3
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text out of bytes: ``encoding`` is the Python codec used; ``flags`` say what was met.

    Flags: "byte order mark", "mixed encodings", "undecodable bytes", "declared encoding does not fit",
    "encoding guessed", "mojibake", "NUL characters".
    """

    text: str = field(repr=False)
    encoding: str
    flags: tuple[str, ...] = ()


def find_wide(payload: bytes) -> str | None:
    """Return the byte order of UTF-16 or UTF-32 text without a mark, by where its NUL bytes stand, or None."""
    sample = payload[: _SAMPLE - _SAMPLE % 4]
    if len(payload) % 2 or b"\x00" not in sample:
        return None
    size = len(sample) / 2
    even, odd = sample[::2].count(0) / size, sample[1::2].count(0) / size
    if min(even, odd) > _NUL_SHARE and len(payload) % 4 == 0:
        return "utf-32-le" if sample[0] else "utf-32-be"
    if odd > _NUL_SHARE and even < _NUL_SHARE / 10:
        return "utf-16-le"
    if even > _NUL_SHARE and odd < _NUL_SHARE / 10:
        return "utf-16-be"
    return None


def _decode_lines(payload: bytes) -> tuple[str, bool]:
    """Return lines decoded as UTF-8 where they are, else as Windows-1252; tell whether a byte fits neither."""
    pieces: list[str] = []
    damaged = False
    for match in _LINE.finditer(payload):
        line = match.group()
        try:
            pieces.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            if _is_mostly_utf8(line):
                pieces.append(line.decode("utf-8", "replace"))
                damaged = True
            else:
                piece = line.decode("cp1252", "replace")
                damaged = damaged or "\ufffd" in piece
                pieces.append(piece)
    return "".join(pieces), damaged


def _is_mostly_utf8(payload: bytes) -> bool:
    high = len(_HIGH.findall(payload))
    return high > 0 and sum(len(found) for found in _MULTIBYTE.findall(payload)) > _MOSTLY * high


def _has_utf8_line(payload: bytes) -> bool:
    return any(_HIGH.search(line) and _try(line, "utf-8") is not None for line in _LINE.findall(payload))


def _try(payload: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        return payload.decode(encoding)
    except (ValueError, LookupError):  # a declared "idna" or "punycode" raises what is no UnicodeDecodeError
        return None


def _guess(payload: bytes) -> tuple[str, str]:
    """Return text and codec: few high bytes mean a Western text, many a Cyrillic one, else charset-normalizer says."""
    sample = payload[:_SAMPLE]
    letters = len(_LETTER.findall(sample)) or 1
    share = len(_HIGH.findall(sample)) / letters
    if share < _WESTERN:
        return payload.decode("cp1252", "replace"), "cp1252"
    scored = [(_count_russian(sample.decode(codec, "replace")), codec) for codec in _CYRILLIC]
    best_count, codec = max(scored, key=lambda pair: pair[0])
    if best_count > _MOSTLY * letters:
        return payload.decode(codec, "replace"), codec
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only bytes that nothing else explains need it

    best = from_bytes(payload).best()
    text = _try(payload, best.encoding) if best else None
    if best is None or text is None:
        return payload.decode("cp1252", "replace"), "cp1252"
    return text, best.encoding.replace("_", "-")


def _count_russian(text: str) -> int:
    """Count small Cyrillic letters: in the wrong Cyrillic codec, small letters turn into capitals or signs."""
    return sum("а" <= char <= "я" or char in "ёіїєґ" for char in text)


def _pick(payload: bytes, declared: str | None) -> tuple[str, str, list[str]]:
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            marked = payload[len(mark) :].decode(encoding, "replace")
            return marked, encoding, ["byte order mark", *(["undecodable bytes"] if "\ufffd" in marked else [])]
    wide = find_wide(payload)
    escapes = (declared or "").lower().startswith("iso-2022")  # 7-bit: valid UTF-8 as well, and gibberish as such
    for codec in (wide, None if escapes else "utf-8"):
        if codec and (tried := _try(payload, codec)) is not None:
            return tried, codec, []
    if _is_mostly_utf8(payload) or _has_utf8_line(payload):
        text, damaged = _decode_lines(payload)
        return text, "utf-8", ["undecodable bytes" if damaged else "mixed encodings"]
    if declared and (tried := _try(payload, declared)) is not None:
        return tried, codecs.lookup(declared).name, []
    text, encoding = _guess(payload)
    flags = ["encoding guessed"] + (["declared encoding does not fit"] if declared else [])
    return text, encoding, flags + (["undecodable bytes"] if "\ufffd" in text else [])


def decode(payload: bytes, *, declared: str | None = None) -> Decoded:
    """Return ``payload`` as text, letter for letter: a byte order mark is dropped, line ends and all else stay.

    Valid UTF-8 wins over ``declared`` (pages often state a charset they do not use); lines in another encoding among
    UTF-8 are read as Windows-1252. Bytes that fit nothing become U+FFFD. Never raises.
    """
    text, encoding, flags = _pick(payload, _WIDE.get((declared or "").lower(), declared))
    if "\x00" in text:
        flags.append("NUL characters")
    if not text.isascii() and find_mojibake(text[:_SAMPLE]):
        flags.append("mojibake")
    return Decoded(text=text, encoding=encoding, flags=tuple(flags))
