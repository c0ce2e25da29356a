"""Claims: what each sentence puts forward, in the article's own voice or somebody else's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rashomon.annotate.attributions import Report, find_parents
from rashomon.annotate.clauses import clause_words, has_proposition, split_clauses
from rashomon.annotate.document import Document
from rashomon.datamodel import (
    Claim,
    Hedge,
    Quantity,
    Span,
    Spans,
    Stance,
    TimeExpression,
    make_id,
    make_spans,
    to_lists,
)

_EDGE = " ,;:—–―-.!?…()[]\"'“”„‘’«»"
_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim on the normal form, before its id."""

    spans: Spans
    stance: Stance
    attribution: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in an article before its claims are made; spans index the article's text."""

    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    hedges: tuple[Hedge, ...] = ()


def make_claims(document: Document, reports: Sequence[Report], ids: Sequence[str], found: Found) -> tuple[Claim, ...]:
    """Return the claims of ``document`` in text order; ``ids`` are those of the attributions of ``reports``.

    The content of an attribution is a claim (one for each sentence of a long quotation); where another attribution lies
    in it and says all there is, only the inner one. What stands outside all contents and asserts something is a claim
    of the article's own voice, one for each clause.
    """
    said = [*_attributed(document, reports, ids), *_own_voice(document, reports, found.hedges)]
    said.sort(key=lambda claim: (claim.spans[0].start, claim.spans[-1].end, claim.attribution or ""))
    return tuple(_claim(document, claim, found) for claim in said)


def _attributed(document: Document, reports: Sequence[Report], ids: Sequence[str]) -> Iterator[_Said]:
    """Yield the claims that somebody else makes."""
    nested: dict[int, list[Report]] = {}
    for index, parent in enumerate(find_parents(reports)):
        if parent is not None:
            nested.setdefault(parent, []).append(reports[index])
    for index, (report, identifier) in enumerate(zip(reports, ids, strict=True)):
        if index in nested and not _says_more(document, report, nested[index]):
            continue
        for spans in _by_sentence(document, report.content):
            asked = spans[-1].slice(document.text).rstrip("”’\"'»“ ").endswith("?")
            yield _Said(spans, "asks" if asked else report.stance, identifier)


def _says_more(document: Document, outer: Report, inner: Sequence[Report]) -> bool:
    """Tell whether an outer content holds a proposition beside those of the attributions within it."""
    taken = make_spans(span for report in inner for span in (*report.source, *report.cue, *report.content))
    rest = [part for span in outer.content for part in _without(span, taken)]
    return any(has_proposition(part.slice(document.text), document.language) for part in rest)


def _by_sentence(document: Document, content: Spans) -> Iterator[Spans]:
    """Yield a content sentence by sentence; pieces of less than three words join the one before."""
    pieces: list[Spans] = []
    for span in content:
        for part in _cut(document, span):
            sentence = _sentence_at(document, part.start)
            short = len(part.slice(document.text).split()) < _WORDS
            same = pieces and _sentence_at(document, pieces[-1][-1].start) == sentence
            if (pieces and (same or short)) or (
                pieces and sum(len(s.slice(document.text).split()) for s in pieces[-1]) < _WORDS
            ):
                pieces[-1] = make_spans([*pieces[-1], part])
            else:
                pieces.append((part,))
    yield from pieces


def _cut(document: Document, span: Span) -> Iterator[Span]:
    """Yield the parts of ``span`` that lie in one sentence each."""
    index = _sentence_at(document, span.start)
    start = span.start
    while index < len(document.sentences) and document.sentences[index].start < span.end:
        end = min(document.sentences[index].end, span.end)
        if end > start:
            yield Span(start=max(start, document.sentences[index].start), end=end)
        start = end
        index += 1


def _sentence_at(document: Document, at: int) -> int:
    """Return the index of the sentence that holds ``at`` or follows it."""
    return bisect_left(document.sentences, at, key=lambda sentence: sentence.end - 1)


def _own_voice(document: Document, reports: Sequence[Report], hedges: Sequence[Hedge]) -> Iterator[_Said]:
    """Yield the claims of the article itself: what no attribution covers and says something."""
    taken = make_spans(span for report in reports for span in (*report.source, *report.cue, *report.content))
    weak = make_spans(hedge.scope for hedge in hedges if hedge.kind in ("hedge", "unverified"))
    at = 0
    for sentence in document.sentences:
        while at < len(taken) and taken[at].end <= sentence.start:
            at += 1
        here = [span for span in taken[at : at + 64] if span.start < sentence.end]
        stop = sentence.start + len(sentence.slice(document.text).rstrip("”’\"'»“ )")) - 1
        asked = document.text[stop] == "?" and not any(span.start <= stop < span.end for span in here)
        for rest in _without(sentence, here) if here else (sentence,):
            for span in _clauses(document, rest, whole=not here):
                stance: Stance = "asks" if asked else "hedges" if _is_weak(document, span, weak) else "asserts"
                yield _Said((span,), stance, None)


def _clauses(document: Document, rest: Span, *, whole: bool) -> Iterator[Span]:
    """Yield the clauses of a stretch that say something; a whole sentence is kept even where no verb is known."""
    for part in split_clauses(document.text, rest, document.language):
        span = part if whole else _trim(document, part)
        if span is None:
            continue
        text = span.slice(document.text)
        enough = sum(any(char.isalnum() for char in word) for word in text.split()) >= _WORDS
        if enough and (_is_statement(document, rest, text) if whole else _stands_alone(document, text)):
            yield span


def _is_statement(document: Document, sentence: Span, text: str) -> bool:
    """Tell whether a whole sentence says something: a paragraph without stop or verb is a heading inside the text."""
    stopped = sentence.slice(document.text)[-1] in ".!?…:;»”’\"')"
    return stopped or has_proposition(text, document.language) or clause_words(document.language) is None


def _stands_alone(document: Document, text: str) -> bool:
    """Tell whether what is left beside an attribution is a clause and not its adjunct ("in a statement on Monday")."""
    lists = clause_words(document.language)
    return (
        lists is not None
        and has_proposition(text, document.language)
        and text[0].isalnum()
        and len(text.split()) > _WORDS
    )


def _trim(document: Document, span: Span) -> Span | None:
    """Return ``span`` without marks and joining words at its edges; None where nothing is left."""
    lists = clause_words(document.language)
    start, end = span.start, span.end
    text = document.text
    while True:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        words = text[start:end].split()
        if not words or lists is None or (words[-1].lower() not in lists.joins and words[0].lower() not in lists.joins):
            break
        if words[-1].lower() in lists.joins:
            end -= len(words[-1])
        else:
            start += len(words[0])
    return Span(start=start, end=end) if start < end else None


def _is_weak(document: Document, span: Span, weak: Spans) -> bool:
    """Tell whether hedges bear on more than half of a clause of the article's own voice."""
    place = document.to_article(span)
    at = bisect_right(weak, place.start, key=lambda scope: scope.end)
    shared = 0
    while at < len(weak) and weak[at].start < place.end:
        shared += weak[at].overlap(place)
        at += 1
    return shared * 2 > len(place)


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """Return what is left of ``span`` outside ``taken``, which are ascending and disjoint."""
    rest: list[Span] = []
    start = span.start
    for other in taken:
        if other.start >= span.end:
            break
        if other.end <= start:
            continue
        if other.start > start:
            rest.append(Span(start=start, end=other.start))
        start = max(start, other.end)
    if start < span.end:
        rest.append(Span(start=start, end=span.end))
    return rest


_Placed = TypeVar("_Placed", Quantity, TimeExpression)


def _within(values: Sequence[_Placed], spans: Spans) -> tuple[_Placed, ...]:
    """Return the values, which are in text order, that lie in one of ``spans``."""
    kept: list[_Placed] = []
    for span in spans:
        at = bisect_left(values, span.start, key=lambda value: value.span.start)
        while at < len(values) and values[at].span.start < span.end:
            if values[at].span.end <= span.end:
                kept.append(values[at])
            at += 1
    return tuple(kept)


def _claim(document: Document, said: _Said, found: Found) -> Claim:
    """Return the claim with its id and the quantities and times that lie in it."""
    placed = document.all_to_article(said.spans)
    return Claim(
        id=make_id("claim", document.article.id, to_lists(placed), said.attribution or "", said.stance),
        article_id=document.article.id,
        spans=placed,
        stance=said.stance,
        attribution=said.attribution,
        quantities=_within(found.quantities, placed),
        times=_within(found.times, placed),
    )
