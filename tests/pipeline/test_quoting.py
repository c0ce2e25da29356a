"""The quotations of a draft against captures, through Python and the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rashomon.datamodel import Capture
from rashomon.errors import CaptureNotFound
from rashomon.pipeline import check_quotes, read
from running import ROOT, run_cli

CAPTURES = ROOT / "tests" / "promises" / "captures"
VERBATIM = "“She is stable, and she is not going anywhere tonight,” said commander Pell Ostrava."
NEAR = "“She is stable, and she is not going anywhere this night,” said commander Pell Ostrava."
WRONG = "“There are not enough crates in the valley,” said commander Pell Ostrava."
ABSENT = "“Nothing of the kind was ever said by anybody aboard,” Strait Lines said."


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with captures and no draft yet."""
    shutil.copytree(CAPTURES, tmp_path / "captures")
    return tmp_path


@pytest.mark.parametrize(
    ("sentence", "verdict", "code"),
    [(VERBATIM, "verbatim", 0), (NEAR, "near", 0), (WRONG, "wrong source", 4), (ABSENT, "not found", 4)],
)
def test_each_verdict_has_its_exit_code(desk: Path, sentence: str, verdict: str, code: int) -> None:
    """A build stops on what was not said, and not on a small difference, which is shown."""
    (desk / "draft.md").write_text(f"# Draft\n\nAn opening line.\n\n{sentence}\n", "utf-8")
    outcome = run_cli("check-quotes", "draft.md", "--against", "captures", folder=desk)
    assert outcome.code == code, outcome.text
    assert f"draft.md:5: {verdict}: “" in outcome.text
    assert ("difference:" in outcome.text) == (verdict == "near")


@pytest.mark.parametrize(("sentence", "code"), [(VERBATIM, 0), (NEAR, 4), (ABSENT, 4)])
def test_a_strict_build_fails_if_one_letter_of_a_quote_is_wrong(desk: Path, sentence: str, code: int) -> None:
    """With --strict only a verbatim quotation passes."""
    (desk / "draft.md").write_text(f"{sentence}\n", "utf-8")
    for switches in (("--strict",), ("--strict", "--json")):
        assert run_cli("check-quotes", "draft.md", "--against", "captures", *switches, folder=desk).code == code


def test_a_draft_may_come_from_standard_input_and_as_html(desk: Path) -> None:
    """Any text is a draft; the line is that of its rendering."""
    assert run_cli("check-quotes", "-", "--against", "captures", folder=desk, stdin=VERBATIM.encode()).code == 0
    (desk / "draft.html").write_text(f"<html><body><p>First.</p><p>{VERBATIM}</p></body></html>", "utf-8")
    outcome = run_cli("check-quotes", "draft.html", "--against", "captures", "--json", folder=desk)
    (quote,) = json.loads(outcome.out)["quotes"]
    assert quote["verdict"] == "verbatim"


def test_several_paths_may_follow_against(desk: Path) -> None:
    """As a shell expands ``captures/*``; what cannot be read is named."""
    (desk / "draft.txt").write_text(VERBATIM, "utf-8")
    paths = sorted(path.relative_to(desk) for path in (desk / "captures").iterdir())
    outcome = run_cli("check-quotes", "draft.txt", "--against", *paths, "missing.txt", folder=desk)
    assert outcome.code == 0, outcome.err
    assert "missing.txt" in outcome.err


def test_words_held_at_a_distance_are_no_quotations(desk: Path) -> None:
    """They are listed apart, and fail nothing."""
    (desk / "draft.txt").write_text("The “wonder” ship was late, and the “slow boat” too.\n", "utf-8")
    checked = check_quotes(desk / "draft.txt", against=[desk / "captures"])
    assert [term.exact for term in checked.terms] == ["wonder", "slow boat"]
    assert checked.quotes == checked.failed == ()


def test_every_excerpt_is_verbatim_and_every_quote_stands_in_the_draft(desk: Path) -> None:
    """Spans of quotes index the draft, those of excerpts their article."""
    draft = f"{VERBATIM}\r\n\r\n{NEAR}\r\n\r\n{WRONG}\r\n\r\n{ABSENT}".encode()
    checked = check_quotes(Capture(payload=draft, origin="draft"), against=[desk / "captures"])
    texts = {article.id: article.text for article in checked.articles}
    assert [checked.line_of(quote.span) for quote in checked.quotes] == [1, 3, 5, 7]
    for quote in checked.quotes:
        assert quote.span.slice(checked.text) == quote.exact
        for excerpt in quote.excerpts:
            excerpt.check(texts[excerpt.article_id])
            assert checked.origin_of(excerpt.article_id)


def test_the_order_of_the_captures_changes_nothing(desk: Path) -> None:
    """Nor does it matter in which form they are given."""
    paths = sorted((desk / "captures").iterdir())
    one = check_quotes(VERBATIM.encode(), against=paths)
    assert check_quotes(VERBATIM.encode(), against=[read(path) for path in paths[::-1]]) == one
    assert check_quotes(VERBATIM.encode(), against=desk / "captures") == one


def test_a_draft_that_cannot_be_read_is_an_error(desk: Path) -> None:
    """The draft is no capture among others: without it there is nothing to check."""
    with pytest.raises(CaptureNotFound):
        check_quotes(desk / "missing.md", against=[desk / "captures"])
    assert run_cli("check-quotes", "missing.md", "--against", "captures", folder=desk).code == 1
    (desk / "draft.txt").write_text(VERBATIM, "utf-8")
    outcome = run_cli("check-quotes", "draft.txt", "--against", "none.txt", folder=desk)
    assert outcome.code == 1
    assert outcome.out == b""
