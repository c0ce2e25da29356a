"""Quality is a test: no figure of the sample packs sinks below its floor, and no floor sinks in silence."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter

import pytest

from quality.gate import FLOORS, find_silent_lowering, load_floors, measure, summarize
from quality.packs import ROOT, Pack, load_packs


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure()[0]


@pytest.mark.parametrize("figure", sorted(load_floors()["floors"]))
def test_no_figure_sinks_below_its_floor(figure: str, figures: dict[str, float]) -> None:
    """Each figure of the gate reaches at least its floor."""
    assert figures[figure] >= load_floors()["floors"][figure]


def test_every_figure_has_a_floor() -> None:
    """A figure without a floor would be free to sink."""
    assert set(load_floors()["floors"]) == set(summarize(Counter()))


def test_no_floor_was_lowered_in_silence() -> None:
    """Every committed version of the floors stands at or below the present one, or its lowering has a reason."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git history here to compare the floors with")
    path = FLOORS.relative_to(ROOT).as_posix()
    log = subprocess.run(
        ["git", "log", "--format=%H", "--", path], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for commit in log:
        shown = subprocess.run(
            ["git", "show", f"{commit}:{path}"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        assert find_silent_lowering(load_floors(), load_floors(shown)) == [], f"since commit {commit}"


def test_a_silent_lowering_is_noticed() -> None:
    """A floor that sank needs an entry with its reason."""
    before = {"floors": {"a": 0.9, "b": 0.5}, "lowered": []}
    assert find_silent_lowering({"floors": {"a": 0.8, "b": 0.5}, "lowered": []}, before) == ["a"]
    assert find_silent_lowering({"floors": {"b": 0.5}, "lowered": []}, before) == ["a"]
    reason = {"figure": "a", "from": 0.9, "to": 0.8, "why": "the gold was wrong"}
    assert find_silent_lowering({"floors": {"a": 0.8, "b": 0.5}, "lowered": [reason]}, before) == []


@pytest.mark.parametrize("pack", load_packs(), ids=lambda pack: pack.name)
def test_gold_spans_quote_their_files(pack: Pack) -> None:
    """The gold itself is exact: every point member quotes its file at its span."""
    for point in pack.gold["points"]:
        for member in point["members"]:
            text = (pack.folder / member["file"]).read_text("utf-8")
            assert text[slice(*member["span"])] == member["quote"], json.dumps(member, ensure_ascii=False)
