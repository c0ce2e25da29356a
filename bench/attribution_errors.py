"""Every missed and spurious attribution on PolNeAR dev by its cause, and every edge that differs by what stands there.

Counts, not examples. Reads ``RASHOMON_DATA``; says so and stops where it is absent. Usage:
``python bench/attribution_errors.py [--documents dev|train_multi] [--words N] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from attribution_causes import Error, find_errors
from attribution_edges import Edge, count_pairs, find_edges
from attribution_scores import LAYERS, NAMES, Judged, count, judge, read_documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One class of errors: how many there are, in all and of the speech layer, and their share of their kind."""

    kind: str
    cause: str
    size: int
    speech: int
    share: float
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is counted: a kind, a cause, whether it belongs to the speech layer, and words that tell more."""

    kind: str
    cause: str
    is_speech: bool
    words: str


def sum_up(cases: Iterable[Case], words: int = 0) -> list[Line]:
    """Return one line for each kind and cause, the largest first, with its commonest ``words``."""
    taken = list(cases)
    sizes = Counter((case.kind, case.cause) for case in taken)
    speech = Counter((case.kind, case.cause) for case in taken if case.is_speech)
    kinds = Counter(case.kind for case in taken)
    common: dict[tuple[str, str], Counter[str]] = {}
    for case in taken:
        common.setdefault((case.kind, case.cause), Counter())[case.words] += 1
    return [
        Line(
            kind=kind, cause=cause, size=size, speech=speech[kind, cause], share=size / kinds[kind],
            words=tuple(common[kind, cause].most_common(words)) if words else (),
        )
        for (kind, cause), size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    ]  # fmt: skip


def read_errors(judged: Sequence[Judged]) -> list[Case]:
    """Return the missed and the spurious attributions."""
    errors = (error for document in judged for error in find_errors(document))
    return [_from_error(error) for error in errors]


def read_edges(judged: Sequence[Judged]) -> list[Case]:
    """Return the edges of sources, cues and contents that differ from the gold's."""
    edges = (edge for document in judged for edge in find_edges(document))
    return [_from_edge(edge) for edge in edges]


def _from_error(error: Error) -> Case:
    return Case(kind=error.kind, cause=error.cause, is_speech=error.layer == "speech", words=error.words)


def _from_edge(edge: Edge) -> Case:
    where = {"start": " at the start", "end": " at the end"}.get(edge.side, "")
    sign = "" if edge.side in {"whole", "middle"} else f": {edge.sign}{where}"
    return Case(kind=edge.name, cause=f"{edge.cause}{sign}", is_speech=False, words=edge.words.strip().casefold()[:40])


def sum_groups(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Return (kind, group, size) for the groups of causes, told before the colon, the largest first in each kind."""
    sizes: Counter[tuple[str, str]] = Counter()
    for line in lines:
        sizes[line.kind, line.cause.partition(":")[0]] += line.size
    ordered = sorted(sizes.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return [(kind, group, size) for (kind, group), size in ordered]


def print_lines(title: str, lines: Sequence[Line], *, layers: bool) -> None:
    """Print lines as a table in markdown."""
    extra = " of the speech layer |" if layers else ""
    print(f"\n### {title}\n\n| kind | cause | count |{extra} share of its kind |\n|---|---|---|{'---|' * layers}---|")
    for line in lines:
        speech = f" {line.speech} |" if layers else ""
        words = "".join(f"; {word} {size}" for word, size in line.words)
        print(f"| {line.kind} | {line.cause}{words} | {line.size} |{speech} {line.share:.1%} |")


def _print_totals(judged: Sequence[Judged]) -> None:
    counts: Counter[str] = Counter()
    for document in judged:
        counts.update(count(document))
    for layer in ("all", *LAYERS):
        missed, spurious = (counts[f"{layer} {a}"] - counts[f"{layer} {b}"]
                            for a, b in (("gold", "seen"), ("found", "right")))  # fmt: skip
        print(f"{layer}: {counts[f'{layer} gold']} in gold, {missed} missed; "
              f"{counts[f'{layer} found']} found, {spurious} spurious")  # fmt: skip


def _print_pairs(judged: Sequence[Judged]) -> None:
    pairs = [count_pairs(document) for document in judged]
    total = sum(size for size, _ in pairs)
    same = (sum(exact[at] for _, exact in pairs) for at in range(len(NAMES)))
    told = ", ".join(f"{name} {size} ({size / max(1, total):.1%})" for name, size in zip(NAMES, same, strict=True))
    print(f"\n{total} pairs of one attribution; the same to the letter: {told}")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", default="dev", help="file of PolNeAR: dev (default) or train_multi")
    parser.add_argument("--words", type=int, default=0, metavar="N", help="show the N commonest cues or words too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines to FILE")
    return parser.parse_args()


def main() -> int:
    """Print both tables; 0 also where the data is absent."""
    options = _read_options()
    root = Path(os.environ.get("RASHOMON_DATA", ""))
    if not (root / "polnear" / f"{options.documents}.jsonl").exists():
        print(f"skipped: RASHOMON_DATA names no folder with polnear/{options.documents}.jsonl")
        return 0
    judged = [judge(document) for document in read_documents(root, options.documents)]
    errors, edges = sum_up(read_errors(judged), options.words), sum_up(read_edges(judged), options.words)
    _print_totals(judged)
    for kind in ("missed", "spurious"):
        told = ", ".join(f"{group} {size}" for one, group, size in sum_groups(errors) if one == kind)
        print(f"{kind}: {told}")
    print_lines(f"Errors on PolNeAR {options.documents} by cause", errors, layers=True)
    _print_pairs(judged)
    print_lines("Edges of spans that differ, by what stands in the difference", edges, layers=False)
    if options.json:
        lines = [
            {"table": table, "kind": line.kind, "cause": line.cause, "count": line.size, "speech": line.speech,
             "share": line.share}
            for table, some in (("errors", errors), ("edges", edges)) for line in some
        ]  # fmt: skip
        options.json.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
