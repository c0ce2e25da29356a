"""The arrangement keeps the order of the data and counts every line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Comparison, Finding, Quantity, Span, make_spans
from rashomon.errors import BrokenEvidence
from rashomon.views.annotated import annotate_account
from rashomon.views.arrangement import (
    Point,
    arrange,
    count_evidence,
    find_shared_reasons,
    make_label,
    name_absence,
)
from rashomon.views.custody import list_custody, subtract
from rashomon.views.plot import draw_series
from rashomon.views.tables import find_side, list_column_sets, list_matrix, list_proofs, split_columns
from rashomon.views.wording import enumerate_words, name_quantity, name_texts, plural


def test_labels_go_on_after_z() -> None:
    """More than 26 accounts still have one label each."""
    assert [make_label(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_accounts_of_stories_come_first(comparison: Comparison) -> None:
    """An article that shares no event is labelled after those that do, and is in no story."""
    plan = arrange(replace(comparison, articles=comparison.articles[::-1]))
    assert [account.name for account in plan.unshared] == ["Elm Ford Echo"]
    assert plan.unshared[0].label == "E"
    assert [account.label for account in plan.stories[0].accounts] == ["A", "B", "C", "D"]


def test_voices_give_the_source_and_its_name(comparison: Comparison) -> None:
    """Who is quoted stands in the article's letters, with the name it resolves to and where that stands."""
    point = arrange(comparison).stories[0].only[0]
    (voice,) = point.wordings[0].voices
    account = point.wordings[0].account
    assert [account.slice(span) for span in voice.source] == ["She"]
    assert voice.speaker == "Mira Tann"
    assert voice.speaker_span is not None
    assert account.slice(voice.speaker_span) == "Mira Tann"


def test_the_count_covers_findings_figures_and_labels(comparison: Comparison) -> None:
    """Lines are wordings, figures and labels; spans are all that stands behind them."""
    lines, spans = count_evidence(comparison)
    findings = sum(len(finding.claims) for finding in comparison.findings)
    assert lines == findings + 3 + 3
    assert spans == lines + 1


def test_an_altered_figure_is_refused(comparison: Comparison) -> None:
    """A figure's words are checked as a finding's are."""
    series = comparison.numbers[0]
    figure = replace(series.figures[1], excerpt=replace(series.figures[1].excerpt, exact="Ninety passeng"))
    with pytest.raises(BrokenEvidence):
        count_evidence(replace(comparison, numbers=(replace(series, figures=(figure,)),)))


def test_absence_names_each_capture(comparison: Comparison) -> None:
    """Each account without the point is named with how much of it was captured."""
    story = arrange(comparison).stories[0]
    assert name_absence(story.accounts[:2]) == (
        "not found in the captured text of A (capture complete) and B (capture cut)"
    )
    assert name_absence(()) == ""


@given(st.integers(min_value=0, max_value=60))
def test_columns_hold_two_or_three(count: int) -> None:
    """Every account stands in one set; from two accounts on, no set has one or more than three."""
    sizes = split_columns(count)
    assert sum(sizes) == count
    assert all(2 <= size <= 3 for size in sizes) or count < 2
    assert list(sizes) == sorted(sizes, reverse=True)


def test_rows_line_up_matched_claims(comparison: Comparison) -> None:
    """A row has one cell for each account of its set, filled where the account has the point."""
    sets = list_column_sets(arrange(comparison).stories[0])
    assert [len(group.accounts) for group in sets] == [2, 2]
    row = next(row for row in sets[0].rows if row.point.name == "DISPUTED 1")
    assert [len(cell) for cell in row.cells] == [1, 1]
    assert all(any(row.cells) for group in sets for row in group.rows)


def test_the_matrix_is_sorted_by_disagreement(comparison: Comparison) -> None:
    """Disputed points stand first, then other stances, then moved figures; one-account points are left out."""
    rows = list_matrix(arrange(comparison).stories[0])
    assert [row.point.name for row in rows] == ["DISPUTED 1", "DISPUTED 2", "AGREED 1", "AGREED 2", "MOVED FIGURE 1"]
    disputed = rows[0].point
    assert [find_side(disputed, wording) for wording in disputed.wordings] == [1, 2]
    assert find_side(rows[2].point, rows[2].point.wordings[0]) == 0


def test_proofs_list_each_excerpt_once(comparison: Comparison) -> None:
    """An excerpt that several lines show is listed once with all their names."""
    proofs = list_proofs(arrange(comparison))
    places = [(proof.account.label, proof.excerpt.span) for proof in proofs]
    assert len(places) == len(set(places))
    assert places == sorted(places)
    assert proofs[1].lines == ("DISPUTED 1", "AGREED 1")


def test_custody_accounts_for_every_letter(comparison: Comparison) -> None:
    """Kept, cut and white space together are the whole rendering."""
    for item in list_custody(arrange(comparison)):
        text = item.reading.rendering.text
        kept = make_spans(s.rendering_span for a in item.reading.articles for s in a.segments)
        rest = subtract(Span(start=0, end=len(text)), make_spans([*kept, *(cut.span for cut in item.cut)]))
        assert "".join(span.slice(text) for span in rest).strip() == ""
        assert item.unlisted == 0


@given(
    st.tuples(st.integers(0, 50), st.integers(1, 50)),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=6),
)
def test_subtracting_leaves_the_rest(whole: tuple[int, int], taken: list[tuple[int, int]]) -> None:
    """What is left and what is taken make up the whole, without overlap."""
    base = Span(start=whole[0], end=whole[0] + whole[1])
    gone = make_spans(Span(start=start, end=start + length) for start, length in taken)
    left = {i for span in subtract(base, gone) for i in range(span.start, span.end)}
    out = {i for span in gone for i in range(span.start, span.end)}
    assert left == set(range(base.start, base.end)) - out


def test_marks_follow_the_end_of_a_claim(comparison: Comparison) -> None:
    """The run at which a claim ends carries its marks; a hedge is marked at its cue."""
    story = arrange(comparison).stories[0]
    account = story.accounts[0]
    runs = [run for paragraph in annotate_account(account, story) for run in paragraph.runs]
    first = runs[0]
    assert [mark.point.name for mark in first.marks] == ["DISPUTED 1", "AGREED 1"]
    assert [mark.words for mark in first.marks] == ["conflicts with B", "also in C and D"]
    assert [account.slice(run.span) for run in runs if run.hedge == "hedged"] == ["may"]


def test_a_plot_keeps_order_and_bounds(comparison: Comparison) -> None:
    """Lower figures stand to the left; "at least" is open to the right; equal figures stand in the middle."""
    series = comparison.numbers[0]
    plot = draw_series(series, ["A", "B", "C"])
    at_least, nine, ranged = plot.rows
    assert nine.low < at_least.low == ranged.low < ranged.high
    assert at_least.opens_right
    assert not nine.opens_right
    assert [label for _, label in plot.ticks] == ["9", "16"]
    alone = draw_series(replace(series, figures=series.figures[:1]), ["A"])
    assert len(alone.ticks) == 1
    assert plot.left < alone.rows[0].low < plot.right


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(span=Span(start=0, end=1), low=14, high=14, bound="at_least"), "at least 14"),
        (Quantity(span=Span(start=0, end=1), low=180e6, high=260e6, unit="crowns"), "180,000,000–260,000,000 crowns"),
        (Quantity(span=Span(start=0, end=1), low=0.4, high=0.4, unit="%", bound="about"), "about 0.4%"),
        (Quantity(span=Span(start=0, end=1), low=-3.25, high=-3.25), "-3.25"),
    ],
)
def test_figures_are_read_aloud(quantity: Quantity, words: str) -> None:
    """Bound, value, range and unit read as one figure."""
    assert name_quantity(quantity) == words


def test_counts_and_lists_read_well(comparison: Comparison) -> None:
    """One line, two lines; A, B and C."""
    assert (plural(1, "line"), plural(2000, "line"), plural(2, "stretch", "stretches")) == (
        "1 line",
        "2,000 lines",
        "2 stretches",
    )
    assert [enumerate_words(list(words)) for words in ("", "A", "AB", "ABC")] == ["", "A", "A and B", "A, B and C"]
    story = comparison.stories[0]
    assert name_texts(story, ["P", "P", "Q"]) == "2 publishers, 3 independent texts"
    assert name_texts(story, [None]) == "1 account whose publisher is not stated, 3 independent texts"


def test_articles_without_readings_are_arranged(comparison: Comparison) -> None:
    """A comparison of articles that came without their captures is laid out, each over its own text."""
    plan = arrange(replace(comparison, readings=()))
    assert [account.reading.rendering.text for account in plan.accounts] == [
        account.article.text for account in plan.accounts
    ]


def test_a_reason_of_every_line_is_said_once_and_the_others_beside_their_line() -> None:
    """A line that has something like it elsewhere says so; what holds for a whole list stands over it."""

    def point(*reasons: str) -> Point:
        finding = Finding(
            id="finding-1", kind="unmatched", story_id="story-1", claims=("c",), evidence=(), score=1.0, reasons=reasons
        )
        return Point(section="ONLY FOUND", number=1, finding=finding, wordings=())

    assert find_shared_reasons([point("all", "own"), point("all")]) == ("all",)
    assert find_shared_reasons([point("alone")]) == ()
