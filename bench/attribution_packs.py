"""Attributions on packs 01 to 06 by the quality gate's own scoring; no stories are grouped and nothing is compared.

Needs ``tests`` on the path (``PYTHONPATH=tests``).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from quality.packs import Pack, load_packs
from quality.scores import Counts, make_run, score_attributions
from rashomon.datamodel import Comparison, Manifest
from rashomon.pipeline import annotate, read


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFigure:
    """One figure over the packs, 0..1, with the counts behind it and what the issue asks."""

    name: str
    value: float
    counts: str
    asked: float | None = None


def count_pack(pack: Pack) -> Counts:
    """Return the counts of one pack: its captures are read and annotated as ``compare`` does."""
    here = Path.cwd()
    os.chdir(pack.folder)
    try:
        readings = tuple(read(path.name) for path in pack.paths)
    finally:
        os.chdir(here)
    articles = tuple(annotate(reading.main) for reading in readings if reading.main)
    bare = Comparison(
        manifest=Manifest(rashomon="", parts=()), readings=readings, articles=articles, stories=(), findings=(),
        namings=(), numbers=(),
    )  # fmt: skip
    return score_attributions(make_run(pack, bare))


def measure_packs() -> list[PackFigure]:
    """Return attribution F1 over all languages and by language, nested recall and certainty accuracy."""
    counts: Counts = Counter()
    for pack in load_packs():
        counts.update(count_pack(pack))
    return [
        _f1(counts, "attribution F1, all languages", "attribution", 0.75),
        _f1(counts, "attribution F1, English", "attribution_en"),
        _f1(counts, "attribution F1, French", "attribution_fr"),
        _f1(counts, "attribution F1, Russian", "attribution_ru"),
        _share(counts, "nested attributions found", "nested", 0.5),
        _share(counts, "certainty right", "certainty", 0.85),
    ]


def _f1(counts: Counts, name: str, key: str, asked: float | None = None) -> PackFigure:
    hit, missed, extra = (counts[f"{key}_{kind}"] for kind in ("hit", "missed", "extra"))
    value = 2 * hit / (2 * hit + missed + extra) if hit else 0.0
    return PackFigure(name=name, value=value, counts=f"{hit} hit, {missed} missed, {extra} extra", asked=asked)


def _share(counts: Counts, name: str, key: str, asked: float) -> PackFigure:
    hit, missed = counts[f"{key}_hit"], counts[f"{key}_missed"]
    value = hit / (hit + missed) if hit else 0.0
    return PackFigure(name=name, value=value, counts=f"{hit} right, {missed} wrong", asked=asked)
