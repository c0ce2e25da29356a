"""Hedges: the word and the stretch it bears on."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from rashomon.annotate.attributions import find_reports
from rashomon.annotate.document import make_document
from rashomon.annotate.hedges import find_hedges
from rashomon.datamodel import Article, Completeness


def _hedges(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    document = make_document(
        Article(
            id="article-1", capture_id="c", role="main", text=text, segments=(), completeness=Completeness(),
            in_language=language,
        )
    )  # fmt: skip
    found = find_hedges(document, find_reports(document))
    return [(hedge.kind, hedge.cue.slice(text), hedge.scope.slice(text)) for hedge in found]


def test_hedge_bears_on_its_clause() -> None:
    """A weak clause does not weaken its neighbour."""
    text = "The fire may have begun in the kitchen, but the police were there at noon."
    assert _hedges(text) == [("hedge", "may", "The fire may have begun in the kitchen")]


def test_unverified_looks_back() -> None:
    """A sentence that opens with "the claim" bears on the one before it."""
    text = "The rebels took the hill. The claim could not be independently verified."
    assert _hedges(text)[0][::2] == ("unverified", "The rebels took the hill.")


def test_month_is_no_hedge() -> None:
    """May is a month, "may" a doubt."""
    assert _hedges("The bridge opened in May 2030.") == []


def test_denial_bears_on_what_is_denied() -> None:
    """The content of a denial is the scope of its cue."""
    assert ("denial", "denied", "that it knew") in _hedges("The company denied that it knew.")


@pytest.mark.parametrize(
    ("language", "text", "kind", "cue"),
    [
        ("fr", "Le navire aurait coulé vers minuit.", "hedge", "aurait"),
        ("fr", "Ce bilan n’a pas pu être vérifié.", "unverified", "n’a pas pu être vérifié"),
        ("ru", "Дрон якобы упал на склад.", "hedge", "якобы"),
        ("ru", "Эту информацию не удалось проверить.", "unverified", "не удалось проверить"),
        ("uk", "Дрон нібито впав на склад.", "hedge", "нібито"),
        ("uk", "Цю інформацію не вдалося перевірити.", "unverified", "не вдалося перевірити"),
    ],
)
def test_each_language_has_its_words(language: str, text: str, kind: str, cue: str) -> None:
    """French, Russian and Ukrainian doubts are found as captured."""
    assert (kind, cue) in [(found[0], found[1]) for found in _hedges(text, language)]


def test_question_is_one() -> None:
    """The mark of a question is the cue, its sentence the scope."""
    assert _hedges("Who knew? Nobody.") == [("question", "?", "Who knew?")]


@pytest.mark.parametrize("name", ["ru.toml", "uk.toml"])
def test_cyrillic_lexicons_hold_no_latin_letters(name: str) -> None:
    """A Latin letter that looks Cyrillic makes a cue that is never found."""
    text = resources.files("rashomon.annotate").joinpath("lexicon", name).read_text("utf-8")
    raw = tomllib.loads(text)
    lists = [
        *raw["words"].values(),
        *(t["forms"] for key in ("verbs", "nouns", "phrases", "adverbs") for t in raw[key]),
    ]
    for value in lists:
        words = value.split() if isinstance(value, str) else [word for phrase in value for word in phrase.split()]
        assert not [word for word in words if re.search("[a-z]", word)]
