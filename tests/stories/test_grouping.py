"""Every article in exactly one story, whatever the order, the publishers or the input."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.datamodel import Article
from rashomon.neural.minilm import load_encoder
from rashomon.stories import group_articles
from rashomon.stories.copies import SharedText, find_copies
from rashomon.stories.grouping import join_alike, join_copies
from rashomon.stories.likeness import Likeness
from rashomon.stories.names import find_names, make_skeleton
from stories.written import make_article

FLOOD = """Flood water from the Arrel river entered 340 houses in Bellmoor on Tuesday, mayor Ottilie Brandt said.
Soldiers carried 57 patients out of the Saint Orla clinic. The water stood at 4.7 metres, the highest since 1954."""
FLOOD_TOO = """Bellmoor counts its losses after the Arrel burst its banks: 340 homes under water, says mayor Ottilie
Brandt, and a clinic, Saint Orla, emptied by the army. Residents said the warning came an hour late."""
OPERA = """The Tremont opera opens its season with a new staging of a forgotten work by Luisa Cavendo on Friday.
The conductor Emil Stark called it the strangest score he had ever rehearsed."""
ARTICLES = (
    make_article("a", FLOOD, headline="Arrel floods Bellmoor", day="2030-04-02"),
    make_article("b", FLOOD_TOO, headline="Bellmoor under water", day="2030-04-03"),
    make_article("c", OPERA, headline="A strange score in Tremont", day="2030-04-02"),
    make_article("d", FLOOD, headline="Arrel floods Bellmoor", day="2030-04-04"),
    make_article("e", "", headline=None),
)


def group(articles: tuple[Article, ...]) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in group_articles(articles, load_encoder())}


@given(st.permutations(ARTICLES))
@settings(max_examples=12, deadline=None)
def test_stories_do_not_depend_on_the_order_of_articles(given_order: list[Article]) -> None:
    """Every order gives the same stories, copies and reasons; only the order of the output follows the input."""
    stories = group_articles(given_order, load_encoder())
    assert {frozenset(s.articles) for s in stories} == {frozenset("abd"), frozenset("c"), frozenset("e")}
    flood = next(s for s in stories if "a" in s.articles)
    assert [set(copies) for copies in flood.copies] == [{"a", "d"}]
    assert flood.independent_texts == 2
    assert flood.reasons == next(s for s in group_articles(ARTICLES, load_encoder()) if "a" in s.articles).reasons
    order = [article.id for article in given_order]
    firsts = [order.index(story.articles[0]) for story in stories]
    assert firsts == sorted(firsts)
    assert all([order.index(i) for i in s.articles] == sorted(order.index(i) for i in s.articles) for s in stories)


def test_publishers_decide_nothing() -> None:
    """Whoever put the articles out, the stories, their copies and their reasons are the same."""
    named = tuple(
        dataclasses.replace(a, publisher=f"The {a.id} Post", url=f"https://{a.id}.example/") for a in ARTICLES
    )
    swapped = tuple(dataclasses.replace(a, publisher="One and the Same") for a in ARTICLES)
    assert group_articles(named, load_encoder()) == group_articles(swapped, load_encoder())


def test_reasons_name_what_was_shared() -> None:
    """A person can check why: names, numbers, days, copied text."""
    flood = group_articles(ARTICLES, load_encoder())[0]
    joined = "\n".join(flood.reasons)
    for words in (
        "shared names: ",
        "Ottilie Brandt",
        "Bellmoor",
        "shared numbers: 340",
        "dates two days apart",
        "2 articles share text",
    ):
        assert words in joined
    assert all(not story.reasons for story in group_articles(ARTICLES, load_encoder()) if len(story.articles) == 1)


def test_an_id_given_twice_counts_once() -> None:
    """The same article twice is one article."""
    assert group((ARTICLES[0], ARTICLES[0])) == {frozenset("a")}
    assert group(()) == set()


def known_likeness(rows: Sequence[Sequence[float]]) -> Likeness:
    """Return a likeness whose values are given."""
    pairs = {(a, b): rows[a][b] for a in range(len(rows)) for b in range(len(rows)) if a < b}
    everyone = frozenset(range(len(rows)))
    return Likeness(
        profiles=(),
        candidates=[everyone] * len(rows),
        vectors=np.zeros((0, 1), dtype=np.float32),
        vector_of=(),
        known=pairs,
    )


def test_days_far_apart_keep_stories_apart_through_a_third() -> None:
    """An undated article between two distant days joins one of them, never both."""
    likeness = ([0, 0.9, 0.8], [0.9, 0, 0.85], [0.8, 0.85, 0])
    days = [date(2030, 1, 1), None, date(2030, 3, 1)]
    assert join_alike([[0], [1], [2]], known_likeness(likeness), days) == [[0, 1], [2]]


def test_a_chain_of_likeness_does_not_join_its_ends() -> None:
    """Linkage is the average over all pairs: one article like two others does not bring unlike ones together."""
    likeness = ([0, 0.9, 0.0], [0.9, 0, 0.5], [0.0, 0.5, 0])
    assert join_alike([[0], [1], [2]], known_likeness(likeness), [None] * 3) == [[0, 1], [2]]


def test_copies_are_transitive() -> None:
    """A copy of a copy is a copy of the first."""
    pairs = [SharedText(left=0, right=2, share=1.0), SharedText(left=2, right=3, share=0.5)]
    assert join_copies(5, pairs) == [[0, 2, 3], [1], [4]]


@pytest.mark.parametrize("cut", [0.45, 0.7, 1.0])
def test_a_cut_text_is_a_copy_of_the_whole(cut: float) -> None:
    """A paywalled version of the same text is no second witness."""
    text = " ".join(f"Sentence {n} says that the council met in room {n * 7} on day {n}." for n in range(30))
    found = find_copies([text, text[: int(len(text) * cut)]], ["en", "en"])
    assert [(pair.left, pair.right) for pair in found] == [(0, 1)]


def test_short_texts_are_copies_only_when_nearly_the_same() -> None:
    """Two lines that share a phrase are not copies."""
    texts = [
        "Police closed the bridge on Monday.",
        "Police closed the bridge on Monday evening, witnesses said.",
        "Police closed the bridge on Monday!",
    ]
    assert [(p.left, p.right) for p in find_copies(texts, ["en"] * 3)] == [(0, 2)]


def test_articles_without_letters_stay_alone() -> None:
    """Empty, blank and symbol-only texts neither fail nor join."""
    odd = tuple(
        make_article(f"o{n}", text, language=None)
        for n, text in enumerate(["", " \n ", "…!?", "🙂🙂", "12", "\u200b\x00"])
    )
    assert group(odd) == {frozenset({article.id}) for article in odd}


def test_hostile_text_does_not_hang() -> None:
    """A megabyte without spaces, of quotes, or of digits is read in seconds."""
    started = time.perf_counter()
    hostile = ("a" * 300_000, "“" * 300_000, "1," * 150_000, "A " * 150_000, '"x' * 150_000)
    group(tuple(make_article(f"h{n}", text) for n, text in enumerate(hostile)))
    assert time.perf_counter() - started < 20


def test_names_are_words_with_a_capital_inside_sentences() -> None:
    """The first word of a sentence proves nothing, and a word that is ever small is no name."""
    names = find_names("Yesterday the Bank of Orlanda spoke. A bank said Pia Sandoval’s house was sold.")
    assert list(names.values()) == ["Orlanda", "Pia", "Sandoval"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ардовы", "Ardova"),
        ("Далмерово", "Dalmerovo"),
        ("Étoile", "Etoile"),
        ("Келестия", "Celestia"),
        ("Шевченко", "Shevchenko"),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(left: str, right: str) -> None:
    """Skeletons leave out vowels, case endings in vowels, and what scripts spell apart."""
    assert make_skeleton(left) == make_skeleton(right)
