"""The source left of a cue verb: its subject, or the one it shares with an earlier cue."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.chunks import is_finite_sign, subject_before
from rashomon.annotate.attributions.cues import CueVerb
from rashomon.annotate.attributions.extents import is_gerund
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.units import Item
from rashomon.annotate.clauses import clause_words
from rashomon.datamodel import Spans

_NAME_REACH = 12


def find_subject(verb: CueVerb, earlier: Sequence[Report]) -> tuple[Spans, int | None] | None:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return the source left of the verb and where it starts; a coordinated cue or gerund shares an earlier one."""
    items, lexicon = verb.items, verb.lexicon
    before = items[verb.start - 1] if verb.start else None
    shared = (
        before is None
        or lexicon.is_in(before.folded, "conjunctions")
        or (is_gerund(items[verb.at].folded, lexicon) and verb.start == verb.at)
    )
    if shared:
        return _shared_subject(verb, earlier)
    if before is not None and lexicon.is_in(before.folded, "relatives") and before.folded != "which":
        found = subject_before(items, verb.start - 1, lexicon)
        return ((span_of(items, verb.start - 1, verb.start),), None) if found else None
    found = subject_before(items, verb.start, lexicon)
    if found is None:
        return None
    start, end = found
    if not any(item.kind != "mark" for item in items[start:end]) or lexicon.is_in(items[start].folded, "unfit"):
        return None
    if lexicon.is_in(items[start].folded, "places") and end - start > 1 and is_impersonal(verb):
        return (span_of(items, start + 1, end),), start
    if lexicon.is_in(items[start].folded, "prepositions"):
        behind = _after_adjunct(verb, start, end)
        if behind is None:
            joined = start > 0 and lexicon.is_in(items[start - 1].folded, "conjunctions")
            return _shared_subject(verb, earlier) if joined else None
        start = behind
    if items[end - 1].text in {"—", "–", "-"}:
        end -= 1
    return (span_of(items, start, end),), start


def is_impersonal(verb: CueVerb) -> bool:
    """Tell whether a Russian or Ukrainian form goes without subject ("в министерстве сообщили")."""
    word = verb.items[verb.at].folded
    plural = word.endswith(("ли", "ют", "ят", "ут", "ат", "ють", "уть", "ять", "ать"))
    return plural or verb.lexicon.is_in(word, "impersonal")


def _after_adjunct(verb: CueVerb, start: int, end: int) -> int | None:
    """Return where the subject starts behind an adjunct without comma ("On Monday the minister said"), or None."""
    for at in range(start + 2, min(end, start + 8)):
        if verb.lexicon.is_in(verb.items[at].folded, "determiners", "personal"):
            return at
    return None


def _shared_subject(verb: CueVerb, earlier: Sequence[Report]) -> tuple[Spans, int | None] | None:
    """Return the source of the cue before this one, else the subject that opens the sentence."""
    last = next((report for report in reversed(earlier) if report.source), None)
    if last is not None:
        return last.source, None
    found = None if verb.unit.inside else _opening_subject(verb)
    return ((span_of(verb.items, *found),), None) if found else None


def _opening_subject(verb: CueVerb) -> tuple[int, int] | None:
    """Return the noun phrase that opens the sentence, where its end is plain: an auxiliary, an -ed form, a cue verb."""
    items, lexicon = verb.items, verb.lexicon
    start = 0
    while start < verb.start and lexicon.is_in(items[start].folded, "conjunctions", "adverbs"):
        start += 1
    if lexicon.is_in(items[start].folded, "prepositions", "weekdays", "subordinators"):
        comma = next((i for i in range(start, min(verb.start, start + 12)) if items[i].text == ","), None)
        if comma is None:
            return None
        start = comma + 1
    if start >= verb.start or items[start].kind != "word" or _is_plain_verb(items[start], lexicon):
        return None
    if lexicon.is_in(items[start].folded, "personal"):
        return None if lexicon.is_in(items[start].folded, "unfit") else (start, start + 1)
    for at in range(start + 1, min(verb.start, start + _NAME_REACH)):
        item = items[at]
        if (item.kind == "mark" and item.text in {",", "—", "–"}) or _is_plain_verb(item, lexicon):
            return (start, at)
        if item.kind != "word" and item.text not in {".", "-", "’", "'", "&"}:
            return None
    return None


def _is_plain_verb(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether the item can hardly be part of a noun phrase."""
    if item.kind != "word" or item.is_capital:
        return False
    if is_finite_sign(item, lexicon) or lexicon.is_in(item.folded, "adverbs"):
        return True
    lists = clause_words(lexicon.language)
    if lists is not None and lexicon.language in {"ru", "uk"} and lists.has_ending(item.text):
        return True
    return (lists is not None and item.folded in lists.verbs) or (
        lexicon.language == "en" and item.folded.endswith("ed")
    )
