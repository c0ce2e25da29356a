"""From captures to a comparison whose every line is proved before it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.datamodel import Comparison, Excerpt
from rashomon.errors import BrokenEvidence
from rashomon.pipeline import annotate, compare, read
from rashomon.pipeline.comparing import excerpts_of, prove
from rashomon.views import to_html, to_terminal
from running import ROOT

CAPTURES = ROOT / "tests" / "promises" / "captures"
EVENT = [CAPTURES / name for name in ("coast-courier.txt", "island-post.md", "strait-herald.html")]


def test_paths_readings_and_a_folder_give_the_same_comparison() -> None:
    """Whatever form the captures come in."""
    comparison = compare(EVENT)
    assert compare([str(path) for path in EVENT]) == comparison
    assert compare([read(path) for path in EVENT]) == comparison


def test_one_path_is_no_list_of_letters() -> None:
    """A single folder may be given as it is."""
    assert compare(str(CAPTURES)) == compare([CAPTURES])


def test_articles_that_were_read_before_are_compared() -> None:
    """With or without annotation; the findings are those of the captures, and both views can show them."""
    articles = [article for path in EVENT for article in read(path).articles]
    comparison = compare(articles)
    assert comparison.findings == compare(EVENT).findings
    assert compare([annotate(article) for article in articles]).findings == comparison.findings
    assert comparison.readings == ()


def test_only_what_a_story_needs_is_annotated() -> None:
    """An article that shares no event says so, and costs nothing."""
    comparison = compare([CAPTURES])
    members = {article for story in comparison.stories for article in story.articles}
    for value in comparison.articles:
        assert bool(value.sentences) == (value.article.id in members)
        assert bool(value.notes) >= (value.article.id not in members)


def test_the_manifest_names_what_the_run_was_made_with() -> None:
    """Versions and digests; nothing of the machine."""
    manifest = compare(EVENT).manifest.to_dict()
    assert set(manifest["parts"]) >= {"annotator", "comparer", "encoder", "renderers"}
    for digest in ("encoder sha256", "gazetteer sha256", "lexicons sha256"):
        assert len(manifest["parts"][digest]) == 64


def test_no_line_leaves_unproved() -> None:
    """An excerpt that is not verbatim, or names no article, stops the comparison."""
    comparison = compare(EVENT)
    assert excerpts_of(comparison)
    first = comparison.findings[0]
    (excerpt, *rest) = first.evidence
    for wrong in (
        replace(excerpt, exact=excerpt.exact.swapcase()),
        replace(excerpt, article_id="article-000000000000"),
    ):
        with pytest.raises(BrokenEvidence):
            prove(_with_evidence(comparison, (wrong, *rest)))
    altered = replace(comparison.readings[0].rendering, text=comparison.readings[0].rendering.text.swapcase())
    readings = (replace(comparison.readings[0], rendering=altered), *comparison.readings[1:])
    with pytest.raises(BrokenEvidence, match="rendering"):
        prove(replace(comparison, readings=readings))


def _with_evidence(comparison: Comparison, evidence: tuple[Excerpt, ...]) -> Comparison:
    return replace(comparison, findings=(replace(comparison.findings[0], evidence=evidence), *comparison.findings[1:]))


def test_nothing_to_compare_is_a_comparison_without_stories() -> None:
    """No exception: the captures and what was skipped are still there to be shown."""
    comparison = compare([])
    assert not comparison.stories
    assert not comparison.findings
    lonely = compare([EVENT[0]])
    assert lonely.stories == ()
    assert len(lonely.readings) == 1
    assert "No shared event" in to_terminal(lonely, width=100, color=False)
    assert to_html(lonely)
