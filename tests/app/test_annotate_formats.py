"""The formats of ``rashomon annotate``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rashomon.app.exporting import describe_docbin
from rashomon.views import SpacyFile
from running import run_cli

PAGE = """L'auberge du pont rouvre
La Gazette d'Osque, 14 mars 2031

L'auberge du pont rouvrira samedi, a annoncé Bruno Sautier. Les habitants du village attendent ce jour depuis la crue.

« La cave est sèche et les chambres sont prêtes », a déclaré Bruno Sautier, qui a perdu ses deux chiens cette nuit-là.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with one page."""
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    return tmp_path


def test_json_is_a_format_and_an_option(desk: Path) -> None:
    """--json is short for --format json, and text is what people get."""
    long = run_cli("annotate", "page.txt", "--format", "json", folder=desk)
    assert long.out == run_cli("annotate", "page.txt", "--json", folder=desk).out
    json.loads(long.out)
    plain = run_cli("annotate", "page.txt", "--format", "text", folder=desk)
    assert plain.out == run_cli("annotate", "page.txt", folder=desk).out


def test_web_annotations_are_one_page_a_line_for_each_article(desk: Path) -> None:
    """What was printed is never taken for a capture."""
    outcome = run_cli("annotate", "page.txt", "--format", "web-annotation", folder=desk)
    assert outcome.code == 0
    (line,) = outcome.text.splitlines()
    page = json.loads(line)
    assert (page["type"], page["schema:about"]["schema:publisher"]) == ("AnnotationPage", "La Gazette d'Osque")
    assert {item["type"] for item in page["items"]} == {"Annotation"}
    (desk / "pages.jsonl").write_bytes(outcome.out)
    again = run_cli("annotate", "page.txt", "pages.jsonl", "--format", "web-annotation", folder=desk)
    assert again.code == 1
    assert again.out == outcome.out
    assert "a report that Rashomon wrote" in again.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "docbin"),
        ("--output", "a.spacy"),
        ("--format", "web-annotation", "--output", "a.jsonl"),
        ("--json", "--format", "docbin", "--output", "a.spacy"),
        ("--format", "docbin", "--output", "page.txt"),
        ("--format", "conll"),
    ],
)
def test_options_that_exclude_each_other_are_wrong_usage(arguments: tuple[str, ...], desk: Path) -> None:
    """Nothing is written, and nothing overwritten."""
    outcome = run_cli("annotate", "page.txt", *arguments, folder=desk)
    assert (outcome.code, outcome.out) == (2, b"")
    assert [path.name for path in desk.iterdir()] == ["page.txt"]
    assert (desk / "page.txt").read_text("utf-8") == PAGE


def test_a_docbin_without_spacy_is_an_error_with_its_cure(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before anything is read for nothing, and no file is left."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    outcome = run_cli("annotate", "page.txt", "--format", "docbin", "--output", "a.spacy", folder=desk)
    assert outcome.code == 1
    assert "pip install 'rashomon[spacy]'" in outcome.err
    assert not (desk / "a.spacy").exists()


def test_a_docbin_is_written_with_what_could_be_read(desk: Path) -> None:
    """The rest is named, the run ends with 1, and the file is whole."""
    tokens = pytest.importorskip("spacy.tokens")
    spacy = pytest.importorskip("spacy")
    (desk / "empty.txt").write_bytes(b"")
    outcome = run_cli("annotate", ".", "--format", "docbin", "--output", "a.spacy", folder=desk)
    assert outcome.code == 1
    assert "empty.txt" in outcome.err
    assert "wrote a.spacy: 1 doc" in outcome.err
    (doc,) = tokens.DocBin().from_disk(desk / "a.spacy").get_docs(spacy.blank("fr").vocab)
    assert doc.user_data["rashomon"]["publisher"] == "La Gazette d'Osque"
    assert "Bruno Sautier" in [entity.text for entity in doc.ents]


def test_no_article_writes_no_docbin(desk: Path) -> None:
    """An empty file would look like an answer."""
    pytest.importorskip("spacy")
    (desk / "page.txt").write_bytes(b"")
    outcome = run_cli("annotate", "page.txt", "--format", "docbin", "--output", "a.spacy", folder=desk)
    assert outcome.code == 1
    assert "there is no article to write" in outcome.err
    assert not (desk / "a.spacy").exists()


def test_what_did_not_fit_into_a_docbin_is_told() -> None:
    """Widened spans, overlapping entities, languages without a tokenizer."""
    made = SpacyFile(payload=b"", docs=1200, spans=3000, expanded=4, entities_left_out=5, plain=("ja",))
    lines = "\n".join(describe_docbin(Path("a.spacy"), made))
    for part in ("1,200 docs", "3,000 spans", "4 of them widened", "5 mentions", "ja"):
        assert part in lines
