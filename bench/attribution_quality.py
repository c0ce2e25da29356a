"""How well the attribution rules do on PolNeAR dev: exact spans, content with its source, speech cues.

Reads ``RASHOMON_DATA``; says so and stops where it is absent. Nested and in-quotation attributions are left out, as
PolNeAR marks none. Usage: ``python bench/attribution_quality.py [dev|train_multi]``.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

from rashomon.annotate.attributions import find_attributions
from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.annotate.document import make_document
from rashomon.datamodel import Article, Completeness, Spans
from rashomon.text.fold import fold

Part: TypeAlias = tuple[tuple[int, int], ...]
Triple: TypeAlias = tuple[Part, Part, Part]
_NAMES = ("source", "cue", "content")
_HALF = 0.5


def _part(spans: Spans) -> Part:
    return tuple((span.start, span.end) for span in spans)


def _letters(part: Part) -> set[int]:
    return {at for start, end in part for at in range(start, end)}


def _predict(document: dict[str, Any]) -> list[tuple[Triple, str]]:
    article = Article(
        id=document["id"], capture_id="", role="main", text=document["text"], segments=(),
        completeness=Completeness(), in_language="en",
    )  # fmt: skip
    found = find_attributions(make_document(article))
    return [((_part(one.source), _part(one.cue), _part(one.content)), one.layer) for one in found if one.parent is None]


def _gold(document: dict[str, Any]) -> list[Triple]:
    return [
        (tuple(map(tuple, one["source"])), tuple(map(tuple, one["cue"])), tuple(map(tuple, one["content"])))
        for one in document["attributions"]
        if one["content"]
    ]


def _trim(part: Part, text: str) -> Part:
    """Return the spans without white space at their edges, which annotators kept here and there."""
    trimmed = []
    for start, end in part:
        words = text[start:end]
        trimmed.append((start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))
    return tuple(trimmed)


def _is_speech(text: str, cue: Part) -> bool:
    """Tell whether a gold cue holds a speech verb or phrase of the lexicon."""
    lexicon = load_lexicon("en")
    words = [fold(word.strip(",:")) for start, end in cue for word in text[start:end].split()]
    cues = [one for word in words for one in (lexicon.verbs.get(word, ()) if lexicon else ())]
    return "according" in words or any(one.layer == "speech" and "bare" in one.takes for one in cues)


def _matches(predicted: Triple, gold: Triple) -> bool:
    """Tell whether the contents share half of the longer one, and the sources touch or both are empty."""
    ours, theirs = _letters(predicted[2]), _letters(gold[2])
    same = len(ours & theirs) >= _HALF * max(len(ours), len(theirs))
    touch = bool(_letters(predicted[0]) & _letters(gold[0])) or (not predicted[0] and not gold[0])
    return same and touch


def _count(document: dict[str, Any], counts: Counter[str]) -> None:
    predicted, gold, text = _predict(document), _gold(document), document["text"]
    for index, name in enumerate(_NAMES):
        ours = Counter(_trim(one[index], text) for one, _ in predicted if one[index])
        theirs = Counter(_trim(one[index], text) for one in gold if one[index])
        counts[f"{name} hit"] += (ours & theirs).total()
        counts[f"{name} found"] += ours.total()
        counts[f"{name} gold"] += theirs.total()
    free = list(gold)
    for one, _ in predicted:
        match = next((other for other in free if _matches(one, other)), None)
        if match:
            free.remove(match)
            counts["content+source hit"] += 1
    counts["content+source found"] += len(predicted)
    counts["content+source gold"] += len(gold)
    _count_speech(predicted, gold, text, counts)


def _count_speech(predicted: list[tuple[Triple, str]], gold: list[Triple], text: str, counts: Counter[str]) -> None:
    """Count speech cues: found ones that touch any gold cue, and gold ones that are touched."""
    cues = {at for one in gold for at in _letters(one[1])}
    ours = {at for one, _ in predicted for at in _letters(one[1])}
    for one, layer in predicted:
        if layer == "speech" and one[1]:
            counts["speech found"] += 1
            counts["speech right"] += bool(_letters(one[1]) & cues)
    for one in gold:
        if _is_speech(text, one[1]):
            counts["speech gold"] += 1
            counts["speech seen"] += bool(_letters(one[1]) & ours)


def _row(name: str, precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{name:24}{100 * precision:8.1f}{100 * recall:8.1f}{100 * f1:8.1f}"


def main() -> int:
    """Print the table; 0 also where the data is absent."""
    root = os.environ.get("RASHOMON_DATA")
    name = sys.argv[1] if len(sys.argv) > 1 else "dev"
    path = Path(root or "") / "polnear" / f"{name}.jsonl"
    if not root or not path.exists():
        print("skipped: RASHOMON_DATA names no folder with polnear/")
        return 0
    counts: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        _count(json.loads(line), counts)
    print(f"PolNeAR {name}, rules{'':8}  P       R      F1")
    for part in (*_NAMES, "content+source"):
        label = f"{part}, {'half the content' if '+' in part else 'exact'}"
        print(
            _row(
                label[:24],
                counts[f"{part} hit"] / counts[f"{part} found"],
                counts[f"{part} hit"] / counts[f"{part} gold"],
            )
        )
    print(
        _row(
            "speech cues",
            counts["speech right"] / counts["speech found"],
            counts["speech seen"] / counts["speech gold"],
        )
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
