"""Mentions and entities: the persons, organizations and places that an article names, and every place it names them."""

from __future__ import annotations

from rashomon.annotate.document import Document
from rashomon.annotate.entities import Named, resolve_names
from rashomon.annotate.name_context import make_name_context
from rashomon.annotate.names import find_names
from rashomon.datamodel import Entity, Mention, Span, make_id


def find_mentions(document: Document) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the names in the article, in order and apart, and the entities they name, by first mention.

    Spans index the article's text and hold no title in small letters and no possessive ending. An entity's ``key`` is
    its name in Latin small letters, for places of the gazetteer the gazetteer's own name, so that accounts in other
    scripts and spellings share it.
    """
    ctx = make_name_context(document)
    named = resolve_names(ctx, find_names(ctx))
    entities: dict[tuple[str, str], Entity] = {}
    mentions: list[Mention] = []
    for one in named:
        entity = _entity(one, entities)
        span = document.to_article(Span(start=ctx.tokens[one.first].start, end=one.end))
        mentions.append(Mention(span=span, type=entity.type, entity_id=entity.id))
    return tuple(mentions), tuple(entities.values())


def _entity(one: Named, entities: dict[tuple[str, str], Entity]) -> Entity:
    group = (one.type, one.key)
    if group not in entities:
        place = one.place
        entities[group] = Entity(
            id=make_id("entity", one.type, one.key),
            type=one.type,
            name=one.name,
            key=one.key,
            geonames_id=place.geonames_id if place else None,
        )
    return entities[group]
