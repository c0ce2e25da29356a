"""Plain text and markdown cut into stretches: lines, and lines that a fixed width has broken put together again."""

from __future__ import annotations

import re
from itertools import pairwise

from rashomon.datamodel import Span, make_spans, overlap
from rashomon.ingest.markup import Marked, is_bare, read_line
from rashomon.ingest.stretches import MAX_BLOCKS, Stretch, make_unexamined

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ITEM = re.compile(r"[-*+•#>|]|\d{1,3}[.)]\s")
_ALT = re.compile(r"!\[([^\]\n]{0,1000})\]")
_WIDEST = 132
_NARROWEST = 40
_EVIDENCE = 2
_FINISHED = tuple('.!?…:;"”»)')


def lay_out(text: str, *, markdown: bool) -> tuple[Stretch, ...]:
    """Return the stretches of ``text`` in order: together they hold all of it but white space."""
    lines = [span for match in _LINE.finditer(text) if (span := _strip(text, match.start(), match.end()))]
    rest = lines[MAX_BLOCKS:]
    del lines[MAX_BLOCKS:]
    width = _find_width(text, lines)
    groups: list[list[Span]] = []
    for number, line in enumerate(lines):
        if number and width and _continues(text, lines[number - 1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    stretches: list[Stretch] = []
    before = 0
    returns = "\r" in text
    for group in groups:
        gap = (
            len(_LINE_END.findall(text, before, group[0].start)) > 1
            if returns
            else text.count("\n", before, group[0].start) > 1
        )
        stretches.append(_make_stretch(text, group, gap=gap, markdown=markdown))
        before = group[-1].end
    if rest:
        stretches.append(make_unexamined(Span(start=rest[0].start, end=rest[-1].end)))
    return tuple(stretches)


def _strip(text: str, start: int, end: int) -> Span | None:
    line = text[start:end]
    left = line.lstrip()
    if not left:
        return None
    start = end - len(left)
    return Span(start=start, end=start + len(left.rstrip()))


def _is_next(text: str, left: Span, right: Span) -> bool:
    return right.start - left.end < _WIDEST and len(_LINE_END.findall(text, left.end, right.start)) == 1


def _starts_item(text: str, line: Span) -> bool:
    return _ITEM.match(text, line.start, line.start + 6) is not None


def _find_width(text: str, lines: list[Span]) -> int:
    """Return the width at which paragraphs were broken, or 0: a lower-case line that goes on shows it."""
    ends = [
        len(left)
        for left, right in pairwise(lines)
        if _NARROWEST <= len(left) <= _WIDEST
        and _is_next(text, left, right)
        and text[right.start].islower()
        and text[left.end - 1] not in _FINISHED
    ]
    unbroken = sum(len(line) > _WIDEST for line in lines)  # a width would have broken these too
    return max(ends) if len(ends) >= max(_EVIDENCE, unbroken) else 0


def _continues(text: str, left: Span, right: Span, width: int) -> bool:
    """Tell whether ``right`` goes on with the paragraph of ``left``: its first word would not have fitted before it."""
    if not _is_next(text, left, right) or _starts_item(text, right) or len(left) > width:
        return False
    word = re.match(r"\S+", text[right.start : right.end])
    fits = len(left) + 1 + (len(word[0]) if word else 0) <= width
    return not fits or (text[right.start].islower() and text[left.end - 1] not in _FINISHED and len(left) > width // 2)


def _make_stretch(text: str, lines: list[Span], *, gap: bool, markdown: bool) -> Stretch:
    if len(lines) == 1 and is_bare(text, lines[0], markdown=markdown):
        return Stretch(span=lines[0], kept=(lines[0],), gap=gap)
    marked = [read_line(text, line, markdown=markdown) for line in lines]
    kept = tuple(span for line in marked for span in line.kept)
    hints = frozenset(hint for line in marked for hint in line.hints)
    if not kept and "image" in hints:
        kept = tuple(
            Span(start=match.start(1), end=match.end(1))
            for match in _ALT.finditer(text, lines[0].start, lines[-1].end)
            if match[1].strip()
        )
        hints |= {"only image"}
    return Stretch(
        span=Span(start=lines[0].start, end=lines[-1].end),
        kept=kept,
        hints=hints,
        level=marked[0].level,
        gap=gap,
        link_share=_share_links(marked),
    )


def _share_links(marked: list[Marked]) -> float:
    if not any(line.links for line in marked):
        return 0.0
    total = sum(len(span) for line in marked for span in line.kept)
    linked = sum(overlap(line.kept, make_spans(line.links)) for line in marked)
    return linked / total if total else 0.0
