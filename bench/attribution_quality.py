"""Who says what, in one run: PolNeAR dev, the packs, FactAppeal val, reliability of scores, and tokens a second.

What needs ``RASHOMON_DATA`` is skipped, and says so, where it is absent. Usage: ``make bench-attribution``, or
``PYTHONPATH=tests python bench/attribution_quality.py [--only polnear,packs,kinds,speed] [--documents dev|train_multi]
[--json FILE]``.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution_calibration import THRESHOLDS, Bin, abstain, expected_error, make_bins, read_scores, read_unscored
from attribution_kinds import KindFigure, factappeal_rows, read_factappeal, read_kinds
from attribution_packs import PackFigure, measure_packs
from attribution_scores import LAYERS, Counts, Judged, count, judge, rate_of, read_documents
from attribution_speed import ENCODER, measure_apart

from rashomon.neural import shipped

_WEIGHTS = Path(shipped.__file__).with_name("weights")
_SPEED_ARTICLES = 16
_ASKED_SPEED = 12_000
_ASKED_SIZE = 25
_ASKED_GAP = 0.05
_ENOUGH = 20
"""Attributions in a bin below which its gap says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row on PolNeAR: the name of its counts, what it is called, and the figures of others, in per cent."""

    key: str
    name: str
    people: str = "–"
    first: str = "–"
    bert: str = "–"
    asked: str = "–"


_ROWS = (
    Row(key="source", name="source, exact", people="73.8", first="75.6", bert="81.1", asked="80"),
    Row(key="cue", name="cue, exact", people="70.5", first="71.7", bert="74.0", asked="74"),
    Row(key="content", name="content, exact", people="71.1", first="61.5", bert="68.9", asked="68"),
    Row(key="all", name="content (half) and source", people="73.2", first="67.6", asked="73"),
    Row(key="detection", name="speech found (cue touched)", people="93.3 (P 94.3 R 92.3)",
        first="85.0 (P 86.4 R 83.6)", asked="88"),
    Row(key="speech", name="content (half) and source, speech"),
    Row(key="attitude", name="content (half) and source, attitude"),
)  # fmt: skip


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def report_polnear(root: Path, name: str) -> dict[str, Any]:
    """Print the rows of PolNeAR, the reliability of scores and the thresholds; return the figures."""
    judged = [judge(document) for document in read_documents(root, name)]
    counts: Counts = Counter()
    for document in judged:
        counts.update(count(document))
    figures: dict[str, Any] = {}
    rows = []
    for row in _ROWS:
        rate = rate_of(counts, row.key)
        figures[row.name] = {"precision": rate.precision, "recall": rate.recall, "f1": rate.f1}
        measured = (_percent(value) for value in (rate.precision, rate.recall, rate.f1))
        rows.append((row.name, *measured, row.people, row.first, row.bert, row.asked))
    layers = ", ".join(f"{counts[f'{layer} gold']} {layer}" for layer in LAYERS)
    columns = ("", "P", "R", "F1", "two people", "MiniLM + BIO, first try", "BERT-base, on test", "asked")
    _table(f"PolNeAR {name}, {len(judged)} articles, {counts['all gold']} attributions ({layers})", columns, rows)
    print(
        "\nThe lexicon tells the layer of gold cues. By layer, P is over what is found as that layer, R over its gold."
    )
    return figures | {"scores": report_scores(judged)}


def report_scores(judged: Sequence[Judged]) -> dict[str, Any] | None:
    """Print how reliable the scores of the speech layer are, and what abstaining costs; None where there are none."""
    scores = read_scores(judged)
    if not scores:
        _table(
            "Reliability, speech layer", ("", "measured", "asked"), [("scores", "no scores", f"within {_ASKED_GAP}")]
        )
        return None
    bins = make_bins(scores)
    rows = [
        (f"{one.low:.1f} to {one.high:.1f}", str(one.size), f"{one.score:.3f}", f"{one.right:.3f}", f"{one.gap:+.3f}")
        for one in bins
    ]
    columns = ("score", "found", "mean score", "right", "gap")
    _table(
        f"Reliability, speech layer, {len(scores)} with a score (right: half the content, and the source)",
        columns,
        rows,
    )
    largest = max(bins, key=lambda one: abs(one.gap))
    print(f"\nexpected calibration error {expected_error(bins):.3f}; {_tell(largest, 'largest gap')}", end="")
    full = [one for one in bins if one.size >= _ENOUGH]
    if full:
        print(f"; {_tell(max(full, key=lambda one: abs(one.gap)), f'of bins with {_ENOUGH} or more')}", end="")
    print(f"; asked: within {_ASKED_GAP}")
    bare = read_unscored(judged)
    print(f"without a score (found by rules; kept at every threshold): {len(bare)}, of which {sum(bare)} right")
    left = [abstain(judged, threshold) for threshold in THRESHOLDS]
    _table(
        "Abstaining below a score, speech layer",
        ("threshold", "kept", "P", "R", "F1"),
        [(f"{one.threshold:.1f}" if one.threshold else "none", str(one.kept),
          *(_percent(value) for value in (one.rate.precision, one.rate.recall, one.rate.f1))) for one in left],
    )  # fmt: skip
    return {
        "expected calibration error": expected_error(bins),
        "largest gap": abs(largest.gap),
        "bins": [dataclasses.asdict(one) for one in bins],
        "abstain": [dataclasses.asdict(one) for one in left],
    }


def _tell(one: Bin, name: str) -> str:
    return f"{name} {abs(one.gap):.3f} ({one.low:.1f} to {one.high:.1f}, {one.size} found)"


def report_figures(title: str, figures: Sequence[PackFigure | KindFigure]) -> dict[str, float]:
    """Print figures with their counts beside what is asked; return them by name."""
    rows = [(one.name, f"{one.value:.3f}", f"≥ {one.asked}" if one.asked else "–", one.counts) for one in figures]
    _table(title, ("", "measured", "asked", "counts"), rows)
    return {one.name: one.value for one in figures}


def report_kinds(root: Path) -> dict[str, float]:
    """Print the rows of FactAppeal val."""
    return report_figures("FactAppeal val, gold source spans", factappeal_rows(read_kinds, read_factappeal(root)))


def report_speed(root: Path, name: str) -> dict[str, dict[str, float]]:
    """Print tokens a second beside the bare encoder's."""
    documents = read_documents(root, name)
    texts = [document["text"] for document in documents[:: max(1, len(documents) // _SPEED_ARTICLES)]]
    figures = measure_apart(texts[:_SPEED_ARTICLES])
    rows = [
        (job, f"{one['tokens a second']:,.0f}", f"{one['of the encoder']:.2f}", _ask(job))
        for job, one in figures.items()
    ]
    size = sum(path.stat().st_size for path in _WEIGHTS.glob("reader.*")) / 1e6
    rows.append(("weights of the reader", f"{size:.1f} MB", "–", f"≤ {_ASKED_SIZE} MB"))
    title = f"Speed on two threads, {_SPEED_ARTICLES} articles of PolNeAR {name}, median of rounds in turn"
    _table(title, ("", "tokens a second", "times the encoder's", "asked"), rows)
    return figures


def _ask(job: str) -> str:
    if job == ENCODER:
        return "(18,000 on an idle machine)"
    return f"≥ {_ASKED_SPEED:,}" if job.startswith("attributions,") else "–"


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", default="dev", help="file of PolNeAR: dev (default) or train_multi")
    parser.add_argument("--only", default="polnear,packs,kinds,speed", help="some of polnear, packs, kinds, speed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args()


def main() -> int:
    """Print every table that has its data here; return 0."""
    options = _read_options()
    data = os.environ.get("RASHOMON_DATA")
    root = Path(data or "")
    jobs: dict[str, tuple[str | None, Callable[[], Any]]] = {
        "polnear": (f"polnear/{options.documents}.jsonl", lambda: report_polnear(root, options.documents)),
        "packs": (None, lambda: report_figures("Packs 01 to 06", measure_packs())),
        "kinds": ("sources/factappeal_val.jsonl", lambda: report_kinds(root)),
        "speed": (f"polnear/{options.documents}.jsonl", lambda: report_speed(root, options.documents)),
    }
    figures: dict[str, Any] = {}
    for name in options.only.split(","):
        needs, job = jobs[name]
        if needs and not (data and (root / needs).exists()):
            print(f"skipped: {name}: RASHOMON_DATA names no folder with {needs}")
            continue
        begun = time.perf_counter()
        figures[name] = job()
        print(f"\n({name}: {time.perf_counter() - begun:.0f} s)", flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
