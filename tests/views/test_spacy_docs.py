"""A spaCy DocBin holds what was found, letter for letter; without spaCy the error names the cure."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from rashomon.datamodel import AnnotatedArticle, Comparison, Hedge, Mention, Span
from rashomon.errors import RashomonError
from rashomon.views import to_docbin
from rashomon.views.spacy_docs import GROUPS, KEY

GENERATOR = "rashomon 0.0.0, by hand"


def with_mentions(value: AnnotatedArticle, *words: str) -> AnnotatedArticle:
    """Return an article with ``words`` as its mentions."""
    text = value.article.text
    spans = [Span(start=text.index(part), end=text.index(part) + len(part)) for part in words]
    return AnnotatedArticle(
        article=value.article,
        attributions=value.attributions,
        claims=value.claims,
        hedges=value.hedges,
        mentions=tuple(Mention(span=span, type="person") for span in spans),
    )


def write(*accounts: AnnotatedArticle) -> tuple[Any, list[Any]]:
    """Return what was written, and its docs as a reader gets them back."""
    spacy = pytest.importorskip("spacy")
    tokens = pytest.importorskip("spacy.tokens")
    made = to_docbin([(account, "a.txt") for account in accounts], generator=GENERATOR)
    return made, list(tokens.DocBin().from_bytes(made.payload).get_docs(spacy.blank("xx").vocab))


def test_without_spacy_the_error_names_the_cure(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named as it is typed."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(RashomonError, match="not installed") as caught:
        to_docbin([(comparison.articles[0], None)], generator=GENERATOR)
    assert caught.value.hint == "pip install 'rashomon[spacy]'"


def test_docs_have_the_texts_and_every_span_in_its_group(comparison: Comparison) -> None:
    """Right to left, emoji and control letters too; spans that fit tokens are the exact letters."""
    made, docs = write(*comparison.articles)
    assert made.docs == len(docs) == len(comparison.articles)
    for account, doc in zip(comparison.articles, docs, strict=True):
        assert doc.text == account.article.text
        assert set(doc.spans) == set(GROUPS)
        links = doc.user_data[KEY]
        assert [value["id"] for value in links["attributions"]] == [value.id for value in account.attributions]
        for value in links["attributions"]:
            for group in ("source", "cue", "content"):
                found = [doc.spans[group][place].text for place in value["groups"][group]]
                exact = [doc.text[start:end] for start, end in value[group]]
                assert len(found) == len(exact)
                assert all(right in left for left, right in zip(found, exact, strict=True))
        assert len(doc.spans["claims"]) == sum(len(claim.spans) for claim in account.claims)
        assert len(doc.spans["hedges"]) == len(links["hedges"]) == len(account.hedges)


def test_a_span_that_fits_no_tokens_is_widened_and_counted(comparison: Comparison) -> None:
    """The letters stay in the user data; the count is told."""
    first = comparison.articles[0]
    start = first.article.text.index("ferry") + 1
    hedge = Hedge(cue=Span(start=start, end=start + 3), scope=Span(start=start, end=start + 3), kind="hedge")
    odd = AnnotatedArticle(article=first.article, hedges=(hedge,))
    made, (doc,) = write(odd)
    assert (made.spans, made.expanded) == (1, 1)
    assert doc.spans["hedges"][0].text == "ferry"
    assert tuple(doc.user_data[KEY]["hedges"][0]["cue"]) == (start, start + 3)


def test_mentions_become_entities_and_overlapping_ones_are_counted(comparison: Comparison) -> None:
    """The longest stays."""
    made, (doc,) = write(with_mentions(comparison.articles[0], "Mira Tann", "Tann", "Port Sorrel"))
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Port Sorrel", "PERSON"), ("Mira Tann", "PERSON")]
    assert made.entities_left_out == doc.user_data[KEY]["entities_left_out"] == 1


def test_labels_and_ids_survive_the_file(comparison: Comparison) -> None:
    """Layer and stance on the content, the attribution's id on each part."""
    _, (doc, *_) = write(*comparison.articles)
    attribution = comparison.articles[0].attributions[0]
    assert (doc.spans["content"][0].label_, doc.spans["content"][0].id_) == ("speech:quotes", attribution.id)
    assert doc.spans["source"][0].label_ == "named"


def test_the_same_articles_give_the_same_bytes(comparison: Comparison) -> None:
    """No clock, no set order."""
    assert write(*comparison.articles)[0].payload == write(*comparison.articles)[0].payload
