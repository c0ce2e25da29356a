"""Mentions: every text case of ``tests/cases/mentions`` and the promises about spans, keys and hostile text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.written import Written, read_cases, write
from rashomon.annotate.mentions import find_mentions

_CASES = read_cases("mentions")
_PIECES = [
    "Anna", "Crane", "Mayor", "Mr.", "U.S.", "Bank", "of", "England", "(NGU)", "National", "Grid", "Union", "’s", "'",
    "Jean", "-", "Pierre", "в", "Бахмуте", "Министерство", "обороны", "\u200d", "🏛", "\n", ".", ",", "“", "said",
    "Kyiv", "the",
]  # fmt: skip


def _lines(case: Written) -> list[str]:
    mentions, entities = find_mentions(write(case.text, case.language, case.date))
    known = {entity.id: entity for entity in entities}
    found: list[str] = []
    for mention in mentions:
        entity = known[mention.entity_id or ""]
        parts = [mention.span.slice(case.text), mention.type, entity.name]
        found.append(" | ".join([*parts, str(entity.geonames_id)] if entity.geonames_id else parts))
    return found


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.where)
def test_a_case_gives_exactly_the_names_it_names(case: Written) -> None:
    assert _lines(case) == list(case.expected)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30), st.sampled_from(["en", "fr", "ru", "uk", "de", ""]))
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    end = 0
    mentions, entities = find_mentions(write(text, language))
    for one in mentions:
        assert one.span.start >= end
        assert one.span.slice(text)
        end = one.span.end
    assert {one.entity_id for one in mentions} == {entity.id for entity in entities}


def test_one_town_has_one_key_in_every_script_and_spelling() -> None:
    texts = {
        "en": "They left Bakhmut in a bus to Kyiv.",
        "uk": "Вони поїхали до Бахмута.",
        "ru": "Они жили в Артёмовске.",
    }
    found = {language: find_mentions(write(text, language))[1][0] for language, text in texts.items()}
    assert {entity.geonames_id for entity in found.values()} == {713174}
    assert {entity.key for entity in found.values()} == {"bakhmut"}


def test_a_surname_of_someone_in_the_article_is_no_town() -> None:
    _, entities = find_mentions(write("Jack London wrote it. London was proud. Nobody helped London."))
    assert [(entity.type, entity.name) for entity in entities] == [("person", "Jack London")]


def test_a_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    mentions, _ = find_mentions(write("Firefighters came. Reading helps. Nice weather followed. Of course they left."))
    assert mentions == ()


@pytest.mark.parametrize(
    "hostile", ["A " * 6_000, "Ab-" * 6_000, "U." * 6_000, "((((" * 2_000, "Ann Lee (AL) " * 2_000, "Ab of " * 3_000]
)
def test_hostile_runs_of_capitals_take_linear_time(hostile: str) -> None:
    document = write(hostile)
    start = time.perf_counter()
    find_mentions(document)
    assert time.perf_counter() - start < 5


def test_a_name_with_a_title_is_no_town_of_that_name() -> None:
    _, entities = find_mentions(write("President Obama spoke. Critics asked what became of Obama and of his plan."))
    assert [(entity.type, entity.name) for entity in entities] == [("person", "Obama")]
