"""From the reader's scores to attributions: the cues of an article, and the source and content of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Span, Spans
from rashomon.neural.chains import BARRED, Floats, Found, find_path, find_spans
from rashomon.neural.reader import Readout, Window, weigh

_CONTENTS: Final = 4
_SOURCES: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cue with its source and content, in tokens; ``source`` may be empty.

    ``worth`` is the cue's score over no cue; ``shares`` the logarithms of the share that source and content have among
    all spans that the cue could take.
    """

    cue: Span
    source: Spans
    content: Spans
    worth: float
    shares: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Pair scores of one cue over the tokens from ``start`` on, special tokens at both ends: (6, tokens)."""

    start: int
    scores: Floats
    paragraphs: NDArray[np.int64]


def find_links(readout: Readout, *, lean: float = 0.0, apart: bool = False) -> tuple[Link, ...]:
    """Return the links of an article by the place of their cues; ``lean`` above 0 finds more cues, below fewer.

    Where its paragraphs are texts ``apart``, no cue has its source or content in another.
    """
    if not len(readout.unary):
        return ()
    unary = readout.unary[:, :3].T.astype(np.float64)
    moved = unary.copy()
    moved[1] += lean
    cues = find_path(moved, np.diff(readout.paragraphs, prepend=0) > 0)
    if not cues:
        return ()
    rows = [_score(readout, cue) for cue in cues]
    if apart:
        rows = [_keep_paragraph(row, cue) for row, cue in zip(rows, cues, strict=True)]
    sources = _decode(rows, [()] * len(cues), slice(3, 6), (0, _SOURCES), cues)
    contents = _share_out(rows, [found.spans for found in sources], cues)
    links = [
        Link(
            cue=cue,
            source=source.spans,
            content=content.spans,
            worth=_worth(unary, cue),
            shares=(source.share, content.share),
        )
        for cue, source, content in zip(cues, sources, contents, strict=True)
        if content.spans
    ]
    return tuple(links)


def _keep_paragraph(row: _Rows, cue: Span) -> _Rows:
    """Return a row in which only tokens of the cue's paragraph can be in a span."""
    scores = row.scores.copy()
    scores[0::3, row.paragraphs != row.paragraphs[cue.start - row.start]] = BARRED
    return replace(row, scores=scores)


def _share_out(rows: Sequence[_Rows], barred: Sequence[Spans], cues: Spans) -> list[Found]:
    """Return the content of each cue so that two share tokens only where one cue stands in the other's content.

    Else they contradict each other: the surer cue keeps what both claim, and the other looks elsewhere.
    """
    found = _decode(rows, barred, slice(0, 3), (1, _CONTENTS), cues)
    settled: list[int] = []
    for number in sorted(range(len(cues)), key=lambda n: (-found[n].share, n)):
        contested = [
            span
            for other in settled
            if not _holds(found[other].spans, cues[number]) and not _holds(found[number].spans, cues[other])
            for span in found[other].spans
            if any(span.overlap(mine) for mine in found[number].spans)
        ]
        if contested:
            away = (*barred[number], *contested)
            found[number] = _decode([rows[number]], [away], slice(0, 3), (1, _CONTENTS), (cues[number],))[0]
        settled.append(number)
    return found


def _holds(spans: Spans, cue: Span) -> bool:
    return any(span.contains(cue) for span in spans)


def _worth(unary: NDArray[np.float64], cue: Span) -> float:
    return float(unary[0, cue.start : cue.end].sum() + unary[1, cue.start] + unary[2, cue.end - 1])


def _score(readout: Readout, cue: Span) -> _Rows:
    """Return the cue's pair scores over all windows that hold it, weighted means where they share tokens."""
    holding = [w for w in readout.windows if w.span.start <= cue.start and cue.end <= w.span.end]
    if not holding:  # a cue longer than the overlap of two windows: the one in which most of it stands
        holding = [max(readout.windows, key=lambda w: w.span.overlap(cue))]
        cue = Span(start=max(cue.start, holding[0].span.start), end=min(cue.end, holding[0].span.end))
    start, end = holding[0].span.start - 1, holding[-1].span.end + 1
    summed, weights = np.zeros((6, end - start)), np.zeros(end - start)
    for number, window in enumerate(holding):
        _add(summed, weights, window, (cue, readout, start), (number == 0, number == len(holding) - 1))
    inner = readout.paragraphs[start + 1 : end - 1]
    return _Rows(start=start, scores=summed / weights, paragraphs=np.concatenate([inner[:1], inner, inner[-1:]]))


def _add(
    summed: NDArray[np.float64], weights: NDArray[np.float64], window: Window,
    given: tuple[Span, Readout, int], edges: tuple[bool, bool],
) -> None:  # fmt: skip
    """Add a window's pair scores; its special tokens only where no other window goes on there."""
    cue, readout, start = given
    scores = window.score_pairs(cue, readout.distance)
    weight = weigh(scores.shape[1])
    first, last = (0 if edges[0] else 1), scores.shape[1] - (0 if edges[1] else 1)
    at = window.span.start - 1 - start
    summed[:, at + first : at + last] += scores[:, first:last] * weight[first:last]
    weights[at + first : at + last] += weight[first:last]


def _decode(
    rows: Sequence[_Rows], barred: Sequence[Spans], part: slice, counts: tuple[int, int], cues: Spans
) -> list[Found]:
    """Return the best spans of each cue in tokens of the article; no span takes the cue or what is ``barred``."""
    length = max(row.scores.shape[1] for row in rows)
    table, paragraphs = np.zeros((len(rows), 3, length)), np.zeros((len(rows), length), dtype=np.int64)
    table[:, 0] = BARRED
    for number, row in enumerate(rows):
        table[number, :, : row.scores.shape[1]] = row.scores[part]
        paragraphs[number] = np.pad(row.paragraphs, (0, length - len(row.paragraphs)), mode="edge")
        for span in (cues[number], *barred[number]):
            table[number, 0, max(0, span.start - row.start) : max(0, span.end - row.start)] = BARRED
    found = find_spans(table, most=counts[1], least=counts[0], paragraphs=paragraphs)
    return [replace(one, spans=_back(one.spans, row)) for one, row in zip(found, rows, strict=True)]


def _back(spans: Spans, row: _Rows) -> Spans:
    """Return spans of a row as tokens of the article, special tokens left out."""
    last = row.start + row.scores.shape[1] - 1
    moved = []
    for span in spans:
        start, end = max(span.start + row.start, row.start + 1), min(span.end + row.start, last)
        if start < end:
            moved.append(Span(start=start, end=end))
    return tuple(moved)
