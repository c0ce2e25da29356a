"""The quality gate: scores the six packs, prints the table, and holds every figure to its floor.

``python -m quality.gate`` (with ``tests`` on the path; ``make quality``) prints the table. ``--raise`` lifts the floors
to a hundredth below what was reached, as int8 vectors differ a little between CPU types. The only way down is ``--lower
FIGURE --because WHY``, which leaves its reason in the file.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import rashomon
from quality.packs import ROOT, load_packs
from quality.scores import SCORERS, Counts, make_run

SLACK = 0.01
FLOORS = Path(__file__).with_name("floors.json")
_F1 = {
    "body character F1": "body",
    "cut flag F1": "cut",
    "second story flag F1": "second_story",
    "no stated date flag F1": "no_date",
    "syndicated flag F1": "syndicated",
    "attribution F1": "attribution",
    "attribution F1, English": "attribution_en",
    "attribution F1, French": "attribution_fr",
    "attribution F1, Russian": "attribution_ru",
}
_RATES = {
    "publisher accuracy": ("publisher_hit", "publisher_missed"),
    "certainty accuracy": ("certainty_hit", "certainty_missed"),
    "nested attribution recall": ("nested_hit", "nested_missed"),
    "same-claim pair recall, English": ("point_hit", "point_missed"),
    "same-claim pair recall, with French and Russian": ("point_foreign_hit", "point_foreign_missed"),
    "joined pairs that share a point": ("merge_right", "merge_false"),
    "conflict recall": ("conflict_hit", "conflict_missed"),
    "conflict recall, number": ("conflict_number_hit", "conflict_number_missed"),
    "conflict recall, denial": ("conflict_denial_hit", "conflict_denial_missed"),
    "dispute precision": ("dispute_right", "dispute_false"),
    "naming pair recall": ("naming_hit", "naming_missed"),
    "quote relation accuracy": ("quote_hit", "quote_missed"),
    "event captures joined": ("story_hit", "story_missed"),
    "joined captures of one event": ("story_hit", "story_wrong"),
    "excerpts verbatim": ("excerpt_verbatim", "excerpt_broken"),
}


def measure() -> tuple[dict[str, float], Counts]:
    """Return every figure, rounded down to three places, and the counts behind them, over the six packs."""
    total: Counts = Counter()
    here = Path.cwd()
    for pack in load_packs():
        os.chdir(pack.folder)
        try:
            run = make_run(pack, rashomon.compare([path.name for path in pack.paths]))
        finally:
            os.chdir(here)
        for scorer in SCORERS:
            total.update(scorer(run))
    return summarize(total), total


def summarize(counts: Counts) -> dict[str, float]:
    """Return the figures that ``counts`` amount to; a figure without cases is 0."""
    figures = {}
    for name, key in _F1.items():
        hit, missed, extra = (counts[f"{key}_{kind}"] for kind in ("hit", "missed", "extra"))
        figures[name] = 2 * hit / (2 * hit + missed + extra) if hit else 0.0
    for name, (good, bad) in _RATES.items():
        figures[name] = counts[good] / (counts[good] + counts[bad]) if counts[good] else 0.0
    return {name: math.floor(value * 1000) / 1000 for name, value in figures.items()}


def load_floors(text: str | None = None) -> dict[str, Any]:
    """Return the floors file: ``floors`` by figure, and ``lowered`` with a reason for each way down."""
    floors: dict[str, Any] = json.loads(text if text is not None else FLOORS.read_text("utf-8"))
    return floors


def find_silent_lowering(now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Return the figures whose floor sank, or vanished, since ``before`` without a reason written down."""
    excused = {entry["figure"] for entry in now["lowered"]} - {entry["figure"] for entry in before["lowered"]}
    excused |= {e["figure"] for e in now["lowered"] if e not in before["lowered"]}
    return sorted(
        figure
        for figure, floor in before["floors"].items()
        if now["floors"].get(figure, -1) < floor and figure not in excused
    )


def print_table(figures: dict[str, float], counts: Counts) -> None:
    """Print the figures beside their floors, as the rows of docs/results.md."""
    floors = load_floors()["floors"]
    print("| figure | measured | floor | counts |")
    print("|---|---|---|---|")
    for name, value in figures.items():
        keys = _RATES.get(name) or tuple(f"{_F1[name]}_{kind}" for kind in ("hit", "missed", "extra"))
        behind = ", ".join(f"{counts[key]} {key.rsplit('_', maxsplit=1)[-1]}" for key in keys)
        print(f"| {name} | {value:.3f} | {floors.get(name, 0):.3f} | {behind} |")


def main() -> int:
    """Print the table; 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what was reached")
    parser.add_argument("--lower", metavar="FIGURE", help="let one floor down to what was reached")
    parser.add_argument("--because", metavar="WHY", help="the reason, kept in floors.json")
    options = parser.parse_args()
    figures, counts = measure()
    data = load_floors()
    if options.lower:
        if not options.because or options.lower not in figures:
            parser.error("--lower needs a figure of the table, and --because WHY")
        reached = figures[options.lower]
        data["lowered"].append(
            {"figure": options.lower, "from": data["floors"][options.lower], "to": reached, "why": options.because}
        )
        data["floors"][options.lower] = reached
    if options.lift:
        data["floors"] = {
            name: max(round(max(0.0, value - SLACK), 3), data["floors"].get(name, 0)) for name, value in figures.items()
        }
    if options.lower or options.lift:
        FLOORS.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print_table(figures, counts)
    below = [name for name, floor in data["floors"].items() if figures.get(name, 0) < floor]
    print("".join(f"\nbelow its floor: {name}" for name in below), file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
