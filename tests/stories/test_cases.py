"""The text cases of ``tests/cases/stories``: which articles are one story, which share text, and why."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from rashomon.datamodel import Article
from rashomon.neural.minilm import load_encoder
from rashomon.stories import group_articles
from stories.written import make_article

_CASES = sorted(p for p in (Path(__file__).parents[1] / "cases" / "stories").glob("*.txt") if p.name != "README.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case file: its articles, and what it expects as (kind, value)."""

    articles: tuple[Article, ...]
    expected: tuple[tuple[str, str], ...]

    def wanted(self, kind: str) -> set[frozenset[str]]:
        """Return the pairs of names that stand together in an expectation of ``kind``."""
        return {
            frozenset(pair)
            for found, value in self.expected
            if found == kind
            for pair in combinations(value.split(), 2)
        }


def read_case(path: Path) -> Case:
    """Return the case that a file holds."""
    articles: list[Article] = []
    expected: list[tuple[str, str]] = []
    for part in ("\n" + path.read_text("utf-8")).split("\n== ")[1:]:
        head, *lines = part.splitlines()
        name, day, language, headline = (field.strip() for field in head.split(" | "))
        text = "\n".join(line for line in lines if not line.startswith(("=>", "#")))
        articles.append(make_article(name, text, headline=headline, day=None if day == "-" else day, language=language))
        for line in lines:
            if line.startswith("=>"):
                kind, _, value = line[2:].strip().partition(":")
                expected.append((kind, value.strip()))
    assert expected
    return Case(articles=tuple(articles), expected=tuple(expected))


def find_failures(case: Case) -> list[str]:
    """Return what does not hold of a case, among all its articles and for each two of them alone."""
    stories = group_articles(case.articles, load_encoder())
    groups = {" ".join(story.articles) for story in stories}
    copies = {" ".join(group) for story in stories for group in story.copies}
    reasons = [reason for story in stories for reason in story.reasons]
    failures = []
    for kind, value in case.expected:
        holds = {
            "together": value in groups,
            "alone": value in groups,
            "copies": value in copies,
            "no copies": not copies,
            "reason": any(value in reason for reason in reasons),
            "missed": True,
        }[kind]
        failures += [] if holds else [f"{kind}: {value}, but {sorted(groups)}, copies {sorted(copies)}"]
    for pair in combinations(case.articles, 2):
        names = frozenset(article.id for article in pair)
        alone = group_articles(pair, load_encoder())
        if (len(alone) == 1) != (names in case.wanted("together")):
            failures.append(f"alone with each other: {sorted(names)}, {alone[0].reasons}")
    return failures


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """Each expectation that a case file states holds; where it says why one is missed, one still is."""
    case = read_case(path)
    failures = find_failures(case)
    assert bool(failures) == any(kind == "missed" for kind, _ in case.expected), failures


def test_copies_of_all_cases() -> None:
    """Copies found among the articles of one case are right, and most are found."""
    right = found = wanted = 0
    for path in _CASES:
        case = read_case(path)
        copies = {
            frozenset(pair)
            for story in group_articles(case.articles, load_encoder())
            for group in story.copies
            for pair in combinations(group, 2)
        }
        gold = case.wanted("copies")
        right, found, wanted = right + len(copies & gold), found + len(copies), wanted + len(gold)
    assert (right / found, right / wanted) >= (1.0, 0.9)
