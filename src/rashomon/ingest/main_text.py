"""The main text of a page as trafilatura sees it, mapped back to the rendering, with a check that none was lost."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement

from rashomon.datamodel import Span
from rashomon.ingest.html import Page
from rashomon.ingest.html_writer import Line
from rashomon.ingest.stretches import Stretch

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

LOST = "main text lost by the parser"
TOO_LONG = "page too long for the main text parser"
_DEEPEST = 200
_LARGEST = 1_000_000
_PROSE = 80
_LINKED = 0.5
_LEAST_PART, _LEAST = 12, 250
_ANCHOR = 24
"""Signs of a line that stands once: shorter ones are looked for between their neighbours alone."""
_INLINE = frozenset({"hi", "ref", "del", "span", "graphic"})
_PIECE = 30
_LONG = 60
_MOSTLY = 0.6


def mark_main(source: str, page: Page) -> tuple[tuple[Stretch, ...], tuple[str, ...]]:
    """Return the stretches of ``page`` with ``main`` set where trafilatura keeps their text, and flags.

    lxml, on which trafilatura stands, drops what lies deeper than 256 elements without an error: such pages, and pages
    of which trafilatura keeps next to none of the running text (under a twelfth; under half where that is under 250
    signs), go by the block rules alone and are flagged. A quarter was too strict: pages of a short text and many
    comments were taken for lost.
    """
    if len(source) > _LARGEST:
        return _make_stretches(page, None), (TOO_LONG,)
    if page.root is None or page.depth > _DEEPEST:
        return _make_stretches(page, None), (LOST,)
    marks = _find_kept(page, _extract(page.root))
    kept = sum(line.end - line.start for line, mark in zip(page.lines, marks, strict=True) if mark)
    prose = sum(
        line.end - line.start for line in page.lines if line.end - line.start >= _PROSE and line.link_share < _LINKED
    )
    if kept < max(prose / _LEAST_PART, min(_LEAST, prose / 2)):
        return _make_stretches(page, None), (LOST,)
    return _make_stretches(page, marks), ()


@cache
def _open_settings() -> Extractor:
    """Return trafilatura's own default settings, comments left out; made once, for it reads a file for them."""
    from trafilatura.settings import DEFAULT_CONFIG, Extractor  # noqa: PLC0415 - see _extract

    return Extractor(config=DEFAULT_CONFIG, output_format="txt", comments=False, tables=True)


def _extract(root: HtmlElement) -> tuple[str, ...]:
    """Return the texts of the blocks that trafilatura keeps of the tree ``root``, which it leaves as it is."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a fifth of a second to load, and only pages need it

    found = bare_extraction(root, options=_open_settings())
    body = None if found is None or isinstance(found, dict) else found.body
    return tuple(_read_blocks(body)) if body is not None else ()


def _read_blocks(body: _Element) -> Iterator[str]:
    """Yield the text of every block of trafilatura's tree: of paragraphs, headings, items, cells."""
    pieces: list[str] = []
    for event, node in iterwalk(body, events=("start", "end")):
        if node.tag not in _INLINE:
            yield "".join(pieces)
            pieces = []
        if text := node.text if event == "start" else node.tail:
            pieces.append(text)
    yield "".join(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The signs of trafilatura's text, ``joined``, and where its blocks end, and where each starts."""

    joined: str
    edges: tuple[int, ...]
    starts: Mapping[str, Sequence[int]]

    def find_after(self, key: str, cursor: int) -> int:
        """Return where ``key`` stands, alone or in a longer block, not before ``cursor``, or -1."""
        whole = next((at for at in self.starts.get(key, ()) if at >= cursor), -1)
        if whole >= 0:
            return whole
        at = self.joined.find(key, cursor)
        return at if at >= 0 and self.edges[bisect_right(self.edges, at)] >= at + len(key) else -1

    def find_whole(self, key: str, start: int, end: int) -> int:
        """Return where ``key`` stands as a block of its own in ``joined[start:end]``, or -1."""
        return next((at for at in self.starts.get(key, ()) if start <= at <= end - len(key)), -1)


def _make_key(text: str) -> str:
    return "".join(text.split())


def _find_kept(page: Page, blocks: Sequence[str]) -> list[bool]:
    """Return for every line of ``page`` whether its words stand in ``blocks``, in the page's order.

    Long lines are looked for first, each after the one before it; a line whose words stand elsewhere, or most of whose
    pieces do, is kept as well. Short ones, which menus repeat, must be a block of trafilatura's that stands between the
    long ones around them, or must stand once on the page.
    """
    found = [key for block in blocks if (key := _make_key(block))]
    edges = tuple(accumulate(map(len, found), initial=0))
    starts: dict[str, list[int]] = {}
    for key, at in zip(found, edges, strict=False):  # the last edge is the end
        starts.setdefault(key, []).append(at)
    kept = _Kept(joined="".join(found), edges=edges, starts=starts)
    keys = [_make_key(line) for line in page.text.split("\n")] if page.lines else []
    marks = [False] * len(keys)
    places = _place_long(keys, kept, marks)
    _place_short(keys, kept, marks, places)
    _fill_gaps(keys, set(found), marks)
    return marks


def _fill_gaps(keys: Sequence[str], blocks: set[str], marks: list[bool]) -> None:
    """Mark the lines that are blocks of trafilatura's and stand once on the page, or beside a line that is kept."""
    once = Counter(keys)
    for number, key in enumerate(keys):
        if not marks[number] and key in blocks and (once[key] == 1 or (number and marks[number - 1])):
            marks[number] = True
    for number in range(len(keys) - 2, -1, -1):
        if marks[number + 1] and not marks[number] and keys[number] in blocks:
            marks[number] = True


def _place_long(keys: Sequence[str], kept: _Kept, marks: list[bool]) -> list[tuple[int, int] | None]:
    """Mark the long lines that are kept; return for each line where it stands, None where that is not told."""
    places: list[tuple[int, int] | None] = [None] * len(keys)
    cursor = 0
    for number, key in enumerate(keys):
        if len(key) <= _ANCHOR:
            continue
        at = kept.find_after(key, cursor)
        if at >= 0:
            places[number] = (at, at + len(key))
            cursor = at + len(key)
            marks[number] = True
    placed = {key for key, place in zip(keys, places, strict=True) if place}
    for number, key in enumerate(keys):
        if len(key) > _LONG and not marks[number] and key not in placed and _stands(key, kept.joined):
            marks[number] = True
    return places


def _place_short(keys: Sequence[str], kept: _Kept, marks: list[bool], places: Sequence[tuple[int, int] | None]) -> None:
    """Mark the short lines that stand, each as a block of its own, between the long ones around them."""
    following = len(kept.joined)
    ends = [following] * len(keys)
    for number in range(len(keys) - 1, -1, -1):
        ends[number] = following
        if (place := places[number]) is not None:
            following = place[0]
    cursor = 0
    for number, key in enumerate(keys):
        if (place := places[number]) is not None:
            cursor = place[1]
        elif 0 < len(key) <= _ANCHOR and (at := kept.find_whole(key, cursor, ends[number])) >= 0:
            marks[number], cursor = True, at + len(key)


def _stands(key: str, joined: str) -> bool:
    """Tell whether ``key``, or most of its pieces, stand in ``joined``: a link or a note may have been left out."""
    if key in joined:
        return True
    pieces = [key[at : at + _PIECE] for at in range(0, len(key) - _PIECE + 1, _PIECE)]
    return bool(pieces) and sum(piece in joined for piece in pieces) >= _MOSTLY * len(pieces)


def _make_stretches(page: Page, marks: Sequence[bool] | None) -> tuple[Stretch, ...]:
    return tuple(
        _make_stretch(line, marks[number] if marks is not None else None) for number, line in enumerate(page.lines)
    )


def _make_stretch(line: Line, mark: bool | None) -> Stretch:  # noqa: FBT001 - the value itself, as Stretch names it
    span = Span(start=line.start, end=line.end)
    return Stretch(
        span=span, kept=(span,), hints=line.hints, level=line.level, gap=True, link_share=line.link_share, main=mark
    )
