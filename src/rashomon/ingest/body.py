"""The body and what follows it: subheads, captions, plugs among paragraphs, a second story, comments, the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rashomon.datamodel import BlockLabel
from rashomon.ingest.bios import is_bio
from rashomon.ingest.head import Marks, is_caption
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.second import Known, is_walled, starts_second, still_about
from rashomon.ingest.shapes import is_name, is_prose, is_title, repeats
from rashomon.text.fold import fold

_WALLS = frozenset({"comment", "disclaimer", "bio"})
_SECOND_ENDS = frozenset({"related", "comment", "disclaimer", "plug", "paywall", "cookie", "navigation", "advert"})
_COMMENT = re.compile(r"[^!?:·]{1,40}(?::| ·| — )\s*\S|@?[\w.-]{2,30}:?$")
_FOLLOWERS = 40
_LINKED = 0.7
_FAIR = 0.3
_TEASER = 4


@dataclass(slots=True)
class _State:
    """Where the walk down the page is; private to ``mark_body``."""

    end: int
    words: int
    headline: Row | None
    authors: frozenset[str]
    authors_below: frozenset[str] = frozenset()
    body: list[Row] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    levels: set[int] = field(default_factory=set)
    wall: BlockLabel | None = None
    run: BlockLabel | None = None
    second: bool = False


def mark_body(
    rows: Sequence[Row],
    marks: Marks,
    extent: tuple[int, int],
    headline: int | None,
    authors: frozenset[str] = frozenset(),
) -> None:
    """Mark every block that is not marked yet: from where ``extent`` starts, as body up to where it ends.

    ``authors`` are folded names of the writers.
    """
    start, end = extent
    state = _State(
        end=end,
        words=sum(row.words for row in rows[start : end + 1] if marks[row.number] is None),
        headline=rows[headline] if headline is not None else None,
        authors=authors,
        authors_below=frozenset(
            fold(left.plain) for left, right in pairwise(rows) if fold(right.plain).startswith(f"{fold(left.plain)} ")
        ),
    )
    if state.headline is not None:
        state.known.add(state.headline.plain, state.headline.words)
    for row in rows[start:]:
        mark = marks[row.number]
        if mark is not None and state.second and mark.label in {"byline", "date", "caption", "credit", "correction"}:
            marks[row.number] = Mark(label="second_body", reason="inside a second story")
        elif mark is not None:
            _pass_mark(row, mark, state)
        else:
            marks[row.number] = _mark_next(rows, marks, row, state)


def _pass_mark(row: Row, mark: Mark, state: _State) -> None:
    """Take note of a block marked by its own words."""
    if mark.label in _SECOND_ENDS:
        state.second = False
    header = row.has("related", "whole") is not None or (
        row.stretch.link_share == 0 and row.words <= 8 and row.plain.endswith(":")  # noqa: PLR2004 - a bound of this rule alone
    )
    if mark.label == "related" and header:
        state.run = "related"
    elif (
        (mark.label == "comment" and _is_late(state))
        or mark.label in {"paywall", "cookie"}
        or _opens_adverts(row, mark)
    ):
        state.run = mark.label
    elif mark.label not in {"related", "date", "credit"}:
        state.run = None
    if not state.body:
        return
    if mark.label in _WALLS or (mark.label == "related" and header) or is_walled(row, mark):
        state.wall = mark.label


def _mark_next(rows: Sequence[Row], marks: Marks, row: Row, state: _State) -> Mark:
    """Return what an unmarked block is, by what came before it and what follows."""
    if state.second:
        return Mark(label="second_body", reason="inside a second story")
    if state.run == "comment" and (_COMMENT.match(row.plain) or not is_title(row)):
        return Mark(label="comment", reason="under the comments")
    if (
        state.body
        and is_title(row)
        and not _is_sibling(row, state)
        and starts_second(rows, marks, row, state.known, state.wall)
    ):
        state.second, state.run = True, None
        return Mark(label="second_headline", reason="a new headline over text that shares little with the article")
    if state.run == "comment" and not row.stretch.level:
        return Mark(label="comment", reason="under the comments")
    bio = state.body and is_bio(row, state.authors)
    if bio and (row.has("bio", "start") or not _main_text_follows(rows, marks, row.number)):
        return Mark(label="bio", reason="about the author")
    return _mark_run(row, state) or _mark_loose(rows, marks, row, state) or _mark_running(rows, marks, row, state)


def _mark_loose(rows: Sequence[Row], marks: Marks, row: Row, state: _State) -> Mark | None:
    """Return the label of a block that stands loose in or after the text, or None for the text itself."""
    if state.headline is not None and repeats(row.plain, state.headline.plain):
        return Mark(label="caption", reason="repeats the headline")
    if is_caption(rows, marks, row.number) and (not row.finished or _text_follows(rows, marks, row.number)):
        return Mark(label="caption", reason="before a credit")
    if is_name(row.plain) and state.body and (state.wall or fold(row.plain) in state.authors_below):
        return Mark(label="byline", reason="a bare name after the text")
    if row.number > state.end:
        linked = row.stretch.link_share > _FAIR and row.words >= _TEASER and not row.finished
        return Mark(label="related" if linked else "navigation", reason="after the main text")
    if state.wall and not (is_prose(row) and still_about(rows, marks, row, state.known)):
        return Mark(label="navigation", reason=f"after the {state.wall}")
    return None


def _opens_adverts(row: Row, mark: Mark) -> bool:
    """Tell whether an advertisement's mark names what follows as paid for ("Sponsored links"), not as interrupted."""
    return mark.label == "advert" and row.words <= 6 and bool(re.search(r"sponsor|promoted|paid", row.folded))  # noqa: PLR2004 - a bound of this rule alone


def _is_late(state: _State) -> bool:
    """Tell whether a fair part of the main text has been passed: a counter of comments may stand above it too."""
    return state.known.words >= _FAIR * state.words


def _is_sibling(row: Row, state: _State) -> bool:
    """Tell whether a heading has the level of an earlier subhead of the body, below that of the headline."""
    top = state.headline.stretch.level if state.headline else 0
    return row.stretch.level > top and row.stretch.level in state.levels


def _mark_run(row: Row, state: _State) -> Mark | None:
    """Return the label of a run that the block goes on with: items under a header of other articles or of an offer."""
    linked = row.stretch.link_share > _LINKED
    if state.run == "related" and (linked or "item" in row.hints or not (is_prose(row) or row.words > 16)):  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="related", reason="in a list of other articles")
    if "item" in row.hints and row.stretch.link_share >= 0.5:  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="related", reason="an item that is a link")
    if state.run == "paywall" and row.words <= 12 and ("item" in row.hints or linked):  # noqa: PLR2004 - a bound of this rule alone
        return Mark(label="paywall", reason="in a list of what is offered")
    if state.run == "advert" and not is_prose(row):
        return Mark(label="advert", reason="under the mark of an advertisement")
    return None


def _mark_running(rows: Sequence[Row], marks: Marks, row: Row, state: _State) -> Mark:
    """Return body for running text, subheads and cut ends; caption, byline or navigation for loose lines."""
    follows = _text_follows(rows, marks, row.number)
    if row.stretch.link_share > (0.95 if row.finished else 0.85):
        return Mark(label="related", reason="a link on its own")
    if not follows and is_name(row.plain) and state.body:
        return Mark(label="byline", reason="a bare name after the text")
    if state.body and _is_loose_caption(rows, marks, row):
        return Mark(label="caption", reason="a long line without an end among sentences")
    if not follows and state.body and not is_prose(row) and not row.finished and row.bars:
        return Mark(label="navigation", reason="after the text")
    state.body.append(row)
    state.known.add(row.plain, row.words)
    state.levels.add(row.stretch.level)
    state.run = None
    if is_prose(row):
        state.wall = None
    return Mark(label="body", reason="subhead" if is_title(row) and not row.finished else "running text")


def _is_loose_caption(rows: Sequence[Row], marks: Marks, row: Row) -> bool:
    """Tell whether a line without an end stands between two finished paragraphs, too long for a subhead."""
    following = next(
        (other for other in rows[row.number + 1 : row.number + _FOLLOWERS] if marks[other.number] is None), None
    )
    return (
        9 <= row.words <= 40  # noqa: PLR2004 - a bound of this rule alone
        and not row.finished
        and not row.stretch.level
        and not row.hints & {"item", "quote"}
        and row.plain[0].isupper()
        and row.plain[-1] not in ":;,—–-"
        and following is not None
        and following.plain[:1].isupper()
        and "quote" not in following.hints
        and following.finished
        and _text_follows(rows, marks, row.number)
    )


def _text_follows(rows: Sequence[Row], marks: Marks, number: int) -> bool:
    """Tell whether running text comes after the block before the page turns to something else."""
    for other in rows[number + 1 : number + _FOLLOWERS]:
        mark = marks[other.number]
        if mark is not None and mark.label in {"paywall", "comment", "disclaimer", "bio"}:
            return False
        if mark is None and (is_prose(other) or other.finished):
            return True
    return False


def _main_text_follows(rows: Sequence[Row], marks: Marks, number: int) -> bool:
    """Tell whether at least two paragraphs come right after the block."""
    prose = 0
    for other in rows[number + 1 : number + 6]:
        if marks[other.number] is not None:
            break
        prose += is_prose(other)
    return prose > 1
