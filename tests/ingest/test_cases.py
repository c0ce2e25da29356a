"""Invented captures of many layouts are read as a reader would read them (tests/cases/captures)."""

from __future__ import annotations

import pytest

from ingest.capture_cases import Case, read_cases, score

LEAST_LABELS = 0.8
HARD = {"forum-ish": 0.6}
"""Cases read worse than ``LEAST_LABELS``, with the share they must keep."""
KNOWN_WRONG = {
    "forum-ish": {"headline"},
    "government-portal": {"completeness"},
    "live-page": {"completeness"},
}
"""Facts that are read wrong today; whoever mends one takes it out here."""


@pytest.mark.parametrize("case", tuple(read_cases()), ids=lambda case: case.name)
def test_a_case_is_read(case: Case) -> None:
    """Most blocks get the label a reader gave them, and no fact is wrong beside those known."""
    scored = score(case)
    assert scored.share >= HARD.get(case.name, LEAST_LABELS), [one for one in scored.labels if one[0] != one[1]]
    assert {one.partition(":")[0] for one in scored.wrong} == KNOWN_WRONG.get(case.name, set()), scored.wrong
