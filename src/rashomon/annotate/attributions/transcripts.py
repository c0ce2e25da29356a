"""Transcripts and interviews: paragraphs that open with who speaks ("CRANE: We knew."), and those that go on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.attributions.units import Unit
from rashomon.annotate.document import Document
from rashomon.datamodel import Span

_LABEL = re.compile(r"[ *_>—–-]{0,4}(?P<name>[^\W\d_][^:\n.!?«»“”\"]{0,48}?)[*_]{0,2}:[*_]{0,2} +(?=\S)")
_ASKS = frozenset(
    {"q", "a", "question", "answer", "вопрос", "ответ", "в", "о", "питання", "запитання", "відповідь", "r"}
)
_WORDS = 5
_FEWEST = 3
_LONG = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph with its label: who speaks, the colon, the words said."""

    paragraph: int
    name: Span
    colon: Span
    words: Span


def find_lines(document: Document, lexicon: Lexicon) -> tuple[Report, ...]:
    """Return a report for each labelled paragraph of a transcript, and for those with which its speaker goes on.

    A text is a transcript where three paragraphs or more have a label, one of them twice, or are questions and answers.
    """
    lines = [line for at in range(len(document.paragraphs)) if (line := _read(document, lexicon, at))]
    names = Counter(line.name.slice(document.text).lower() for line in lines)
    if len(lines) < _FEWEST or (max(names.values()) == 1 and not _ASKS.issuperset(names)):
        return ()
    found: list[Report] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        report = Report(
            source=(line.name,), cue=(line.colon,), content=(line.words,), stance="quotes", layer="speech",
            paragraph=line.paragraph, verbatim=True,
        )  # fmt: skip
        found.append(report)
        last = after.paragraph if after is not None else line.paragraph + 1
        if last - line.paragraph <= _LONG:
            found.extend(
                replace(report, cue=(), content=(document.paragraphs[at],), paragraph=at)
                for at in range(line.paragraph + 1, last)
            )
    return tuple(found)


def _read(document: Document, lexicon: Lexicon, at: int) -> _Line | None:
    """Return the paragraph at ``at`` as a line of a transcript, None where it has no label."""
    paragraph = document.paragraphs[at]
    match = _LABEL.match(document.text, paragraph.start, paragraph.end)
    if match is None or match.end() >= paragraph.end:
        return None
    words = match["name"].split()
    named = all(
        word[0].isupper() or lexicon.is_in(word.lower(), "roles", "prepositions", "determiners") for word in words
    )
    if len(words) > _WORDS or not named or not words[0][0].isupper():
        return None
    colon = document.text.index(":", match.end("name"))
    end = match.end() + len(document.text[match.end() : paragraph.end].rstrip())
    return _Line(
        paragraph=at,
        name=Span(start=match.start("name"), end=match.end("name")),
        colon=Span(start=colon, end=colon + 1),
        words=Span(start=match.end(), end=end),
    )


def within_lines(units: Sequence[Unit], lines: Sequence[Report]) -> tuple[Unit, ...]:
    """Return the units, those of transcript lines marked as standing within a quotation."""
    paragraphs = {line.paragraph for line in lines}
    return tuple(replace(unit, inside=True) if unit.paragraph in paragraphs else unit for unit in units)
