"""The text cases of ``tests/cases/stories``: which articles are one story, which share text, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.neural.minilm import load_encoder
from rashomon.stories import group_articles
from stories.written import make_article

_CASES = sorted(p for p in (Path(__file__).parents[1] / "cases" / "stories").glob("*.txt") if p.name != "README.txt")


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """Each expectation that a case file states holds."""
    parts = ("\n" + path.read_text("utf-8")).split("\n== ")
    articles = []
    expected: list[str] = []
    for part in parts[1:]:
        head, *lines = part.splitlines()
        name, day, language, headline = (field.strip() for field in head.split(" | "))
        text = "\n".join(line for line in lines if not line.startswith(("=>", "#")))
        articles.append(make_article(name, text, headline=headline, day=None if day == "-" else day, language=language))
        expected += [line[2:].strip() for line in lines if line.startswith("=>")]
    stories = group_articles(articles, load_encoder())
    groups = {story.articles for story in stories}
    copies = {group for story in stories for group in story.copies}
    reasons = [reason for story in stories for reason in story.reasons]
    assert expected
    for line in expected:
        kind, _, value = line.partition(":")
        wanted = tuple(value.split())
        match kind:
            case "together" | "alone":
                assert wanted in groups, (line, groups)
            case "copies":
                assert wanted in copies, (line, copies)
            case "no copies":
                assert not copies, (line, copies)
            case "reason":
                assert any(value.strip() in reason for reason in reasons), (line, reasons)
            case _:
                pytest.fail(f"unknown expectation: {line}")
