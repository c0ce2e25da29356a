"""What an article holds: attributions, mentions, quantities, times, hedges, claims."""

from __future__ import annotations

from rashomon.annotate.attributions import find_reports, has_rules, to_attributions
from rashomon.annotate.claims import Found, make_claims
from rashomon.annotate.document import make_document
from rashomon.annotate.hedges import find_hedges
from rashomon.annotate.mentions import find_mentions
from rashomon.annotate.quantities import find_quantities
from rashomon.annotate.times import find_times
from rashomon.datamodel import AnnotatedArticle, Article

ANNOTATOR = "reader 1, rules 3"
"""Name and version of the annotator, for the manifest and for caches."""


def annotate(article: Article) -> AnnotatedArticle:
    """Return ``article`` with all that reader and rules find in it; spans index the article's text as captured."""
    document = make_document(article)
    mentions, entities = find_mentions(document)
    times = find_times(document)
    quantities = find_quantities(document, times)
    reports = find_reports(document)
    hedges = find_hedges(document, reports)
    attributions = to_attributions(document, reports, mentions, entities)
    ids = tuple(attribution.id for attribution in attributions)
    notes = (
        ()
        if has_rules(document.language)
        else (f"attribution not available for language '{document.language or 'unknown'}'",)
    )
    return AnnotatedArticle(
        article=article,
        sentences=document.all_to_article(document.sentences),
        attributions=attributions,
        mentions=mentions,
        entities=entities,
        quantities=quantities,
        times=times,
        hedges=hedges,
        claims=make_claims(document, reports, ids, Found(quantities=quantities, times=times, hedges=hedges)),
        notes=notes,
    )
