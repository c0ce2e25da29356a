"""No field, column or label judges a publisher, in code, templates, schemas, help or outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from rashomon.app.cli import COMMANDS
from rashomon.pipeline import annotate_reading, compare, read
from rashomon.views import to_html, to_terminal
from running import ROOT, run_cli

NEVER = re.compile(r"\b(bias\w*|trust\w*|credib\w*|leaning\w*|truth\w*|confidence)\b", re.IGNORECASE)
NOT_IN_THE_INTERFACE = re.compile(r"\b(false|omitted|omits|biased|confirmed by)\b", re.IGNORECASE)
PACKAGE = ROOT / "src" / "rashomon"
DATA = sorted(p for p in PACKAGE.rglob("*") if p.suffix in {".j2", ".jinja", ".html", ".css", ".json", ".svg"})
CAPTURES = ROOT / "tests" / "promises" / "captures"


def keys_of(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON is any shape
    """Yield every key of a JSON value."""
    if isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from keys_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_of(part)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_template_or_schema_uses_a_word_that_is_never_used(path: Any) -> None:  # noqa: ANN401 - pytest passes a path
    """Labels, classes and keys that people and programs see."""
    assert not NEVER.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_uses_a_word_that_is_never_used(name: str) -> None:
    """What a command says of itself."""
    assert not NEVER.findall(run_cli(name, "--help").text)


def test_no_key_of_any_output_uses_a_word_that_is_never_used() -> None:
    """JSON of articles, annotations and comparisons."""
    reading = read(CAPTURES / "coast-courier.txt")
    comparison = compare([CAPTURES])
    for value in (reading.to_dict(), annotate_reading(reading), comparison.to_dict()):
        assert not [key for key in keys_of(value) if NEVER.search(key.replace("_", " "))]


def test_the_interface_says_neither_false_nor_omitted_nor_confirmed() -> None:
    """The captures do not use these words, so a page or listing that does speaks for itself."""
    captured = " ".join(path.read_text("utf-8") for path in CAPTURES.iterdir())
    assert not NOT_IN_THE_INTERFACE.search(captured)
    assert not NEVER.search(captured)
    comparison = compare([CAPTURES])
    page = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", to_html(comparison), flags=re.DOTALL)
    for output in (to_terminal(comparison, width=100, color=False), page):
        assert not NOT_IN_THE_INTERFACE.findall(output)
        assert not NEVER.findall(output)
