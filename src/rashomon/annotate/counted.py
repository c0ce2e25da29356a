"""What an amount counts: the noun behind it, or the deaths, injuries, arrests it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.amounts import Amount, touches
from rashomon.annotate.quantity_words import QuantityWords
from rashomon.text.phrases import PhraseTable
from rashomon.text.tokens import Token

_REACH = 5
_TOLL_REACH = 9
_MOVED_REACH = 14  # "raised the number of … to five": the little word before the amount ties it to a far noun
_MOVED_TO = frozenset({"to", "a", "до"})
_HELPERS = 5
_SLAVIC_ADJECTIVE = re.compile(
    r"(?:ых|их|ые|ие|ый|ий|ой|ого|его|ную|ная|ное|ной|ными|ним|ими|ні|ний|ної|них|іх|ською|ські)\Z"
)
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life", "wives": "wife",
    "feet": "foot", "mice": "mouse", "media": "media", "knives": "knife", "wolves": "wolf", "halves": "half",
}  # fmt: skip
_SINGULAR_S = ("ss", "us", "is", "news")
_OF = {"en": ("of",), "fr": ("de", "d", "des", "du"), "ru": ("из",), "uk": ("з", "із")}
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "our",
        "all",
        "these",
        "those",
        "le",
        "la",
        "les",
        "l",
        "ses",
        "leurs",
    ]
)
_ANYONE = frozenset({"person", "other", "resident"})
_SEXES = frozenset({"man", "woman"})
_CLAUSE = 12
_DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their", "this", "that"})
_HYPHENS = frozenset("-‐‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A folded name of what is counted, and the token up to which the phrase with the amount reaches.

    ``left`` tells that a verb before the amount gave it an outcome, which goes on for what is counted next; ``toll``
    that the amount is a running count ("the toll rose to 17").
    """

    name: str
    last: int
    left: bool = False
    toll: bool = False


def singular(word: str, language: str) -> str:
    """Return the folded English or French noun ``word`` in a singular form; other languages as it stands."""
    if language not in {"en", "fr"} or word in _IRREGULAR:
        return _IRREGULAR.get(word, word)
    if language == "fr":
        return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word  # noqa: PLR2004
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - families, not ties
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S) else word  # noqa: PLR2004


def _is_plural(word: str, language: str) -> bool:
    if language == "fr":
        return word.endswith(("s", "x"))
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S))  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    name: str
    last: int


def _is_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word"


def _skip_of(tokens: Sequence[Token], at: int, language: str) -> int:
    """Return the token after "of the", "de", at ``at``; ``at`` itself where none stands there."""
    if _is_word(tokens, at) and tokens[at].folded in _OF.get(language, ()):
        at += 1
        while _is_word(tokens, at) and tokens[at].folded in _ARTICLES:
            at += 1
    return at


def find_noun(tokens: Sequence[Token], at: int, words: QuantityWords, *, many: bool) -> _Noun | None:
    """Return the head noun of what stands at ``at``; ``many`` where it must be a plural."""
    if words.language in {"ru", "uk"}:
        return _slavic_noun(tokens, at, words)
    return _french_noun(tokens, at, words, many) if words.language == "fr" else _english_noun(tokens, at, words, many)


def _known(tokens: Sequence[Token], at: int, words: QuantityWords) -> _Noun | None:
    known = words.nouns.match(tokens, at)
    return _Noun(name=known[0], last=known[1]) if known else None


def _english_noun(tokens: Sequence[Token], at: int, words: QuantityWords, many: bool) -> _Noun | None:  # noqa: FBT001 - internal
    head: _Noun | None = None
    place = at
    while place < min(at + _REACH, len(tokens)):
        token = tokens[place]
        if token.text in _HYPHENS and touches(tokens, place) and touches(tokens, place + 1):
            place += 1
            continue
        known = _known(tokens, place, words)
        if token.kind != "word" or (token.folded in words.stops and not known):
            break
        if place > at and (words.predicates.match(tokens, place) or (not many and token.folded.endswith("ed"))):
            break
        if known:
            compound = known.last < len(tokens) and _is_plural(tokens[known.last].folded, "en") and not _ends(
                tokens, known.last, words)  # fmt: skip
            if not (compound and not _is_plural(tokens[known.last - 1].folded, "en")):
                return known
            place = known.last
            continue
        if not many and place > at and _is_plural(token.folded, "en"):
            break  # one baker reckons
        head = _Noun(name=singular(token.folded, "en"), last=place + 1)
        doubled = (
            place + 1 < len(tokens)
            and _is_plural(tokens[place + 1].folded, "en")
            and not _ends(tokens, place + 1, words)
        )
        if many and _is_plural(token.folded, "en") and not doubled:
            return head
        place += 1
    return None if many else head


def _ends(tokens: Sequence[Token], at: int, words: QuantityWords) -> bool:
    return tokens[at].kind != "word" or tokens[at].folded in words.stops


def _french_noun(tokens: Sequence[Token], at: int, words: QuantityWords, many: bool) -> _Noun | None:  # noqa: FBT001 - internal
    place = at
    while _is_word(tokens, place) and tokens[place].folded in words.no_head and place < at + 2:
        place += 1
    if not _is_word(tokens, place):
        return None
    known = _known(tokens, place, words)
    if known:
        return known
    word = tokens[place].folded
    if word in words.stops or (many and not _is_plural(word, "fr")):
        return None
    return _Noun(name=singular(word, "fr"), last=place + 1)


def _slavic_noun(tokens: Sequence[Token], at: int, words: QuantityWords) -> _Noun | None:
    for place in range(at, min(at + _REACH, len(tokens))):
        if tokens[place].kind != "word" or tokens[place].folded in words.stops:
            return None
        known = _known(tokens, place, words)
        if known:
            return known
        if tokens[place].folded.endswith(words.not_counted):
            return None
        if not _SLAVIC_ADJECTIVE.search(tokens[place].folded):
            return _Noun(name=tokens[place].folded, last=place + 1)
    return None


def find_counted(tokens: Sequence[Token], amount: Amount, words: QuantityWords) -> Counted | None:
    """Return what ``amount`` counts, None where neither side of it tells."""
    at = _skip_of(tokens, amount.last, words.language)
    if at > amount.last and at < len(tokens) and tokens[at].kind == "figure":
        at += 1  # 14 of the 20 crew
    outcome = words.outcome_nouns.match(tokens, at) or (
        words.predicates.match(tokens, at) if at == amount.last else None
    )
    many = amount.high != 1
    if amount.signed or amount.unit:
        many = not (amount.first and tokens[amount.first - 1].folded in _DETERMINERS)
    if outcome:
        noun = find_noun(tokens, outcome[1], words, many=many) if words.language in {"en", "ru", "uk"} else None
        return _join(outcome[0], noun, words, outcome[1])
    noun = find_noun(tokens, at, words, many=many)
    if noun is None:
        return _after_helpers(tokens, at, words, None) or _from_left(tokens, amount, None, words)
    trailing = _trailing_outcome(tokens, at, noun, words)
    if trailing:
        return trailing
    return _after_helpers(tokens, noun.last, words, noun) or _from_left(tokens, amount, noun, words) or Counted(
        name=noun.name, last=noun.last)  # fmt: skip


def _join(outcome: str, noun: _Noun | None, words: QuantityWords, last: int) -> Counted:
    """Return an outcome with those it befell: a "death", or a "soldier death"."""
    if outcome == "detention" and noun is not None and noun.name in _SEXES:
        return Counted(name=outcome, last=max(last, noun.last))  # two men arrested are two people arrested
    if noun is None or noun.name in _ANYONE or noun.name in words.persons or noun.name == outcome:
        return Counted(name=outcome, last=max(last, noun.last) if noun else last)
    return Counted(name=f"{noun.name} {outcome}", last=max(last, noun.last))


def _trailing_outcome(tokens: Sequence[Token], at: int, noun: _Noun, words: QuantityWords) -> Counted | None:
    """Return the outcome of "14 civilian deaths": a noun of outcome at the end of what is counted."""
    for place in range(at, noun.last + 1):
        outcome = words.outcome_nouns.match(tokens, place)
        if outcome and outcome[1] >= noun.last and place > at:
            before = find_noun(tokens[:place], at, words, many=False)
            return _join(outcome[0], before, words, outcome[1])
    return None


def _after_helpers(tokens: Sequence[Token], at: int, words: QuantityWords, noun: _Noun | None) -> Counted | None:
    """Return the outcome told behind what is counted: "14 people were reported killed"."""
    for place in range(at, min(at + _HELPERS + 1, len(tokens))):
        outcome = words.predicates.match(tokens, place)
        if outcome:
            if place == at and noun and _has_object(tokens, outcome[1], words):
                return None
            return _join(outcome[0], noun, words, outcome[1] if place == at else at)
        if not _is_word(tokens, place) or tokens[place].folded not in words.helpers:
            return None
    return None


def _has_object(tokens: Sequence[Token], at: int, words: QuantityWords) -> bool:
    """Tell whether a verb that ends before ``at`` acts on something: "two men killed the mayor"."""
    if at >= len(tokens) or words.language != "en":
        return False
    token = tokens[at]
    if token.folded in _ARTICLES or token.kind == "figure":
        return True
    bound = words.before.match(tokens, at)
    if bound:  # killed over 100, but not arrested over the fire
        return bound[1] < len(tokens) and tokens[bound[1]].folded not in _ARTICLES
    return token.is_capital and token.folded not in words.stops


def _from_left(tokens: Sequence[Token], amount: Amount, noun: _Noun | None, words: QuantityWords) -> Counted | None:
    """Return the outcome told before the amount: "killed at least 14", "the death toll rose to 17"."""
    last = noun.last if noun else amount.last
    place = amount.first
    if place and tokens[place - 1].folded in {"another", "the", "a", "all", "de", "d"}:
        place -= 1
    active = words.actives.match_before(tokens, place)
    if active:
        return replace(_join(active[0], noun, words, last), left=True)
    if noun:
        return None
    return _toll(tokens, amount, words)


def _toll(tokens: Sequence[Token], amount: Amount, words: QuantityWords) -> Counted | None:
    moved = amount.first > 0 and tokens[amount.first - 1].folded in _MOVED_TO
    start = max(0, amount.first - (_MOVED_REACH if moved else _TOLL_REACH))
    for place in range(amount.first - 1, start - 1, -1):
        token = tokens[place]
        if token.kind == "break" or token.text in ".;!?":
            return None
        if token.folded not in words.tolls:
            continue
        found = _first(words.predicates, tokens, place, amount.first) or _first(
            words.outcome_nouns, tokens, max(0, place - 1), amount.first)  # fmt: skip
        if found:
            return Counted(name=found, last=amount.last, toll=True)
        if token.folded in {"toll", "bilan"}:
            return Counted(name="death", last=amount.last, toll=True)
        noun = find_noun(tokens, place + 2, words, many=True) if place + 2 < amount.first else None
        return Counted(name=noun.name, last=amount.last, toll=True) if noun and noun.last < amount.first else None
    return None


def _first(table: PhraseTable, tokens: Sequence[Token], start: int, end: int) -> str | None:
    return next((found[0] for place in range(start, end) if (found := table.match(tokens, place))), None)


def find_paid(tokens: Sequence[Token], amount: Amount, words: QuantityWords) -> Counted | None:
    """Return what an amount of money is for ("the repairs would cost at least £2 million"), None where untold."""
    for place in range(amount.first - 1, max(-1, amount.first - _CLAUSE), -1):
        if tokens[place].kind == "break" or tokens[place].text in ".;!?:":
            break
        if tokens[place].text == "," and place == amount.first - 1:
            break  # a list: what stood before belongs to the amount before
        found = words.paid.match(tokens, place)
        if found:
            return Counted(name=found[0], last=amount.last)
    following = words.paid.match(tokens, amount.last)
    return Counted(name=following[0], last=amount.last) if following else None
