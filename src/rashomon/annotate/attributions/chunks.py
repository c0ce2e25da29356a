"""Where sources and contents begin and end: noun phrases and clauses, bounded by closed-class words and marks."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.extents import is_gerund, shows_verb
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.units import Item

REACH = 60
"""How many items a source may be long; keeps the work linear."""
_STOPS = frozenset(".!?…;:—–―()[]")
_DASHES = frozenset("—–―")
_FOR_ONES_PART = 3


def is_finite_sign(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether the item shows that a finite verb stands here: an auxiliary or a cue verb."""
    if item.kind != "word":
        return False
    if lexicon.is_in(item.folded, "auxiliaries", "contracted", "modals"):
        return True
    return item.folded in lexicon.verbs and not lexicon.is_in(item.folded, "nounlike")


def group_start(items: Sequence[Item], at: int, lexicon: Lexicon) -> int:
    """Return where the verb group begins that ends in the verb at ``at``: auxiliaries, adverbs, negations, clitics."""
    start = at
    while start > 0 and at - start < REACH:
        item = items[start - 1]
        if item.kind == "word" and _is_verbal(items, start - 1, lexicon):
            start -= 1
        elif item.folded == "part" and start > _FOR_ONES_PART and items[start - _FOR_ONES_PART].folded == "pour":
            start -= _FOR_ONES_PART
        elif lexicon.language == "fr" and (item.text == "-" or _is_inverted_pronoun(items, start - 1, lexicon)):
            start -= 1
        else:
            break
    while start < at and lexicon.is_in(items[start].folded, "determiners") and not _is_verbal(items, start, lexicon):
        start += 1
    return start


def _is_inverted_pronoun(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a French pronoun follows its auxiliary ("a-t-il")."""
    return at > 0 and items[at - 1].text == "-" and lexicon.is_in(items[at].folded, "personal")


def _is_verbal(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    folded = items[at].folded
    if lexicon.language == "en" and folded.endswith("ly") and not items[at].is_capital and len(folded) > _ABBREVIATED:
        return True
    return lexicon.is_in(folded, "auxiliaries", "adverbs", "negations", "clitics")


def subject_before(items: Sequence[Item], end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the items of the noun phrase that ends right before ``end``, with its apposition; None where none does."""
    stop = head_end = end = _before_day(items, end, lexicon)
    if end > 1 and items[end - 1].text in _PARENTHETIC:
        closed = items[end - 1]
        found = _apposition_start(items, end - 1, lexicon) if closed.text == "," else _dash_before(items, end - 1)
        if found is None:
            return None
        head_end = found
        if closed.text == "," and (
            lexicon.is_in(items[found + 1].folded, "prepositions", "subordinators", "adverbs", "contrasts")
            or (items[found + 1].folded in lexicon.verbs and is_gerund(items[found + 1].folded, lexicon))
        ):
            stop = found  # "Clinton, after the vote in March, said": what stands between is no part of her
    elif end > 1 and items[end - 1].text == ")":
        head_end = next((i for i in range(end - 2, max(-1, end - REACH), -1) if items[i].text == "("), end)
    start = _phrase_start(items, head_end, lexicon)
    for _ in range(_APPOSITIONS):
        if start < head_end and start > 1 and items[start - 1].text == "," and _continues_apposition(items, start):
            head_end = start - 1
            start = _phrase_start(items, head_end, lexicon)
    if start >= head_end or stop - start > REACH:
        return None
    last = items[head_end - 1]
    if last.kind == "word" and (
        lexicon.is_in(last.folded, "prepositions", "apposition") or last.text.endswith(("'s", "’s"))
    ):
        return None
    return start, stop


def _before_day(items: Sequence[Item], end: int, lexicon: Lexicon) -> int:
    """Return where a subject ends that a day follows: "the commission on Tuesday said"."""
    day = (
        end > 1
        and lexicon.is_in(items[end - 1].folded, "weekdays")
        and not lexicon.is_in(items[end - 2].folded, "determiners")
    )
    if not day:
        return end
    return (
        end - 2
        if lexicon.is_in(items[end - 2].folded, "prepositions")
        else end - 1
        if items[end - 1].is_capital
        else end
    )


_PARENTHETIC = frozenset({",", "—", "–", "-"})
_APPOSITIONS = 3


def _dash_before(items: Sequence[Item], dash: int) -> int | None:
    """Return the index of the dash that opens what the dash at ``dash`` closes; a hyphen inside a word is none."""
    if items[dash].start == items[dash - 1].end and items[dash].text == "-":
        return None
    for at in range(dash - 1, max(0, dash - REACH), -1):
        if items[at].text == items[dash].text and (items[at].text != "-" or items[at].start > items[at - 1].end):
            return at
        if items[at].kind == "quote" and items[at].full:
            return None
    return None


def _continues_apposition(items: Sequence[Item], start: int) -> bool:
    """Tell whether the phrase at ``start``, behind a comma, still describes the name before it (", 22, of Flint")."""
    item = items[start]
    return item.kind == "figure" or (item.kind == "word" and item.folded in {"of", "from", "de", "из", "з"})


def _apposition_start(items: Sequence[Item], comma: int, lexicon: Lexicon) -> int | None:
    """Return the index of the comma that opens the apposition which ``comma`` closes."""
    for at in range(comma - 1, max(0, comma - REACH), -1):
        item = items[at]
        if (item.text in _STOPS and item.text not in ".()") or (item.kind == "quote" and item.full):
            return None
        if item.text == "," and _opens_apposition(items, at, lexicon, adverbial=True):
            return at if _is_nominal(items, at + 1, comma, lexicon) else None
    return None


def _opens_apposition(items: Sequence[Item], comma: int, lexicon: Lexicon, *, adverbial: bool = False) -> bool:
    """Tell whether what follows the comma describes the noun before it."""
    item = items[comma + 1]
    before = items[comma - 1]
    if before.kind not in ("word", "figure", "quote") or lexicon.is_in(before.folded, "adverbs", "conjunctions"):
        return False
    if lexicon.is_in(item.folded, "conjunctions", "personal") or item.text == ",":
        return False
    if item.folded in lexicon.verbs and not (adverbial and is_gerund(item.folded, lexicon)):
        return False
    if lexicon.is_in(item.folded, "prepositions", "subordinators", "adverbs", "contrasts") and comma >= 1:
        return adverbial and before.kind == "word"
    return (
        item.kind == "figure"
        or lexicon.is_in(item.folded, "determiners", "relatives", "roles")
        or (item.kind == "word" and not lexicon.is_in(item.folded, "subordinators", "prepositions"))
    )


def _is_nominal(items: Sequence[Item], start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether no finite verb stands between ``start`` and ``end``, but in a relative clause."""
    relative = False
    for item in items[start:end]:
        relative = relative or (item.kind == "word" and lexicon.is_in(item.folded, "relatives", "subordinators"))
        if not relative and item.kind == "word" and lexicon.is_in(item.folded, "auxiliaries"):
            return False
    return True


def _phrase_start(items: Sequence[Item], end: int, lexicon: Lexicon) -> int:
    """Return where the noun phrase begins that ends before ``end``: at the nearest boundary to the left."""
    start = end
    if start and lexicon.is_in(items[start - 1].folded, "pronouns") and items[start - 1].kind == "word":
        return _widen_pronoun(items, start - 1, lexicon)
    while start > max(0, end - REACH):
        item = items[start - 1]
        if item.kind == "quote":
            if item.full:
                break
        elif item.kind == "mark":
            if item.text == "." and start > 1 and (len(items[start - 2].text) <= _ABBREVIATED) and start < end:
                start -= 1
                continue
            if item.text in {"-", "'", "’", "&", "/", "."} and start < end and item.text != ".":
                start -= 1
                continue
            break
        elif (
            lexicon.is_in(item.folded, "subordinators")
            or is_finite_sign(item, lexicon)
            or (
                lexicon.is_in(item.folded, "conjunctions")
                and (start <= 1 or not _joins_names(items, start - 1, end, lexicon))
            )
        ):
            break
        start -= 1
    return _trim_start(items, start, end, lexicon)


_ABBREVIATED = 4


def _widen_pronoun(items: Sequence[Item], at: int, lexicon: Lexicon) -> int:
    """Return where the phrase begins whose last word is a pronoun ("the former", "some of them")."""
    if lexicon.is_in(items[at].folded, "personal"):
        return at
    start = at
    while start > 0 and items[start - 1].kind == "word" and lexicon.is_in(items[start - 1].folded, "determiners"):
        start -= 1
    return start


def _joins_names(items: Sequence[Item], at: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the conjunction at ``at`` joins two parts of a noun phrase and not two clauses."""
    if at + 1 >= end or items[at - 1].kind not in ("word", "quote"):
        return False
    left, right = items[at - 1], items[at + 1]
    if lexicon.is_in(right.folded, "personal"):
        return False
    return left.is_capital == right.is_capital or lexicon.is_in(right.folded, "determiners")


def _trim_start(items: Sequence[Item], start: int, end: int, lexicon: Lexicon) -> int:
    """Return ``start`` past words that open a clause and belong to no noun phrase ("But", "Then", "Yesterday")."""
    while start < end and items[start].kind == "word" and lexicon.is_in(items[start].folded, "conjunctions", "adverbs"):
        start += 1
    while start < end and items[start].kind == "mark":
        start += 1
    return start


def phrase_after(
    items: Sequence[Item], start: int, lexicon: Lexicon, *, wide: bool = False, initial: bool = False
) -> int:
    """Return where the noun phrase ends that begins at ``start``, its apposition included.

    A ``wide`` phrase keeps places and times ("according to a report published on Monday"). Behind an ``initial`` one a
    comma mostly leads to the content ("According to the union, the crack ...").
    """
    end = start
    while end < len(items) and end - start < REACH:
        item = items[end]
        if item.kind == "quote" and item.full:
            break
        if item.kind == "mark":
            if item.text == "," and initial and not _is_sure_apposition(items, end + 1, lexicon):
                break
            if not _goes_on(items, end, start, lexicon):
                break
            wide = wide or item.text == ","
        elif item.kind == "word" and end > start and not wide:
            if lexicon.is_in(item.folded, "relatives"):
                wide = True
            elif _ends_phrase(items, end, lexicon):
                break
        end += 1
    while end > start and (
        (items[end - 1].kind == "mark" and items[end - 1].text != ")")
        or (items[end - 1].kind == "word" and lexicon.is_in(items[end - 1].folded, "conjunctions", "subordinators"))
    ):
        end -= 1
    return end


def _ends_phrase(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the word at ``at`` belongs no more to the noun phrase: an adjunct, a clause, a finite verb."""
    word = items[at].folded
    if lexicon.is_in(word, "adjuncts") and not lexicon.is_in(word, "modifiers"):
        joins = lexicon.is_in(word, "conjunctions") and at + 1 < len(items) and _joins_names(items, at, at + 2, lexicon)
        return not joins
    return lexicon.is_in(word, "subordinators") or is_finite_sign(items[at], lexicon)


def _is_sure_apposition(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the words at ``at`` describe a name for sure: "a farmer,", "who lives ..."."""
    if at >= len(items):
        return False
    if lexicon.is_in(items[at].folded, "relatives") and items[at].folded not in {"qui", "dont"}:
        return True
    if not lexicon.is_in(items[at].folded, "apposition", "roles"):
        return False
    stop = next((i for i in range(at, min(len(items), at + 12)) if items[i].text in {",", "."}), 0)
    return bool(stop) and items[stop].text == "," and _is_nominal(items, at, stop, lexicon)


def _goes_on(items: Sequence[Item], at: int, start: int, lexicon: Lexicon) -> bool:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Tell whether a noun phrase goes on behind the mark at ``at``."""
    text = items[at].text
    if at + 1 >= len(items):
        return False
    if text in "-'’&/()":
        return True
    if text == "." and len(items[at - 1].text) <= _ABBREVIATED and items[at].start == items[at - 1].end:
        return items[at + 1].kind == "word"
    if text != "," or at <= start or not _opens_apposition(items, at, lexicon):
        return False
    first = items[at + 1]
    second = items[at + 2] if at + 2 < len(items) else first
    if first.kind == "figure":
        return second.text == ","  # an age
    if lexicon.is_in(first.folded, "determiners", "relatives", "roles"):
        return True
    closed = (
        lexicon.is_in(first.folded, "adjuncts", "prepositions", "adverbs")
        or is_gerund(first.folded, lexicon)
        or (lexicon.language != "en" and shows_verb(first, lexicon))
    )
    return not closed and lexicon.is_in(second.folded, "prepositions") and first.kind == "word"
