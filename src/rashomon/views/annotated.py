"""An account annotated in full: its text cut into runs that cover every letter, with marks where points end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from rashomon.datamodel import Hedge, Span
from rashomon.views.arrangement import Account, Point, StoryPlan, Wording
from rashomon.views.wording import CONFLICTS, enumerate_words

Kind: TypeAlias = Literal["disputed", "moved", "agreed", "only", "hedged", "denied"]
GLYPHS: Final[dict[Kind, str]] = {
    "disputed": "≠", "moved": "Δ", "agreed": "=", "only": "○", "hedged": "?", "denied": "¬",
}  # fmt: skip
_PARAGRAPH: Final = re.compile(r"[^\n]*\n*")
_KINDS: Final[dict[str, Kind]] = {
    "DISPUTED": "disputed", "MOVED FIGURE": "moved", "AGREED": "agreed", "ONLY FOUND": "only",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands after the end of a claim: the point it belongs to, and what that means for this account."""

    kind: Kind
    point: Point
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A point as one account meets it: the other accounts' wordings, those in conflict apart."""

    mark: Mark
    conflicting: tuple[Wording, ...]
    matching: tuple[Wording, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of the text with the kinds of points that cover it; ``hedge`` and ``marks`` follow its end."""

    span: Span
    kinds: tuple[Kind, ...]
    marks: tuple[Mark, ...]
    hedge: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """The runs of one paragraph, its line ends with it, and the notes on points that end in it."""

    runs: tuple[Run, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """A claim or cue in the text: where it stands, what it is, and the note that follows its end."""

    spans: tuple[Span, ...]
    kind: Kind
    note: Note | None = None


def get_kind(point: Point) -> Kind:
    """Return the kind of mark that a point has."""
    return _KINDS[point.section]


def annotate_account(account: Account, story: StoryPlan) -> tuple[Paragraph, ...]:
    """Return the account's text in paragraphs of runs; together the runs are the text, letter for letter."""
    layers = [*_list_points(account, story), *_list_hedges(account.annotated.hedges)]
    paragraphs = tuple(_split_paragraphs(account.article.text))
    return tuple(map(_make_paragraph, paragraphs, _spread(layers, paragraphs)))


def _spread(layers: Iterable[_Layer], paragraphs: Sequence[Span]) -> list[list[_Layer]]:
    """Return, for each paragraph, the layers that stand in it: a pass over the layers, not over all pairs."""
    inside: list[list[_Layer]] = [[] for _ in paragraphs]
    for layer in layers:
        places: set[int] = set()
        for span in layer.spans:
            first = bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.end)
            last = bisect_left(paragraphs, span.end, lo=first, key=lambda paragraph: paragraph.start)
            places.update(range(first, last))
        for place in places:
            inside[place].append(layer)
    return inside


def _split_paragraphs(text: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text):
        if match.group():
            yield Span(start=match.start(), end=match.end())


def _list_hedges(hedges: Iterable[Hedge]) -> Iterator[_Layer]:
    for hedge in hedges:
        if hedge.kind != "question":
            yield _Layer(spans=(hedge.cue,), kind="denied" if hedge.kind == "denial" else "hedged")


def _list_points(account: Account, story: StoryPlan) -> Iterator[_Layer]:
    for point in story.points:
        for wording in point.wordings:
            if wording.account is account:
                note = _make_note(point, wording)
                yield _Layer(spans=wording.claim.spans, kind=note.mark.kind, note=note)


def _make_note(point: Point, own: Wording) -> Note:
    kind = get_kind(point)
    own_side = next((side for side in point.sides if own in side), point.wordings)
    conflicting = tuple(wording for side in point.sides if side is not own_side for wording in side)
    matching = tuple(wording for wording in own_side if wording is not own)
    elsewhere = [wording for wording in matching if wording.account is not own.account]
    if kind == "only":
        words = "only found here" if len(point.accounts) == 1 else f"only found in {_list_labels(point.wordings)}"
    elif kind == "agreed":
        words = f"also in {_list_labels(elsewhere)}" if elsewhere else "twice here"
    else:
        verb = CONFLICTS if kind == "disputed" else "moved figure in"
        words = f"{verb} {_list_labels(conflicting)}"
    return Note(mark=Mark(kind=kind, point=point, words=words), conflicting=conflicting, matching=matching)


def _list_labels(wordings: Iterable[Wording]) -> str:
    return enumerate_words(list(dict.fromkeys(wording.account.label for wording in wordings)))


def _make_paragraph(whole: Span, inside: list[_Layer]) -> Paragraph:
    cuts = {whole.start, whole.end}
    for layer in inside:
        for span in layer.spans:
            cuts.update(edge for edge in (span.start, span.end) if whole.start < edge < whole.end)
    runs = tuple(_make_run(Span(start=start, end=end), inside) for start, end in pairwise(sorted(cuts)))
    notes = {
        layer.note.mark.point.name: layer.note
        for layer in sorted(inside, key=lambda layer: layer.spans[-1].end)
        if layer.note and layer.note.mark.kind != "only" and whole.start < layer.spans[-1].end <= whole.end
    }
    return Paragraph(runs=runs, notes=tuple(notes.values()))


def _make_run(span: Span, layers: list[_Layer]) -> Run:
    covering = [layer for layer in layers if any(part.contains(span) for part in layer.spans)]
    ending = [layer.note.mark for layer in covering if layer.note and layer.spans[-1].end == span.end]
    cues = [layer.kind for layer in covering if layer.note is None and layer.spans[-1].end == span.end]
    return Run(
        span=span,
        kinds=tuple(kind for kind in GLYPHS if any(layer.kind == kind for layer in covering)),
        marks=tuple({mark.point.name: mark for mark in ending}.values()),
        hedge=cues[0] if cues else None,
    )
