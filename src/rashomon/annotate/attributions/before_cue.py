"""The content before a cue: the quotation or clause that ends at the comma, dash or mark there."""

from __future__ import annotations

from rashomon.annotate.attributions.chunks import is_finite_sign
from rashomon.annotate.attributions.cues import SEPARATORS, SHORTEST, CueVerb
from rashomon.annotate.attributions.extents import clause_start
from rashomon.annotate.attributions.reports import span_of
from rashomon.annotate.attributions.units import Item
from rashomon.annotate.clauses import has_proposition
from rashomon.datamodel import Span

_LONG = 4


def left_content(verb: CueVerb, subject: int) -> Span | None:
    """Return the content that ends right before the subject, None where no separator stands there."""
    items = verb.items
    if subject < 1:
        return None
    before = items[subject - 1]
    if before.text in SEPARATORS:
        return span_left(verb, subject - 1)
    if before.kind == "quote" and before.full:
        return span_left(verb, subject)
    return None


def ends_quoted(verb: CueVerb, start: int | None) -> bool:
    """Tell whether a quotation stands right before the subject that starts at ``start``."""
    at = (start or 0) - 1
    while at > 0 and verb.items[at].text in SEPARATORS:
        at -= 1
    return at >= 0 and verb.items[at].kind == "quote" and verb.items[at].full


def takes_clause_before(verb: CueVerb) -> bool:
    """Tell whether the cue may follow an unquoted clause ("The plan failed, he said", but not "..., he called")."""
    following = verb.items[verb.end] if verb.end < len(verb.items) else None
    ends = following is None or following.kind == "mark"
    return verb.takes("bare") is not None and (ends or verb.takes("to") is None)


def span_left(verb: CueVerb, end: int, *, adjunct_too: bool = False) -> Span | None:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return the content before ``end``: the quotation that ends there, or the clause."""
    items = verb.items
    if end < 1:
        return None
    while end > 1 and items[end - 1].kind == "mark" and items[end - 1].text == ",":
        end -= 1
    last = items[end - 1]
    start = clause_start(items, end)
    if last.kind == "quote" and last.full and (end - 1 == start or items[end - 2].text in {":", ",", ".", "—"}):
        return span_of(items, end - 1, end)
    while start < end and items[start].kind == "mark":
        start += 1
    if end <= start or (end - start < SHORTEST and last.kind != "quote"):
        return None
    first = items[start]
    adjunct = first.kind == "word" and verb.lexicon.is_in(
        first.folded, "prepositions", "adverbs", "weekdays", "subordinators"
    )
    follows = verb.items[verb.end] if verb.end < len(verb.items) else None
    if adjunct and last.kind != "quote" and not adjunct_too and follows is not None and follows.kind == "word":
        return None if not verb.lexicon.is_in(follows.folded, "weekdays", "adverbs") else span_of(items, start, end)
    if last.kind != "quote" and not adjunct_too and not _has_verb(verb, start, end):
        return None
    if adjunct and not adjunct_too and not any(is_finite_sign(item, verb.lexicon) for item in items[start:end]):
        return None
    return span_of(items, start, end)


def _has_verb(verb: CueVerb, start: int, end: int) -> bool:
    """Tell whether a clause before its cue shows a verb, in the languages whose forms show it."""
    if verb.lexicon.language == "en" or verb.unit.inside:
        return True  # within a quotation all is said
    if verb.lexicon.language == "fr" and any(_may_be_verb(item) for item in verb.items[start:end]):
        return True
    span = span_of(verb.items, start, end)
    text = " ".join(item.text for item in verb.items[start:end])
    return len(span) > 0 and has_proposition(text, verb.lexicon.language, fewest=SHORTEST)


def _may_be_verb(item: Item) -> bool:
    """Tell whether a French word may be a verb in the present: many end like nouns ("ferme")."""
    return item.kind == "word" and not item.is_capital and len(item.folded) > _LONG and item.folded.endswith("e")
