"""Denials whose content is a pronoun before the cue: "Elle le dément", "В компании это отрицают"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.annotate.attributions.chunks import phrase_after
from rashomon.annotate.attributions.cues import CueVerb, make_report
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.subjects import find_subject, is_impersonal
from rashomon.datamodel import Spans

_CLITICS = frozenset({"le", "l", "la", "les"})


def find_pronoun_denial(verb: CueVerb, earlier: Sequence[Report]) -> Report | None:
    """Return the report of a denying cue whose content is the pronoun right before it, None where none stands there."""
    if verb.cues[0].stance != "denies" or verb.lexicon.language == "en":
        return None
    items = verb.items
    if verb.lexicon.language == "fr":
        at, cue = verb.start, replace(verb, start=min(verb.start + 1, verb.at))
        if verb.start == verb.at or items[at].folded not in _CLITICS:
            return None
    else:
        at, cue = verb.start - 1, verb
        if at < 0 or not verb.lexicon.is_in(items[at].folded, "this"):
            return None
    follows = items[verb.end] if verb.end < len(items) else None
    if follows is not None and verb.lexicon.is_in(follows.folded, "complementizers"):
        return None
    subject = find_subject(replace(verb, start=at), earlier) if at else None
    source = subject[0] if subject else _behind(verb)
    return make_report(cue, source, [span_of(items, at, at + 1)], verb.cues[0]) if source else None


def _behind(verb: CueVerb) -> Spans:
    """Return the source behind a cue that its pronoun opens: "Это отрицают в компании"."""
    items, lexicon = verb.items, verb.lexicon
    start = verb.end
    if start < len(items) and lexicon.is_in(items[start].folded, "places") and is_impersonal(verb):
        start += 1
    end = phrase_after(items, start, lexicon) if start < len(items) else start
    return (span_of(items, start, end),) if end > start and items[start].kind != "mark" else ()
