"""Checking quotations: verbatim, near, stitched, wrong source, not found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.accounts import Written, make_account
from rashomon.compare import check_quote, is_scare_quote
from rashomon.compare.wording import make_wording
from rashomon.datamodel import AnnotatedArticle, CheckedQuote, Span

_TEXT = """“They painted over the crack and called it maintenance,” said Ingrid Tolle, who leads the union.
The minister, Odell Harrane, came. “We will read every signature,” he said, “and we will start with our own.”
“Nobody was told.” Engineers had warned of the crack – twice – in writing, the report says.
“The water had a voice that night. I kept thinking, somebody must be listening,” a caretaker recalled."""
_DRAFT = Span(start=0, end=1)


def _article(text: str = _TEXT, name: str = "A") -> AnnotatedArticle:
    return make_account(
        Written(
            name=name,
            text=text,
            speakers=(("painted over", "Ingrid Tolle"), ("signature", "Odell Harrane"), ("voice", "the caretaker")),
        )
    )


def _check(exact: str, speaker: str | None = None, *articles: AnnotatedArticle) -> CheckedQuote:
    checked = check_quote(exact, _DRAFT, speaker, articles or (_article(),))
    texts = {value.article.id: value.article.text for value in articles or (_article(),)}
    for excerpt in checked.excerpts:
        excerpt.check(texts[excerpt.article_id])
    return checked


@pytest.mark.parametrize(
    "exact",
    [
        "They painted over the crack and called it maintenance",
        "they painted over the crack and called it maintenance.",
        "painted  over the\u00a0crack",
        "painted over the cr\u00adack and called\u200b it maintenance",
        "had warned of the crack — twice — in writing",
        "had warned of the crack -- twice -- in writing",
    ],
)
def test_marks_spaces_and_first_case_do_not_count(exact: str) -> None:
    """A quotation is verbatim whatever its marks, dashes, white space and invisible characters."""
    checked = _check(exact)
    assert checked.verdict == "verbatim"
    assert checked.difference == ""
    assert len(checked.excerpts) == 1


def test_one_changed_letter_is_near() -> None:
    """Change one letter and the quotation is near, with the word shown."""
    checked = _check("They painted over the creck and called it maintenance")
    assert checked.verdict == "near"
    assert checked.difference == "“creck” → “crack”"


def test_changed_words_are_near_and_shown() -> None:
    """Several changed words are shown beside those of the capture."""
    checked = _check("They painted over the hole and named it maintenance")
    assert checked.verdict == "near"
    assert checked.difference == "“hole” → “crack”; “named” → “called”"


def test_a_letter_inside_a_word_is_no_match() -> None:
    """A quotation must stand as whole words."""
    assert _check("aintenanc").verdict == "not found"


def test_a_tag_may_divide_an_utterance() -> None:
    """A quotation that only "he said" divides in the capture is verbatim, with an excerpt for each half."""
    checked = _check("We will read every signature, and we will start with our own", "Harrane")
    assert checked.verdict == "verbatim"
    assert [excerpt.exact for excerpt in checked.excerpts] == [
        "We will read every signature",
        "and we will start with our own",
    ]


def test_an_ellipsis_stands_for_left_out_words() -> None:
    """Parts in order in one utterance are verbatim where the draft shows the gap."""
    assert _check("The water had a voice … somebody must be listening").verdict == "verbatim"
    assert _check("The water had a voice [...] somebody must be listening").verdict == "verbatim"


def test_a_hidden_gap_is_stitched() -> None:
    """The same parts without an ellipsis are stitched."""
    assert _check("The water had a voice somebody must be listening").verdict == "stitched"


def test_two_utterances_as_one_are_stitched() -> None:
    """Words of two people put together are stitched, and shown in pieces."""
    checked = _check("They painted over the crack and we will start with our own")
    assert checked.verdict == "stitched"
    assert len(checked.excerpts) == 2


def test_parts_of_two_voices_with_an_ellipsis_are_stitched() -> None:
    """An ellipsis does not join two speakers."""
    assert _check("They painted over the crack … we will start with our own").verdict == "stitched"


def test_parts_out_of_order_are_stitched() -> None:
    """An ellipsis does not turn an utterance around."""
    assert _check("somebody must be listening … The water had a voice").verdict == "stitched"


def test_a_changed_negation_number_or_name_is_not_near() -> None:
    """Where a negation, a number or a name is another, the quotation is not found, and the nearest text is shown."""
    account = make_account(Written(name="N", text="“Later Kolm did not open the three gates at noon,” she said."))
    for exact in (
        "Later Kolm did open the three gates at noon",
        "Later Kolm did not open the four gates at noon",
        "Later Brisk did not open the three gates at noon",
    ):
        checked = _check(exact, None, account)
        assert checked.verdict == "not found"
        assert "Later Kolm did not open the three gates at noon" in checked.difference
    assert _check("Later Kolm did not open the three doors at noon", None, account).verdict == "near"


def test_an_ellipsis_does_not_join_two_quotations() -> None:
    """Two quotations of one speaker that more than a tag divides are stitched."""
    account = make_account(
        Written(
            name="Q",
            text="“The water had a voice,” said Tolle.\nShe left at noon.\n“We start with our own,” said Tolle.",
        )
    )
    assert _check("The water had a voice … We start with our own", None, account).verdict == "stitched"


def test_a_first_name_alone_is_not_the_same_source() -> None:
    """Odell Harrane and Odell Tolle are two people."""
    assert _check("We will read every signature", "Odell Tolle").verdict == "wrong source"


def test_a_missing_word_is_near() -> None:
    """One word left out without an ellipsis is near, not stitched."""
    assert _check("They painted over the crack and called maintenance").verdict == "near"


def test_another_speaker_is_the_wrong_source() -> None:
    """Words that every capture gives to somebody else have the wrong source."""
    checked = _check("They painted over the crack and called it maintenance", "Odell Harrane")
    assert checked.verdict == "wrong source"
    assert checked.captured_speaker == "Ingrid Tolle"


@pytest.mark.parametrize("speaker", ["Tolle", "Ms Tolle", "Ingrid Tolle", "Ingrid Tolé", None, "the union leader"])
def test_a_shorter_name_is_the_same_source(speaker: str | None) -> None:
    """A surname, a spelling or a role does not make the source wrong."""
    assert _check("They painted over the crack and called it maintenance", speaker).verdict == "verbatim"


def test_one_capture_with_the_right_source_is_enough() -> None:
    """Where captures differ on the speaker, the draft may follow one of them."""
    other = make_account(
        Written(
            name="B",
            text="“They painted over the crack,” said Odell Harrane.",
            speakers=(("painted", "Odell Harrane"),),
        )
    )
    assert _check("They painted over the crack", "Harrane", _article(), other).verdict == "verbatim"


def test_an_unknown_quotation_is_not_found() -> None:
    """Words that stand nowhere are not found, and nothing is shown for them."""
    checked = _check("The dam was safe and everybody knew it well")
    assert checked.verdict == "not found"
    assert checked.excerpts == ()


@pytest.mark.parametrize(("exact", "scare"), [("safe", True), ("a „normal‟", True), ("read every signature", False)])
def test_one_or_two_words_are_a_scare_quote(exact: str, *, scare: bool) -> None:
    """A word or two in quotation marks need not be anybody's words."""
    assert is_scare_quote(exact) is scare


def test_no_words_at_all_are_not_found() -> None:
    """Quotation marks around nothing, or around dots, are not found and raise nothing."""
    for exact in ("", "…", "[...]", "?!", "\u200b"):
        assert _check(exact).verdict == "not found"


def test_a_hostile_quotation_does_not_hang() -> None:
    """Long runs of one word, of dots or of brackets are answered quickly."""
    text = "a " * 20_000
    for exact in ("a " * 500 + "b", "[" * 5_000, ". " * 5_000, "a b " * 300):
        assert _check(exact, None, make_account(Written(name="H", text=text))).verdict in {
            "not found",
            "near",
            "stitched",
        }


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_wording_leads_back_to_its_source(middle: str, before: str, after: str) -> None:
    """Every word of a wording stands, letter for letter but for invisible characters, at its place in the source."""
    source = f"{before} crack {middle} crack {after}"
    wording = make_wording(source)
    assert len(wording.text) == len(wording.starts) == len(wording.ends)
    for span, word in zip(wording.words, wording.folded, strict=True):
        if word == "crack":
            back = wording.to_source(span)
            assert make_wording(back.slice(source)).folded == ("crack",)


@given(
    st.lists(
        st.sampled_from(["the", "dam", "…", "“", "”", "'", "-", "\u00a0", "\u200b", "crack", "said\n"]),
        min_size=1,
        max_size=30,
    )
)
def test_any_whole_line_of_a_capture_is_verbatim(pieces: list[str]) -> None:
    """A quotation cut out of a capture at word ends is found verbatim."""
    text = "Before. " + " ".join(pieces) + " Kessin harbour flooded after."
    account = make_account(Written(name="A", text=text))
    assert check_quote("Kessin harbour flooded", _DRAFT, None, (account,)).verdict == "verbatim"
