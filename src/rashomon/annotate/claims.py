"""Claims: what each sentence puts forward, in the article's own voice or somebody else's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rashomon.annotate.attributions import Report, find_parents
from rashomon.annotate.claim_spans import Edges, make_edges
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
    of the article's own voice, one for each clause. A sentence of which nothing is left is one claim.
    """
    edges = make_edges(document)
    said = [*_attributed(edges, reports, ids), *_own_voice(edges, reports, found.hedges)]
    said.extend(_uncovered(edges, _covered(document, said, reports), found.hedges))
    said.sort(key=lambda claim: (claim.spans[0].start, claim.spans[-1].end, claim.attribution or ""))
    return tuple(_claim(document, claim, found) for claim in said)


def _attributed(edges: Edges, reports: Sequence[Report], ids: Sequence[str]) -> Iterator[_Said]:
    """Yield the claims that somebody else makes."""
    document = edges.document
    nested: dict[int, list[Report]] = {}
    empty: set[int] = set()
    for index, parent in enumerate(find_parents(reports)):
        if parent is not None and _states(document, reports[index]):
            nested.setdefault(parent, []).append(reports[index])
        elif parent is not None:
            empty.add(index)
    for index, (report, identifier) in enumerate(zip(reports, ids, strict=True)):
        if index in empty:  # "it wrote about the crack" inside a statement: the outer one holds all there is
            continue
        for spans in _by_sentence(document, report.content):
            if index in nested and not _says_more(document, spans, nested[index]):
                continue
            asked = spans[-1].slice(document.text).rstrip("”’\"'»“ ").endswith("?")
            kept = _neat(edges, report, spans)
            if kept:
                yield _Said(kept, "asks" if asked else report.stance, identifier)


def _states(document: Document, report: Report) -> bool:
    """Tell whether the content of a report is a statement by itself, quoted words among them; what is asked is none."""
    if report.stance == "asks":
        return False
    words = " ".join(span.slice(document.text) for span in report.content)
    return has_proposition(words, document.language) or any(mark in words for mark in '“”"«»„')


def _neat(edges: Edges, report: Report, spans: Spans) -> Spans:
    """Return the spans of an attributed claim from first word to last, made whole where they are no clause."""
    whole = edges.whole(report, spans)
    if whole != spans:
        spans = whole
    elif report.stance == "denies":
        spans = (edges.denied(spans[0]), *spans[1:])
    trimmed = (edges.trim(span, said=True) for span in spans)
    return tuple(span for span in trimmed if span is not None)


def _says_more(document: Document, spans: Spans, inner: Sequence[Report]) -> bool:
    """Tell whether a part of an outer content holds a proposition beside those of the attributions within it."""
    taken = make_spans(span for report in inner for span in (*report.source, *report.cue, *report.content))
    if not any(span.overlap(other) for span in spans for other in taken):
        return True
    rest = [part for span in spans for part in _without(span, taken)]
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


def _own_voice(edges: Edges, reports: Sequence[Report], hedges: Sequence[Hedge]) -> Iterator[_Said]:
    """Yield the claims of the article itself: what no attribution covers and says something."""
    document = edges.document
    taken = make_spans(
        span for report in reports for span in (*(report.source if report.cue else ()), *report.cue, *report.content)
    )
    weak = _weak(hedges)
    at = 0
    for sentence in document.sentences:
        while at < len(taken) and taken[at].end <= sentence.start:
            at += 1
        here = [span for span in taken[at : at + 64] if span.start < sentence.end]
        stop = _stop(document, sentence)
        asked = document.text[stop] == "?" and not any(span.start <= stop < span.end for span in here)
        for rest in _without(sentence, here) if here else (sentence,):
            for span in _clauses(edges, rest, whole=not here):
                yield _Said((span,), "asks" if asked else _stance(document, span, weak), None)


def _weak(hedges: Sequence[Hedge]) -> Spans:
    """Return the stretches that hedges bear on."""
    return make_spans(hedge.scope for hedge in hedges if hedge.kind in ("hedge", "unverified"))


def _stop(document: Document, sentence: Span) -> int:
    """Return where the last mark of a sentence stands, before closing quotation marks."""
    return sentence.start + len(sentence.slice(document.text).rstrip("”’\"'»“ )")) - 1


def _stance(document: Document, span: Span, weak: Spans) -> Stance:
    return "hedges" if _is_weak(document, span, weak) else "asserts"


def _covered(document: Document, said: Sequence[_Said], reports: Sequence[Report]) -> Spans:
    """Return what claims hold, and the cues whose content stands in another sentence ("Об этом сообщили ...").

    Not so in English, where such a content is mostly one that the reader looked for in the wrong sentence.
    """
    cues = () if document.language == "en" else (span for report in reports for span in report.cue)
    return make_spans([*(span for claim in said for span in claim.spans), *cues])


def _uncovered(edges: Edges, covered: Spans, hedges: Sequence[Hedge]) -> list[_Said]:
    """Return a claim for each sentence that says something and of which nothing is ``covered``."""
    document = edges.document
    found: list[_Said] = []
    at = 0
    for sentence in document.sentences:
        while at < len(covered) and covered[at].end <= sentence.start:
            at += 1
        held = at < len(covered) and covered[at].start < sentence.end
        if held or not has_proposition(sentence.slice(document.text), document.language, fewest=2):
            continue
        span = edges.trim(sentence)
        if span is not None:
            asked = document.text[_stop(document, sentence)] == "?"
            found.append(_Said((span,), "asks" if asked else _stance(document, span, _weak(hedges)), None))
    return found


def _clauses(edges: Edges, rest: Span, *, whole: bool) -> Iterator[Span]:
    """Yield the clauses of a stretch that say something; a whole sentence is kept even where no verb is known."""
    document = edges.document
    for part in split_clauses(document.text, rest, document.language):
        span = edges.trim(part)
        span = edges.independent(span) if span is not None and not whole else span
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
