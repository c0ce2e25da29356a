"""Where contents begin and end: at clause bounds, and before another cue or source takes over."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.units import Item
from rashomon.annotate.clauses import clause_words

LONG = 160
"""How many items a content may reach from its cue."""
_END = frozenset(".!?…")
_DASHES = frozenset("—–―")
_SHORTEST = 3
_SOURCE_WORDS = 7


def clause_start(items: Sequence[Item], end: int) -> int:
    """Return where the content begins that ends before ``end``: after the nearest ";", or at the unit's start."""
    start = end
    closed = 0
    while start > max(0, end - LONG) and items[start - 1].text != ";":
        mark = items[start - 1].text
        if mark == "(" and not closed:
            break
        closed += (mark == ")") - (mark == "(")
        start -= 1
    return start


def clause_end(items: Sequence[Item], start: int, lexicon: Lexicon) -> int:
    """Return where the content ends that begins at ``start``: at ";", a stop, another cue, or the end."""
    end = start
    limit = min(len(items), start + LONG)
    while end < limit:
        item = items[end]
        if item.text == ";" or (item.text in _END and end + 1 == len(items)):
            break
        if _leaves(items, start, end, lexicon):
            break
        if item.text == "," and (
            _cue_follows(items, end + 1, lexicon, after_comma=True) or _speaker_follows(items, end + 1, lexicon)
        ):
            break
        if item.kind == "word" and lexicon.is_in(item.folded, "conjunctions") and _cue_follows(items, end + 1, lexicon):
            break
        end += 1
    while (
        end > start
        and items[end - 1].kind == "mark"
        and items[end - 1].text in ".,;:—–―!?…"
        and items[end - 1].text not in "!?"
    ):
        end -= 1
    return end


def _leaves(items: Sequence[Item], start: int, at: int, lexicon: Lexicon) -> bool:
    """Tell whether the writer goes on at the mark ``at``: ", which ...", ", although ...", or behind a lone dash."""
    item = items[at]
    if item.text == ",":
        opens = at + 1 < len(items) and lexicon.is_in(items[at + 1].folded, "asides")
    else:
        opens = item.text in _DASHES and not any(
            i.text in _DASHES for i in (*items[start:at], *items[at + 1 : at + LONG])
        )
    return opens and at - start >= _SHORTEST and any(shows_verb(i, lexicon) for i in items[start:at])


def shows_verb(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether an item is, by its form, a finite verb or part of one."""
    lists = clause_words(lexicon.language)
    if item.kind != "word" or item.is_capital:
        return item.kind == "quote" and item.full
    if lexicon.is_in(item.folded, "auxiliaries", "modals", "contracted"):
        return True
    return lists is not None and (item.folded in lists.verbs or lists.has_ending(item.text))


def _speaker_follows(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether another source and its cue follow at ``at``: ", but she said ...", ", while 22 percent said ..."."""
    joined = (
        at < len(items) and items[at].kind == "word" and lexicon.is_in(items[at].folded, "conjunctions", "contrasts")
    )
    for here in range(at + 1, min(len(items) - 1, at + _SOURCE_WORDS)):
        item = items[here]
        if item.text in {".", "-"}:
            continue
        if item.kind not in ("word", "figure") or (here > at + 1 and lexicon.is_in(item.folded, "subordinators")):
            return False
        if (
            item.folded in lexicon.verbs
            and not lexicon.is_in(item.folded, "nounlike")
            and not is_gerund(item.folded, lexicon)
        ):
            cue = lexicon.verbs[item.folded][0]
            opens = items[here + 1].kind == "word" and not lexicon.is_in(
                items[here + 1].folded, "prepositions", "adjuncts"
            )
            that = lexicon.is_in(items[here + 1].folded, "complementizers")
            return cue.layer == "speech" and "bare" in cue.takes and ((joined and opens) or that)
    return False


def _cue_follows(items: Sequence[Item], at: int, lexicon: Lexicon, *, after_comma: bool = False) -> bool:
    """Tell whether another cue of the same source begins at ``at``: "and denied ...", ", adding that ..."."""
    start = at
    if after_comma and at < len(items) and lexicon.is_in(items[at].folded, "conjunctions"):
        at += 1
    while (
        at < min(len(items), start + 4)
        and items[at].kind == "word"
        and lexicon.is_in(items[at].folded, "adverbs", "auxiliaries", "negations")
    ):
        at += 1
    if at >= len(items) or items[at].kind != "word" or items[at].folded not in lexicon.verbs:
        return False
    if after_comma and at == start:
        return is_gerund(items[at].folded, lexicon)
    return any(cue.layer == "speech" for cue in lexicon.verbs[items[at].folded]) and not is_gerund(
        items[at].folded, lexicon
    )


def is_gerund(folded: str, lexicon: Lexicon) -> bool:
    """Tell whether a verb form is a gerund or participle that borrows its clause's subject ("adding that ...")."""
    if lexicon.language == "en":
        return folded.endswith("ing")
    if lexicon.language == "fr":
        return folded.endswith("ant")
    if lexicon.language == "ru":
        return folded.endswith(("в", "я", "ясь", "вшись")) and not folded.endswith("лся")
    return folded.endswith(("вши", "чи", "вшись", "чись"))
