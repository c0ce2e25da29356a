"""The JSON doors that outsiders script against: held by the shipped schemas and by the keys first promised."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rashomon.views import load_schema
from running import EXAMPLES, ROOT, example, run_cli

CAPTURES = ROOT / "tests" / "promises" / "captures"
ARTICLE = {
    "id", "capture", "role", "headline", "authors", "publisher", "date_published", "in_language", "usage_terms",
    "origin_notes", "text", "segments",
}  # fmt: skip
LAYERS = {"attributions", "mentions", "quantities", "times", "hedges", "claims"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with all captures, a draft and a report."""
    shutil.copytree(CAPTURES, tmp_path / "captures")
    found = "“She is stable, and she is not going anywhere tonight,” said Pell Ostrava."
    (tmp_path / "draft.md").write_text(f"{found}\n\n“The moon is made of brass plate.”\n", "utf-8")
    assert run_cli("compare", "captures", "--html", "report.html", folder=tmp_path).code == 0
    return tmp_path


def check_schema(value: dict[str, Any], name: Any) -> None:  # noqa: ANN401 - the literal type belongs to the views
    """Hold ``value`` to the shipped schema."""
    schema = load_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


def check_span(span: list[int], text: str) -> None:
    """A span is half-open, not empty, and lies in its text."""
    start, end = span
    assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("sample", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
@pytest.mark.parametrize("command", ["articles", "annotate"])
def test_articles_and_annotate_print_one_object_a_line(command: str, sample: str) -> None:
    """As many lines as captures, each held by its schema, with the promised keys and spans that fit."""
    outcome = run_cli(command, *example(sample), "--json", folder=EXAMPLES)
    values = [json.loads(line) for line in outcome.text.splitlines()]
    assert [value["capture"]["path"] for value in values] == list(example(sample))
    for value in values:
        check_schema(value, command)
        assert set(value["capture"]) >= {"path", "sha256", "content_type", "completeness"}
        assert set(value["rendering"]) >= {"text", "renderer"}
        for span in value["capture"]["completeness"]["evidence"]:
            check_span(span, value["rendering"]["text"])
        for article in value["articles"]:
            assert set(article) >= (ARTICLE | LAYERS if command == "annotate" else ARTICLE)
            assert article["capture"] == value["capture"]["path"]
            check_segments(article, value["rendering"]["text"])


def check_segments(article: dict[str, Any], rendering: str) -> None:
    """Each segment repeats the rendering letter for letter."""
    for segment in article["segments"]:
        captured = rendering[segment["rendering_start"] : segment["rendering_end"]]
        assert article["text"][segment["start"] : segment["end"]] == captured


def test_annotations_carry_the_promised_keys() -> None:
    """Attributions and claims as DESIGN draws them."""
    outcome = run_cli("annotate", CAPTURES / "coast-courier.txt", "--json")
    (article,) = json.loads(outcome.out)["articles"]
    attribution, claim = article["attributions"][0], article["claims"][0]
    assert set(attribution) >= {
        "id", "source", "cue", "content", "form", "source_kind", "layer", "stance", "parent", "speaker", "score",
    }  # fmt: skip
    assert set(claim) >= {"id", "spans", "stance", "attribution"}
    for span in (*attribution["content"], *claim["spans"]):
        check_span(span, article["text"])


@pytest.mark.parametrize("sample", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_compare_prints_one_object(sample: str) -> None:
    """The whole comparison, held by its schema; every id leads somewhere; every excerpt is verbatim."""
    outcome = run_cli("compare", *example(sample), "--json", folder=EXAMPLES)
    assert outcome.code == 0, outcome.err
    (line,) = outcome.text.splitlines()
    value = json.loads(line)
    check_schema(value, "compare")
    assert set(value) >= {
        "manifest", "captures", "articles", "stories", "claims", "findings", "namings", "numbers",
    }  # fmt: skip
    texts = {article["id"]: article["text"] for article in value["articles"]}
    claims = {claim["id"]: claim for claim in value["claims"]}
    assert len(claims) == len(value["claims"])
    for story in value["stories"]:
        assert set(story) >= {"id", "articles", "independent_texts", "copies"}
        assert set(story["articles"]) <= set(texts)
    for finding in value["findings"]:
        assert set(finding) >= {"id", "kind", "claims", "sides", "dispute", "update", "score", "evidence"}
        assert set(finding["claims"]) <= set(claims)
        assert 0 <= finding["score"] <= 1
        for excerpt in finding["evidence"]:
            text = texts[excerpt["article"]]
            assert text[excerpt["start"] : excerpt["end"]] == excerpt["exact"]
    for naming in value["namings"]:
        assert all(set(name) >= {"article", "label", "spans"} for name in naming["names"])


def test_stories_prints_one_object_with_every_article_in_one_story() -> None:
    """Singletons too."""
    outcome = run_cli("stories", CAPTURES, "--json")
    value = json.loads(outcome.out)
    grouped = [article for story in value["stories"] for article in story["articles"]]
    assert sorted(grouped) == sorted(article["id"] for article in value["articles"])
    assert max(len(story["articles"]) for story in value["stories"]) >= 3
    assert all(set(story) >= {"id", "articles", "independent_texts", "copies"} for story in value["stories"])


def test_verify_and_check_quotes_print_one_object(desk: Path) -> None:
    """Held by their schemas."""
    outcome = run_cli("verify", "report.html", "--captures", "captures", "--json", folder=desk)
    assert outcome.code == 0, outcome.text
    check_schema(json.loads(outcome.out), "verify")
    outcome = run_cli("check-quotes", "draft.md", "--against", "captures", "--json", folder=desk)
    assert outcome.code == 4
    value = json.loads(outcome.out)
    check_schema(value, "check-quotes")
    assert [(quote["line"], quote["verdict"]) for quote in value["quotes"]] == [(1, "verbatim"), (3, "not found")]
    (desk / "report.html").write_text((desk / "report.html").read_text("utf-8").replace("stable", "staple"), "utf-8")
    outcome = run_cli("verify", "report.html", "--captures", "captures", "--json", folder=desk)
    assert outcome.code == 4
    check_schema(json.loads(outcome.out), "verify")


@pytest.mark.parametrize("command", ["articles", "annotate", "stories", "compare"])
def test_messages_never_mix_with_results(command: str, desk: Path) -> None:
    """Standard output holds JSON alone, whatever went wrong beside it."""
    outcome = run_cli(command, "captures", "missing.txt", "--json", folder=desk)
    assert outcome.err
    for line in outcome.text.splitlines():
        json.loads(line)
