"""Cue verbs: which pattern each stands in, and the reports they make."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.after_cue import Right, content_right, read_right, second_half
from rashomon.annotate.attributions.before_cue import ends_quoted, left_content, span_left, takes_clause_before
from rashomon.annotate.attributions.cues import SEPARATORS, CueVerb, cue_for, make_report, read_verb
from rashomon.annotate.attributions.inversion import about_this, find_inverted
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.passives import find_passive, is_passive
from rashomon.annotate.attributions.pronouns import find_pronoun_denial
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.subjects import find_subject
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span

_NOUN_REACH = 40
_MOST_CUES = 200
"""How many cues one sentence may hold; no sentence written by people has more, and hostile ones must end."""


def find_verb_reports(unit: Unit, lexicon: Lexicon, before: Span | None = None) -> list[Report]:
    """Return the reports whose cue is a verb of ``unit``, in order; ``before`` is the sentence before it."""
    found: list[Report] = []
    for at, item in enumerate(unit.items):
        if len(found) >= _MOST_CUES:
            break
        if item.kind != "word" or item.folded not in lexicon.verbs or _is_denied_noun(item, found, lexicon):
            continue
        verb = read_verb(unit, at, lexicon)
        report = (about_this(verb, before) or _report(verb, found)) if verb else None
        if report:
            found.append(report)
    return found


def _is_denied_noun(item: Item, found: Sequence[Report], lexicon: Lexicon) -> bool:
    """Tell whether what looks like a cue is the noun that was just denied ("rejected Russian claims that ...")."""
    if not found or found[-1].stance != "denies" or not lexicon.is_in(item.folded, "nounlike"):
        return False
    return 0 <= item.start - found[-1].content[0].start <= _NOUN_REACH


def _report(verb: CueVerb, earlier: Sequence[Report]) -> Report | None:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return the report of ``verb``: which pattern it stands in follows from what is left and right of it."""
    items = verb.items
    if is_passive(verb):
        return find_passive(verb)
    inverted = find_pronoun_denial(verb, earlier) or find_inverted(verb)
    if inverted:
        return inverted
    subject = find_subject(verb, earlier)
    if subject is None:
        return None
    source, start = subject
    right = read_right(verb)
    left = left_content(verb, start) if start is not None else None
    if _is_doubtful(verb, start, right, left):
        return None
    quoted = left is not None and ends_quoted(verb, start)
    if quoted and right.kind == "quote" and items[right.start - 1].text in {",", ":"}:
        return make_report(verb, source, [left, span_of(items, right.start, right.start + 1)], verb.cues[0])
    if left and right.kind != "none" and (quoted or (verb.takes("hearer") and right.kind == "bare")):
        right = Right("none", verb.end)
    if not quoted and left is not None and not takes_clause_before(verb):
        left = None
    if right.kind == "none":
        half = second_half(verb, right)
        if left is None and half is not None and start:
            left = span_left(verb, start - 1, adjunct_too=True) if items[start - 1].text in SEPARATORS else None
        return make_report(verb, source, [left, half], verb.cues[0]) if left else None
    return make_report(verb, source, [content_right(verb, right)], cue_for(verb, right.kind))


def _is_doubtful(verb: CueVerb, start: int | None, right: Right, left: Span | None) -> bool:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Tell whether the verb reports nothing for sure: "if you say", "I think" in a quotation, a noun."""
    items, lexicon = verb.items, verb.lexicon
    before = items[start - 1].folded if start else ""
    if before and lexicon.is_in(before, "doubtful"):
        return True
    subject = items[start] if start is not None else None
    spoken = subject is not None and lexicon.is_in(subject.folded, "first")
    attitude = all(cue.layer == "attitude" for cue in verb.cues)
    if verb.unit.inside and (attitude or spoken or right.kind in {"object", "to", "of"}):
        return True
    if (
        attitude
        and subject is not None
        and lexicon.is_in(subject.folded, "personal")
        and before
        and (lexicon.is_in(before, "complementizers") or before in lexicon.verbs)
    ):
        return True  # "said he hopes": the hope is part of what was said
    if lexicon.is_in(items[verb.at].folded, "nounlike"):
        if verb.at and lexicon.is_in(items[verb.at - 1].folded, "articles"):
            return True
        if left and not ends_quoted(verb, start):
            return right.kind == "none"
        following = items[right.start] if right.start < len(items) else None
        clear = following is not None and (
            following.is_capital
            or following.kind in ("quote", "figure")
            or lexicon.is_in(following.folded, "determiners", "personal", "pronouns")
        )
        return right.kind not in {"that", "quote", "none"} and not clear
    return False
