"""Amounts: a number or range with its bound and unit, as it stands among tokens; what is counted comes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.quantity_words import QuantityWords
from rashomon.datamodel import Bound
from rashomon.text.numbers import Number, read_number
from rashomon.text.tokens import Token

_HYPHENS = frozenset("-‐‑–—")
_TO = {"en": ("to", "or"), "fr": ("à", "ou"), "ru": ("до", "или"), "uk": ("до", "або", "чи")}
_AND = {"en": "and", "fr": "et", "ru": "и", "uk": "і та й"}
_BETWEEN = {"en": "between", "fr": "entre", "ru": "между", "uk": "між"}
_FROM = {"en": "from", "fr": "de", "ru": "от с", "uk": "від з"}
_MAGNITUDES = {"k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9, "md": 1e9, "tn": 1e12}
_BOUNDS: dict[str, Bound] = {"at_least": "at_least", "at_most": "at_most", "about": "about"}
_HYPHENED = frozenset({"M", "B", "K", "m", "bn"})
_PERCENT = 100
_HALF = 0.5
_GENITIVES = frozenset({"тысячи", "тисячі"})
_MORE = frozenset({"more", "further", "additional", "extra", "full", "straight", "consecutive", "long"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number or range at tokens ``first`` to ``last`` (half-open), its bound and unit words within.

    ``number`` is the token where the number itself begins; ``signed`` tells that a sign of money stands with it,
    ``joined`` that a hyphen ties it to the unit ("a 10-day strike"), ``bare`` that it is figures and nothing more.
    """

    first: int
    number: int
    last: int
    low: float
    high: float
    bound: Bound = "exact"
    unit: str | None = None
    signed: bool = False
    joined: bool = False
    share: bool = False
    bare: bool = False


def touches(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether nothing stands between token ``at`` and the token before it."""
    return 0 < at < len(tokens) and tokens[at].start == tokens[at - 1].end


def _with_magnitude(tokens: Sequence[Token], number: Number) -> Number:
    """Return ``number`` with a letter that multiplies a sum of money (5m, 3bn, 2 Md)."""
    end = number.last
    if end + 1 < len(tokens) and tokens[end].text in _HYPHENS and touches(tokens, end) and touches(tokens, end + 1):
        end += 1 if tokens[end + 1].text in _HYPHENED else 0  # $250-M
    factor = _MAGNITUDES.get(tokens[end].folded) if end < len(tokens) and number.figures else None
    return replace(number, value=number.value * factor, last=end + 1, figures=False) if factor else number


def _read_signed(
    tokens: Sequence[Token], at: int, words: QuantityWords, language: str
) -> tuple[Number, str | None] | None:
    """Return the number at ``at`` and the sign of money before or after it; the sign is part of the number's tokens."""
    sign = words.signs.match(tokens, at)
    start = sign[1] if sign else at
    number = read_number(tokens, start, language)
    if number is None:
        return None
    if number.kind == "many" and tokens[start].folded in _GENITIVES and words.before.match_before(tokens, start):
        number = replace(number, value=number.value / 2, kind="exact")  # около тысячи: about one thousand
    if sign:
        number = _with_magnitude(tokens, number)
        return replace(number, first=at), sign[0]
    sign = words.signs.match(tokens, number.last)
    if sign is None and touches(tokens, number.last + 1):
        larger = _with_magnitude(tokens, number)
        sign = words.signs.match(tokens, larger.last)
        number = larger if sign else number
    if sign:
        return replace(number, last=sign[1]), sign[0]
    capital = number.last < len(tokens) and tokens[number.last].text in {"M", "K", "B"} and touches(tokens, number.last)
    return (_with_magnitude(tokens, number) if capital else number), None  # 7.4M without power


def _range_end(tokens: Sequence[Token], end: int, language: str, *, between: bool) -> int | None:
    """Return the token where the upper number of a range may begin after ``end``."""
    if end + 1 >= len(tokens):
        return None
    word = tokens[end].folded
    if between:
        return end + 1 if word in _AND.get(language, "and").split() else None
    if tokens[end].text in _HYPHENS:
        tied = touches(tokens, end) == touches(tokens, end + 1)
        return end + 1 if tied else None
    return end + 1 if word in _TO.get(language, ("to", "or")) else None


def _opens(tokens: Sequence[Token], at: int, words: dict[str, str], language: str) -> bool:
    return at > 0 and tokens[at - 1].folded in words.get(language, words["en"]).split()


def _changes(tokens: Sequence[Token], at: int, words: QuantityWords) -> bool:
    return any(words.change.match(tokens, place) for place in range(max(0, at - 7), at))


def read_amount(tokens: Sequence[Token], at: int, words: QuantityWords, language: str) -> Amount | None:
    """Return the amount that begins at token ``at`` with a number or a sign of money; None where there is none."""
    read = _read_signed(tokens, at, words, language)
    if read is None:
        return None
    number, sign = read
    amount = Amount(
        first=number.first,
        number=number.first,
        last=number.last,
        low=number.value,
        high=number.value,
        bound={"about": "about", "many": "at_least"}.get(number.kind, "exact"),  # type: ignore[arg-type]  # closed list
        unit=sign,
        signed=sign is not None,
        share=number.kind == "share",
        bare=number.figures and sign is None,
    )
    if number.kind == "exact":
        amount = _with_upper(tokens, amount, words, language) or amount
    return _with_bound(tokens, _with_unit(tokens, amount, words, language), words, language)


def _with_upper(tokens: Sequence[Token], low: Amount, words: QuantityWords, language: str) -> Amount | None:
    """Return ``low`` as the lower end of a range, where an upper end stands behind it."""
    between = _opens(tokens, low.first, _BETWEEN, language)
    opened = between or _opens(tokens, low.first, _FROM, language)
    start = _range_end(tokens, low.last, language, between=between)
    if start is None or (opened and not between and _changes(tokens, low.first, words)):
        return None
    if not between and words.change.match(tokens, low.first - 1):
        return None
    read = _read_signed(tokens, start, words, language)
    if read is None or read[0].kind != "exact":
        return None
    high, sign = read
    figures = low.bare and not high.figures
    scale = _scale_of(tokens, high, language) if figures or low.last == low.first + 1 else 1.0
    value = low.low * scale if low.low * scale < high.value and low.low < _PERCENT * 10 else low.low
    if value >= high.value:
        return None
    first = low.first - 1 if opened else low.first
    unit = low.unit or sign
    return replace(
        low, first=first, last=high.last, low=value, high=high.value, unit=unit, signed=unit is not None,
        bare=low.bare and high.figures,
    )  # fmt: skip


def _scale_of(tokens: Sequence[Token], number: Number, language: str) -> float:
    """Return the scale word at the end of ``number`` as a factor, 1 where there is none."""
    if number.last - number.first < 2:  # noqa: PLR2004 - a number word with its scale
        return 1.0
    head = read_number(tokens[number.first : number.last - 1], 0, language)
    return number.value / head.value if head and head.value and head.last == number.last - 1 - number.first else 1.0


def _with_unit(tokens: Sequence[Token], amount: Amount, words: QuantityWords, language: str) -> Amount:
    """Return ``amount`` with the unit behind it, hyphened or not; a share of a whole is a percentage."""
    end = amount.last
    if amount.share:
        return _with_share(tokens, amount, words, language)
    if amount.unit is not None:
        return amount
    joined = end < len(tokens) and tokens[end].text in _HYPHENS and touches(tokens, end) and touches(tokens, end + 1)
    unit = words.units.match(tokens, end + 1 if joined else end)
    if unit is None and not amount.bare and end < len(tokens) and tokens[end].folded in {"of", "de", "d"}:
        unit = words.units.match(tokens, end + 1)  # millions of dollars, 6,4 millions d'euros
    if unit is None and end < len(tokens) and tokens[end].folded in _MORE:
        unit = words.units.match(tokens, end + 1)  # three more years
    if unit is None:
        return replace(amount, joined=joined)
    close = amount.bare and len(tokens[unit[1] - 1].text) == 1 and tokens[unit[1] - 1].text.isupper()
    if close:  # "5 M", "3 T" are no metres and tonnes
        return amount
    last = unit[1]
    abbreviated = last < len(tokens) and tokens[last].text == "." and len(tokens[last - 1].text) <= 3  # noqa: PLR2004
    goes_on = abbreviated and last + 1 < len(tokens) and tokens[last + 1].text[0].islower()
    return replace(amount, last=last + 1 if goes_on else last, unit=unit[0], joined=joined, bare=False)


def _with_share(tokens: Sequence[Token], amount: Amount, words: QuantityWords, language: str) -> Amount:
    end = amount.last
    article = end < len(tokens) and tokens[end].folded in {"a", "an"} and language == "en"
    unit = words.units.match(tokens, end + 1 if article else end)
    if unit and unit[0] not in {"%", "pp"} and (amount.low == _HALF or (article and amount.low == _HALF / 2)):
        return replace(amount, last=unit[1], unit=unit[0], share=False, bound="about")
    low, high = round(amount.low * _PERCENT, 1), round(amount.high * _PERCENT, 1)
    return replace(amount, low=low, high=high, unit="%", bound="about")


def _with_bound(tokens: Sequence[Token], amount: Amount, words: QuantityWords, language: str) -> Amount:
    """Return ``amount`` with the bound before or behind it ("at least", "or more")."""
    before = words.before.match_before(tokens, amount.first)
    opened = language == "fr" and amount.first > 0 and tokens[amount.first - 1].folded in {"d", "de"}
    if before is None and opened:
        before = words.before.match_before(tokens, amount.first)
    if before:
        return replace(amount, first=before[1], bound=_tighter(amount.bound, _BOUNDS[before[0]]))
    after = words.after.match(tokens, amount.last)
    if after:
        return replace(amount, last=after[1], bound=_tighter(amount.bound, _BOUNDS[after[0]]))
    return amount


def _tighter(own: Bound, given: Bound) -> Bound:
    """Return the bound of "about dozens" (at least) or "at least half" (at least): a limit outweighs "about"."""
    return own if given == "about" and own != "exact" else given
