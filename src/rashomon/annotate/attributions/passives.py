"""Passive cues: it is understood that CONTENT; X is believed to CONTENT; X was told (by SOURCE) that CONTENT."""

from __future__ import annotations

from rashomon.annotate.attributions.chunks import phrase_after, subject_before
from rashomon.annotate.attributions.cues import FEWEST, CueVerb, make_report
from rashomon.annotate.attributions.extents import clause_end
from rashomon.annotate.attributions.lexicon import Cue
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.datamodel import Spans

_BY_REACH = 7
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def is_passive(verb: CueVerb) -> bool:
    """Tell whether an English group is passive: a form of "be" and a participle."""
    group = verb.items[verb.start : verb.at]
    return (
        verb.lexicon.language == "en"
        and any(item.folded in _BE for item in group)
        and not verb.items[verb.at].folded.endswith("ing")
    )


def find_passive(verb: CueVerb) -> Report | None:
    """Return "it is understood that CONTENT", "X is believed to CONTENT" and "SUBJECT was told that CONTENT"."""
    items, lexicon = verb.items, verb.lexicon
    following = items[verb.end] if verb.end < len(items) else None
    subject = subject_before(items, verb.start, lexicon)
    if following is None or subject is None:
        return None
    impersonal = items[subject[0]].folded == "it" and subject[1] - subject[0] == 1
    hedged = items[verb.at].folded in lexicon.passives
    cue = Cue(stance="hedges", layer="speech", takes=frozenset())
    if impersonal and hedged and not lexicon.is_in(following.folded, "prepositions"):
        end = clause_end(items, verb.end, lexicon)
        return make_report(verb, (), [span_of(items, verb.end, end)], cue) if end - verb.end >= FEWEST else None
    if hedged and following.folded == "to":
        end = clause_end(items, verb.end, lexicon)
        return (
            make_report(verb, (), [span_of(items, *subject), span_of(items, verb.end, end)], cue)
            if end > verb.end + 1
            else None
        )
    if verb.takes("hearer"):
        return _told(verb)
    return _denied_by(verb, subject) if verb.cues[0].stance == "denies" else None


def _denied_by(verb: CueVerb, subject: tuple[int, int]) -> Report | None:
    """Return "CONTENT was denied (as nonsense) by SOURCE"."""
    items, lexicon = verb.items, verb.lexicon
    words = [item.folded for item in items[subject[0] : subject[1]]]
    if not any(lexicon.is_in(word, "deniable", "this") for word in words):
        return None
    by = next((at for at in range(verb.end, min(len(items), verb.end + _BY_REACH)) if items[at].folded == "by"), 0)
    if not by or any(item.kind == "mark" for item in items[verb.end : by]):
        return None
    end = phrase_after(items, by + 1, lexicon)
    source = (span_of(items, by + 1, end),) if end > by + 1 else ()
    return make_report(verb, source, [span_of(items, *subject)], verb.cues[0]) if source else None


def _told(verb: CueVerb) -> Report | None:
    """Return "was told (by SOURCE) that CONTENT"."""
    items, lexicon = verb.items, verb.lexicon
    start = verb.end
    source: Spans = ()
    if items[start].folded == "by":
        end = phrase_after(items, start + 1, lexicon)
        if end > start + 1:
            source, start = (span_of(items, start + 1, end),), end
    if start < len(items) and (
        lexicon.is_in(items[start].folded, "complementizers") or items[start].full or items[start].folded == "to"
    ):
        end = clause_end(items, start, lexicon)
        return make_report(verb, source, [span_of(items, start, end)], verb.takes("hearer")) if end > start else None
    return None
