"""Web Annotations hold to the recommendation, and every selector leads to the exact letters."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from rashomon.datamodel import AnnotatedArticle, Comparison, Entity, Mention, Quantity, Span, TimeExpression
from rashomon.views import load_schema, to_json, to_web_annotation
from rashomon.views.web_annotation import CONTEXT

GENERATOR = "rashomon 0.0.0, by hand"


@pytest.fixture
def accounts(comparison: Comparison) -> tuple[AnnotatedArticle, ...]:
    """The articles of the sample comparison, the first with an item in every layer."""
    first, *rest = comparison.articles
    text = first.article.text
    name = Span(start=text.index("Mira Tann"), end=text.index("Mira Tann") + 9)
    entity = Entity(id="entity-1", type="person", name="Mira Tann", key="mira tann", geonames_id=7)
    filled = AnnotatedArticle(
        article=first.article,
        attributions=first.attributions,
        mentions=(Mention(span=name, type="person", entity_id="entity-1"),),
        entities=(entity,),
        quantities=(Quantity(span=Span(start=9, end=11), low=14, high=14, bound="at_least", counted="person"),),
        times=(TimeExpression(span=Span(start=text.index("Friday"), end=text.index("Friday") + 6)),),
        hedges=first.hedges,
        claims=first.claims,
        notes=("a note",),
    )
    return (filled, *rest)


def make(value: AnnotatedArticle) -> dict[str, Any]:
    """Return the page of an article."""
    return to_web_annotation(value, generator=GENERATOR)


def test_a_page_holds_to_its_schema(accounts: tuple[AnnotatedArticle, ...]) -> None:
    """Context, ids, types, motivations, bodies and selectors as the recommendation asks."""
    schema = load_schema("web-annotation")
    jsonschema.Draft202012Validator.check_schema(schema)
    for account in accounts:
        page = make(account)
        jsonschema.Draft202012Validator(schema).validate(page)
        assert page["@context"] == CONTEXT == "http://www.w3.org/ns/anno.jsonld"
        assert page["partOf"]["total"] == len(page["items"])
        ids = [item["id"] for item in page["items"]]
        assert len(set(ids)) == len(ids)


def test_every_selector_leads_to_the_same_exact_letters(accounts: tuple[AnnotatedArticle, ...]) -> None:
    """Positions count code points of the text that the page carries; the quotation with its context is there too."""
    for account in accounts:
        page = make(account)
        text = page["schema:about"]["schema:articleBody"]
        assert text == account.article.text
        for item in page["items"]:
            for target in item["target"]:
                assert target["source"]["id"] == page["schema:about"]["id"]
                quote, position = target["selector"]
                assert text[position["start"] : position["end"]] == quote["exact"]
                around = quote["prefix"] + quote["exact"] + quote["suffix"]
                assert text.startswith(around, position["start"] - len(quote["prefix"]))


def test_every_item_of_every_layer_is_one_annotation(accounts: tuple[AnnotatedArticle, ...]) -> None:
    """Nothing is dropped, and each says of which layer it is."""
    for account in accounts:
        kinds = [item["body"][0]["value"] for item in make(account)["items"]]
        assert {kind: kinds.count(kind) for kind in kinds} == {
            kind: len(items)
            for kind, items in (
                ("attribution", account.attributions), ("claim", account.claims), ("mention", account.mentions),
                ("quantity", account.quantities), ("time", account.times), ("hedge", account.hedges),
            )
            if items
        }  # fmt: skip


def test_an_attribution_keeps_its_parts_apart_and_claims_lead_to_it(accounts: tuple[AnnotatedArticle, ...]) -> None:
    """Source, cue and content by class; a link leads to an annotation that is there."""
    page = make(accounts[0])
    ids = {item["id"] for item in page["items"]}
    attribution = accounts[0].attributions[0]
    item = next(item for item in page["items"] if item["id"].endswith(attribution.id))
    assert [target["styleClass"] for target in item["target"]] == ["source", "cue", "content"]
    links = [body["source"] for i in page["items"] for body in i["body"] if body["purpose"] == "linking"]
    assert links
    assert set(links) <= ids


def test_the_page_says_who_made_it_what_it_is_about_and_what_is_missing(
    accounts: tuple[AnnotatedArticle, ...],
) -> None:
    """The generator on each annotation; the capture by its digest; notes are kept."""
    page = make(accounts[0])
    assert {item["generator"]["name"] for item in page["items"]} == {GENERATOR}
    assert page["schema:about"]["schema:isBasedOn"] == {"id": f"urn:sha256:{accounts[0].article.capture_id}"}
    assert page["rdfs:comment"] == ["a note"]
    assert any("geonames" in body.get("source", "") for item in page["items"] for body in item["body"])


def test_the_same_article_gives_the_same_bytes(accounts: tuple[AnnotatedArticle, ...]) -> None:
    """No clock: the time it was generated is not stated."""
    assert to_json(make(accounts[0])) == to_json(make(accounts[0]))
