"""Captured text made safe to show: hostile characters become visible, and every letter can be read back."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from markupsafe import Markup, escape

_CONTROLS: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE: Final = "\u2028\u2029\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f"
_HOSTILE: Final = re.compile(f"[{_CONTROLS}{_BIDI}{_INVISIBLE}]")
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\u2028\u2029]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BLANK: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_ZERO_WIDTH: Final = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]")
_SPACE: Final = 0x20
_DELETE: Final = 0x7F
FIRST_STRONG: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"


@cache
def picture(character: str) -> str:
    """Return what stands for one hostile character: its control picture, else its number; "" for carriage return.

    A carriage return is shown as nothing because it stands at every line end of some captures.
    """
    code = ord(character)
    if character == "\r":
        return ""
    if code < _SPACE:
        return chr(0x2400 + code)
    if code == _DELETE:
        return "␡"
    return f"⟨U+{code:04X}⟩"


def show(text: str) -> str:
    """Return ``text`` on one line for a terminal: line ends as "⏎", tabs as spaces, hostile characters visible.

    Soft hyphens, zero width spaces and byte order marks are left out: terminals draw them as hyphens or boxes.
    """
    text = _BLANK.sub("", text)
    flat = _LINE_ENDS.sub(" ⏎ ", text.strip("\r\n")).replace("\t", " ")
    return _HOSTILE.sub(lambda match: picture(match.group()), flat)


def isolate(line: str) -> str:
    """Return one shown line, set apart by first-strong isolates where it holds right-to-left letters."""
    return f"{FIRST_STRONG}{line}{POP_ISOLATE}" if _RIGHT_TO_LEFT.search(line) else line


def count_zero_width(text: str) -> int:
    """Return how many characters of ``text`` take no room: joiners, soft hyphens, byte order marks."""
    return len(_ZERO_WIDTH.findall(text))


def mark(text: str) -> Markup:
    """Return ``text`` as HTML; a hostile character becomes an element whose ``data-cp`` keeps its code point."""
    parts: list[Markup] = []
    end = 0
    for match in _HOSTILE.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(Markup('<i class="cp" data-cp="{:x}">{}</i>').format(ord(match.group()), picture(match.group())))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def unmark(code: str, shown: str) -> str:
    """Return the character that a ``data-cp`` element stands for, or ``shown`` where its picture was altered."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return shown
    return character if _HOSTILE.fullmatch(character) and picture(character) == shown else shown


def writable(text: str) -> str:
    """Return ``text`` without lone surrogates, which no encoding can write (names of files may hold them)."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not _is_writable(text) else text


def _is_writable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
