"""Who a source is: how often the name that our rules give a pronoun, role, surname or acronym is right.

GUM news and interviews (gold coreference; train and dev documents, never test): every subject "he", "she", definite
role phrase, or lone surname, every "they" and "it" before a cue verb, and every acronym is put to the resolver, among
the sources that are found anyway. The packs: attributions that we find and whose gold source is a pronoun or a role.
*Precision* is right names among those given; *coverage* right names among the sources whose chain has a name in the
document (packs: whose source has a name). A role that keeps its own words is not counted as given. PolNeAR carries no
gold coreference and cannot tell. Run as ``RASHOMON_DATA=... PYTHONPATH=tests python bench/resolution_quality.py
[--split train|dev] [--errors] [--open]``; it says so and stops where the data is absent.
"""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gum_chains import Gold, Probe, find_probes, read_documents, split_names

from quality.packs import load_packs, make_projection
from rashomon.annotate import annotate
from rashomon.annotate.attributions import Report, find_reports
from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.annotate.attributions.speakers import name_speakers
from rashomon.annotate.document import Document, make_document
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Article, Attribution, Completeness, Span, Spans, overlap
from rashomon.pipeline import read
from rashomon.text.fold import fold, words

GENRES = ("news", "interview")
_HALF = 0.5
_WHERE = re.compile(" (?:in|at) ")
_SMALL = frozenset({"the", "a", "an", "of", "for", "and", "s"})
_KINDS = ("he, she", "they", "it", "role", "surname", "acronym")
_PRONOUNS = frozenset({"he", "she", "they", "it", "il", "elle", "ils", "elles"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the resolver said of one gold source: ``name`` None where left open, ``named`` whether gold has a name."""

    kind: str
    speaks: bool
    named: bool
    right: bool
    name: str | None
    where: str


def is_right(name: str, known: Iterable[str]) -> bool:
    """Tell whether at least half of the words of ``name``, and its last, are of ``known``; or their first letters are.

    What follows "in" or "at" says where, not who.
    """
    ours = [word for word in words(_WHERE.split(name)[0]) if word not in _SMALL]
    theirs = [part for word in known for part in words(word) if part not in _SMALL]
    if len(ours) == 1 and ours[0] == "".join(part[0] for part in theirs):
        return True
    return bool(ours) and ours[-1] in theirs and sum(word in theirs for word in ours) >= _HALF * len(ours)


def ask(gold: Gold) -> Iterator[Answer]:
    """Yield the resolver's answer for each gold source of ``gold``."""
    article = Article(
        id=gold.name, capture_id="c", role="main", text=gold.text, segments=(), in_language="en",
        completeness=Completeness(value="unknown"),
    )  # fmt: skip
    document = make_document(article)
    names = find_mentions(document)
    reports = find_reports(document)
    for probe in find_probes(gold):
        own = probe.place.slice(gold.text)
        asked, at = _with_probe(document, reports, probe)
        lexicon = load_lexicon("en")
        name = name_speakers(document, lexicon, asked, names)[at] if lexicon else None
        if name is not None and (fold(name) in fold(own) or (probe.kind in {"surname", "acronym"} and name == own)):
            name = None
        full = probe.kind not in {"surname", "acronym"} or name is None or len(words(name)) > 1
        right = name is not None and full and is_right(name, probe.known)
        named = bool(probe.proper)
        where = f"{gold.name} {own!r} at {probe.place.start}: {name!r}, gold {' '.join(probe.proper)!r}"
        yield Answer(kind=probe.kind, speaks=probe.speaks, named=named, right=right, name=name, where=where)


def _with_probe(document: Document, reports: Sequence[Report], probe: Probe) -> tuple[list[Report], int]:
    """Return ``reports`` with one whose source is the probe, and its index: the one found where there is one."""
    span = document.normal.from_source(probe.place) or probe.place
    verb = document.normal.from_source(probe.verb) or probe.verb
    for at, report in enumerate(reports):
        if report.source and report.source[0].contains(span) and report.source[0].start == span.start:
            return [*reports[:at], replace(report, source=(span,), antecedent=None), *reports[at + 1 :]], at
    paragraph = max((i for i, p in enumerate(document.paragraphs) if p.start <= span.start), default=0)
    content = Span(start=verb.start, end=max(verb.end, span.start + 1))
    new = Report(source=(span,), cue=(verb,), content=(content,), stance="quotes", layer="speech", paragraph=paragraph)
    before = [report for report in reports if _place(report) < span.start]
    return [*before, new, *reports[len(before) :]], len(before)


def _place(report: Report) -> int:
    return min(span.start for span in (*report.source, *report.cue, *report.content))


def ask_packs() -> Iterator[Answer]:
    """Yield what ``annotate`` says of the packs' pronoun and role sources, English and French, where found."""
    for pack in load_packs():
        for capture in pack.gold["captures"]:
            if capture["language"] not in {"en", "fr"}:
                continue
            reading = read(pack.folder / capture["file"])
            if reading.main is None:
                continue
            projection = make_projection(reading, reading.main)
            found = annotate(reading.main).attributions
            for gold in capture["attributions"]:
                kind = _pack_kind(gold["source_text"] or "", capture["language"])
                source = projection.project(gold["source"]) if kind else ()
                one = _match(found, source, projection.project_all(gold["content"]))
                if kind and one:
                    own = " ".join(span.slice(reading.main.text) for span in one.source)
                    yield _pack_answer(kind, gold["source_entity"], own, one)


def _pack_kind(source: str, language: str) -> str | None:
    parts = source.replace("\xa0", " ").split()
    if len(parts) == 1 and fold(parts[0]) in _PRONOUNS:
        return {"they": "they", "ils": "they", "elles": "they", "it": "it"}.get(fold(parts[0]), "he, she")
    lexicon = load_lexicon(language)
    definite = len(parts) > 1 and fold(parts[0]) in {"the", "le", "la", "les", "this", "that"}
    small = not any(part[0].isupper() for part in parts[1:])
    return "role" if lexicon and definite and small else None


def _match(found: Sequence[Attribution], source: Spans, content: Spans) -> Attribution | None:
    """Return the attribution found whose source touches the gold's and whose content shares half with it."""
    return next(
        (
            one for one in found
            if overlap(one.source, source)
            and 2 * overlap(one.content, content) >= _HALF * (sum(map(len, one.content)) + sum(map(len, content)))
        ),
        None,
    )  # fmt: skip


def _pack_answer(kind: str, entity: str, source: str, one: Attribution) -> Answer:
    name = one.speaker
    if name is not None and (fold(name) in fold(source) or (kind == "role" and name.islower())):
        name = None
    named = not entity.startswith("unnamed") and any(part[0].isupper() for part in entity.split())
    right = name is not None and is_right(name, entity.split())
    return Answer(kind=kind, speaks=True, named=named, right=right, name=name,
                  where=f"pack {source!r}: {name!r}, gold {entity!r}")  # fmt: skip


def table(title: str, answers: Sequence[Answer]) -> str:
    """Return the rows by class: sources, with a name in the gold, given a name, right, precision, coverage."""
    rows = [f"{title:34}{'n':>6}{'named':>7}{'given':>7}{'right':>7}{'P':>7}{'cov.':>7}"]
    for kind in _KINDS:
        for label, some in _rows(kind, [one for one in answers if one.kind == kind]):
            if some:
                counts = Counter[str](
                    named=sum(one.named for one in some),
                    given=sum(one.name is not None for one in some),
                    right=sum(one.right for one in some),
                    named_right=sum(one.right and one.named for one in some),
                )
                rows.append(
                    f"{label:34}{len(some):6}{counts['named']:7}{counts['given']:7}{counts['right']:7}"
                    f"{counts['right'] / max(counts['given'], 1):7.2f}"
                    f"{counts['named_right'] / max(counts['named'], 1):7.2f}"
                )
    return "\n".join(rows)


def _rows(kind: str, answers: Sequence[Answer]) -> Iterator[tuple[str, Sequence[Answer]]]:
    yield f"  {kind}", answers
    speaking = [one for one in answers if one.speaks]
    if len(speaking) != len(answers):
        yield "    before a cue verb", speaking


def main() -> int:
    """Print the table; 0 also where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("train", "dev"), default=None, help="one part of GUM, and no packs")
    parser.add_argument("--errors", action="store_true", help="list wrong names")
    parser.add_argument("--open", action="store_true", help="list sources left open")
    arguments = parser.parse_args()
    folder = Path(os.environ.get("RASHOMON_DATA", "")) / "entities"
    if not os.environ.get("RASHOMON_DATA") or not (folder / "gum_splits.md").exists():
        print("skipped: RASHOMON_DATA names no folder with entities/gum_splits.md")
        return 0
    parts = split_names(folder)
    groups: list[tuple[str, list[Answer]]] = []
    for split in (arguments.split,) if arguments.split else ("train", "dev"):
        golds = [g for genre in GENRES for g in read_documents(folder / f"gum_{genre}.conllu")]
        chosen = [gold for gold in golds if parts.get(gold.name) == split]
        groups.append((f"GUM {split}, {len(chosen)} documents", [one for gold in chosen for one in ask(gold)]))
    if not arguments.split:
        groups.append(("packs 01-06, en and fr", list(ask_packs())))
    print("\n".join(table(title, answers) for title, answers in groups))
    print("PolNeAR: carries no gold coreference, so it cannot tell whom a pronoun or a role means")
    for _, answers in groups:
        for one in answers:
            if (arguments.errors and one.name is not None and not one.right) or (arguments.open and one.name is None):
                print(f"{'wrong' if one.name else 'open '} {one.kind:8} {'S' if one.speaks else '-'} {one.where}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
