"""Reports: attributions on the normal form, before ids, nesting and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotate.attributions.units import Item
from rashomon.datamodel import Layer, Span, Spans, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A source, a cue and a content as spans of the normal form; ``paragraph`` is where the cue stands.

    ``antecedent`` is the noun phrase that a relative pronoun in ``source`` means; ``verbatim`` tells words that are
    given as spoken without quotation marks; ``score`` 0..1 is the reader's, None by rules.
    """

    source: Spans
    cue: Spans
    content: Spans
    stance: Stance
    layer: Layer
    paragraph: int
    inside: bool = False
    verbatim: bool = False
    antecedent: Span | None = None
    score: float | None = None


def span_of(items: Sequence[Item], start: int, end: int) -> Span:
    """Return the span of the items from ``start`` up to ``end``, which must be at least one."""
    return Span(start=items[start].start, end=items[end - 1].end)
