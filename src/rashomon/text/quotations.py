"""Quotations: what stands between quotation marks of any style, over paragraphs and nested, and in dialogue dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.datamodel import Span, Spans

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile("``|''(?!')|[«»‹›„“”‟‚‘’‛\"'「」『』]")
_PAIRS = {"«": "»", "»": "«", "‹": "›", "›": "‹", "„": '“”"‟', "“": '”"', "”": "”", "‚": "‘’", "‘": "’'", "’": "’",
          '"': '"”', "'": "'’", "``": "''", "''": "''", "「": "」", "『": "』", "‟": "”"}  # fmt: skip
_DEPTH = 6
_INDENT = 2
_SINGLE = frozenset("‘’‚'")
_ELISION = re.compile(r"(?:\d\d?s?\b|tis\b|twas\b|em\b|til\b|cause\b|n\b|round\b|bout\b)", re.IGNORECASE)
_DASH_OPENER = re.compile(r"[—–―] ?(?=[^\W_]|[«“„\"…])")
_DASH_TAG = re.compile(r"[,!?…] ?[—–―] ?(?=[^\W\d_])")
_DASH_BACK = re.compile(r"[.,:;!?…] ?[—–―] ?(?=[^\W_]|[«“„\"…])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation: ``outer`` with its marks, ``inner`` without, ``pieces`` its words by paragraph.

    ``mark`` is the opening mark ("«", "“", "—" for a dialogue dash). ``closed`` is False where no closing mark was
    found before the paragraph ended. ``depth`` is 0 for a quotation that stands in no other. Spans are code points of
    the text that was searched; ``pieces`` leave out reopening marks, line ends and the tag in a dialogue line.
    """

    outer: Span
    inner: Span
    pieces: Spans
    mark: str
    closed: bool = True
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one; ``starts`` holds where each paragraph's words begin."""

    mark: str
    start: int
    starts: list[int]
    ends: list[int] = field(default_factory=list)
    perhaps: int | None = None
    last_nested: int | None = None
    at_start: bool = False


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a normal form in the order in which they open, nested ones with ``depth`` above 0.

    Apostrophes, inches and feet are none. A quotation without closing mark ends with its paragraph, unless the
    next one opens with the same mark; an unclosed single mark, or unclosed ``"`` inside a paragraph, is no quotation.
    """
    lines = [Span(start=match.start(), end=match.end()) for match in _LINE.finditer(text)]
    found: list[Quotation] = []
    waiting: list[_Open] = []
    for index, line in enumerate(lines):
        after = lines[index + 1].start if index + 1 < len(lines) else None
        waiting = _scan_line(text, line, after, waiting, found)
        dialogue = _read_dialogue(text, line)
        if dialogue:
            found.append(dialogue)
    return _with_depth(found)


def _scan_line(text: str, line: Span, after: int | None, waiting: list[_Open], found: list[Quotation]) -> list[_Open]:
    """Add the quotations that close in ``line`` to ``found``; return the ones that the next paragraph goes on with."""
    stack = waiting
    at = line.start
    for opened in stack:  # each open quotation is opened again, outermost first
        at = _skip_space(text, at, line.end)
        at += len(opened.mark) if text.startswith(opened.mark, at) else 1
        opened.starts.append(at)
    for match in _MARK.finditer(text, at, line.end):
        _take_mark(text, match, line, stack, found)
    return _end_line(text, line, after, stack, found)


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _take_mark(text: str, match: re.Match[str], line: Span, stack: list[_Open], found: list[Quotation]) -> None:
    """Let the mark close an open quotation, open a new one, or be neither (an apostrophe)."""
    mark, start, end = match.group(), match.start(), match.end()
    before = text[start - 1] if start > line.start else " "
    behind = text[end] if end < line.end else " "
    if mark in _SINGLE and before.isalnum() and behind.isalnum():
        return
    closing = next(
        (i for i in range(len(stack) - 1, max(-1, len(stack) - 5), -1) if mark in _PAIRS[stack[i].mark]), None
    )
    opens = _may_open(mark, before, behind, text, end)
    if closing is not None and _may_close(mark, before, behind, opens=opens):
        if mark in "'’" and before in "sS" and behind == " ":
            stack[closing].perhaps = end  # a plural's apostrophe, or the end: a later mark will tell
            return
        _close(text, stack, closing, end, found)
    elif opens:
        if mark in ('"', "''") and any(opened.mark == mark for opened in stack):
            stack[:] = [opened for opened in stack if opened.mark != mark]  # the earlier one was an orphan
        if len(stack) < _DEPTH:
            stack.append(_Open(mark=mark, start=start, starts=[end], at_start=start - line.start <= _INDENT))


def _may_close(mark: str, before: str, behind: str, *, opens: bool) -> bool:
    """Tell whether a mark that fits an open one closes it, by what stands around it."""
    if mark in "»›”」』«‹":
        return True
    if behind.isalnum() and (before.isspace() or before in "(["):
        return False
    return not (before.isspace() and opens and not behind.isspace())


def _may_open(mark: str, before: str, behind: str, text: str, end: int) -> bool:
    """Tell whether a mark can open a quotation, by what stands around it."""
    if mark in "«‹„‚「『" or mark == "``":
        return True
    if mark in "」』":
        return False
    free = not before.isalnum() and before not in ".,;!?%)]"
    if mark in "“‟":
        return free or not behind.isspace()
    if not free or behind.isspace():
        return False
    if mark in _SINGLE:
        return (behind.isalnum() or behind in '“"«[…') and not (mark != "‘" and _ELISION.match(text, end))
    return behind.isalnum() or behind in "‘'“[(…$€£.-—#@"


def _close(text: str, stack: list[_Open], at: int, end: int, found: list[Quotation]) -> None:
    """Close the open quotation number ``at``; those opened within it and never closed were none."""
    for opened in stack[at + 1 :]:
        if opened.perhaps is not None:
            _add(text, opened, opened.perhaps, found, closed=True)
    opened = stack[at]
    del stack[at:]
    _add(text, opened, end, found, closed=True)
    if stack:
        stack[-1].last_nested = end


def _add(text: str, opened: _Open, end: int, found: list[Quotation], *, closed: bool) -> None:
    """Add the quotation from ``opened`` to ``end``, unless nothing is quoted."""
    width = len(opened.mark) if closed else 0
    ends = [*opened.ends, max(end - width, opened.starts[-1])]
    pieces = [_strip(text, start, stop) for start, stop in zip(opened.starts, ends, strict=False)]
    kept = tuple(piece for piece in pieces if piece)
    if not kept or not any(char.isalnum() for piece in kept for char in text[piece.start : piece.end]):
        return
    found.append(Quotation(
        outer=Span(start=opened.start, end=end), inner=Span(start=kept[0].start, end=kept[-1].end), pieces=kept,
        mark=opened.mark, closed=closed,
    ))  # fmt: skip


def _strip(text: str, start: int, end: int) -> Span | None:
    """Return ``start`` to ``end`` without white space around it, None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def _end_line(text: str, line: Span, after: int | None, stack: list[_Open], found: list[Quotation]) -> list[_Open]:
    """Settle what is still open at the end of a paragraph; return what the next paragraph opens again."""
    going_on: list[_Open] = []
    for opened in stack:
        if opened.perhaps is not None and not going_on:
            _add(text, opened, opened.perhaps, found, closed=True)
        elif after is not None and len(going_on) < 2 and _reopens(text, after, opened, len(going_on)):  # noqa: PLR2004 - a quotation in a quotation
            opened.ends.append(line.end)
            going_on.append(opened)
        elif opened.last_nested is not None and opened.mark in "«“„":
            _add(text, opened, opened.last_nested, found, closed=True)  # one mark closes both: «Завод «Маяк»
        elif opened.mark in "«“„" or (opened.mark in ('"', "''") and opened.at_start):
            _add(text, opened, line.end, found, closed=False)
    return going_on


def _reopens(text: str, after: int, opened: _Open, already: int) -> bool:
    """Tell whether the paragraph at ``after`` begins with the mark again (in French also with the closing one)."""
    at = _skip_space(text, after, min(len(text), after + 8)) + already
    again = text.startswith(opened.mark, at) or (opened.mark == "«" and text.startswith("»", at))
    return again and opened.mark not in _SINGLE | {"”"}


def _read_dialogue(text: str, line: Span) -> Quotation | None:
    """Return the words said in a paragraph that opens with a dialogue dash, without the tags between dashes.

    Lists also open with dashes: what begins in lower case or ends in ";" is none.
    """
    opener = _DASH_OPENER.match(text, line.start, line.end)
    if not opener or text[line.end - 1] in ";," or text[opener.end()].islower():
        return None
    pieces: list[Span] = []
    start = opener.end()
    while start < line.end:
        tag = _find_tag(text, start, line.end)
        end = tag.start() + 1 if tag else line.end
        piece = _strip(text, start, end)
        if piece:
            pieces.append(piece)
        back = _DASH_BACK.search(text, tag.end(), line.end) if tag else None
        if not back:
            break
        start = back.end()
    if not pieces:
        return None
    inner = Span(start=pieces[0].start, end=pieces[-1].end)
    return Quotation(
        outer=Span(start=line.start, end=inner.end), inner=inner, pieces=tuple(pieces), mark=opener.group()[0]
    )


def _find_tag(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the dash that leads to a speaker's tag: it follows a stop, and the tag begins in lower case."""
    return next((tag for tag in _DASH_TAG.finditer(text, start, end) if text[tag.end()].islower()), None)


def _with_depth(found: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations in the order in which they open, with how many others each stands in."""
    ordered = sorted(found, key=lambda quotation: (quotation.outer.start, -quotation.outer.end))
    around: list[int] = []
    result: list[Quotation] = []
    for quotation in ordered:
        while around and around[-1] <= quotation.outer.start:
            around.pop()
        depth = len(around)
        result.append(quotation if not depth else Quotation(
            outer=quotation.outer, inner=quotation.inner, pieces=quotation.pieces, mark=quotation.mark,
            closed=quotation.closed, depth=depth))  # fmt: skip
        around.append(quotation.outer.end)
    return tuple(result)
