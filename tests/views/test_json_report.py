"""JSON reports are canonical and hold to the shipped schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rashomon.datamodel import Comparison
from rashomon.errors import PackageDataError
from rashomon.views import load_schema, to_json
from rashomon.views.json_report import SCHEMAS, SchemaName


def _complain(name: SchemaName, value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    return [error.message for error in Draft202012Validator(load_schema(name)).iter_errors(value)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_valid_schema(name: SchemaName) -> None:
    """A shipped schema is itself valid under draft 2020-12."""
    Draft202012Validator.check_schema(load_schema(name))


def test_a_comparison_holds_to_its_schema(comparison: Comparison) -> None:
    """What compare prints is what its schema says."""
    assert _complain("compare", json.loads(to_json(comparison))) == []


def test_a_reading_holds_to_its_schema(comparison: Comparison) -> None:
    """What articles and annotate print is what their schemas say."""
    reading, annotated = comparison.readings[0], comparison.articles[0]
    assert _complain("articles", json.loads(to_json(reading))) == []
    value = reading.to_dict() | {"articles": [annotated.to_dict(capture="harbour.txt")]}
    assert _complain("annotate", json.loads(to_json(value))) == []


def test_a_dispute_without_sides_breaks_the_schema(comparison: Comparison) -> None:
    """The schema knows that a dispute, and no other finding, has two sides."""
    value = json.loads(to_json(comparison))
    disputed = next(finding for finding in value["findings"] if finding["kind"] == "disputed")
    disputed["sides"] = []
    assert _complain("compare", value)


def test_the_text_is_the_same_each_time_and_keeps_letters(make_comparison: Callable[..., Comparison]) -> None:
    """Two runs give the same bytes; letters are not escaped; one newline ends the text."""
    text = to_json(make_comparison())
    assert text == to_json(make_comparison())
    assert "رصيف سوريل" in text
    assert text.endswith("}\n")
    assert text.count("\n") == 1


def test_a_lone_surrogate_is_written_as_its_escape() -> None:
    """A file name that is no UTF-8 neither breaks the output nor is lost."""
    text = to_json({"path": "caf\udce9.txt"})
    assert text.encode("utf-8") == b'{"path":"caf\\udce9.txt"}\n'
    assert json.loads(text) == {"path": "caf\udce9.txt"}


def test_numbers_that_json_cannot_hold_are_refused() -> None:
    """An infinity fails here, not in the reader of the report."""
    with pytest.raises(ValueError, match="JSON"):
        to_json({"low": float("inf")})


def test_an_unknown_schema_names_itself() -> None:
    """Asking for a schema that does not exist says so."""
    with pytest.raises(PackageDataError, match="nothing"):
        load_schema("nothing")  # type: ignore[arg-type]  # the point of the test
