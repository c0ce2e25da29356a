"""Claims that point opposite ways, and what keeps claims from agreeing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.accounts import HashingEncoder, Written, make_account, make_story
from rashomon.compare import compare_story
from rashomon.compare.polarity import negated_terms, oppose
from rashomon.compare.profiles import Profile, make_profiles
from rashomon.datamodel import AnnotatedArticle, Finding, Stance, TimeExpression


def _profile(text: str, stance: Stance = "asserts") -> Profile:
    account = make_account(Written(name="A", text=text, language="en", stances=((text.split(maxsplit=1)[0], stance),)))
    return make_profiles((account,))[0]


def _findings(*accounts: AnnotatedArticle, copies: tuple[tuple[str, ...], ...] = ()) -> tuple[Finding, ...]:
    return compare_story(make_story(accounts, copies=copies), accounts, HashingEncoder()).findings


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The sirens sounded.", "None of the sirens sounded."),
        ("The sirens sounded.", "The sirens never sounded."),
        ("The bridge was open.", "The bridge was closed."),
        ("The room was locked.", "The room was unlocked."),
        ("Officers fired on the crowd.", "Officers did not fire on the crowd."),
        ("Le pont de Kessin est ouvert.", "Le pont de Kessin n'est pas ouvert."),
    ],
)
def test_a_claim_and_its_negation_point_opposite_ways(left: str, right: str) -> None:
    """A negation of words that another claim has, or a word of opposite sense, turns a claim around, both ways."""
    assert oppose(_profile(left), _profile(right)) is not None
    assert oppose(_profile(right), _profile(left)) is not None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The sirens sounded.", "The sirens sounded in the valley."),
        ("The sirens never sounded.", "None of the sirens sounded."),
        ("The bridge was closed until the evening.", "The bridge was open at nine."),
        ("Nobody was told of the crack.", "The bridge was closed."),
        ("The sirens sounded.", "Whether the sirens never sounded is in dispute."),
        ("Not only the mayor fled.", "The mayor fled."),
    ],
)
def test_claims_that_can_both_hold_do_not(left: str, right: str) -> None:
    """The same negation twice, another matter, two moments, or a question are no opposites."""
    assert oppose(_profile(left), _profile(right)) is None


def test_denying_a_negation_puts_it_forward() -> None:
    """Who denies that sirens never sounded agrees with who says that they sounded."""
    assert oppose(_profile("The sirens never sounded.", "denies"), _profile("The sirens sounded.")) is None
    assert oppose(_profile("The sirens sounded.", "denies"), _profile("The sirens sounded.")) is not None


def test_a_negation_reaches_three_content_words() -> None:
    """What a negation bears on ends at a conjunction, and after three words."""
    assert negated_terms(("it", "did", "not", "rain", "because", "clouds", "went")) == (("rain",),)
    assert negated_terms(("respect", "not", "a", "seat")) == ()


def test_a_question_is_no_evidence_for_agreement() -> None:
    """One account that says and one that asks do not agree; two that say do, and the question may stand with them."""
    said = "The paint lorry was inspected at Port Ebb in October."
    asked = make_account(Written(name="C", text="Was the paint lorry inspected at Port Ebb in October?",
                                 stances=(("Was", "asks"),)))  # fmt: skip
    a, b = (make_account(Written(name=name, text=said)) for name in "AB")
    assert [f.kind for f in _findings(a, asked) if f.kind == "agreed"] == []
    (agreed,) = [f for f in _findings(a, b, asked) if f.kind == "agreed"]
    assert agreed.independent_texts == 2


def test_every_claim_is_in_a_finding() -> None:
    """No claim vanishes but questions and fragments, however like another one it is."""
    a = make_account(
        Written(
            name="A",
            text="The Sallow bridge burned on Friday morning.\nCars were stuck on the bridge.\nWho did it?\nYes.",
            stances=(("Who", "asks"),),
        )
    )
    b = make_account(
        Written(name="B", text="The Sallow bridge burned on Friday.\nA crane lifted the lorry off the bridge.")
    )
    found = {claim for finding in _findings(a, b) for claim in finding.claims}
    assert found == {"claim-A0", "claim-A1", "claim-B0", "claim-B1"}


def test_a_like_line_left_unmatched_says_so() -> None:
    """A claim too unlike to be joined, and too like to be found only here, is listed with that reason."""
    a = make_account(Written(name="A", text="The union leader spoke of rust on the harbour crane in Kessin."))
    b = make_account(Written(name="B", text="The harbour crane in Kessin was painted green for the summer fair."))
    alone = [f for f in _findings(a, b) if f.kind == "unmatched"]
    assert len(alone) == 2
    assert {f.reasons for f in alone} <= {(), ("a similar line stands in another account",)}


def test_a_claim_stands_once_among_the_agreed() -> None:
    """No claim stands in two agreed findings that share another article."""
    a = make_account(
        Written(name="A", text="The Tarn dam burst on Wednesday.\nThe Tarn dam burst on Wednesday before dawn.")
    )
    b = make_account(Written(name="B", text="The Tarn dam burst on Wednesday before dawn, and water came."))
    agreed = [claim for f in _findings(a, b) if f.kind == "agreed" for claim in f.claims]
    assert sorted(agreed) == sorted(set(agreed))


def _timed(name: str, text: str, words: str, value: str) -> AnnotatedArticle:
    account = make_account(Written(name=name, text=text, language="en"))
    start = text.index(words)
    span = replace(account.claims[0].spans[0], start=start, end=start + len(words))
    time = TimeExpression(span=span, value=value)
    return replace(account, times=(time,), claims=(replace(account.claims[0], times=(time,)),))


_FELL = "The harbour crane of Kessin fell on two barges {}."


@pytest.mark.parametrize(
    ("left", "right", "kinds"),
    [
        ("2033-03-04T03:40", "2033-03-04T05:10", ["time_place"]),
        ("2033-03-04T03:40", "2033-03-04T03:45", []),
        ("2033-03-04", "2033-03-05", ["time_place"]),
        ("2033-03-04", "2033-03-05T03:40", []),
        ("2033-03", "2033-04", []),
    ],
)
def test_two_times_of_one_act_are_a_dispute(left: str, right: str, kinds: list[str]) -> None:
    """Times of one granularity that cannot both hold are in dispute; a few minutes or another granularity are not."""
    a, b = (
        _timed(name, _FELL.format(f"at {name}-hour"), f"{name}-hour", value)
        for name, value in (("A", left), ("B", right))
    )
    assert [f.dispute for f in _findings(a, b) if f.kind == "disputed"] == kinds


def test_until_a_time_is_no_time_of_the_act() -> None:
    """A time that ends a stretch ("until five") and one within it ("at three") can both hold."""
    a = _timed("A", _FELL.format("until five"), "five", "2033-03-04T05:00")
    b = _timed("B", _FELL.format("at three"), "three", "2033-03-04T03:00")
    assert [f for f in _findings(a, b) if f.kind == "disputed"] == []


def test_altered_quoted_words_are_named() -> None:
    """Two accounts that quote one speaker in other words never look like plain agreement."""
    a, b = (
        make_account(
            Written(
                name=name,
                text=f"“We will {verb} every signature on every sheet of paper,” Odell Harrane said.",
                speakers=(("signature", "Odell Harrane"),),
            )
        )
        for name, verb in (("A", "read"), ("B", "burn"))
    )
    (agreed,) = [f for f in _findings(a, b) if f.kind == "agreed"]
    assert agreed.reasons[-1] == "quoted words differ: “read”, “burn”"


def test_a_raised_figure_does_not_agree_with_the_old_one() -> None:
    """Where one account says that a figure was raised and shares no figure with the other, the two do not agree."""
    a = make_account(Written(name="A", text="Kestria raised the number of crates lost in the Ford ferry fire to 15."))
    b = make_account(Written(name="B", text="The number of crates lost in the Ford ferry fire was 12, Kestria said."))
    assert [f for f in _findings(a, b) if f.kind == "agreed"] == []
