"""Promises of the comparison of one story: order, neutrality, independence, evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.accounts import HashingEncoder, Written, make_account, make_story
from rashomon.compare import StoryComparison, compare_story
from rashomon.datamodel import AnnotatedArticle, MentionType

_A = """The Tarn dam burst before dawn on Wednesday, flooding the village of Lower Brenn.
14 people were killed when the dam burst.
A schoolteacher rang the church bell until the water reached the door."""
_B = """The Tarn dam burst early on Wednesday and flooded the village of Lower Brenn.
9 people were killed in the village.
Rescue teams from three provinces searched the fields below the dam with dogs."""
_C = """Rescue teams from three provinces searched the fields below the Tarn dam with dogs.
Ministers promised a new dam and a monument to those who died."""


def _accounts() -> tuple[AnnotatedArticle, ...]:
    names: tuple[tuple[str, MentionType], ...] = (("Lower Brenn", "place"), ("Tarn", "other"))
    return (
        make_account(Written(name="A", text=_A, date="2026-05-01", publisher="Post", names=names)),
        make_account(Written(name="B", text=_B, date="2026-05-01", publisher="Ledger", names=names)),
        make_account(Written(name="C", text=_C, date="2026-05-02", publisher="Wire", names=names)),
    )


def _compare(*accounts: AnnotatedArticle, copies: tuple[tuple[str, ...], ...] = ()) -> StoryComparison:
    return compare_story(make_story(accounts, copies=copies), accounts, HashingEncoder())


def test_the_order_in_which_articles_are_given_does_not_matter() -> None:
    """Every permutation of the articles gives the same comparison."""
    accounts = _accounts()
    story = make_story(accounts)
    first, *others = (compare_story(story, order, HashingEncoder()) for order in permutations(accounts))
    assert all(other == first for other in others)


def test_publishers_names_do_not_matter() -> None:
    """Swap the publishers, and nothing changes."""
    accounts = _accounts()
    swapped = tuple(
        replace(value, article=replace(value.article, publisher=publisher))
        for value, publisher in zip(accounts, ("Wire", "Post", "Ledger"), strict=True)
    )
    assert _compare(*swapped) == _compare(*accounts)


def test_every_excerpt_is_verbatim_and_every_span_has_one() -> None:
    """Each finding has one excerpt for each span of each claim, and each stands where it says."""
    accounts = _accounts()
    texts = {value.article.id: value.article.text for value in accounts}
    claims = {claim.id: claim for value in accounts for claim in value.claims}
    comparison = _compare(*accounts)
    assert comparison.findings
    for finding in comparison.findings:
        assert len(finding.evidence) == sum(len(claims[claim].spans) for claim in finding.claims)
        for excerpt in finding.evidence:
            excerpt.check(texts[excerpt.article_id])
    for series in comparison.numbers:
        for figure in series.figures:
            figure.excerpt.check(texts[figure.article_id])


def test_disputes_come_first_then_agreements_then_the_unmatched() -> None:
    """The order of findings is fixed, and ids are unique."""
    comparison = _compare(*_accounts())
    kinds = [finding.kind for finding in comparison.findings]
    assert kinds == sorted(kinds, key=["disputed", "agreed", "unmatched"].index)
    assert set(kinds) == {"disputed", "agreed", "unmatched"}
    assert len({finding.id for finding in comparison.findings}) == len(kinds)


def test_copies_never_corroborate() -> None:
    """What only copies of one text tell is unmatched, however many they are."""
    a, b, c = _accounts()
    comparison = _compare(a, b, copies=(("A", "B"),))
    assert all(finding.kind != "agreed" for finding in comparison.findings)
    told = next(f for f in comparison.findings if "claim-A0" in f.claims)
    assert (told.kind, told.independent_texts) == ("unmatched", 1)
    with_third = _compare(a, b, c, copies=(("A", "B"),))
    agreed = [f for f in with_third.findings if f.kind == "agreed"]
    assert [set(f.claims) for f in agreed] == [{"claim-B2", "claim-C0"}]


def test_the_same_text_twice_agrees_with_nothing() -> None:
    """One article under two names, known as copies, gives no agreement."""
    a = make_account(Written(name="A", text=_A))
    twin = make_account(Written(name="T", text=_A))
    assert {f.kind for f in _compare(a, twin, copies=(("A", "T"),)).findings} == {"unmatched"}


def test_one_article_gives_an_empty_comparison() -> None:
    """There is nothing to compare in a story of one article, or of articles that are not given."""
    account = _accounts()[0]
    assert _compare(account) == StoryComparison()
    assert compare_story(make_story(_accounts()), (account,), HashingEncoder()) == StoryComparison()


def test_articles_outside_the_story_are_left_out() -> None:
    """An article that the story does not name changes nothing."""
    a, b, c = _accounts()
    assert compare_story(make_story((a, b)), (a, b, c), HashingEncoder()) == _compare(a, b)


def test_an_account_without_claims_is_no_obstacle() -> None:
    """Empty and wordless accounts are compared without error."""
    empty = replace(make_account(Written(name="E", text="Nothing.")), claims=())
    dots = make_account(Written(name="D", text="…\n— !\n\u200b?"))
    assert _compare(empty, dots, _accounts()[0]).numbers == ()


def test_other_languages_are_never_encoded() -> None:
    """Only claims in English, or of unknown language, reach the English encoder."""

    class Recording(HashingEncoder):
        seen: tuple[str, ...] = ()

        def encode(self, texts: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
            assert isinstance(texts, list)
            self.seen += tuple(texts)
            return super().encode(texts)

    encoder = Recording()
    french = make_account(Written(name="F", text="Le barrage de Tarn a cédé mercredi avant l'aube.", language="fr"))
    english = make_account(Written(name="G", text="The Tarn dam burst before dawn on Wednesday.", language="en"))
    compare_story(make_story((french, english)), (french, english), encoder)
    assert encoder.seen == ("The Tarn dam burst before dawn on Wednesday.",)


@pytest.mark.parametrize("noise", ["\u200b", "\u00ad", "\u00a0"])
def test_invisible_characters_change_no_match(noise: str) -> None:
    """Zero-width, soft-hyphen and no-break noise in one account leaves the findings as they were."""
    a, b, _ = _accounts()
    damaged = make_account(Written(name="A", text=_A.replace("dam ", f"dam{noise} "), date="2026-05-01"))
    kinds = [(f.kind, f.claims, f.sides) for f in _compare(a, b).findings]
    assert [(f.kind, f.claims, f.sides) for f in _compare(damaged, b).findings] == kinds


_LINES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "dam",
                "burst",
                "14",
                "people",
                "killed",
                "no",
                "denied",
                "Brenn",
                "“water”",
                "🌊",
                "é",
                "не",
                "9,000",
                "km",
            ]
        ),
        min_size=1,
        max_size=9,
    ).map(" ".join),
    min_size=1,
    max_size=5,
).map("\n".join)


@settings(max_examples=40, deadline=None)
@given(_LINES, _LINES, st.sampled_from(["en", "ru", ""]))
def test_any_two_accounts_are_compared_with_verbatim_evidence(left: str, right: str, language: str) -> None:
    """Whatever the words, evidence is verbatim, sides are of the claims, and two runs give the same values."""
    accounts = (
        make_account(Written(name="A", text=left, language=language)),
        make_account(Written(name="B", text=right, names=(("Brenn", "place"),))),
    )
    texts = {value.article.id: value.article.text for value in accounts}
    comparison = _compare(*accounts)
    assert comparison == _compare(*accounts)
    for finding in comparison.findings:
        assert 0 <= finding.score <= 1
        assert {claim for side in finding.sides for claim in side} <= set(finding.claims)
        for excerpt in finding.evidence:
            excerpt.check(texts[excerpt.article_id])
