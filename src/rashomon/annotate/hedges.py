"""Hedges: words that weaken, deny or question, with the stretch they bear on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

from rashomon.annotate.attributions import Report
from rashomon.annotate.clauses import split_clauses
from rashomon.annotate.document import Document
from rashomon.datamodel import Hedge, HedgeKind, Span, cover
from rashomon.errors import PackageDataError
from rashomon.text.fold import plain_marks

_KINDS: tuple[HedgeKind, ...] = ("unverified", "denial", "hedge")
_QUESTION = re.compile(r"\?[”’\"'»“) ]*$")
_OF_STANCE: dict[str, HedgeKind] = {"denies": "denial", "hedges": "hedge", "asks": "question"}


@lru_cache(maxsize=1)
def _load() -> dict[str, dict[str, list[str]]]:
    try:
        return tomllib.loads(resources.files("rashomon.annotate").joinpath("lexicon", "hedges.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackageDataError("the list of hedges is missing or damaged", where="hedges.toml",
                               hint="pip install --force-reinstall rashomon") from error  # fmt: skip


def _plain(text: str) -> str:
    """Return ``text`` in lower case with plain marks and е for ё, letter for letter as long as it was."""
    lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain_marks(text))
    return lowered.replace("ё", "е")


@lru_cache(maxsize=32)
def _pattern(language: str, kind: str) -> re.Pattern[str] | None:
    """Return the pattern of all cues of a kind, longest first; None where the language has no list."""
    words = _load().get(language, {}).get(kind, [])
    if not words:
        return None
    ordered = sorted({_plain(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![^\W_])(?:" + "|".join(re.escape(word) for word in ordered) + r")(?![^\W_])")


def find_hedges(document: Document, reports: Sequence[Report] = ()) -> tuple[Hedge, ...]:
    """Return the hedges of ``document`` in text order; spans index the article's text.

    A word bears on its clause; "This could not be verified" on the sentence before it; a cue of denial, doubt or
    question on its content.
    """
    found = {(cue, scope, kind) for cue, scope, kind in _in_sentences(document)}
    for report in reports:
        kind = _OF_STANCE.get(report.stance)
        if kind and report.cue:
            found.add((report.cue[0], cover(report.content), kind))
    taken: set[tuple[Span, str]] = set()
    hedges: list[Hedge] = []
    for cue, scope, kind in sorted(found, key=lambda item: (item[0], item[2], item[1])):
        if (cue, kind) not in taken:
            taken.add((cue, kind))
            hedges.append(Hedge(cue=document.to_article(cue), scope=document.to_article(scope), kind=kind))
    return tuple(hedges)


def _in_sentences(document: Document) -> Iterator[tuple[Span, Span, HedgeKind]]:
    """Yield cue, scope and kind of every hedging word and question, on the normal form."""
    plain = _plain(document.text)
    before: Span | None = None
    for sentence in document.sentences:
        question = _QUESTION.search(document.text, sentence.start, sentence.end)
        if question:
            yield Span(start=question.start(), end=question.start() + 1), sentence, "question"
        clauses = split_clauses(document.text, sentence, document.language)
        taken: list[Span] = []
        for kind in _KINDS:
            pattern = _pattern(document.language, kind)
            for match in pattern.finditer(plain, sentence.start, sentence.end) if pattern else ():
                cue = Span(start=match.start(), end=match.end())
                if any(cue.overlap(other) for other in taken) or _is_month(document, cue):
                    continue
                taken.append(cue)
                scope = next((clause for clause in clauses if clause.contains(cue)), sentence)
                if kind == "unverified" and before is not None and _bears_back(document, plain, sentence):
                    scope = before
                yield cue, scope, kind
        before = sentence


def _is_month(document: Document, cue: Span) -> bool:
    """Tell whether "May" is the month."""
    return cue.slice(document.text) == "May"


def _bears_back(document: Document, plain: str, sentence: Span) -> bool:
    """Tell whether a sentence speaks about the one before it, by its first words."""
    opening = _load().get(document.language, {}).get("bears_back", [])
    start = plain[sentence.start : sentence.start + 40].lstrip("\"'- ")
    return any(start.startswith(_plain(words) + " ") for words in opening)
