"""What is found in an article: who says what, names, numbers, times, hedges, claims. Spans index the article's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rashomon.datamodel.captures import Article
from rashomon.datamodel.spans import Span, Spans, check_spans, to_lists
from rashomon.datamodel.vocabulary import Bound, Form, HedgeKind, Layer, MentionType, SourceKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who (source) says (cue) what (content), after PARC 3 and PolNeAR; ``source`` may be empty, ``parent`` nests.

    ``speaker`` is the best name the article gives the source, resolved over the article, or None. ``stance`` is
    how the cue puts the content forward: quotes, hedges, denies or asks. ``score`` 0..1 is how often the reader's
    finds that score alike are right (half of the content, and the source); None where rules found it.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    form: Form
    source_kind: SourceKind
    stance: Stance = "quotes"
    layer: Layer = "speech"
    parent: str | None = None
    speaker: str | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution needs content")
        for spans in (self.source, self.cue, self.content):
            check_spans(spans)

    def to_dict(self) -> dict[str, Any]:
        """Return the attribution as JSON doors give it."""
        return {
            "id": self.id,
            "source": to_lists(self.source),
            "cue": to_lists(self.cue),
            "content": to_lists(self.content),
            "form": self.form,
            "source_kind": self.source_kind,
            "layer": self.layer,
            "stance": self.stance,
            "parent": self.parent,
            "speaker": self.speaker,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organization or place that an article names; ``name`` is the fullest name it uses.

    ``key`` is the folded form by which the same entity is found in other accounts; ``geonames_id`` only for places
    of the gazetteer.
    """

    id: str
    type: MentionType
    name: str
    key: str
    geonames_id: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the entity as JSON doors give it."""
        return {"id": self.id, "type": self.type, "name": self.name, "geonames_id": self.geonames_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names an entity."""

    span: Span
    type: MentionType
    entity_id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as JSON doors give it."""
        return {"span": self.span.to_list(), "type": self.type, "entity": self.entity_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts: ``low`` equals ``high`` unless a range is given.

    ``unit`` is a unit's symbol or currency word ("km", "%", "crowns") or None for a count; ``counted`` is the folded
    head noun of what is counted ("death", "person"), None where none was found; ``as_of`` an ISO date.
    """

    span: Span
    low: float
    high: float
    unit: str | None = None
    bound: Bound = "exact"
    counted: str | None = None
    as_of: str | None = None

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a quantity's range is upside down: {self.low}..{self.high}")

    def to_dict(self) -> dict[str, Any]:
        """Return the quantity as JSON doors give it."""
        return {
            "span": self.span.to_list(),
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "bound": self.bound,
            "counted": self.counted,
            "as_of": self.as_of,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time with its TIMEX3 value, None where unresolved; ``anchor`` names the date it was resolved against."""

    span: Span
    value: str | None = None
    anchor: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the time expression as JSON doors give it."""
        return {"span": self.span.to_list(), "value": self.value, "anchor": self.anchor}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A word that weakens, denies or asks (``cue``), and the stretch it bears on (``scope``)."""

    cue: Span
    scope: Span
    kind: HedgeKind

    def to_dict(self) -> dict[str, Any]:
        """Return the hedge as JSON doors give it."""
        return {"cue": self.cue.to_list(), "scope": self.scope.to_list(), "kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A stretch of an article that puts one thing forward; without ``attribution`` it is the article's own voice."""

    id: str
    article_id: str
    spans: Spans
    stance: Stance
    attribution: str | None = None
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a claim needs a span")
        check_spans(self.spans)

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as ``annotate --json`` gives it; ``compare`` adds the article."""
        return {
            "id": self.id,
            "spans": to_lists(self.spans),
            "stance": self.stance,
            "attribution": self.attribution,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedArticle:
    """An article with all that was found in it; ``notes`` say what could not be looked for."""

    article: Article
    sentences: Spans = ()
    attributions: tuple[Attribution, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self, *, capture: str | None = None) -> dict[str, Any]:
        """Return the annotated article as JSON doors give it: the article's own keys and one for each layer."""
        return self.article.to_dict(capture=capture) | {
            "sentences": to_lists(self.sentences),
            "attributions": [value.to_dict() for value in self.attributions],
            "mentions": [value.to_dict() for value in self.mentions],
            "entities": [value.to_dict() for value in self.entities],
            "quantities": [value.to_dict() for value in self.quantities],
            "times": [value.to_dict() for value in self.times],
            "hedges": [value.to_dict() for value in self.hedges],
            "claims": [value.to_dict() for value in self.claims],
            "notes": list(self.notes),
        }
