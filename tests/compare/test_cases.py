"""The text cases of ``tests/cases/compare``: short stories and what the comparison must find in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from compare.accounts import HashingEncoder, Written, make_account, make_story
from rashomon.compare import StoryComparison, compare_story
from rashomon.datamodel import AnnotatedArticle, Stance

_CASES = sorted((Path(__file__).parents[1] / "cases" / "compare").glob("*.txt"))
_LINE = re.compile(r"\((?P<who>[^)]*?)(?: (?P<how>denies|asks|hedges))?\) (?P<claim>.*)")
_STANCES: dict[str, Stance] = {"denies": "denies", "asks": "asks", "hedges": "hedges"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case file: its accounts, and its expectations as written."""

    accounts: tuple[AnnotatedArticle, ...]
    expected: tuple[str, ...]


def read_case(path: Path) -> Case:
    accounts: list[AnnotatedArticle] = []
    expected: list[str] = []
    heading: list[str] = []
    lines: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "=="]:
        if line.startswith("=="):
            if heading:
                accounts.append(read_account(heading, lines))
            heading, lines = line.split()[1:], []
        elif line.startswith("=>"):
            expected.append(line[2:].strip())
        elif line and not line.startswith("#"):
            lines.append(line)
    return Case(accounts=tuple(accounts), expected=tuple(expected))


def read_account(heading: list[str], lines: list[str]) -> AnnotatedArticle:
    claims: list[str] = []
    stances: list[tuple[str, Stance]] = []
    speakers: list[tuple[str, str]] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        claim = match["claim"] if match else line
        claims.append(claim)
        if match:
            speakers.append((claim, match["who"]))
            stances.append((claim, _STANCES.get(match["how"] or "", "quotes")))
    return make_account(
        Written(
            name=heading[0],
            text="\n".join(claims),
            date=next((word for word in heading if word[0].isdigit()), None),
            language=next((word for word in heading[1:] if word.isalpha()), "en"),
            stances=tuple(stances),
            speakers=tuple(speakers),
        )
    )


def claim_ids(words: str) -> set[str]:
    """Return the claim ids of "A1 B2": lines are counted from 1 there, from 0 in ids."""
    return {f"claim-{word[0]}{int(word[1:]) - 1}" for word in words.split() if re.fullmatch(r"[A-Z]\d+", word)}


def holds(expectation: str, comparison: StoryComparison) -> bool:
    kind, _, rest = expectation.partition(" ")
    findings = comparison.findings
    if kind in {"number", "update", "denial"}:
        left, right = (claim_ids(side) for side in rest.split("|"))
        return any(
            finding.dispute == ("denial" if kind == "denial" else "number")
            and finding.update == (kind == "update")
            and {frozenset(side) for side in finding.sides} == {frozenset(left), frozenset(right)}
            and (kind != "denial" or set(finding.sides[0]) == left)
            for finding in findings
        )
    wanted = claim_ids(rest)
    if kind == "undisputed":
        return not any(wanted <= set(finding.claims) for finding in findings if finding.kind == "disputed")
    if kind == "apart":
        return not any(wanted <= set(finding.claims) for finding in findings)
    if kind == "listed":
        return not any(wanted & set(finding.claims) for finding in findings)
    return any(finding.kind == kind and wanted <= set(finding.claims) for finding in findings)


@pytest.mark.parametrize("path", [path for path in _CASES if path.stem != "README"], ids=lambda path: path.stem)
def test_a_case_comes_out_as_its_author_wrote(path: Path) -> None:
    """Every expectation of a case file holds."""
    case = read_case(path)
    comparison = compare_story(make_story(case.accounts), case.accounts, HashingEncoder())
    assert case.expected
    assert [e for e in case.expected if not holds(e, comparison)] == [], comparison.findings
