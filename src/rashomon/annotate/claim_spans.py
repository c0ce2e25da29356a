"""Where a claim begins and ends: at its first word, before the mark that closes its sentence, in no phrase's middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotate.attributions import Report
from rashomon.annotate.attributions.lexicon import Lexicon, load_lexicon
from rashomon.annotate.clauses import ClauseWords, clause_words, has_proposition
from rashomon.annotate.document import Document
from rashomon.datamodel import Span, Spans, cover
from rashomon.text.fold import fold

_SPACE = " \n"
_MARKS = " \n,;:—–―-.!?…·•*|/"
_QUOTES = "\"“”„‟‘’‚‛'«»‹›「」『』"
_BRACKETS = {"(": ")", "[": "]", ")": "(", "]": "["}
_DOTTED = re.compile(r"(?:\w\.\w|(?<!\w)\w)$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LAST_WORD = re.compile(r"([^\W_]+)['’]? *$")
_APART = 2
_REACH = 60
_NEAR = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """A document with what tells where its claims may begin and end: its quotations by their ends, its word lists."""

    document: Document
    opening: dict[int, Span]
    closing: dict[int, Span]
    lists: ClauseWords | None
    lexicon: Lexicon | None

    def trim(self, span: Span, *, said: bool = False) -> Span | None:
        """Return ``span`` from its first word to its last, None where none is left.

        Marks, joining words and, in what is ``said``, "that" and "of" go; quotation marks and brackets stay in pairs.
        """
        start, end = span.start, span.end
        before: tuple[int, int] | None = None
        while before != (start, end) and start < end:
            before = (start, end)
            end = self._end(start, end)
            start = self._start(start, end)
            if start < end:
                start, end = self._without_joins(start, end, said=said)
        return Span(start=start, end=end) if start < end else None

    def _end(self, start: int, end: int) -> int:
        text = self.document.text
        while end > start:
            last = text[end - 1]
            if last in _MARKS:
                if last == "." and _DOTTED.search(text, max(start, end - 4), end - 1):
                    return end  # the stop of "a.m." is not the sentence's alone
            elif last in _QUOTES:
                if not self._is_unpaired(end, start, end):
                    return end
            elif last not in ")]" or _BRACKETS[last] in text[start:end]:
                return end
            end -= 1
        return end

    def _is_unpaired(self, mark_end: int, start: int, end: int) -> bool:
        """Tell whether the closing mark before ``mark_end`` closes what began before ``start``, or nothing."""
        outer = self.closing.get(mark_end)
        if outer is not None:
            return outer.start < start
        text = self.document.text
        return not (text[mark_end - 1] in "’'" and end - start > 1 and text[mark_end - 2].isalpha())

    def _start(self, start: int, end: int) -> int:
        text = self.document.text
        while start < end:
            first = text[start]
            if first in _QUOTES:
                outer = self.opening.get(start)
                if outer is not None and outer.end <= end:
                    return start
            elif first in _BRACKETS:
                if first in "([" and _BRACKETS[first] in text[start:end]:
                    return start
            elif first not in _MARKS or (first == "-" and text[start + 1 : start + 2].isdecimal()):
                return start
            start += 1
        return start

    def _without_joins(self, start: int, end: int, *, said: bool) -> tuple[int, int]:
        """Return the ends without one joining word at either of them."""
        if self.lists is None:
            return start, end
        text = self.document.text
        first = _WORD.match(text, start, end)
        word, stop = _first_word(first, self.document.language) if first else ("", start)
        opens = word in self.lists.joins or (said and word in self.lists.openers)
        if opens and stop < end and text[stop] in " ,:'’":
            return stop + (text[stop] in "'’"), end
        last = _LAST_WORD.search(text, max(start, end - _NEAR), end)
        if last and last.start() > start and fold(last.group(1)) in self.lists.joins and text[last.start() - 1] in " ,":
            return start, last.start()
        return start, end

    def independent(self, span: Span) -> Span | None:
        """Return a stretch beside an attribution as a clause on its own: without "when", "after", "because".

        None for a relative or conditional clause, which asserts nothing on its own.
        """
        text = self.document.text
        first = _WORD.match(text, span.start, span.end)
        if self.lists is None or first is None:
            return None
        word, stop = _first_word(first, self.document.language)
        if word in self.lists.relative:
            return None
        if word in self.lists.subordinate:
            stop += text[stop : stop + 1] in {"'", "’"}
            return self.trim(Span(start=stop, end=span.end)) if stop < span.end else None
        return span

    def whole(self, report: Report, spans: Spans) -> Spans:
        """Return the spans of what a report says, with its source and cue where it would not stand on its own.

        "To rebuild the bridge" and "the operator" need their subject and verb ("The mayor blamed the operator").
        """
        if (
            report.stance == "denies"
            or not report.source
            or not report.cue
            or report.content[0].start != spans[0].start
        ):
            return spans
        source, cue = report.source[0], report.cue[0]
        text = self.document.text
        far = not source.start < cue.start < spans[0].start or spans[0].start - cue.end > _REACH
        if far or not text[cue.start].isalpha() or text[cue.end : spans[0].start].strip() == ":":
            return spans
        if not self._is_fragment(report, spans) or self._is_relative(source):
            return spans
        said = Span(start=cue.start, end=spans[-1].end)
        if cue.start - source.end <= _APART:
            return (Span(start=source.start, end=said.end),)
        return (source, said)

    def _is_relative(self, source: Span) -> bool:
        word = fold(source.slice(self.document.text))
        return self.lexicon is not None and self.lexicon.is_in(word, "relatives")

    def _is_fragment(self, report: Report, spans: Spans) -> bool:
        """Tell whether a content is no clause: an infinitive, a phrase without a verb, the second half of a phrase."""
        text = self.document.text
        stretch = cover(spans).slice(text)
        if stretch[0] in _QUOTES or self._opens_clause(stretch) or not self._takes_phrase(report):
            return False
        if self.document.language == "en" and stretch.startswith("to "):
            return True
        if any(mark in stretch for mark in '“«"'):
            return False
        return self._splits_phrase(report, spans[0].start) or not has_proposition(
            stretch, self.document.language, fewest=2
        )

    def _takes_phrase(self, report: Report) -> bool:
        """Tell whether the cue may have a noun phrase or an infinitive as its content, as "said" may not."""
        words = _WORD.findall(report.cue[0].slice(self.document.text))
        cues = [cue for word in words for cue in (self.lexicon.verbs.get(fold(word), ()) if self.lexicon else ())]
        return not cues or any(cue.takes & {"object", "of", "to", "infinitive"} for cue in cues)

    def _opens_clause(self, stretch: str) -> bool:
        """Tell whether a content begins with "that", "whether", "how": a clause, whatever its words look like."""
        first = _WORD.match(stretch)
        if first is None or self.lexicon is None:
            return False
        return self.lexicon.is_in(_first_word(first, self.document.language)[0], "complementizers")

    def _splits_phrase(self, report: Report, start: int) -> bool:
        """Tell whether the word before ``start``, no part of cue or source, ties what follows to it ("on | 9 May")."""
        text = self.document.text
        before = _LAST_WORD.search(text, max(0, start - _NEAR), start)
        if before is None or self.lexicon is None or any(s.end >= before.end(1) for s in (*report.cue, *report.source)):
            return False
        word = fold(before.group(1))
        return self.lexicon.is_in(word, "prepositions", "determiners") and not self.lexicon.is_in(word, "hearers")

    def denied(self, span: Span) -> Span:
        """Return what was denied without the noun that leads to it ("reports that the dam had cracked")."""
        text = self.document.text
        if self.lexicon is None:
            return span
        words = list(_WORD.finditer(text, span.start, min(span.end, span.start + _NEAR)))
        for at, word in enumerate(words[:-1]):
            if self.lexicon.is_in(fold(word.group()), "deniable"):
                follows = words[at + 1]
                that = fold(follows.group()) in {"that", "que"} and follows.end() < span.end
                return Span(start=follows.end() + 1, end=span.end) if that and follows.end() + 1 < span.end else span
        return span


def _first_word(match: re.Match[str], language: str) -> tuple[str, int]:
    """Return a word folded and where it ends; in French what is elided is a word of its own ("qu’", "lorsqu’")."""
    elided = re.split("['’]", match.group())[0] if language == "fr" else match.group()
    return fold(elided), match.start() + len(elided)


def make_edges(document: Document) -> Edges:
    """Return the edges of ``document``."""
    outer: Sequence[Span] = [quotation.outer for quotation in document.quotations if quotation.mark not in "—–―"]
    return Edges(
        document=document,
        opening={span.start: span for span in outer},
        closing={span.end: span for span in outer},
        lists=clause_words(document.language),
        lexicon=load_lexicon(document.language),
    )
