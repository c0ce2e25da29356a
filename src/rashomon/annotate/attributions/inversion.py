"""Cues whose source stands behind them: CONTENT, CUE SOURCE; and "Об этом сообщил SOURCE" about the sentence before."""

from __future__ import annotations

from rashomon.annotate.attributions.after_cue import resume_after
from rashomon.annotate.attributions.before_cue import span_left
from rashomon.annotate.attributions.chunks import phrase_after, subject_before
from rashomon.annotate.attributions.cues import END, SEPARATORS, CueVerb, make_report
from rashomon.annotate.attributions.extents import is_gerund
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.subjects import is_impersonal
from rashomon.datamodel import Span

_ABOUT_REACH = 6
_QUOTE_REACH = 400


def about_this(verb: CueVerb, before: Span | None) -> Report | None:
    """Return "Об этом сообщили в SOURCE", whose content is the sentence before."""
    items, lexicon = verb.items, verb.lexicon
    at = verb.start
    while at > 0 and at > verb.start - _ABOUT_REACH and not lexicon.is_in(items[at - 1].folded, "about"):
        at -= 1
    if before is None or at not in (2, 3) or not lexicon.is_in(items[at - 2].folded, "before"):
        return None
    if not lexicon.is_in(items[at - 1].folded, "about"):
        return None
    start = verb.end
    while start < len(items) and lexicon.is_in(items[start].folded, "hearers"):
        start += 1
    start += start < len(items) and lexicon.is_in(items[start].folded, "places")
    end = phrase_after(items, start, lexicon)
    if end <= start:
        return None
    return make_report(verb, (span_of(items, start, end),), [before], verb.cues[0])


def find_inverted(verb: CueVerb) -> Report | None:
    """Return "CONTENT, CUE SOURCE": a comma, dash or quotation right before the cue, and a noun phrase behind it."""
    if verb.start < 1 or verb.end >= len(verb.items) or not _follows_content(verb):
        return None
    source = _source_behind(verb)
    if source is None:
        return None
    before = verb.items[verb.start - 1]
    content_end = verb.start - 1 if before.text in SEPARATORS or before.kind == "mark" else verb.start
    left = span_left(verb, content_end)
    right = resume_after(verb, max(source[1], verb.end))
    return make_report(verb, (span_of(verb.items, *source),), [left, right], verb.cues[0]) if left else None


def _follows_content(verb: CueVerb) -> bool:
    """Tell whether a comma, a dash, "?" or "!", or a quotation stands right before the cue."""
    before = verb.items[verb.start - 1]
    return before.text in SEPARATORS or (before.kind == "quote" and before.full) or before.text in {"?", "!"}


def _source_behind(verb: CueVerb) -> tuple[int, int] | None:
    """Return the items of the source behind the cue, None where none stands there or the subject precedes the cue."""
    items = verb.items
    if verb.lexicon.language == "fr" and (pronoun := _pronoun_in_group(verb)):
        return pronoun, pronoun + 1
    if verb.takes("hearer") or not (verb.takes("bare") or verb.takes("that")):
        return None
    start = _source_start(verb)
    if start is None or is_gerund(items[verb.at].folded, verb.lexicon) or not _may_open_source(verb, start):
        return None
    end = phrase_after(items, start, verb.lexicon)
    if end <= start or not _may_be_inverted(verb, start, end):
        return None
    return None if items[verb.start - 1].text == "," and _has_apposed_subject(verb) else (start, end)


def _source_start(verb: CueVerb) -> int | None:
    """Return where the source starts behind the cue, past the hyphen of "dit-il", "в" and a paper's name."""
    items, lexicon = verb.items, verb.lexicon
    start = verb.end
    while start < len(items) and items[start].text in {"-", "t"} and lexicon.language == "fr":
        start += 1
    if start < len(items) and lexicon.is_in(items[start].folded, "places") and is_impersonal(verb):
        start += 1
    if start < len(items):
        start += _is_hearer_quote(verb, start)
    return start if start < len(items) else None


def _may_open_source(verb: CueVerb, at: int) -> bool:
    """Tell whether a noun phrase may begin at ``at``."""
    first, lexicon = verb.items[at], verb.lexicon
    if first.kind not in ("word", "figure", "quote") or first.full:
        return False
    if lexicon.is_in(first.folded, "complementizers", "conjunctions", "adverbs"):
        return False
    return not lexicon.is_in(first.folded, "prepositions") or lexicon.is_in(first.folded, "determiners")


def _is_hearer_quote(verb: CueVerb, at: int) -> bool:
    """Tell whether a paper's name in quotation marks stands between a Slavic cue and its source."""
    items = verb.items
    named = verb.lexicon.language in {"ru", "uk"} and items[at].kind == "quote" and not items[at].full
    return named and at + 1 < len(items) and items[at + 1].kind in ("word", "figure")


def _pronoun_in_group(verb: CueVerb) -> int:
    """Return where the pronoun of "a-t-il déclaré" stands, 0 where there is none."""
    return next(
        (
            i
            for i in range(verb.start + 1, verb.at)
            if verb.lexicon.is_in(verb.items[i].folded, "personal") and verb.items[i - 1].text == "-"
        ),
        0,
    )


def _has_apposed_subject(verb: CueVerb) -> bool:
    """Tell whether the comma before the cue closes an apposition to its subject ("the chair, Ingrid Tolle, said")."""
    found = subject_before(verb.items, verb.start, verb.lexicon)
    if found is None:
        return False
    left = verb.items[found[0] - 1] if found[0] else None
    follows = verb.items[verb.end] if verb.end < len(verb.items) else None
    quoted = left is not None and (left.kind == "quote" or left.text in SEPARATORS)
    return quoted or (follows is not None and verb.lexicon.is_in(follows.folded, "complementizers"))


def _may_be_inverted(verb: CueVerb, start: int, end: int) -> bool:
    """Tell whether the phrase behind the cue can be its subject: nothing but an adjunct or the end may follow it."""
    items = verb.items
    if _is_pronoun(verb, start):
        end = start + 1
    if end >= len(items):
        return True
    following = items[end]
    if (
        verb.lexicon.language == "en"
        and items[verb.start - 1].text == ","
        and not any(i.kind == "quote" for i in items[max(0, verb.start - _QUOTE_REACH) : verb.start])
    ):
        return following.kind == "mark" and (following.text in END or following.text == ",")
    return following.kind in ("mark", "quote") or verb.lexicon.is_in(
        following.folded, "adjuncts", "subordinators", "prepositions", "conjunctions"
    )


def _is_pronoun(verb: CueVerb, at: int) -> bool:
    """Tell whether a personal pronoun stands at ``at``."""
    return verb.lexicon.is_in(verb.items[at].folded, "personal")
