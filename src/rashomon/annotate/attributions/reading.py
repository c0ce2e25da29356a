"""Reports by the reader encoder: its links as spans of the text, quotation marks made whole, nested ones looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rashomon.annotate.attributions.cue_words import read_cue
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.document import Document
from rashomon.datamodel import Span, Spans, make_spans
from rashomon.neural.reader_input import PARAGRAPH, Input, from_code, prepare, to_code
from rashomon.neural.reader_links import Link, find_links
from rashomon.neural.reader_weights import Reader, load_reader

LANGUAGES: Final = frozenset({"en"})
"""The languages that the reader was trained on."""
_SHORTEST: Final = 6
"""Tokens of a content below which nothing is nested in it."""
_ANONYMITY = re.compile(
    r"(?:on (?:the )?condition of )?(?:anonymity|not to be (?:named|identified|quoted))\b", re.IGNORECASE
)
_OPENING = frozenset("“\"‘'«")
_CLOSING = frozenset("”\"’'»")


def can_read(language: str) -> bool:
    """Tell whether the reader knows ``language`` (ISO 639-1)."""
    return language in LANGUAGES


def read_reports(document: Document, lexicon: Lexicon) -> list[Report]:
    """Return the reports that the reader finds in ``document``, nested ones ``inside``; spans index the normal form."""
    reader = load_reader()
    given = prepare(document.text, reader.wordpiece, document.sentences, document.paragraphs, document.quotations)
    text = ReadText(document=document, lexicon=lexicon, given=given, reader=reader)
    links = find_links(reader.read(given), lean=reader.lean)
    told = [(link, report) for link in links if not text.asks_anonymity(report := text.to_report(link))]
    sure = [(link, report) for link, report in told if (report.score or 0) >= reader.floor]
    return [*(report for _, report in sure), *text.find_nested([link for link, _ in sure])]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A document with its tokens and the reader, for turning links into reports."""

    document: Document
    lexicon: Lexicon
    given: Input
    reader: Reader

    def to_report(self, link: Link, *, inside: bool = False) -> Report:
        """Return a link as a report of the normal form."""
        cue = self._to_text((link.cue,))
        content = tuple(
            _snap(self.document.text, self._cut_sentence(span, cue[0])) for span in self._to_text(link.content)
        )
        content = tuple(span for span in content if any(map(str.isalnum, span.slice(self.document.text)))) or content
        stance, layer = read_cue(self.document, self.lexicon, cue[0], content)
        return Report(
            source=self._to_text(link.source),
            cue=cue,
            content=make_spans(content),
            stance=stance,
            layer=layer,
            paragraph=self._paragraph(cue[0]),
            inside=inside,
            score=self.reader.calibration.score(link, layer),
        )

    def _to_text(self, spans: Spans) -> Spans:
        places = self.given.places
        return tuple(Span(start=places[s.start][0], end=places[s.end - 1][1]) for s in spans)

    def _cut_sentence(self, span: Span, cue: Span) -> Span:
        """Return what of ``span`` stands in one sentence, next to the cue, where no quotation holds it together.

        Of a hundred contents that annotators let run over a sentence's end, ninety-two are quotations.
        """
        sentences, start, end = self.document.sentences, span.start, span.end
        at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
        while 0 <= at < len(sentences) - 1 and sentences[at].end < span.end:
            edge, after = sentences[at].end, sentences[at + 1].start
            if not any(q.outer.start < edge < q.outer.end for q in self.document.quotations) and after < span.end:
                if cue.start >= after:
                    start = after
                else:
                    end = self._without_stop(edge)
                    break
            at += 1
        return Span(start=start, end=end) if start < end else span

    def _without_stop(self, end: int) -> int:
        """Return ``end`` before the full stop that may stand there."""
        return end - 1 if self.document.text[end - 1] == "." else end

    def _paragraph(self, cue: Span) -> int:
        return max(0, bisect_right(self.document.paragraphs, cue.start, key=lambda p: p.start) - 1)

    def find_nested(self, outer: Sequence[Link]) -> list[Report]:
        """Return the reports in contents that may hold one: one more pass, over these alone, each a text of its own."""
        contents = [self._bare(span) for link in outer for span in link.content]
        kept = [span for span in contents if len(span) >= _SHORTEST and self._may_nest(self._to_text((span,))[0])]
        if not kept:
            return []
        found: list[Report] = []
        starts = np.cumsum([0, *map(len, kept)])
        for inner in find_links(self.reader.read(_join(self.given, kept)), lean=self.reader.lean, apart=True):
            piece = int(np.searchsorted(starts, inner.cue.start, side="right")) - 1
            report = self.to_report(_move(inner, kept[piece].start - int(starts[piece])), inside=True)
            if self._is_sure(report):
                found.append(report)
        return found

    def asks_anonymity(self, report: Report) -> bool:
        """Tell whether a report only says that its source would not be named: a condition, no statement."""
        return bool(_ANONYMITY.match(report.content[0].slice(self.document.text)))

    def _is_sure(self, report: Report) -> bool:
        """Tell whether a nested report may stand: a cue of the lists, words in its content, a score above the floor."""
        said = any(map(str.isalnum, "".join(span.slice(self.document.text) for span in report.content)))
        return said and (report.score or 0) >= self.reader.floor and self._may_nest(report.cue[0])

    def _bare(self, span: Span) -> Span:
        """Return a content without the "that" or the mark that opens it: what is left reads like a text."""
        text, start = self.document.text, span.start
        while start < span.end - 1:
            letters = text[slice(*self.given.places[start])].lower()
            if not (self.lexicon.is_in(letters, "complementizers") or letters in _OPENING):
                break
            start += 1
        return Span(start=start, end=span.end)

    def _may_nest(self, letters: Span) -> bool:
        """Tell whether words that can be a cue stand in the content."""
        words = (word.strip(".,;:“”\"'’‘()") for word in letters.slice(self.document.text).lower().split())
        return any(word in self.lexicon.verbs or word in self.lexicon.adverbs or word == "according" for word in words)


def _join(given: Input, spans: Sequence[Span]) -> Input:
    """Return the tokens of ``spans`` as paragraphs of one text, each as if it stood alone, out of its quotation."""
    cuts = [_cut(given, span) for span in spans]
    return Input(
        ids=np.concatenate([given.ids[span.start : span.end] for span in spans]),
        codes=np.concatenate(cuts),
        places=tuple(place for span in spans for place in given.places[span.start : span.end]),
    )


def _cut(given: Input, span: Span) -> NDArray[np.int64]:
    """Return the codes of ``span`` as of a paragraph of its own."""
    shape, depth, edge = from_code(given.codes[span.start : span.end])
    edge = edge.copy()
    edge[0] = PARAGRAPH
    inner = depth - min(1, int(depth.min()))
    return np.array([to_code(*parts) for parts in zip(shape, inner, edge, strict=True)], dtype=np.int64)


def _move(link: Link, by: int) -> Link:
    """Return a link with its tokens counted from the start of the article."""

    def moved(spans: Sequence[Span]) -> Spans:
        return tuple(Span(start=span.start + by, end=span.end + by) for span in spans)

    return replace(link, cue=moved((link.cue,))[0], source=moved(link.source), content=moved(link.content))


def _snap(text: str, span: Span) -> Span:
    """Return ``span`` with a quotation mark that stands right outside it where its partner stands inside."""
    start, end = span.start, span.end
    words = span.slice(text)
    if start and text[start - 1] in _OPENING and words[-1] in _CLOSING and words[0] not in _OPENING:
        start -= 1
    if end < len(text) and text[end] in _CLOSING and words[0] in _OPENING and words[-1] not in _CLOSING:
        end += 1
    return Span(start=start, end=end)
