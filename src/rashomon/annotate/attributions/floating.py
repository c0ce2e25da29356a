"""Quotations that no cue explains behind a sentence about a person: "Crane blasted the firm. “They knew.”"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rashomon.annotate.attributions.chunks import is_finite_sign
from rashomon.annotate.attributions.extents import shows_verb
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.quotes import free_quotes
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span, make_spans

_REACH = 12
_NAMES = 2


def give_to_subject(units: Sequence[Unit], reports: Sequence[Report], lexicon: Lexicon) -> list[Report]:
    """Return ``reports`` and one for each free quotation whose paragraph's sentence before has a person as its subject.

    A sentence that quotes, or in which two people or none act, gives no speaker.
    """
    covered = make_spans(span for report in reports if not report.inside for span in report.content)
    found = list(reports)
    for before, unit in pairwise(units):
        quotes = free_quotes(unit, covered) if before.paragraph == unit.paragraph else ()
        source = _subject(before.items, lexicon) if quotes else None
        if source is not None:
            found.append(
                Report(source=(source,), cue=(), content=quotes, stance="quotes", layer="speech",
                       paragraph=unit.paragraph)
            )  # fmt: skip
    return found


def _subject(items: Sequence[Item], lexicon: Lexicon) -> Span | None:
    """Return the person that a sentence begins with: a pronoun, a name of two words, a role; None otherwise."""
    if any(item.kind == "quote" for item in items) or lexicon.is_in(items[0].folded, "prepositions", "subordinators"):
        return None
    if lexicon.is_in(items[0].folded, "he", "she"):
        return span_of(items, 0, 1)
    signs = (at for at, item in enumerate(items[:_REACH]) if is_finite_sign(item, lexicon) or shows_verb(item, lexicon))
    end = _name_end(items) or next(signs, 0)
    phrase = items[:end]
    if not phrase or any(item.kind != "word" and item.text not in ".-'’" for item in phrase):
        return None
    if any(lexicon.is_in(item.folded, "conjunctions", "prepositions", "personal") for item in phrase):
        return None
    capitals = sum(item.is_capital for item in phrase[-_NAMES:])
    role = lexicon.is_in(phrase[-1].folded, "persons")
    return span_of(items, 0, end) if capitals == _NAMES or role else None


def _name_end(items: Sequence[Item]) -> int:
    """Return where the capitalized words end that open a sentence, 0 where they are fewer than two or go on."""
    end = next((at for at, item in enumerate(items[:_REACH]) if item.kind != "word" or not item.is_capital), 0)
    return end if end >= _NAMES and items[end].kind == "word" else 0
