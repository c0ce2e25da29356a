"""The sum of a run adds up, whatever happened in it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rashomon.app.progress import describe
from rashomon.datamodel import Skipped
from rashomon.pipeline import read
from rashomon.pipeline.outcomes import KINDS, Outcome, Tally, judge, skipped_line, to_line
from running import ROOT

ACCOUNT = ROOT / "tests" / "promises" / "captures" / "coast-courier.txt"

names = st.sampled_from(["TimeLimit", "MemoryLimit", "CaptureEmpty", None])
outcomes = st.builds(Outcome, kind=st.sampled_from(KINDS), articles=st.integers(0, 5), error=names)


@given(st.lists(outcomes, max_size=60))
def test_the_sum_adds_up(seen: list[Outcome]) -> None:
    """Every capture is in one count, every error in one, and the printed line says the same."""
    tally = Tally()
    for outcome in seen:
        tally = tally.plus(outcome)
    assert tally.captures == len(seen)
    assert tally.articles == sum(outcome.articles for outcome in seen)
    assert sum(count for _, count in tally.errors) == tally.unreadable
    whole, _, parts = describe(tally).partition(" (")[0].partition(" = ")
    assert int(whole.split()[0]) == sum(int(part.split()[0]) for part in parts.split(" + "))


def line_of(roles: list[str], completeness: str = "unknown") -> dict[str, Any]:
    return {
        "capture": {"path": "a", "sha256": None, "completeness": {"value": completeness}},
        "articles": [{"role": role} for role in roles],
    }


def test_each_capture_has_one_outcome() -> None:
    """A page of teasers is a stub, one whose main article is cut is cut, whatever stands beside it."""
    assert judge(line_of([])) == Outcome(kind="no_article")
    assert judge(line_of(["stub", "stub"])) == Outcome(kind="stub", articles=2)
    assert judge(line_of(["stub", "secondary"])) == Outcome(kind="stub", articles=2)
    assert judge(line_of(["main", "stub"])) == Outcome(kind="article", articles=2)
    assert judge(line_of(["main", "secondary"], "cut")) == Outcome(kind="cut", articles=2)


def test_a_note_is_no_capture_and_an_error_page_is_one_without_an_article() -> None:
    """What a crawl tells about itself is no failure, nor is a page that the server did not have."""
    tally = Tally()
    for error in ("NotPage", "Redirect", "Revisit", "NotText", "FeedList", "NotRegular", "ErrorPage", "CaptureEmpty"):
        tally = tally.plus(skipped_line(Skipped(path="a", error=error, reason="why"), None).outcome)
    assert (tally.note, tally.no_article, tally.unreadable, tally.captures) == (6, 1, 1, 2)
    assert "6 notes on what is no capture; unreadable: 1 CaptureEmpty" in describe(tally)


def test_a_line_says_what_its_outcome_says() -> None:
    """Read back from a file, a line gives the outcome it was written with."""
    for line in (
        to_line(read(ACCOUNT)),
        skipped_line(Skipped(path="a", error="TimeLimit", reason="slow"), None),
        skipped_line(Skipped(path="a", error="Duplicate", reason="the same bytes"), "ab" * 32),
    ):
        assert judge(json.loads(line.text)) == line.outcome
        assert b"\n" not in line.text


def test_a_name_that_is_no_text_is_a_line_all_the_same() -> None:
    """It is written as its escape."""
    line = skipped_line(Skipped(path="caf\udce9.txt", error="CaptureEmpty", reason="empty"), None)
    assert json.loads(line.text)["capture"]["path"] == "caf\udce9.txt"
