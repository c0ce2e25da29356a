"""Rows: stretches with what the rules look at, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rashomon.ingest.lexicon import Hit, find_phrases, fold_line
from rashomon.ingest.stretches import Stretch, join_kept
from rashomon.text.dates import find_dates
from rashomon.text.normal import normalize_text

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_ENDS = re.compile(r"[.!?…‽。؟](?:[\"'”’»“)\]*¹²³⁴⁵⁶⁷⁸⁹€â]|\[\^?\d{1,3}\])*\s*$|[.!?…,][\"'”’»“]+\s*$")
_INNER_END = re.compile(r"[.!?…][\"'”’»)\]]*\s")
_BARS = re.compile(r"\s(?:[|·•∙/»›<>→▸*]|::|--)\s|\s{2,}|[|·•∙▸›]")
_DASHES = re.compile(r"\s[–—-]\s")
_BAR_SIGNS = re.compile(r"[|·•∙/»›<>→▸*]|::|--|\s\s")
_ALL_CLOSE = re.compile(r"[\"'”’»“)\]*¹²³⁴⁵⁶⁷⁸⁹€â\[^\d\s]+$")
_TAIL = 64
_LONGEST = 6_000
_EDGE = 2_000
_DATED = 40
_MANY = 4_000
_SHORT = 60
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stretch as the rules see it.

    ``plain`` is its text without markup, in normal form (of a very long one the two ends); ``folded`` what phrases
    are matched on; ``bars`` how many menu-like separators it holds; ``sentences`` how many finished sentences.
    """

    number: int
    stretch: Stretch
    plain: str
    folded: str = field(repr=False)
    hits: tuple[Hit, ...] = ()
    words: int = 0
    finished: bool = False
    sentences: int = 0
    bars: int = 0
    dates: tuple[str, ...] = ()

    @property
    def hints(self) -> frozenset[str]:
        """What the markup tells about the stretch."""
        return self.stretch.hints

    def has(self, label: str, *places: str) -> Hit | None:
        """Return the first phrase of ``label`` found (in one of ``places`` where given), or None."""
        if not self.hits:
            return None
        return next((hit for hit in self.hits if hit.label == label and (not places or hit.place in places)), None)


def _count_bars(plain: str, *, ended: bool) -> int:
    """Count what separates a menu's items; dashes only where several stand and no sentence does."""
    bars = len(_BARS.findall(plain)) if _BAR_SIGNS.search(plain) else 0
    if ended or "," in plain or not ("-" in plain or "–" in plain or "—" in plain):
        return bars
    dashes = len(_DASHES.findall(plain))
    return bars + (dashes if dashes > 1 else 0)


class _Looks(NamedTuple):
    """What a line is like, wherever it stands."""

    plain: str
    folded: str
    hits: tuple[Hit, ...]
    words: int
    finished: bool
    sentences: int
    bars: int
    dates: tuple[str, ...]


def make_row(number: int, text: str, stretch: Stretch) -> Row:
    """Return the row of ``stretch`` of the rendering ``text``."""
    joined = join_kept(text, stretch.kept)
    if len(joined) > _LONGEST:
        joined = f"{joined[:_EDGE]} {joined[-_EDGE:]}"
    plain, folded, hits, words, finished, sentences, bars, dates = (_look_again if len(joined) < _SHORT else _look)(
        joined, brief=number >= _MANY
    )
    return Row(
        number=number,
        stretch=stretch,
        plain=plain,
        folded=folded,
        hits=hits,
        words=words,
        finished=finished,
        sentences=sentences,
        bars=bars,
        dates=dates,
    )


def _look(joined: str, *, brief: bool) -> _Looks:
    plain = (joined if joined.isascii() else normalize_text(joined)).replace("\x00", "").strip()
    folded = fold_line(plain)
    words = len(_WORD.findall(plain))
    ended = _ends(plain)
    dated = 0 < words <= _DATED and _DIGIT.search(plain, 0, 300) is not None
    return _Looks(
        plain=plain,
        folded=folded,
        hits=find_phrases(folded, brief=brief),
        words=words,
        finished=ended,
        sentences=len(_INNER_END.findall(plain)) + int(ended),
        bars=_count_bars(plain, ended=ended),
        dates=tuple(date.value for date in find_dates(plain[:300])) if dated else (),
    )


def _ends(plain: str) -> bool:
    """Tell whether the line ends as a sentence does; only its last letters are looked at, unless all of them close."""
    at = max(0, len(plain) - _TAIL)
    if _ENDS.search(plain, at):
        return True
    return at > 0 and _ALL_CLOSE.match(plain, at) is not None and _ENDS.search(plain) is not None


_look_again = lru_cache(maxsize=1 << 14)(_look)  # menus and hostile pages say the same short line many times
