"""The content behind a cue: what kind it is, where it begins, where it ends, and how a split one goes on."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.annotate.attributions.chunks import is_finite_sign
from rashomon.annotate.attributions.cues import END, FEWEST, SEPARATORS, SHORTEST, CueVerb
from rashomon.annotate.attributions.extents import clause_end, is_gerund
from rashomon.annotate.attributions.reports import span_of
from rashomon.datamodel import Span

_ADJUNCT_REACH = 30
_QUOTE_REACH = 400
_VERDICT = 6
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Right:
    """What follows a cue: ``kind`` none, that, quote, bare, to, ing, object; its content begins at ``start``."""

    kind: str
    start: int
    resume: int | None = None


def read_right(verb: CueVerb) -> Right:
    """Return what stands behind the cue: hearers and adjuncts are passed over."""
    items, lexicon = verb.items, verb.lexicon
    at = verb.end
    if verb.takes("hearer"):
        at = _after_hearer(verb, at)
    while (
        at < len(items)
        and items[at].kind == "word"
        and lexicon.is_in(items[at].folded, "adverbs")
        and not lexicon.is_in(items[at].folded, "determiners")
    ):
        at += 1
    if at >= len(items) or items[at].text in END:
        return Right("none", at)
    item = items[at]
    if item.text == ":" or (
        item.text in {",", "—", "–"} and at + 1 < len(items) and items[at + 1].kind == "quote" and items[at + 1].full
    ):
        return Right("quote", at + 1) if at + 1 < len(items) else Right("none", at)
    if item.text == ",":
        if (
            lexicon.language in {"ru", "uk"}
            and at + 1 < len(items)
            and (lexicon.is_in(items[at + 1].folded, "complementizers") or _asks_whether(verb, at + 1))
        ):
            return Right("that", at + 1)
        return Right("none", at, at + 1)
    if item.kind == "mark" and item.text in "—–―;)":
        return Right("none", at)
    return _word_right(verb, at)


def _asks_whether(verb: CueVerb, at: int) -> bool:
    """Tell whether a Russian clause with "ли" begins at ``at``."""
    asks = verb.cues[0].stance == "asks"
    return asks and any(item.folded in {"ли", "чи"} for item in verb.items[at : at + _HEAD])


def _after_hearer(verb: CueVerb, at: int) -> int:
    """Return where the hearer ends: the noun phrase between "told" and the content."""
    items, lexicon = verb.items, verb.lexicon
    if at >= len(items) or items[at].kind != "word" or lexicon.is_in(items[at].folded, "complementizers"):
        return at
    if lexicon.is_in(items[at].folded, "hearers"):
        return at + 1
    end = at
    while end < min(len(items), at + _ADJUNCT_REACH):
        item = items[end]
        if (item.kind == "quote" and item.full) or (item.kind == "mark" and item.text not in "-'’.&"):
            return end
        if item.text == "." and end + 1 == len(items):
            return end
        if (
            end > at
            and item.kind == "word"
            and (lexicon.is_in(item.folded, "complementizers", "personal", "determiners") or item.folded == "to")
        ):
            return end
        end += 1
    return at


def _word_right(verb: CueVerb, at: int) -> Right:  # noqa: C901, PLR0911 - each return is one pattern, tried in order
    """Return what a word behind the cue begins."""
    items, lexicon = verb.items, verb.lexicon
    item = items[at]
    if item.kind == "quote" and item.full:
        return Right("quote", at)
    if item.folded == "as" and verb.cues[0].stance == "denies":
        at = _after_verdict(verb, at)
        item = items[at]
    if verb.cues[0].stance == "denies" and _is_this(verb, at):
        return Right("object", at)
    if lexicon.is_in(item.folded, "complementizers"):
        return Right("that", at)
    if lexicon.language == "en" and item.folded == "to":
        return Right("to", at) if verb.takes("to") else _skip_adjunct(verb, at)
    if item.folded in {"of", "about"} and verb.takes("of"):
        return Right("of", at)
    if lexicon.language == "en" and item.folded.endswith("ing") and verb.takes("ing"):
        return Right("ing", at)
    if lexicon.is_in(item.folded, "adjuncts") and not lexicon.is_in(item.folded, "determiners"):
        return _skip_adjunct(verb, at)
    if verb.takes("bare") and _has_clause(verb, at):
        return Right("bare", at)
    if verb.takes("object") and _opens_object(verb, at):
        return Right("object", at) if _fits(verb, at) else _skip_adjunct(verb, at)
    return _skip_adjunct(verb, at)


def _after_verdict(verb: CueVerb, at: int) -> int:
    """Return where the object begins behind a verdict ("dismissed as nonsense claims that ..."), else ``at``."""
    items, lexicon = verb.items, verb.lexicon
    for here in range(at + 1, min(len(items), at + _VERDICT)):
        if lexicon.is_in(items[here].folded, "deniable") or (here > at + 1 and items[here].folded in {"the", "any"}):
            return here
    return at


def _is_this(verb: CueVerb, at: int) -> bool:
    """Tell whether the object is a pronoun alone, which means what was said before: "The company denied it."."""
    items = verb.items
    follows = items[at + 1] if at + 1 < len(items) else None
    if not verb.lexicon.is_in(items[at].folded, "this"):
        return False
    ends = follows is None or follows.kind == "mark" or verb.lexicon.is_in(follows.folded, "conjunctions", "adjuncts")
    return ends and (not verb.cues[0].only or items[at].folded != "it")


def _fits(verb: CueVerb, at: int) -> bool:
    """Tell whether the noun phrase at ``at`` is a content of the cue: claims can be rejected, and so can offers."""
    cue = verb.takes("object")
    if cue is None or not (cue.only or cue.never):
        return True
    head: list[str] = []
    for item in verb.items[at : at + _HEAD]:
        if item.kind == "mark" and item.text not in "-'’":
            break
        if verb.lexicon.is_in(item.folded, "prepositions", "complementizers"):
            break
        head.append(item.folded)
    if cue.never and any(verb.lexicon.is_in(word, cue.never) for word in head):
        return False
    return not cue.only or any(verb.lexicon.is_in(word, cue.only) for word in head)


def _opens_object(verb: CueVerb, at: int) -> bool:
    """Tell whether a noun phrase begins at ``at``; in English one without article is too often a participle's noun."""
    items, lexicon = verb.items, verb.lexicon
    item = items[at]
    if lexicon.language != "en" or item.kind != "word" or item.is_capital:
        return True
    if lexicon.is_in(item.folded, "determiners", "personal", "hearers") or item.text.endswith(("'s", "’s")):
        return True
    return verb.start < verb.at or verb.cues[0].stance == "denies"


def _has_clause(verb: CueVerb, at: int) -> bool:
    """Tell whether a clause without "that" can begin at ``at`` (in Russian and Ukrainian none can)."""
    items, lexicon = verb.items, verb.lexicon
    if lexicon.language in {"ru", "uk"}:
        return False
    if lexicon.language == "fr":
        return items[at].folded.endswith(("er", "ir", "oir", "re")) or items[at].folded in {"avoir", "etre", "ne", "n"}
    if len(items) - at < FEWEST or (
        lexicon.is_in(items[at].folded, "personal") and lexicon.is_in(items[at + 1].folded, "prepositions")
    ):
        return False
    if lexicon.is_in(items[verb.at].folded, "sure"):
        return True
    return any(
        is_finite_sign(item, lexicon)
        or (item.kind == "word" and (item.folded.endswith("ed") or lexicon.is_in(item.folded, "personal")))
        for item in items[at : min(at + 25, clause_end(items, at, lexicon))]
    )


def _skip_adjunct(verb: CueVerb, at: int) -> Right:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return what follows an adjunct behind the cue ("said on Monday that ..."), within the same clause."""
    items, lexicon = verb.items, verb.lexicon
    for here in range(at, min(len(items), at + _ADJUNCT_REACH)):
        item = items[here]
        if item.kind == "quote" and item.full:
            return Right("quote", here)
        if item.kind == "word" and item.folded in {"that", "que", "qu"} and here > at:
            return Right("that" if verb.takes("bare") else "none", here)
        if item.text in {",", ":"} and here + 1 < len(items):
            following = items[here + 1]
            if following.kind == "quote" and following.full:
                return Right("quote", here + 1)
            if lexicon.language in {"ru", "uk"} and lexicon.is_in(following.folded, "complementizers"):
                return Right("that", here + 1)
            return Right("none", here, here + 1)
        if item.kind == "mark" and ((item.text in END and here + 1 == len(items)) or item.text == ";"):
            break
        if here > at and item.kind == "word" and verb.takes("bare") and _clause_may_start(verb, here):
            return Right("bare", here)
    return Right("none", at)


def _clause_may_start(verb: CueVerb, at: int) -> bool:
    """Tell whether a clause without "that" starts at ``at``, behind an adjunct ("said on Monday the plan ...")."""
    items, lexicon = verb.items, verb.lexicon
    before = items[at - 1]
    if lexicon.language != "en" or before.kind == "mark":
        return False
    if lexicon.is_in(before.folded, "prepositions", "conjunctions", "subordinators", "complementizers"):
        return False
    if lexicon.is_in(items[at].folded, "weekdays"):
        return False  # the month of a date: "on 9 January"
    if lexicon.is_in(items[at].folded, "personal"):
        return True
    starts = lexicon.is_in(items[at].folded, "determiners") or items[at].is_capital
    return starts and (lexicon.is_in(before.folded, "weekdays") or before.kind == "figure")


def content_right(verb: CueVerb, right: Right) -> Span | None:
    """Return the content that begins behind the cue."""
    items = verb.items
    if right.start >= len(items):
        return None
    end = clause_end(items, right.start, verb.lexicon)
    if right.kind == "quote" and items[right.start].kind == "quote":
        following = items[right.start + 1] if right.start + 1 < len(items) else None
        if (
            following is None
            or following.kind == "mark"
            or verb.lexicon.is_in(following.folded, "conjunctions", "subordinators")
        ):
            return span_of(items, right.start, right.start + 1)
    if right.kind in {"to", "object", "of"}:
        end = next((i for i in range(right.start + 1, end - 1) if _turns_back(verb, i)), end)
        end = _without_day(verb, right.start, end)
        while end > right.start and items[end - 1].kind == "mark":
            end -= 1
    if end <= right.start or (right.kind == "bare" and end - right.start < FEWEST):
        return None
    return span_of(items, right.start, end)


def _turns_back(verb: CueVerb, at: int) -> bool:
    """Tell whether the main clause goes on at ``at``: "promised to go and celebrated"."""
    items, lexicon = verb.items, verb.lexicon
    following = items[at + 1]
    if items[at].text == ",":
        word = following.folded
        return (
            lexicon.is_in(word, "relatives", "contrasts", "subordinators")
            or is_gerund(word, lexicon)
            or word == "which"
        )
    if lexicon.language == "en" and lexicon.is_in(items[at].folded, "conjunctions"):
        return following.folded.endswith("ed") or lexicon.is_in(following.folded, "auxiliaries")
    return lexicon.is_in(items[at].folded, "breaks")


def _without_day(verb: CueVerb, start: int, end: int) -> int:
    """Return the end of an object without the day behind it ("no arrests on Monday")."""
    items, lexicon = verb.items, verb.lexicon
    while end > start + 1 and items[end - 1].kind == "mark":
        end -= 1
    if end - 1 > start and lexicon.is_in(items[end - 1].folded, "weekdays"):
        end -= 1
        while end - 1 > start and (
            lexicon.is_in(items[end - 1].folded, "prepositions", "determiners")
            or items[end - 1].folded in {"late", "early"}
        ):
            end -= 1
    return end


def second_half(verb: CueVerb, right: Right) -> Span | None:
    """Return what the content goes on with behind a cue in its middle."""
    return resume_after(verb, right.resume - 1) if right.resume is not None else resume_after(verb, right.start)


def resume_after(verb: CueVerb, at: int) -> Span | None:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return the content that goes on behind the mark near ``at``: a quotation, or the rest of a split clause."""
    items, lexicon = verb.items, verb.lexicon
    here = at
    while here < min(len(items), at + _ADJUNCT_REACH) and items[here].text not in SEPARATORS | END | {":"}:
        if items[here].kind == "quote" and items[here].full:
            return span_of(items, here, here + 1)
        here += 1
    while here < len(items) and items[here].kind == "mark":
        here += 1
    if here >= len(items):
        return None
    item = items[here]
    if item.kind == "quote":
        return span_of(items, here, here + 1) if item.full else None
    if any(i.kind == "quote" and i.full for i in items[max(0, verb.start - _QUOTE_REACH) : verb.start]):
        return None
    if item.kind == "word" and (
        is_gerund(item.folded, lexicon)
        or lexicon.is_in(item.folded, "conjunctions", "relatives", "subordinators", "prepositions")
    ):
        return None
    if not any(is_finite_sign(i, lexicon) for i in items[here : here + 6]):
        return None
    end = clause_end(items, here, lexicon)
    return span_of(items, here, end) if end - here >= SHORTEST else None
