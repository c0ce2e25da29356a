"""Claims: one proposition each, of the article's own voice or of somebody it quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate import annotate
from rashomon.datamodel import AnnotatedArticle, Article, Claim, Completeness


def _annotate(text: str, language: str = "en") -> AnnotatedArticle:
    return annotate(
        Article(
            id="article-1", capture_id="c", role="main", text=text, segments=(), completeness=Completeness(),
            in_language=language,
        )
    )  # fmt: skip


def _lines(annotated: AnnotatedArticle) -> list[str]:
    text = annotated.article.text
    return [f"{claim.stance}: {' ... '.join(s.slice(text) for s in claim.spans)}" for claim in annotated.claims]


def test_own_voice_and_quoted_content_are_apart() -> None:
    """A sentence without a source is asserted, a content is quoted, a denied one denied."""
    found = _annotate("The dam burst on Tuesday. Police said nine people died. The company denied that it knew.")
    assert _lines(found) == [
        "asserts: The dam burst on Tuesday",
        "quotes: nine people died",
        "denies: it knew",
    ]
    assert [claim.attribution is None for claim in found.claims] == [True, False, False]


def test_clause_before_an_attribution_is_its_own_claim() -> None:
    """What the article says itself in the same sentence is kept, without the joining word."""
    found = _annotate("Nine people died when the dam burst, and the minister said that more rain was coming.")
    assert _lines(found) == ["asserts: Nine people died when the dam burst", "quotes: more rain was coming"]


def test_adjunct_beside_an_attribution_is_no_claim() -> None:
    """A day, a place or a hearer beside a cue asserts nothing."""
    found = _annotate("In a statement on Monday, the company told reporters that the gate had been open.")
    assert _lines(found) == ["quotes: the gate had been open"]


def test_long_sentence_is_cut_between_its_clauses() -> None:
    """Clauses joined by a comma and a word are two claims, a list of nouns is one."""
    found = _annotate("The gate was closed at noon, but the water had already reached the village square.")
    assert _lines(found) == [
        "asserts: The gate was closed at noon",
        "asserts: the water had already reached the village square",
    ]
    assert len(_annotate("The flood took bridges, roads, and two houses by the river.").claims) == 1


def test_nested_statement_is_the_only_claim() -> None:
    """Where somebody says that another said it, the innermost content is the claim."""
    found = _annotate("The mayor said the foreman told the crew that the siren was broken.")
    assert _lines(found) == ["quotes: the siren was broken"]


def test_long_quotation_is_cut_into_its_sentences() -> None:
    """Each sentence of a quotation is a claim of the same attribution."""
    found = _annotate("“The gate was shut on purpose. Nobody was ever warned,” Tolle said.")
    assert _lines(found) == ["quotes: The gate was shut on purpose", "quotes: Nobody was ever warned"]
    assert len({claim.attribution for claim in found.claims}) == 1


def test_hedged_and_asked_sentences_say_so() -> None:
    """The article's own doubt and its questions have their stance."""
    found = _annotate("The fire may have begun in the kitchen. Who locked the second door that night?")
    assert [claim.stance for claim in found.claims] == ["hedges", "asks"]


def test_claims_carry_the_quantities_in_them() -> None:
    """A figure belongs to the claim in which it stands."""
    found = _annotate("Police said 14 people died. The dam burst on Tuesday.")
    by_attribution = {claim.attribution is None: claim for claim in found.claims}
    assert [q.low for q in by_attribution[False].quantities] == [14.0]
    assert by_attribution[True].quantities == ()


def test_language_without_rules_still_has_claims_and_says_what_is_missing() -> None:
    """German has no attribution rules yet: each sentence is a claim, and a note tells so."""
    found = _annotate("Der Minister sagte, es sei vorbei. Das alte Haus brannte in der Nacht ab.", "de")
    assert len(found.claims) == 2
    assert all(claim.attribution is None for claim in found.claims)
    assert found.notes == ("attribution not available for language 'de'",)


@pytest.mark.parametrize("language", ["en", "fr", "ru", "uk"])
def test_languages_with_rules_have_no_note(language: str) -> None:
    """Nothing is missing in the four languages with a lexicon."""
    assert _annotate("Да.", language).notes == ()


def _sound(claim: Claim, text: str) -> bool:
    return all(span.end <= len(text) and span.slice(text).strip() for span in claim.spans)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The union said it wrote to the operator on 9 January about a widening crack.",
         ["quotes: it wrote to the operator on 9 January about a widening crack"]),
        ("A guard, who asked not to be named because an inquiry was under way, said the gate had been open.",
         ["quotes: the gate had been open"]),
        ("The mayor said the dam was safe, which angered residents who had lost their homes.",
         ["quotes: the dam was safe"]),
        ("The mayor said the dam was safe, although two inspectors had found cracks in March.",
         ["quotes: the dam was safe", "asserts: two inspectors had found cracks in March"]),
        ("The minister said nine people had died.", ["quotes: nine people had died"]),
        ("The minister promised to rebuild the bridge.", ["quotes: The minister promised to rebuild the bridge"]),
        ("Toll keeper Mags Oddie said the flames were “taller than the lamp posts”.",
         ["quotes: the flames were “taller than the lamp posts”"]),
        ("The company denied reports that the dam had cracked.", ["denies: the dam had cracked"]),
        ("The union rejected a pay offer on Monday.", ["asserts: The union rejected a pay offer on Monday"]),
        ("The driver apparently lost his brakes.", ["hedges: The driver apparently lost his brakes"]),
        ("Whether the sirens worked is in dispute.", ["hedges: Whether the sirens worked is in dispute"]),
        ("It is unclear how the fire started.", ["hedges: It is unclear how the fire started"]),
        ("Reporters asked whether the dam had been inspected.", ["asks: whether the dam had been inspected"]),
        ("The company denied it.", ["denies: it"]),
        ("Its chief told reporters that the union had asked for rest hours nobody ever cut.",
         ["quotes: the union had asked for rest hours nobody ever cut"]),
    ],
)  # fmt: skip
def test_claim_begins_and_ends_where_its_statement_does(text: str, claims: list[str]) -> None:
    """A claim holds a whole statement of one voice, from its first word to its last, with the right stance."""
    assert _lines(_annotate(text)) == claims


_CLAUSES = st.sampled_from(
    ["the dam burst on Tuesday", "police said nine people died", "“We left,” Tolle said", "he denied it",
     "according to the union, the gate was open", "who was there", "when the siren rang, the mayor said they ran",
     "it is unclear how it began", "the firm refused to say why it closed", "Crane blasted the operator"],
)  # fmt: skip


@given(clauses=st.lists(st.lists(_CLAUSES, min_size=1, max_size=3), min_size=1, max_size=5))
def test_every_sentence_with_a_verb_has_a_claim(clauses: list[list[str]]) -> None:
    """Nothing that a sentence says is lost: a claim lies in each sentence."""
    text = " ".join(", and ".join(parts).capitalize() + "." for parts in clauses)
    found = _annotate(text)
    for sentence in found.sentences:
        assert any(span.overlap(sentence) for claim in found.claims for span in claim.spans)


@given(
    text=st.lists(
        st.sampled_from(["“", "”", '"', " said ", "the mayor ", "that ", "nine people died", ", ", ". ", "; ", "\n",
                         "and ", "but ", "? ", "reportedly ", "\u00ad", "he ", "was shut"]),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_text_gives_sound_claims(text: str) -> None:
    """Whatever the text: no claim is blank, ids are unique, attributions exist, and two runs agree."""
    found = _annotate(text)
    assert all(_sound(claim, text) for claim in found.claims)
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    known = {one.id for one in found.attributions}
    assert all(claim.attribution is None or claim.attribution in known for claim in found.claims)
    assert found == _annotate(text)
