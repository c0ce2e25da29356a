"""Annotations as W3C Web Annotations (JSON-LD): what another annotation tool can take up, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rashomon.datamodel import AnnotatedArticle, Article, Attribution, Entity, Quantity, Span, make_excerpt

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
"""The context's name as the recommendation spells it: with http, though it is fetched over https."""
_URN: Final = "urn:rashomon"
_GEONAMES: Final = "https://sws.geonames.org/"


def to_web_annotation(annotated: AnnotatedArticle, *, generator: str) -> dict[str, Any]:
    """Return an AnnotationPage: one annotation for each item of each layer, all over the article's own text.

    That text is in the page (``schema:about``), as positions count its code points, not those of the page on the web.
    A target with ``styleClass`` is one part of an item: source, cue, content, scope. ``generator`` names the program
    and its version; no clock is asked, so the same article gives the same bytes.
    """
    article = annotated.article
    items = list(_list_items(annotated))
    software = {"id": f"{_URN}:generator", "type": "Software", "name": generator}
    return {
        "@context": CONTEXT,
        "id": f"{_URN}:annotations:{article.id}",
        "type": "AnnotationPage",
        "partOf": {"id": f"{_URN}:collection:{article.id}", "type": "AnnotationCollection", "total": len(items)},
        "startIndex": 0,
        "schema:about": _describe_article(article),
        "rdfs:comment": list(annotated.notes),
        "items": [item | {"generator": software} for item in items],
    }


def _describe_article(article: Article) -> dict[str, Any]:
    stated = {
        "schema:headline": article.headline,
        "schema:publisher": article.publisher,
        "schema:author": list(article.authors) or None,
        "schema:datePublished": article.date_published.value if article.date_published else None,
        "schema:copyrightNotice": article.usage_terms,
        "schema:inLanguage": article.in_language,
        "schema:url": article.url,
    }
    return {
        "id": f"{_URN}:article:{article.id}",
        "type": "schema:NewsArticle",
        "schema:isBasedOn": {"id": f"urn:sha256:{article.capture_id}"},
        **{key: value for key, value in stated.items() if value is not None},
        "schema:articleBody": article.text,
    }


def _list_items(annotated: AnnotatedArticle) -> Iterator[dict[str, Any]]:
    article = annotated.article
    entities = {entity.id: entity for entity in annotated.entities}
    for attribution in annotated.attributions:
        parts = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
        yield _make(article, f"attribution:{attribution.id}", _describe_attribution(attribution), parts)
    for claim in annotated.claims:
        bodies = [_classify("claim"), _tag("stance", claim.stance), *_link(claim.attribution)]
        yield _make(article, f"claim:{claim.id}", bodies, {"": claim.spans})
    for number, mention in enumerate(annotated.mentions):
        bodies = [_classify("mention"), _tag("type", mention.type)]
        bodies += _identify(entities.get(mention.entity_id or ""))
        yield _make(article, f"mention:{article.id}:{number}", bodies, {"": (mention.span,)})
    for number, quantity in enumerate(annotated.quantities):
        bodies = [_classify("quantity"), *_describe_quantity(quantity)]
        yield _make(article, f"quantity:{article.id}:{number}", bodies, {"": (quantity.span,)})
    for number, time in enumerate(annotated.times):
        bodies = [_classify("time"), *_tags(value=time.value, anchor=time.anchor)]
        yield _make(article, f"time:{article.id}:{number}", bodies, {"": (time.span,)})
    for number, hedge in enumerate(annotated.hedges):
        bodies = [_classify("hedge"), _tag("kind", hedge.kind)]
        parts = {"cue": (hedge.cue,), "scope": (hedge.scope,)}
        yield _make(article, f"hedge:{article.id}:{number}", bodies, parts)


def _make(
    article: Article, name: str, bodies: Sequence[dict[str, Any]], parts: Mapping[str, Sequence[Span]]
) -> dict[str, Any]:
    return {
        "id": f"{_URN}:{name}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": list(bodies),
        "target": [_target(article, span, part) for part, spans in parts.items() for span in spans],
    }


def _target(article: Article, span: Span, part: str) -> dict[str, Any]:
    excerpt = make_excerpt(article.id, article.text, span)
    source = {"id": f"{_URN}:article:{article.id}", "type": "Text", "format": "text/plain"}
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": source | ({"language": article.in_language} if article.in_language else {}),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": excerpt.exact,
                "prefix": excerpt.prefix,
                "suffix": excerpt.suffix,
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
    via = article.url if article.url and article.url.startswith(("http://", "https://")) else None
    return target | ({"styleClass": part} if part else {}) | ({"via": via} if via else {})


def _describe_attribution(attribution: Attribution) -> list[dict[str, Any]]:
    bodies = [
        _classify("attribution"),
        _tag("layer", attribution.layer),
        _tag("stance", attribution.stance),
        _tag("form", attribution.form),
        _tag("source_kind", attribution.source_kind),
    ]
    if attribution.speaker:
        bodies.append({"type": "TextualBody", "purpose": "identifying", "value": attribution.speaker})
    if attribution.score is not None:
        bodies.append(_tag("score", f"{attribution.score:g}"))
    return [*bodies, *_link(attribution.parent)]


def _describe_quantity(quantity: Quantity) -> list[dict[str, Any]]:
    return _tags(
        low=f"{quantity.low:.15g}",
        high=f"{quantity.high:.15g}",
        unit=quantity.unit,
        bound=quantity.bound,
        counted=quantity.counted,
        as_of=quantity.as_of,
    )


def _identify(entity: Entity | None) -> Iterable[dict[str, Any]]:
    if entity is None:
        return
    yield {"type": "TextualBody", "purpose": "identifying", "value": entity.name}
    if entity.geonames_id is not None:
        source = f"{_GEONAMES}{entity.geonames_id}/"
        yield {"type": "SpecificResource", "purpose": "identifying", "source": source}


def _link(attribution_id: str | None) -> list[dict[str, Any]]:
    """Return the body that leads to the attribution an item belongs to."""
    if attribution_id is None:
        return []
    return [{"type": "SpecificResource", "purpose": "linking", "source": f"{_URN}:attribution:{attribution_id}"}]


def _classify(layer: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "classifying", "value": layer}


def _tag(key: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": f"{key}:{value}"}


def _tags(**values: str | None) -> list[dict[str, Any]]:
    return [_tag(key, value) for key, value in values.items() if value is not None]
