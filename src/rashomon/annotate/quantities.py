"""Quantities: amounts with their unit, bound, what they count and as of when; never years, dates, hours or labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.amounts import Amount, read_amount, touches
from rashomon.annotate.counted import Counted, find_counted, find_paid
from rashomon.annotate.document import Document
from rashomon.annotate.frequencies import Frequency, read_frequency
from rashomon.annotate.quantity_words import QuantityWords, open_words
from rashomon.annotate.times import find_times
from rashomon.datamodel import Quantity, Span, TimeExpression
from rashomon.text.tokens import Token, tokenize

_LANGUAGES = frozenset({"en", "fr", "ru", "uk", "de", "es"})
_OLDEST = 116
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "ers", "ere", "re", "e", "eme", "emes", "го", "й", "я", "е", "ой",
                       "му", "м", "х", "га", "ї", "ти", "ій", "ша", "та", "ше", "те"})  # fmt: skip
_HYPHENS = frozenset("-‐‑–")
_AGE_STEMS = ("летн", "річн")
_MONEY_REACH = 8
_DAY = len("2030-01-01")
_DURATIONS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})
_OUTCOMES = frozenset({"death", "injury", "detention", "displacement", "missing"})
_AND = frozenset({",", "and", "et", "и", "і", "й", "та"})
_QUAKES = frozenset({"magnitude", "quake", "earthquake", "seisme", "магнитудой", "магнитуда", "магнитуды", "магнітудою",
                     "магнітуда", "землетрясение", "землетрус"})  # fmt: skip
_TO = frozenset({"to", "a", "до"})
_PASSES = frozenset({"passes", "passed", "passing", "past", "crosses", "crossed"})
_RATIO = frozenset({"sur", "of", "из", "із"})
_SHARE_FOLLOWS = frozenset({"of", "the", "its", "their", "all", "de", "des", "du", "d", "les"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    document: Document
    tokens: tuple[Token, ...]
    words: QuantityWords
    language: str
    taken: frozenset[int]
    as_of: tuple[tuple[Span, str], ...]

    def folded(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def as_of_at(self, at: int) -> str | None:
        """Return the day that the sentence of token ``at`` gives for its figures: "as of Tuesday"."""
        start = self.tokens[at].start
        place = bisect_right(self.as_of, start, key=lambda one: one[0].start) - 1
        return self.as_of[place][1] if place >= 0 and start < self.as_of[place][0].end else None


def _make_context(document: Document, times: Sequence[TimeExpression]) -> _Context:
    tokens = tokenize(document.text, document.language)
    words = open_words(document.language)
    taken: set[int] = set()
    as_of: list[tuple[Span, str]] = []
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    spans = iter(times)
    current = next(spans, None)
    for at, token in enumerate(tokens):
        place = document.normal.starts[token.start]
        while sentence and sentence.end <= token.start:
            sentence = next(sentences, None)
        while current and current.span.end <= place:
            current = next(spans, None)
        if current and current.span.start <= place:
            taken.add(at)
            day = _past_day(document, current)
            if sentence and day and at - 1 not in taken and words.as_of.match_before(tokens, at):
                as_of.append((sentence, day))
    language = document.language if document.language in _LANGUAGES else "en"
    return _Context(
        document=document, tokens=tokens, words=words, language=language, taken=frozenset(taken), as_of=tuple(as_of)
    )


def _past_day(document: Document, time: TimeExpression) -> str | None:
    """Return the day of a resolved time that is not after the article's own date."""
    value = time.value or ""
    published = document.article.date_published
    if len(value) < _DAY or not value[:_DAY].replace("-", "").isdecimal():
        return None
    return value[:_DAY] if published is None or value[:_DAY] <= published.value[:_DAY] else None


def _is_ordinal(ctx: _Context, amount: Amount) -> bool:
    """Tell whether figures carry an ordinal ending: 4th, 1er, 15-й."""
    end = amount.last
    if not touches(ctx.tokens, end):
        return False
    if ctx.folded(end) in _ORDINALS:
        return True
    return ctx.tokens[end].text in _HYPHENS and touches(ctx.tokens, end + 1) and ctx.folded(end + 1) in _ORDINALS


def _is_tied(ctx: _Context, amount: Amount) -> bool:
    """Tell whether the number is part of a name or code: F-16, COVID-19, 24/7, №5, G7, 10:1, 192.168.0.1."""
    tokens, first, last = ctx.tokens, amount.number, amount.last
    if first and touches(tokens, first) and not amount.signed:
        before = tokens[first - 1]
        if before.kind in {"word", "figure"} or before.text in "-‐‑/#№:._@&+\\*='’":
            decade = tokens[last].folded == "s" if last < len(tokens) else False
            return before.text not in "'’" or decade
    if not touches(tokens, last):
        return False
    after = tokens[last]
    follows = touches(tokens, last + 1)
    if after.kind == "word":
        return not amount.unit
    return (
        after.text == "+"
        or (after.text in "/:@_=\\" and follows)
        or (after.text in _HYPHENS and follows and tokens[last + 1].kind == "figure")
    )


def _is_list_mark(ctx: _Context, amount: Amount) -> bool:
    """Tell whether a bare number opens a line and a mark follows: "1. ", "2) "."""
    opens = amount.number == 0 or ctx.tokens[amount.number - 1].kind == "break"
    return opens and amount.bare and ctx.folded(amount.last) in {".", ")", "]", "", "\n", "|"}


def _is_label(ctx: _Context, amount: Amount, counted: Counted | None) -> bool:
    """Tell whether the number is a name: "Hill 311", "page 4", "Article 5", "Flight 370"."""
    if not amount.bare and amount.unit:
        return False
    at = amount.number - 1
    if at < 0 or amount.first != amount.number or ctx.tokens[at].kind != "word":
        return (at >= 0 and ctx.tokens[at].text in "#№§") or (
            ctx.folded(at) == "." and ctx.folded(at - 1) in {"no", "nos"}
        )
    if ctx.folded(at) in ctx.words.labels:
        return counted is None or ctx.folded(at) in {"no", "nos", "number", "numéro", "№"}
    name = ctx.tokens[at].is_capital and not ctx.words.actives.match_before(ctx.tokens, at + 1)
    return name and counted is None and amount.unit is None


def _is_year(ctx: _Context, amount: Amount, counted: Counted | None) -> bool:
    """Tell whether four bare figures from 1900 to 2099 are a year: they count only where a bound or person says so."""
    token = ctx.tokens[amount.number]
    year = amount.bare and len(token.text) == 4 and token.text.isdecimal()  # noqa: PLR2004 - the figures of a year
    if not year or not _FIRST_YEAR <= amount.low < _LAST_YEAR:
        return False
    people = counted is not None and (counted.name in ctx.words.human or counted.name.split(" ")[-1] in _OUTCOMES)
    return amount.first == amount.number and not people


def _is_pronoun(ctx: _Context, amount: Amount, counted: Counted | None) -> bool:
    """Tell whether "one", "un", "один" is an article or pronoun: it counts only what a list names."""
    token = ctx.tokens[amount.number]
    if amount.high != 1 or token.kind == "figure" or amount.last != amount.number + 1 + (1 if amount.unit else 0):
        return False
    if ctx.folded(amount.number - 1) in ctx.words.one_before or ctx.folded(amount.number + 1) in ctx.words.one_of:
        return True
    if amount.unit:
        return ctx.language != "en" or amount.first == amount.number
    outcome = counted is not None and counted.name.rpartition(" ")[2] in _OUTCOMES
    return not outcome and (ctx.language != "en" or counted is None)


def _age(ctx: _Context, amount: Amount) -> Amount | None:
    """Return the amount as an age, its tokens widened: "Crane, 61,", "aged 79", "79-year-old", "79-летний"."""
    if not 0 < amount.low <= _OLDEST:
        return None
    tokens, first, last = ctx.tokens, amount.number, amount.last
    before = ctx.words.ages.match_before(tokens, amount.first)
    if before and (amount.bare or amount.unit == "years"):
        return replace(amount, first=before[1], unit="years")
    if amount.unit == "years" and ctx.language == "en":
        place = last + 1 if ctx.folded(last) in _HYPHENS else last
        return replace(amount, last=place + 1) if ctx.folded(place) == "old" else None
    stem = ctx.folded(last + 1)
    if amount.bare and ctx.folded(last) in _HYPHENS and touches(tokens, last) and stem.startswith(_AGE_STEMS):
        return replace(amount, last=last + 2, unit="years")
    commas = ctx.folded(first - 1) == "," and ctx.folded(last) in {",", ".", ")", ";"} and amount.first == first
    named = first > 1 and tokens[first - 2].is_capital and tokens[first - 2].kind == "word"
    if commas and named and (amount.unit == "years" or (amount.bare and amount.low == amount.high and amount.low >= 1)):
        years = amount.unit == "years" and ctx.language != "en"
        return replace(amount, unit="years") if years or (amount.unit is None and ctx.language == "en") else None
    return None


def _currency(ctx: _Context, amount: Amount) -> Amount | None:
    """Return an amount of money in a currency that no list has: the words around say that it is money."""
    place = amount.last + (0 if amount.bare or ctx.folded(amount.last) not in {"of", "de", "d"} else 1)
    if amount.unit or place >= len(ctx.tokens) or ctx.tokens[place].kind != "word" or ctx.tokens[place].is_capital:
        return None
    listed = (ctx.words.nouns, ctx.words.predicates, ctx.words.outcome_nouns)
    if ctx.folded(place) in ctx.words.stops | ctx.words.helpers or any(t.match(ctx.tokens, place) for t in listed):
        return None
    for at in range(amount.first - 1, max(-1, amount.first - _MONEY_REACH), -1):
        if ctx.tokens[at].kind == "break" or ctx.tokens[at].text in ".;!?":
            return None
        if ctx.words.money.match(ctx.tokens, at):
            return replace(amount, last=place + 1, unit=ctx.folded(place))
    return None


def _settled(ctx: _Context, amount: Amount, counted: Counted | None) -> Amount:
    """Return ``amount`` with "до" read as "to", no limit, where a count has moved: "число погибших выросло до 17"."""
    if counted and counted.toll and amount.bound == "exact" and ctx.folded(amount.first - 1) in _PASSES:
        return replace(amount, first=amount.first - 1, bound="at_least")
    limit = amount.bound == "at_most" and amount.first == amount.number - 1 and ctx.folded(amount.first) == "до"
    if not limit:
        return amount
    start = max(0, amount.first - _MONEY_REACH)
    moved = any(ctx.words.change.match(ctx.tokens, at) for at in range(start, amount.first))
    return replace(amount, first=amount.number, bound="exact") if moved or (counted and counted.toll) else amount


def _span(ctx: _Context, first: int, last: int) -> Span:
    return ctx.document.to_article(Span(start=ctx.tokens[first].start, end=ctx.tokens[last - 1].end))


def _refuses(ctx: _Context, amount: Amount, counted: Counted | None) -> bool:
    return (
        _is_list_mark(ctx, amount)
        or _is_label(ctx, amount, counted)
        or _is_year(ctx, amount, counted)
        or _is_pronoun(ctx, amount, counted)
        or _is_loose(ctx, amount, counted)
    )


def _is_loose(ctx: _Context, amount: Amount, counted: Counted | None) -> bool:
    """Tell whether a range, a share or a joined number has nothing that makes it an amount ("3-2", "a third man")."""
    if amount.share and amount.last - amount.number < 3:  # noqa: PLR2004 - "nine in ten" is a share by itself
        return amount.last >= len(ctx.tokens) or ctx.folded(amount.last) not in _SHARE_FOLLOWS
    if amount.joined and not amount.unit:
        return counted is None or ctx.tokens[amount.number].kind == "word"  # one-sided
    if counted is None and amount.unit is None and amount.first == amount.number and amount.low == amount.high:
        words_alone = ctx.tokens[amount.number].kind == "word"
        return words_alone or ctx.folded(amount.number - 1) in _RATIO
    return amount.low < amount.high and amount.bare and counted is None


def _read(ctx: _Context, at: int, previous: Counted | None) -> tuple[Amount, Counted | None] | None:
    """Return the amount that begins at token ``at`` with what it counts, None where no amount does."""
    amount = read_amount(ctx.tokens, at, ctx.words, ctx.language)
    if amount is None or any(place in ctx.taken for place in range(amount.number, amount.last)):
        return None
    if _is_ordinal(ctx, amount) or _is_tied(ctx, amount):
        return None
    age = _age(ctx, amount)
    if age:
        return age, Counted(name="age", last=age.last)
    counted = None if amount.signed and amount.joined else find_counted(ctx.tokens, amount, ctx.words)
    if amount.unit in _DURATIONS:
        counted = None
    if amount.bare and amount.low != int(amount.low):
        counted = _magnitude(ctx, amount)
    money = _currency(ctx, amount)
    if money:
        return money, find_paid(ctx.tokens, money, ctx.words)
    if _refuses(ctx, amount, counted):
        return None
    if counted is None and amount.unit in ctx.words.currencies:
        counted = find_paid(ctx.tokens, amount, ctx.words)
    amount = _settled(ctx, amount, counted)
    joined = previous is not None and previous.left and counted is not None and counted.name in ctx.words.human
    if joined and previous and counted:
        outcome = previous.name.rpartition(" ")[2]
        counted = Counted(name=f"{counted.name} {outcome}", last=counted.last, left=True)
    return amount, counted


def _magnitude(ctx: _Context, amount: Amount) -> Counted | None:
    """Return the magnitude that a bare fraction gives ("a 6.6 quake", "magnitude of 7.2"): it cannot count things."""
    near = {ctx.folded(at) for at in range(amount.first - 3, amount.last + 3)}
    return Counted(name="magnitude", last=amount.last) if near & _QUAKES else None


def _follows(ctx: _Context, last: int, first: int) -> bool:
    """Tell whether nothing but a comma or an "and" stands between two amounts."""
    return 0 < first - last < 3 and all(ctx.folded(at) in _AND for at in range(last, first))  # noqa: PLR2004 - ", and"


def find_quantities(document: Document, times: Sequence[TimeExpression] | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of the article in order, apart from one another; spans index the article's text.

    ``times`` are those of ``find_times(document)``; where they are left out they are looked for here.

    A span covers the bound, the number, the unit and the noun counted where they stand together ("at least 14
    dead"). ``counted`` is one English word for common things and outcomes in all languages ("death", "person"), a
    singular noun otherwise; who it befell stands before an outcome ("soldier death"). Left out: years, dates, hours,
    ordinals, codes, numbers that are names. How often something happens has a unit such as "per week".
    """
    ctx = _make_context(document, find_times(document) if times is None else times)
    found: list[Quantity] = []
    previous: tuple[Counted | None, int] = (None, -1)
    at = 0
    while at < len(ctx.tokens):
        often = read_frequency(ctx.tokens, at, ctx.language)
        if often:
            found.append(_as_quantity(ctx, often))
            previous = (None, often.last)
            at = often.last
            continue
        read = _read(ctx, at, previous[0] if _near(ctx, previous[1], at) else None)
        if read is None:
            at += 1
            continue
        amount, counted = read
        last = counted.last if counted else amount.last
        floor = max(0, previous[1])
        found.append(
            Quantity(
                span=_span(ctx, max(amount.first, floor), last),
                low=amount.low,
                high=amount.high,
                unit=amount.unit,
                bound=amount.bound,
                counted=counted.name if counted else None,
                as_of=None if amount.unit == "years" else ctx.as_of_at(amount.number),
            )
        )
        if len(found) > 1 and amount.first == previous[1] + 1 and ctx.folded(previous[1]) in _TO:
            found[-2:-1] = [_with_partner(found[-2], found[-1])]
        previous = (counted, last)
        at = max(last, at + 1)
    return tuple(found)


def _as_quantity(ctx: _Context, often: Frequency) -> Quantity:
    """Return a frequency as a quantity, its unit "per week"."""
    return Quantity(
        span=_span(ctx, often.first, often.last), low=often.value, high=often.value, unit=often.unit, counted="time"
    )


def _with_partner(before: Quantity, after: Quantity) -> Quantity:
    """Return the first figure of "from 12 to 14 dollars" with what the second says of both."""
    bare = before.unit is None and before.counted is None
    return replace(before, unit=after.unit, counted=after.counted) if bare else before


def _near(ctx: _Context, last: int, at: int) -> bool:
    return last > 0 and _follows(ctx, last, at)
