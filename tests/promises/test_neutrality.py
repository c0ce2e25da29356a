"""No publisher is favoured, no event is forced together, no silence is made out of a cut page."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rashomon.datamodel import Comparison
from rashomon.pipeline import compare
from rashomon.views import to_terminal
from running import ROOT, run_cli

CAPTURES = ROOT / "tests" / "promises" / "captures"
EVENT = ("coast-courier.txt", "island-post.md", "strait-herald.html")
ID = re.compile(r"\b[a-z]+-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b")


def neutral(comparison: Comparison) -> str:
    """Return all of ``comparison`` as JSON with ids and digests numbered in order of appearance, paths left out."""
    data = comparison.to_dict()
    del data["manifest"]
    for part in (*data["captures"], *data["articles"]):
        part.pop("path", None)
        part.pop("capture", None)
    names: dict[str, str] = {}
    return ID.sub(lambda match: names.setdefault(match[0], f"id-{len(names)}"), json.dumps(data, ensure_ascii=False))


def test_swapping_two_publishers_names_changes_the_names_only(tmp_path: Path) -> None:
    """The output is identical up to the names, of the publishers and of the files."""
    texts = {name: (CAPTURES / name).read_text("utf-8") for name in EVENT}
    for name, text in texts.items():
        (tmp_path / f"{len(name)}-{name}").write_text(swap(text), "utf-8", newline="")
    before = neutral(compare([CAPTURES / name for name in EVENT]))
    after = neutral(compare(sorted(tmp_path.iterdir(), reverse=True)))
    assert "Coast Courier" in before
    assert "Strait Herald" in before
    assert swap(after) == before


def swap(text: str) -> str:
    """Return ``text`` with the names of two publishers exchanged; they are equally long, so no span moves."""
    return (
        text.replace("Coast Courier", "\x00").replace("Strait Herald", "Coast Courier").replace("\x00", "Strait Herald")
    )


def test_the_order_of_the_captures_changes_nothing() -> None:
    """Whoever is named first is not first in the result."""
    paths = [CAPTURES / name for name in EVENT]
    assert compare(paths).to_dict() == compare(paths[::-1]).to_dict()


def test_the_same_article_twice_is_one_independent_text(tmp_path: Path) -> None:
    """A repost under another publisher's name corroborates nothing."""
    text = (CAPTURES / EVENT[0]).read_text("utf-8")
    (tmp_path / "one.txt").write_text(text, "utf-8")
    (tmp_path / "two.txt").write_text(text.replace("Coast Courier", "Marr Mirror"), "utf-8")
    comparison = compare([tmp_path])
    (story,) = comparison.stories
    assert len(story.articles) == 2
    assert story.independent_texts == 1
    assert all(finding.independent_texts == 1 for finding in comparison.findings)
    assert "1 independent text" in to_terminal(comparison, width=100, color=False)


def test_a_repost_beside_another_account_counts_once(tmp_path: Path) -> None:
    """Three captures, two of them one text: two independent texts."""
    text = (CAPTURES / EVENT[0]).read_text("utf-8")
    (tmp_path / "repost.txt").write_text(text.replace("Coast Courier", "Marr Mirror"), "utf-8")
    (story,) = compare([CAPTURES / EVENT[0], CAPTURES / EVENT[1], tmp_path]).stories
    assert len(story.articles) == 3
    assert story.independent_texts == 2


def test_unrelated_articles_share_no_event(tmp_path: Path) -> None:
    """Nothing is forced together: exit 3, and the captures are still listed."""
    outcome = run_cli("compare", CAPTURES / EVENT[0], CAPTURES / "orchard-weekly.txt", folder=tmp_path)
    assert outcome.code == 3
    assert "coast-courier.txt" in outcome.text
    assert "orchard-weekly.txt" in outcome.text
    assert "no shared event" in outcome.err.lower()
    assert "AGREED" not in outcome.text
    data = json.loads(run_cli("compare", "--json", CAPTURES / EVENT[0], CAPTURES / "orchard-weekly.txt").out)
    assert data["stories"] == data["findings"] == data["namings"] == data["numbers"] == []
    assert len(data["captures"]) == 2


def test_one_capture_alone_shares_no_event() -> None:
    """A comparison needs two."""
    outcome = run_cli("compare", CAPTURES / EVENT[0])
    assert outcome.code == 3
    assert "needs two" in outcome.err


def test_an_unrelated_capture_stays_apart_and_is_named() -> None:
    """It is listed, and no finding rests on it."""
    comparison = compare([CAPTURES / name for name in (*EVENT, "orchard-weekly.txt")])
    (story,) = comparison.stories
    assert len(story.articles) == len(EVENT)
    outsiders = {value.article.id for value in comparison.articles} - set(story.articles)
    assert len(outsiders) == 1
    assert not {excerpt.article_id for finding in comparison.findings for excerpt in finding.evidence} & outsiders


def test_a_cut_capture_makes_no_unconditional_only_in() -> None:
    """What is missing from a cut page is "not found in the captured text (capture cut)", never omitted."""
    comparison = compare([CAPTURES / "cut-account.txt", CAPTURES / EVENT[0]])
    cut = next(value.article for value in comparison.articles if value.article.text.endswith("pushed the vessel"))
    assert cut.completeness.value == "cut"
    text = to_terminal(comparison, width=200, color=False)
    lines = [line for line in text.splitlines() if "only found in" in line.lower() and "ONLY FOUND IN" not in line]
    about_cut = [line for line in lines if "Coast Courier" in line]
    assert about_cut
    assert all("not found in the captured text" in line and "capture cut" in line for line in about_cut)
