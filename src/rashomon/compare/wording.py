"""The wording of a text, in which only letters count, with the way back; and where a quotation stands in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import Indel

from rashomon.compare.lexicon import read_stopwords
from rashomon.datamodel import Span
from rashomon.text.fold import fold, plain_marks
from rashomon.text.normal import normalize

_PIECE = re.compile(r"[ \n]*-[- \n]*|[ \n]+|.", re.DOTALL)
_EDGE = " -.,;:!?"
_GAP = re.compile(r"\[[^\[\]]{0,80}\]|\(\.{3}\)|\(…\)|\.{2,}|…")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WIDER = 1.25
_WINDOWS = 8
_PIECES = 4
_ENDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text without quotation marks, with one space for any white space and one dash for any dash.

    ``starts`` and ``ends`` give, for each of its letters, the stretch of the source; ``words`` are the spans of its
    words and ``folded`` the words themselves, for finding what is near.
    """

    text: str
    starts: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)
    words: tuple[Span, ...] = field(repr=False)
    folded: tuple[str, ...] = field(repr=False)

    def to_source(self, span: Span) -> Span:
        """Return the stretch of the source behind ``span``."""
        return Span(start=self.starts[span.start], end=self.ends[span.end - 1])


@lru_cache(maxsize=256)
def make_wording(source: str) -> Wording:
    """Return the wording of ``source``; apostrophes inside a word stay, every other quotation mark is left out."""
    normal = normalize(source)
    plain = plain_marks(normal.text)
    out: list[str] = []
    starts, ends = array("l"), array("l")
    for match in _PIECE.finditer(plain):
        piece = match.group()
        if piece == '"' or (piece == "'" and not _inside_word(plain, match.start())):
            continue
        char = "-" if "-" in piece else " " if piece.isspace() else piece
        if char in " -" and out and out[-1] in " -":
            if char == "-":
                out[-1] = char
            ends[-1] = normal.ends[match.end() - 1]
            continue
        out.append(char)
        starts.append(normal.starts[match.start()])
        ends.append(normal.ends[match.end() - 1])
    text = "".join(out)
    words = tuple(Span(start=match.start(), end=match.end()) for match in _WORD.finditer(text))
    return Wording(
        text=text, starts=starts, ends=ends, words=words, folded=tuple(fold(span.slice(text)) for span in words)
    )


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def split_at_gaps(exact: str) -> tuple[str, ...]:
    """Return the parts of a quotation between ellipses and square brackets, edge punctuation left out."""
    parts = (make_wording(part).text.strip(_EDGE) for part in _GAP.split(exact))
    return tuple(part for part in parts if _WORD.search(part))


def find_verbatim(part: str, wording: Wording) -> Iterator[Span]:
    """Yield where ``part`` stands as whole words in ``wording``, letter for letter but for the case of the first."""
    for first in sorted({part[0].lower(), part[0].upper()}):
        if len(first) != 1:
            continue
        needle = first + part[1:]
        at = wording.text.find(needle)
        while at >= 0:
            end = at + len(needle)
            if _whole(wording.text, at, end):
                yield Span(start=at, end=end)
            at = wording.text.find(needle, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum() and text[start].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The stretch of a wording that is nearest to a quotation; ``ratio``, 0..1, is the share of words in common."""

    span: Span
    ratio: float


def find_nearest(part: str, wording: Wording) -> Nearest | None:
    """Return the row of words nearest to ``part``; None where no word is shared. Cost grows with the text's length."""
    wanted = tuple(fold(match.group()) for match in _WORD.finditer(part))
    best: Nearest | None = None
    for start in _windows(frozenset(wanted), len(wanted), wording.folded):
        stretch = wording.folded[start : start + int(len(wanted) * _WIDER) + 2]
        ratio, last = _trim(wanted, stretch)
        if best is None or ratio > best.ratio:
            span = Span(start=wording.words[start].start, end=wording.words[start + last - 1].end)
            best = Nearest(span=span, ratio=ratio)
    return best


def _windows(wanted: frozenset[str], length: int, words: Sequence[str]) -> list[int]:
    """Return the starts of the windows of ``words`` that hold the most wanted words, best first."""
    hits = [word in wanted for word in words]
    size = int(length * _WIDER) + 2
    total = sum(hits[:size])
    counts: list[tuple[int, int]] = []
    for start in range(len(words)):
        if hits[start]:
            counts.append((-total, start))
        total += (hits[start + size] if start + size < len(words) else 0) - hits[start]
    return [start for _, start in sorted(counts)[:_WINDOWS]]


def _trim(wanted: Sequence[str], stretch: Sequence[str]) -> tuple[float, int]:
    """Return the greatest share of words in common over the ends of ``stretch``, and the end that has it."""
    known = frozenset(wanted)
    ends = [last for last in range(1, len(stretch) + 1) if stretch[last - 1] in known]
    ends = sorted(sorted(ends, key=lambda last: (abs(last - len(wanted)), last))[:_ENDS])
    ratios = [(Indel.normalized_similarity(wanted, stretch[:last]), -last) for last in ends]
    ratio, last = max(ratios, default=(0.0, -len(stretch)))
    return ratio, -last


def cut_into_found(part: str, wordings: Sequence[Wording], least: int) -> tuple[str, ...] | None:
    """Return ``part`` cut into two to four rows of ``least`` words or more that each stand verbatim, or None."""
    spans = [Span(start=match.start(), end=match.end()) for match in _WORD.finditer(part)]
    pieces: list[str] = []
    at = 0
    while at < len(spans):
        end = _longest_found(part, spans, at, wordings)
        if end - at < least or len(pieces) >= _PIECES:
            return None
        pieces.append(part[spans[at].start : spans[end - 1].end])
        at = end
    return tuple(pieces) if len(pieces) > 1 else None


def _longest_found(part: str, spans: Sequence[Span], at: int, wordings: Sequence[Wording]) -> int:
    """Return the end of the longest row of words from ``at`` that stands in a wording, by halving: prefixes nest."""

    def stands(end: int) -> bool:
        row = part[spans[at].start : spans[end - 1].end]
        return any(next(find_verbatim(row, wording), None) for wording in wordings)

    return at + bisect_left(range(at + 1, len(spans) + 1), 1, key=lambda end: 0 if stands(end) else 1)


def differing_words(left: Sequence[str], right: Sequence[str]) -> str:
    """Return the content words that two rows of folded words have in each other's place; "" where none was changed.

    Words that one row has more, at its ends or in its middle, are a matter of length and no change.
    """
    stop = read_stopwords()
    matcher = SequenceMatcher(a=list(left), b=list(right), autojunk=False)
    operations = matcher.get_opcodes()
    known = sum(b - a for tag, a, b, _, _ in operations if tag == "equal")
    if known * 2 < min(len(left), len(right)):
        return ""
    for tag, a, b, c, d in operations:
        ours, theirs = ([word for word in row if word not in stop] for row in (left[a:b], right[c:d]))
        inside = min(a, c) > 0 and b < len(left) and d < len(right)
        if tag == "replace" and ours and theirs and (inside or len(ours) == len(theirs)):
            return f"“{' '.join(left[a:b])}”, “{' '.join(right[c:d])}”"
    return ""


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a wording's text as they are written."""
    return (match.group() for match in _WORD.finditer(text))
