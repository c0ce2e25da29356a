"""A second story glued to the first: where it starts, and what text after a break belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.ingest.cohesion import find_stems, share_names, share_words
from rashomon.ingest.head import Marks
from rashomon.ingest.rows import Row
from rashomon.ingest.rules import Mark
from rashomon.ingest.shapes import is_capitalized, is_name, is_prose, is_title

_ENDS = frozenset({"comment", "disclaimer", "cookie"})
_AFTERWORDS = frozenset({"plug", "credit", "navigation", "related", "bio", "correction"})
_REACH = 60
_LIKE = 0.15
_LIKE_SET_APART = 0.3
_LIKE_WALLED = 0.33
_ABOUT = 0.2
_LINKED = 0.7
_EARLY = 60
_TEASER = 4
_SMALL = 160
_PART = 0.6
_QUESTION = 8
_QUESTIONS = 400


@dataclass(slots=True)
class Known:
    """What the main article has told so far: stems of its longer words, and how many words in all."""

    stems: set[str] = field(default_factory=set)
    words: int = 0
    asked: int = 0

    def add(self, text: str, words: int) -> None:
        """Take in one more block."""
        self.stems |= find_stems(text)
        self.words += words

    def may_ask(self) -> bool:
        """Tell whether one more comparison is allowed: a page of ten thousand headlines must not take minutes."""
        self.asked += 1
        return self.asked <= _QUESTIONS


def is_walled(row: Row, mark: Mark) -> bool:
    """Tell whether a marked block says that the text above it stops here."""
    return mark.label in {"paywall", "navigation"} and row.has("withheld") is not None


def starts_second(rows: Sequence[Row], marks: Marks, row: Row, known: Known, wall: str | None) -> bool:  # noqa: PLR0911 - one return for each rule, in order
    """Tell whether a title-like block opens another story: text follows that shares little with what is ``known``.

    After a wall (a notice that the text stops, a list of other articles, comments, terms) little likeness is enough.
    Without one, the layout must set the block and its text apart, or two afterwords in a row must stand before it.
    """
    if _is_no_headline(row) or not known.may_ask():
        return False
    following = following_text(rows, marks, row.number)
    near = following[: 1 if wall == "related" else 3]
    if not any(_is_text(other) for other in near):
        return False
    words = share_words([row.plain, *(other.plain for other in following)], known.stems)
    told = known.words
    if sum(other.words for other in following) > max(_SMALL, told * _PART):
        return False
    if wall is not None:
        return words < _LIKE_WALLED
    if told < _EARLY:
        return False
    if _is_set_apart(rows, row):
        return words < _LIKE_SET_APART
    before = [marks[number] for number in (row.number - 1, row.number - 2)]
    if len(following) > _TEASER or not all(mark is not None and mark.label in _AFTERWORDS for mark in before):
        return False
    return words < _LIKE and share_names([other.plain for other in following], known.stems) == 0


def _is_no_headline(row: Row) -> bool:
    """Tell whether a title-like block is rather a link, a name, or a question of an interview."""
    asks = (
        row.words < _QUESTION
        and row.plain.rstrip("\"'”’»“ ").endswith("?")
        and not row.stretch.level
        and not is_capitalized(row.plain)
    )
    return row.stretch.link_share > _LINKED or is_name(row.plain) or asks or bool(re.match(r"\d+\.? ", row.plain))


def _is_text(row: Row) -> bool:
    return row.stretch.link_share < _LINKED and (
        is_prose(row) or (row.finished and row.words >= 6 and not is_title(row))  # noqa: PLR2004 - a bound of this rule alone
    )


def _is_set_apart(rows: Sequence[Row], row: Row) -> bool:
    """Tell whether a blank line stands before the block but not after it, unlike the paragraphs above."""
    under = rows[row.number + 1 : row.number + 3]
    before = [other.stretch.gap for other in rows[max(0, row.number - _REACH) : row.number] if is_prose(other)]
    apart = row.stretch.gap and len(under) > 1 and not any(other.stretch.gap for other in under)
    return apart and all(_is_text(other) for other in under[:1]) and sum(before) > 0.7 * len(before)


def following_text(rows: Sequence[Row], marks: Marks, number: int) -> list[Row]:
    """Return the unmarked blocks after ``number``, plugs and pictures passed over, up to what ends an article."""
    found: list[Row] = []
    for other in rows[number + 1 : number + _REACH]:
        mark = marks[other.number]
        if mark is None:
            found.append(other)
        elif mark.label in _ENDS or is_walled(other, mark) or (mark.label == "related" and other.words <= 4):  # noqa: PLR2004 - a bound of this rule alone
            break
    return found


def still_about(rows: Sequence[Row], marks: Marks, row: Row, known: Known) -> bool:
    """Tell whether text after an interruption still belongs to the article: it shares names or words with ``known``."""
    if not known.may_ask():
        return False
    new = [row.plain, *(other.plain for other in following_text(rows, marks, row.number))]
    return share_names(new, known.stems) > 0 or share_words(new, known.stems) >= _ABOUT
