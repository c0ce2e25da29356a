"""Attributions found beside attributions of PolNeAR: spans, matches, and the counts that the tables are made of.

Only what ``find_attributions`` gives is scored. Nested attributions are left out, as PolNeAR marks none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from rashomon.annotate.attributions import find_attributions
from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.annotate.document import make_document
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Article, Attribution, Completeness, Spans
from rashomon.text.fold import fold

Part: TypeAlias = tuple[tuple[int, int], ...]
Counts: TypeAlias = Counter[str]
NAMES = ("source", "cue", "content")
LAYERS = ("speech", "attitude")
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """Who says what, as half-open code points of the document; ``layer`` is speech or attitude.

    ``score`` is what the reader gave it, None by rules and in gold. A nested one has ``is_nested``.
    """

    source: Part
    cue: Part
    content: Part
    layer: str
    score: float | None = None
    is_nested: bool = False

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """Source, cue and content, in the order of ``NAMES``."""
        return self.source, self.cue, self.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One document: its text, what was found in it, what the gold holds, and for each found one its gold or None.

    ``nested`` is what was found inside the contents of others, which is not scored.
    """

    text: str
    found: tuple[Triple, ...]
    gold: tuple[Triple, ...]
    matches: tuple[int | None, ...]
    nested: tuple[Triple, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Precision and recall, 0..1; 0 where there is nothing to count."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def rate(right: int, found: int, seen: int, gold: int) -> Rate:
    """Return ``right`` of ``found`` as precision, ``seen`` of ``gold`` as recall."""
    return Rate(precision=right / found if found else 0.0, recall=seen / gold if gold else 0.0)


def letters(part: Part) -> set[int]:
    """Return the places of the code points that ``part`` covers."""
    return {at for start, end in part for at in range(start, end)}


def trim(part: Part, text: str) -> Part:
    """Return the spans without white space at their edges, which annotators kept here and there."""
    trimmed = []
    for start, end in part:
        words = text[start:end]
        trimmed.append((start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))
    return tuple(trimmed)


def is_speech(text: str, cue: Part) -> bool:
    """Tell whether a gold cue holds a speech verb of the lexicon that takes a bare clause, or "according"."""
    lexicon = load_lexicon("en")
    words = [fold(word.strip(",:")) for start, end in cue for word in text[start:end].split()]
    cues = [one for word in words for one in (lexicon.verbs.get(word, ()) if lexicon else ())]
    return "according" in words or any(one.layer == "speech" and "bare" in one.takes for one in cues)


def is_match(found: Triple, gold: Triple) -> bool:
    """Tell whether the contents share half of the longer one, and the sources touch or both are empty."""
    ours, theirs = letters(found.content), letters(gold.content)
    same = len(ours & theirs) >= _HALF * max(len(ours), len(theirs))
    touch = bool(letters(found.source) & letters(gold.source)) or (not found.source and not gold.source)
    return same and touch


def match(found: Sequence[Triple], gold: Sequence[Triple]) -> tuple[int | None, ...]:
    """Return for each found one the number of the first free gold one that it matches; each gold one serves once."""
    free = list(range(len(gold)))
    matches: list[int | None] = []
    for one in found:
        hit = next((number for number in free if is_match(one, gold[number])), None)
        if hit is not None:
            free.remove(hit)
        matches.append(hit)
    return tuple(matches)


def read_documents(root: Path, name: str = "dev") -> list[dict[str, Any]]:
    """Return the documents of a PolNeAR file below ``root``."""
    path = root / "polnear" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def make_article(text: str, name: str = "bench") -> Article:
    """Return an English article whose text is ``text``."""
    return Article(
        id=name, capture_id="", role="main", text=text, segments=(), completeness=Completeness(), in_language="en"
    )


def find(text: str) -> tuple[Attribution, ...]:
    """Return the attributions of an English text, names and entities known, as ``annotate`` finds them."""
    document = make_document(make_article(text))
    mentions, entities = find_mentions(document)
    return find_attributions(document, mentions, entities)


def read_found(attributions: Iterable[Attribution]) -> tuple[Triple, ...]:
    """Return ``attributions`` as triples, nested ones too."""
    return tuple(
        Triple(
            source=_part(one.source), cue=_part(one.cue), content=_part(one.content), layer=one.layer,
            score=one.score, is_nested=one.parent is not None,
        )
        for one in attributions
    )  # fmt: skip


def read_gold(document: dict[str, Any]) -> tuple[Triple, ...]:
    """Return the attributions of a PolNeAR document that have content; the lexicon tells their layer."""
    triples = []
    for one in document["attributions"]:
        if one["content"]:
            source, cue, content = (tuple((start, end) for start, end in one[name]) for name in NAMES)
            layer = "speech" if is_speech(document["text"], cue) else "attitude"
            triples.append(Triple(source=source, cue=cue, content=content, layer=layer))
    return tuple(triples)


def judge(document: dict[str, Any]) -> Judged:
    """Return what is found in a PolNeAR document beside its gold, nested ones left out."""
    everything = read_found(find(document["text"]))
    found = tuple(one for one in everything if not one.is_nested)
    nested = tuple(one for one in everything if one.is_nested)
    gold = read_gold(document)
    return Judged(text=document["text"], found=found, gold=gold, matches=match(found, gold), nested=nested)


def count(judged: Judged) -> Counts:
    """Return the counts of one document; those of several add up."""
    counts: Counts = Counter()
    for index, name in enumerate(NAMES):
        ours, theirs = (
            Counter(trim(one.parts[index], judged.text) for one in side if one.parts[index])
            for side in (judged.found, judged.gold)
        )
        hit = (ours & theirs).total()
        counts.update({f"{name} right": hit, f"{name} seen": hit})
        counts.update({f"{name} found": ours.total(), f"{name} gold": theirs.total()})
    matched = {number for number in judged.matches if number is not None}
    for layer in ("all", *LAYERS):
        counts[f"{layer} found"] += sum(layer in {"all", one.layer} for one in judged.found)
        counts[f"{layer} gold"] += sum(layer in {"all", one.layer} for one in judged.gold)
        counts[f"{layer} right"] += sum(
            number is not None and layer in {"all", one.layer}
            for one, number in zip(judged.found, judged.matches, strict=True)
        )
        counts[f"{layer} seen"] += sum(
            number in matched and layer in {"all", one.layer} for number, one in enumerate(judged.gold)
        )
    return counts + _count_detection(judged)


def _count_detection(judged: Judged) -> Counts:
    """Count speech cues: found ones that touch any gold cue, and gold ones that any found one touches."""
    theirs = {at for one in judged.gold for at in letters(one.cue)}
    ours = {at for one in judged.found for at in letters(one.cue)}
    speech = [one for one in judged.found if one.layer == "speech" and one.cue]
    wanted = [one for one in judged.gold if one.layer == "speech"]
    return Counter({
        "detection found": len(speech),
        "detection right": sum(bool(letters(one.cue) & theirs) for one in speech),
        "detection gold": len(wanted),
        "detection seen": sum(bool(letters(one.cue) & ours) for one in wanted),
    })  # fmt: skip


def rate_of(counts: Counts, name: str) -> Rate:
    """Return precision and recall of the row ``name``: a span, a layer, "all" or "detection"."""
    right, found, seen, gold = (counts[f"{name} {kind}"] for kind in ("right", "found", "seen", "gold"))
    return rate(right, found, seen, gold)


def _part(spans: Spans) -> Part:
    return tuple((span.start, span.end) for span in spans)
