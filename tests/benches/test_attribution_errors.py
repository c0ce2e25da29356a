"""The causes of missed and spurious attributions, and the classes of edges."""

from __future__ import annotations

import pytest
from attribution_causes import find_errors
from attribution_edges import count_pairs, find_edges
from attribution_errors import Case, sum_groups, sum_up
from attribution_words import class_of_cue

from benches.attributed import MAYOR, judge_lines

_MAYOR = "The mayor, Ada Brill, | told reporters | that the harbour was safe"
_VOSS = "Jon Voss | said | “Nobody asked us,”"

_MISSED = [
    ([], _VOSS, "cue not found: speech verb"),
    ([], "Two pilots | doubted | it", "cue not found: attitude verb"),
    ([], " | reopens | Harbour", "cue not found: in the headline"),
    (["The mayor | told | safe"], _MAYOR, "content off: start late, in the sentence"),
    (["The mayor | told | that the harbour was safe. Two pilots doubted it"], "The mayor | told | safe",
     "content off: further sentences taken in"),
    (["The mayor | told | that the harbour was safe"], "The mayor | told | safe",
     "content off: start early, in the sentence"),
    (["Jon Voss | said | “Nobody asked us,” … who steers the ferry"], _VOSS,
     "content off: part across the cue taken in"),
    (["Jon Voss | said | who steers the ferry"], _VOSS, "content off: the other side of the cue"),
    ([" | told | that the harbour was safe"], _MAYOR, "source wrong: none was given"),
    (["Two pilots | told | that the harbour was safe"], _MAYOR, "source wrong: another phrase"),
    (["The mayor | told | the harbour was safe"], " | told | that the harbour was safe",
     "source wrong: gold has none, one was given"),
    (["Two pilots | doubted | that the harbour was safe"], _MAYOR, "linked: content found, under another cue"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "gold", "cause"), _MISSED, ids=[cause for _, _, cause in _MISSED])
def test_a_missed_attribution_has_one_cause(found: list[str], gold: str, cause: str) -> None:
    """The cause is told by spans and the lexicon, in a fixed order."""
    errors = list(find_errors(judge_lines(MAYOR, [*found], [gold])))
    assert [error.cause for error in errors if error.kind == "missed"] == [cause]


_SPURIOUS = [
    ("Two pilots | doubted | it", [], "not in gold: attitude verb"),
    (_VOSS, [], "not in gold: speech verb"),
    ("Two pilots | doubted | it", ["Ada Brill | told | that the harbour was safe. Two pilots doubted it"],
     "nested: inside a content of the gold"),
    ("The mayor | told | safe", [_MAYOR], "other side of a miss: content off: start late, in the sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "gold", "cause"), _SPURIOUS, ids=[cause for _, _, cause in _SPURIOUS])
def test_a_spurious_attribution_has_one_cause(found: str, gold: list[str], cause: str) -> None:
    """What is the other side of a miss says so, that nobody counts it as a second fault."""
    errors = list(find_errors(judge_lines(MAYOR, [found], [*gold])))
    assert [error.cause for error in errors if error.kind == "spurious"] == [cause]


def test_a_second_attribution_on_one_cue_is_a_duplicate() -> None:
    """Of two on one cue the first that matches takes the gold one."""
    errors = list(find_errors(judge_lines(MAYOR, [_VOSS, _VOSS], [_VOSS])))
    assert [error.cause for error in errors] == ["duplicate: its cue has an attribution that was found"]


@pytest.mark.parametrize(
    ("cue", "cause"),
    [
        (":", "no cue, or a mark alone"),
        ("according to", "“according to” and the like"),
        ("reportedly", "adverb (“reportedly”)"),
        ("has repeatedly called", "description (“called”, “describes”)"),
        ("is widely expected", "passive (“is expected”)"),
        ("had said", "speech verb"),
        ("is confident", "copula with adjective or noun (“is confident”)"),
        ("in her eyes", "prepositional phrase (“in his view”)"),
        ("is mulling", "one word that the lexicon lacks"),
    ],
)
def test_a_cue_that_was_not_found_has_a_class(cue: str, cause: str) -> None:
    """Auxiliaries and adverbs before the verb do not hide it."""
    assert class_of_cue(cue) == cause


_EDGES = [
    ("The mayor | told reporters | that the harbour was safe", "apposition or aside in commas", "left out"),
    ("mayor, Ada Brill, | told reporters | that the harbour was safe", "article or possessive", "left out"),
    ("The mayor, Ada Brill | told reporters | that the harbour was safe", "comma, full stop or other mark", "left out"),
    ("The mayor, Ada Brill, | told | that the harbour was safe", "who was told (“reporters”)", "left out"),
    ("The mayor, Ada Brill, | told reporters on Monday | that the harbour was safe", "time (“on Monday”)", "taken in"),
    ("The mayor, Ada Brill, | told reporters | the harbour was safe", "“that” or “to”", "left out"),
    (
        "The mayor, Ada Brill, | told reporters | that the harbour was safe.",
        "comma, full stop or other mark",
        "taken in",
    ),
    ("The mayor, Ada Brill, | told reporters | that the harbour was saf", "inside a word", "left out"),
    (" | told reporters | that the harbour was safe", "none was given", "left out"),
]


@pytest.mark.parametrize(("found", "cause", "sign"), _EDGES)
def test_an_edge_that_differs_is_named_for_what_stands_there(found: str, cause: str, sign: str) -> None:
    """One edge, one class, and whether it was left out or taken in."""
    edges = list(find_edges(judge_lines(MAYOR, [found], [_MAYOR])))
    assert [(edge.cause, edge.sign) for edge in edges] == [(cause, sign)]


def test_the_same_spans_have_no_edges_that_differ() -> None:
    """Pairs are counted, and those that are the same to the letter by part."""
    judged = judge_lines(MAYOR, [_MAYOR, _VOSS], [_MAYOR, _VOSS])
    assert list(find_edges(judged)) == []
    assert count_pairs(judged) == (2, (2, 2, 2))


def test_lines_come_largest_first_with_their_share_of_their_kind() -> None:
    """Shares are taken within missed, spurious, source, cue or content."""
    cases = [Case(kind=kind, cause=cause, is_speech=cause == "b", words="said")
             for kind, cause in (("missed", "a"), ("missed", "b"), ("missed", "b"), ("spurious", "a"))]  # fmt: skip
    lines = sum_up(cases, words=1)
    assert [(line.kind, line.cause, line.size, line.speech, round(line.share, 2)) for line in lines] == [
        ("missed", "b", 2, 2, 0.67), ("missed", "a", 1, 0, 0.33), ("spurious", "a", 1, 0, 1.0),
    ]  # fmt: skip
    assert lines[0].words == (("said", 2),)


def test_groups_of_causes_add_up() -> None:
    """What stands before the colon is the group."""
    causes = ("content off: end late", "content off: end early", "source wrong: none was given")
    cases = [Case(kind="missed", cause=cause, is_speech=True, words="") for cause in causes]
    assert sum_groups(sum_up(cases)) == [("missed", "content off", 2), ("missed", "source wrong", 1)]
