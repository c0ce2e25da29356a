"""What the reader is trained on: PolNeAR's attributions, GUM's named entities, FactAppeal's sources, as tokens."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rashomon.datamodel import Span, Spans
from rashomon.neural.reader_input import Input, prepare
from rashomon.neural.wordpiece import WordPiece
from rashomon.text.normal import Normalized, normalize
from rashomon.text.quotations import find_quotations
from rashomon.text.sentences import split_sentences

MENTION_TYPES: Final = ("person", "organization", "place", "event", "other")
SOURCE_KINDS: Final = (
    "none", "Official", "Expert", "Active_Participant", "Witness", "Expert_Document", "News_Report", "Direct_Evidence",
)  # fmt: skip
"""FactAppeal's kinds of source; "none" stands for its null."""
_ENTITY_TYPES = {"person": "person", "organization": "organization", "place": "place", "event": "event"}
_PARAGRAPH = re.compile(r"[^\n]+")
_ENTITY = re.compile(r"\((\d+)-([a-z]+)[^()]*|(\d+)\)")
_NAME_LINKS = frozenset({"of", "the", "for", "and", "&", "-", "de", "la", "van", "von", "'s", "."})

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One attribution as token ranges, half-open; ``source`` may be empty."""

    cue: Range
    source: tuple[Range, ...]
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text as tokens with what is known of it; None where a layer was not annotated there.

    ``mentions`` are (range, number of the type); ``sources`` are (range, named, number of the kind).
    """

    input: Input
    sentences: tuple[tuple[Range, str], ...]
    attributions: tuple[Gold, ...] | None = None
    mentions: tuple[tuple[Range, int], ...] | None = None
    sources: tuple[tuple[Range, bool, int], ...] | None = None


def _to_tokens(places: Sequence[tuple[int, int]], start: int, end: int) -> Range | None:
    """Return the tokens that touch ``start`` to ``end``; None where none does."""
    first = bisect_right(places, start, key=lambda place: place[1])
    last = bisect_left(places, end, key=lambda place: place[0])
    return (first, last) if first < last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tokens:
    """A text in normal form with its tokens and sentences."""

    normal: Normalized
    input: Input
    sentences: tuple[tuple[Range, str], ...]

    def find(self, spans: Sequence[Sequence[int]]) -> tuple[Range, ...]:
        """Return the token ranges of ``spans`` of the text as it came."""
        found = []
        for start, end in spans:
            within = self.normal.from_source(Span(start=start, end=end)) if start < end else None
            tokens = _to_tokens(self.input.places, within.start, within.end) if within else None
            if tokens:
                found.append(tokens)
        return tuple(found)


def split(text: str, wordpiece: WordPiece) -> _Tokens:
    """Return ``text`` in normal form with tokens and sentences, as the annotator prepares it."""
    normal = normalize(text)
    paragraphs: Spans = tuple(
        Span(start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(normal.text) if m.group().strip()
    )
    sentences = split_sentences(normal.text, "en")
    read = prepare(normal.text, wordpiece, sentences, paragraphs, find_quotations(normal.text))
    ranges = [(_to_tokens(read.places, s.start, s.end), s.slice(normal.text)) for s in sentences]
    return _Tokens(normal=normal, input=read, sentences=tuple((r, words) for r, words in ranges if r))


def read_polnear(path: Path, wordpiece: WordPiece) -> Iterator[Example]:
    """Yield the documents of a PolNeAR file in file order."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            tokens = split(document["text"], wordpiece)
            golds = []
            for one in document["attributions"]:
                cue, content = tokens.find(one["cue"]), tokens.find(one["content"])
                if cue and content:
                    golds.append(Gold(cue=(cue[0][0], cue[-1][1]), source=tokens.find(one["source"]), content=content))
            golds.sort(key=lambda gold: gold.cue)
            yield Example(input=tokens.input, sentences=tokens.sentences, attributions=tuple(golds))


def read_factappeal(path: Path, wordpiece: WordPiece) -> Iterator[Example]:
    """Yield the sentences of a FactAppeal file in file order, those without a source too."""
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence = json.loads(line)
        tokens = split(sentence["text"], wordpiece)
        found = []
        for label, start, end in sentence["spans"]:
            if label.startswith("Source:"):
                _, named, kind = label.split(":")
                number = 0 if kind == "null" else SOURCE_KINDS.index(kind)
                found += [(tokens_, named == "Named", number) for tokens_ in tokens.find([[start, end]])]
        if len(tokens.input):
            yield Example(input=tokens.input, sentences=tokens.sentences, sources=tuple(found))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a CoNLL-U file and where it stands in the text built so far."""

    form: str
    xpos: str
    head: int
    at: int
    sentence: int


def read_gum(path: Path, wordpiece: WordPiece) -> Iterator[tuple[str, str, Example]]:
    """Yield (document id, text, example) for each document of a GUM file, its named entities as mentions."""
    for document in path.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        name = document.split("\n", 1)[0].strip()
        text, words, entities = _read_words(document)
        tokens = split(text, wordpiece)
        found: dict[Range, int] = {}
        for first, last, kind in entities:
            extent = _name_extent(words, first, last)
            ranges = tokens.find([extent]) if extent else ()
            for one in ranges:
                found.setdefault(one, MENTION_TYPES.index(_ENTITY_TYPES.get(kind, "other")))
        kept: list[tuple[Range, int]] = []
        for (start, end), kind_number in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
            if not kept or start >= kept[-1][0][1]:
                kept.append(((start, end), kind_number))
        yield name, text, Example(input=tokens.input, sentences=tokens.sentences, mentions=tuple(kept))


def _read_words(document: str) -> tuple[str, list[_Word], list[tuple[int, int, str]]]:
    """Return a document's text, its words and its entities as (first word, last word, type)."""
    text, words, entities = "", list[_Word](), list[tuple[int, int, str]]()
    waiting: dict[str, list[tuple[int, str]]] = {}
    sentence = 0
    for line in document.split("\n"):
        if line.startswith("# newpar ") or line == "# newpar":
            text = text.rstrip() + "\n\n" if text else text
        elif line.startswith("# sent_id"):
            sentence = len(words)
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():  # noqa: PLR2004 - the columns of CoNLL-U
            continue
        words.append(_Word(columns[1], columns[4], int(columns[6]), len(text), sentence))
        text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
        marks = next((part[7:] for part in columns[9].split("|") if part.startswith("Entity=")), "")
        for match in _ENTITY.finditer(marks):
            if match.group(1):
                waiting.setdefault(match.group(1), []).append((len(words) - 1, match.group(2)))
                if match.group().endswith(")") or marks[match.end() : match.end() + 1] == ")":
                    entities.append((*waiting[match.group(1)].pop()[:1], len(words) - 1, match.group(2)))
            elif waiting.get(match.group(3)):
                first, kind = waiting[match.group(3)].pop()
                entities.append((first, len(words) - 1, kind))
    return text, words, entities


def _name_extent(words: list[_Word], first: int, last: int) -> list[int] | None:
    """Return start and end of the name that heads the words ``first`` to ``last``; None where no proper noun does."""
    head = next((i for i in range(first, last + 1) if not first <= words[i].sentence + words[i].head - 1 <= last), None)
    if head is None or not words[head].xpos.startswith("NNP"):
        return None
    start = end = head
    for step in (-1, 1):
        at = head + step
        while first <= at <= last and (words[at].xpos[:3] in {"NNP", "CD"} or words[at].form.lower() in _NAME_LINKS):
            if words[at].xpos.startswith("NNP"):
                start, end = min(start, at), max(end, at)
            at += step
    return [words[start].at, words[end].at + len(words[end].form)]
