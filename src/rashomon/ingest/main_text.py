"""The main text of a page as trafilatura sees it, mapped back to the rendering, with a check that none was lost."""

from __future__ import annotations

import re
from dataclasses import replace

from rashomon.ingest.html import Page
from rashomon.ingest.stretches import Stretch

LOST = "main text lost by the parser"
TOO_LONG = "page too long for the main text parser"
_DEEPEST = 200
_LARGEST = 1_000_000
_KEY = re.compile(r"[\W_]+")
_PROSE = 80


def mark_main(source: str, page: Page) -> tuple[tuple[Stretch, ...], tuple[str, ...]]:
    """Return the stretches of ``page`` with ``main`` set where trafilatura keeps their text, and flags.

    lxml, on which trafilatura stands, drops what lies deeper than 256 elements without an error: such pages, and pages
    of which trafilatura keeps too little, go by the block rules alone and are flagged.
    """
    if page.depth > _DEEPEST:
        return page.stretches, (LOST,)
    if len(source) > _LARGEST:
        return page.stretches, (TOO_LONG,)
    from trafilatura import extract  # noqa: PLC0415 - a fifth of a second to load, and only pages need it

    found = extract(source, output_format="txt", include_comments=False, include_tables=True, with_metadata=False) or ""
    lines = {_key(line) for line in found.split("\n")}
    joined = _key(found)
    marked = tuple(
        replace(one, main=_is_kept(_key(one.span.slice(page.text)), lines, joined)) for one in page.stretches
    )
    kept = sum(len(one.span) for one in marked if one.main)
    prose = sum(len(one.span) for one in marked if len(one.span) >= _PROSE and one.link_share < 0.5)  # noqa: PLR2004 - a bound of this rule alone
    if prose and kept < prose / 4:
        return page.stretches, (LOST,)
    return marked, ()


def _key(text: str) -> str:
    return _KEY.sub("", text).casefold()


def _is_kept(key: str, lines: set[str], joined: str) -> bool:
    return bool(key) and (key in lines or (len(key) > 24 and key in joined))  # noqa: PLR2004 - a bound of this rule alone
