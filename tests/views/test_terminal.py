"""The terminal view shows every line verbatim, in the order promised, and nothing hostile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from rashomon.datamodel import Comparison, Span, make_excerpt
from rashomon.errors import BrokenEvidence
from rashomon.views import to_terminal

ORDER = ("CAPTURES", "AGREED", "DISPUTED", "SAME CONTENT, OTHER STANCE", "NUMBERS", "NAMES", "ONLY FOUND IN")


def _first_words(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith(ORDER)]


def test_the_sections_stand_in_the_promised_order(comparison: Comparison) -> None:
    """Captures, agreed, disputed, other stance, numbers, names, only found in; the count ends the page."""
    text = to_terminal(comparison)
    heads = _first_words(text)
    assert [head.startswith(name) for head, name in zip(heads, ORDER, strict=True)] == [True] * len(ORDER)
    assert text.endswith("21 lines, 22 spans verified\n")


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_asked(comparison: Comparison, width: int) -> None:
    """Every line fits the width in cells, and none ends in a space."""
    for line in to_terminal(comparison, width=width).split("\n"):
        assert cell_len(line.replace("\u2068", "").replace("\u2069", "")) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("color", [False, True])
def test_hostile_characters_are_shown_not_sent(comparison: Comparison, color: bool) -> None:  # noqa: FBT001 - parameter
    """An escape in a capture is visible, a bidirectional override is named, neither reaches the terminal."""
    text = to_terminal(comparison, color=color)
    assert "⟨U+202E⟩evil⟨U+202C⟩ ␛[31mred␛[0m text" in text
    assert "\u202e" not in text
    assert "\x1b[31m" not in text


def test_plain_text_has_no_escapes_and_color_adds_only_escapes(comparison: Comparison) -> None:
    """Piped output is plain; colour changes no letter."""
    import re  # noqa: PLC0415 - one test

    plain, colored = to_terminal(comparison), to_terminal(comparison, color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_right_to_left_text_is_isolated(comparison: Comparison) -> None:
    """A right-to-left excerpt stands between isolates, so that it cannot turn the line around it."""
    assert "\u2068وكانت الأضواء مطفأة\u2069" in to_terminal(comparison)


def test_absence_is_worded_by_completeness(comparison: Comparison) -> None:
    """What was found in one account only is never unconditional where another capture is cut or unknown."""
    text = " ".join(to_terminal(comparison).split())
    assert (
        "only found in A The Harbour Times; not found in the captured text of B (capture cut), "
        "C (completeness unknown) and D (completeness unknown)"
    ) in text


def test_copies_and_strangers_are_counted(comparison: Comparison) -> None:
    """Publishers and independent texts are told apart; a capture of another event and a skipped one are named."""
    text = to_terminal(comparison)
    assert "3 publishers and 1 account whose publisher is not stated, 3 independent texts" in text
    assert "A and D share text and count as one independent text" in text
    assert "No shared event: E" in text
    assert "broken.bin: the bytes are no text" in text


def test_updates_stand_apart_from_disputes(comparison: Comparison) -> None:
    """A moved figure is listed as an update and not counted among the disputes."""
    text = to_terminal(comparison)
    assert "DISPUTED (2)" in text
    assert "MOVED FIGURES (1): updates, not disputes" in text


def test_a_cap_says_what_it_hides(comparison: Comparison) -> None:
    """Nothing is dropped in silence: the rest is counted and the way to it named."""
    text = to_terminal(comparison, limit=1)
    assert "… 1 more of 2: --all shows them" in text
    assert "--all" not in to_terminal(comparison, limit=None)


def test_a_very_long_excerpt_is_counted_not_poured_out(comparison: Comparison) -> None:
    """A claim of a million letters shows its beginning and how much more there is."""
    long = "word, " * 200_000 + "end."
    account = comparison.articles[0]
    claim = replace(account.claims[0], spans=(Span(start=0, end=len(long)),), attribution=None)
    article = replace(account.article, text=long, segments=())
    annotated = replace(account, article=article, claims=(claim,), attributions=(), hedges=())
    finding = replace(
        comparison.findings[-1], claims=(claim.id,), evidence=(make_excerpt(article.id, long, claim.spans[0]),)
    )
    story = replace(comparison.stories[0], articles=(article.id,), copies=())
    value = replace(comparison, articles=(annotated,), findings=(finding,), stories=(story,), namings=(), numbers=())
    text = to_terminal(value)
    assert len(text) < 10_000
    assert "… 1,198,804 more code points: --all shows them" in text


def test_an_altered_excerpt_is_refused(comparison: Comparison) -> None:
    """The count of verified spans is not printed over evidence that is not verbatim."""
    finding = comparison.findings[0]
    wrong = replace(finding.evidence[0], exact="At least 15 people died when the ferry Alma struck the pier")
    broken = replace(comparison, findings=(replace(finding, evidence=(wrong, *finding.evidence[1:])),))
    with pytest.raises(BrokenEvidence):
        to_terminal(broken)


def test_swapped_publishers_change_names_only(make_comparison: Callable[..., Comparison]) -> None:
    """The page is the same up to the names when publishers are swapped."""
    one = to_terminal(make_comparison({"A": "Alpha Post", "B": "Omega Post"}))
    other = to_terminal(make_comparison({"A": "Omega Post", "B": "Alpha Post"}))
    swapped = other.replace("Omega Post", "§§").replace("Alpha Post", "Omega Post").replace("§§", "Alpha Post")
    assert one == swapped


def test_without_a_shared_event_it_says_so(comparison: Comparison) -> None:
    """Unrelated captures are never forced into a comparison."""
    alone = replace(comparison, stories=(), findings=(), namings=(), numbers=())
    text = to_terminal(alone)
    assert "No shared event" in text
    assert "AGREED" not in text
