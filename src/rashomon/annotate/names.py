"""Names: capitalized sequences of a text, with the titles before them; what they name is decided in entities.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.annotate.name_context import POSSESSIVES, NameContext, bare_word
from rashomon.annotate.name_extent import with_complement
from rashomon.annotate.name_words import ENDINGS

_HYPHENS = frozenset("-‐‑")
_APOSTROPHES = frozenset("'’")
_PLURAL_OWNERS = frozenset({"womens", "mens", "peoples", "childrens", "farmers", "workers", "teachers", "veterans"})
_LONGEST = 12
_ROMAN = frozenset("IVXLCDMᵉ")
_TAIL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A capitalized sequence at tokens ``first`` to ``last``; ``core`` is where it begins without its titles.

    ``end`` is the code point where it ends, before a possessive "'s". ``opens`` tells that it stands where any word
    has a capital; ``titled`` that a title or a courtesy stands before or in it.
    """

    first: int
    core: int
    last: int
    end: int
    opens: bool = False
    titled: bool = False


def _is_name_word(ctx: NameContext, at: int) -> bool:
    """Tell whether token ``at`` may be part of a name by its case."""
    if not 0 <= at < len(ctx.tokens):
        return False
    token = ctx.tokens[at]
    if token.kind != "word" or not token.is_capital:
        return False
    word = bare_word(token)
    shouted = len(token.text) > 1 and token.text.isupper() and at not in ctx.title_case
    if _is_calendar(ctx, at, word) or (word in ctx.words.never and not (shouted and len(word) == 2)):  # noqa: PLR2004 - US
        return False
    if len(token.text) > 1 and _ROMAN.issuperset(token.text):
        return at > 0 and ctx.apart(at) == 1 and ctx.tokens[at - 1].is_capital  # Charles III, not IXᵉ siècle
    return len(word) > 1 or _is_initial(ctx, at)


def _is_calendar(ctx: NameContext, at: int, word: str) -> bool:
    """Tell whether ``word`` is a month or weekday; short ones where a stop or figures follow (Jan. 6, not Jan Lee)."""
    short = len(word) <= 3 and word != "may"  # noqa: PLR2004 - Jan, Feb
    follows = ctx.folded(at + 1) == "." or ctx.folded(at + 1).isdecimal()
    return word in ctx.words.calendar and (not short or follows)


def _is_initial(ctx: NameContext, at: int) -> bool:
    return len(ctx.tokens[at].text) == 1 and ctx.tokens[at].is_capital and ctx.folded(at + 1) == "."


def _opens_name(ctx: NameContext, at: int) -> bool:
    """Tell whether a name may begin at ``at``: a capital that its place in the sentence does not explain."""
    if not _is_name_word(ctx, at):
        return False
    word = bare_word(ctx.tokens[at])
    if at not in ctx.openers:
        return True
    follows = _next(ctx, at, at) is not None
    return word not in ctx.small and (follows or word not in ctx.words.never)


def _next(ctx: NameContext, start: int, at: int) -> int | None:
    """Return the token with which the name that began at ``start`` goes on after ``at``, None where it ends."""
    place = at + 1
    if place >= len(ctx.tokens) or (ctx.tokens[at].text.endswith(POSSESSIVES) and not _owns(ctx, at)):
        return None
    token = ctx.tokens[place]
    if ctx.apart(place) == 0:
        return _next_tied(ctx, start, at, place)
    if ctx.apart(place) != 1 or place in ctx.openers:
        return None
    if _is_name_word(ctx, place):
        return place
    if token.text == "&" and _is_name_word(ctx, place + 1):
        return place + 1
    return _next_inner(ctx, start, place)


def _owns(ctx: NameContext, at: int) -> bool:
    return ctx.tokens[at].folded in _PLURAL_OWNERS or (ctx.words.heads.match(ctx.tokens, at + 2) is not None and (
        ctx.folded(at)[:-1] in _PLURAL_OWNERS))  # fmt: skip


def _next_tied(ctx: NameContext, start: int, at: int, place: int) -> int | None:
    """Return the next token of a name past a hyphen, the stop of an initial, or the apostrophe of a plural."""
    mark = ctx.tokens[place].text
    following = place + 1
    if mark in _HYPHENS and following < len(ctx.tokens) and ctx.apart(following) == 0:
        return following if _is_hyphened(ctx, following, inside=at > start) else None
    if mark == ".":
        return _next_stopped(ctx, at, following)
    if mark in _APOSTROPHES and ctx.folded(at).endswith("s") and following < len(ctx.tokens):
        head = ctx.words.heads.match(ctx.tokens, following)
        return following if head and ctx.tokens[following].is_capital and ctx.apart(following) == 1 else None
    return None


def _is_hyphened(ctx: NameContext, at: int, *, inside: bool) -> bool:
    """Tell whether the word at ``at``, behind a hyphen, is part of the name: Jean-Luc, Bourg-en-Bresse, Jong-un."""
    token = ctx.tokens[at]
    if token.kind != "word":
        return False
    short = inside and token.text.islower() and len(token.text) <= _TAIL and token.text not in ENDINGS["tails"]
    bridge = at + 2 < len(ctx.tokens) and ctx.tokens[at + 1].text in _HYPHENS and ctx.tokens[at + 2].is_capital
    return token.is_capital or short or bridge


def _next_stopped(ctx: NameContext, at: int, following: int) -> int | None:
    """Return ``following`` where the stop before it belongs to the name: J. K. Rowling, U.S. Department, Gen. Lee."""
    letter = following < len(ctx.tokens) and ctx.apart(following) == 0 and len(ctx.tokens[following].text) == 1
    if letter and len(ctx.tokens[at].text) == 1 and ctx.tokens[following].is_capital:
        return following
    if _is_dotted(ctx, at):
        apart = following < len(ctx.tokens) and ctx.apart(following) == 1
        return following if apart and _is_name_word(ctx, following) and following not in ctx.openers else None
    if following < len(ctx.tokens) and (len(ctx.tokens[at].text) == 1 or _is_title(ctx, at)):
        return following if ctx.apart(following) <= 1 and _is_name_word(ctx, following) else None
    return None


def _is_dotted(ctx: NameContext, at: int) -> bool:
    """Tell whether token ``at`` is a later letter of an abbreviation with stops: the S of "U.S."."""
    if len(ctx.tokens[at].text) != 1 or at < 2 or ctx.tokens[at - 1].text != ".":  # noqa: PLR2004 - "U."
        return False
    return ctx.apart(at) == 0 and ctx.apart(at - 1) == 0 and len(ctx.tokens[at - 2].text) == 1


def _is_title(ctx: NameContext, at: int) -> bool:
    return ctx.words.courtesy.match(ctx.tokens, at) is not None or ctx.words.titles.match(ctx.tokens, at) is not None


def _next_inner(ctx: NameContext, start: int, place: int) -> int | None:
    """Return the capital after a small word inside a name: "Bank of England", "Ursula von der Leyen"."""
    small = ctx.words.inner_person.match(ctx.tokens, place)
    while small and ctx.words.inner_person.match(ctx.tokens, small[1]):
        small = ctx.words.inner_person.match(ctx.tokens, small[1])
    if small and ctx.words.language != "fr" and _is_name_word(ctx, small[1]):
        return small[1]
    office = next((t for at in range(start, place) if (t := ctx.words.titles.match(ctx.tokens, at))), None)
    if office and office[1] > place:  # Secretary of State
        return office[1] - 1
    inner = ctx.words.inner.match(ctx.tokens, place)
    if inner is None and ctx.folded(place) == "and" and any(ctx.folded(at) == "of" for at in range(start, place)):
        inner = "inner", place + 1  # Department of Health and Human Services
    if inner is None or not _is_name_word(ctx, inner[1]) or ctx.tokens[inner[1]].folded in ctx.words.demonyms:
        return None
    headed = any(
        ctx.words.heads.match(ctx.tokens, at)
        or ctx.words.places.match(ctx.tokens, at)
        or ctx.words.other.match(ctx.tokens, at)
        for at in range(start, place)
    )
    person = ctx.words.language == "fr" and small is not None and place - start >= 1 and not headed
    bare = all(_is_title(ctx, at) for at in range(start, place))
    return inner[1] if (headed or person) and not bare else None


def _sequences(ctx: NameContext) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(ctx.tokens):
        if at in ctx.title_case or not _opens_name(ctx, at):
            at += 1
            continue
        last = at
        while last - at < _LONGEST and (following := _next(ctx, at, last)) is not None:
            last = following
        yield at, last + 1
        at = last + 1


def _split(ctx: NameContext, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sequence in which a title opens a second name: "Senate Majority Leader Ann Lee"."""
    start = first
    for at in range(first + 1, last):
        title = ctx.words.titles.match(ctx.tokens, at) or ctx.words.courtesy.match(ctx.tokens, at)
        headed = any(ctx.words.heads.match(ctx.tokens, place) for place in range(at, last))
        if title and title[1] < last and not headed and at > start and not _is_title(ctx, at - 1):
            yield start, at
            start = at
    yield start, last


def _core(ctx: NameContext, first: int, last: int) -> int:
    """Return where the name begins without its titles; ``last`` where it is nothing but titles."""
    place = first
    while place < last:
        title = ctx.words.courtesy.match(ctx.tokens, place) or ctx.words.titles.match(ctx.tokens, place)
        if title is None:
            break
        place = title[1]
        while place < last and ctx.folded(place) == ".":
            place += 1
    return min(place, last)


def find_names(ctx: NameContext) -> tuple[Name, ...]:
    """Return the capitalized sequences of the text in order, without those that the start of a sentence explains."""
    found: list[Name] = []
    for whole_first, whole_last in _sequences(ctx):
        for part_first, last in _split(ctx, whole_first, whole_last):
            first = _trimmed(ctx, part_first, last)
            if first < last and not _is_region(ctx, first, last) and (name := _make_name(ctx, first, last)):
                found.append(name)
    return tuple(found)


def _make_name(ctx: NameContext, first: int, last: int) -> Name | None:
    """Return the name at tokens ``first`` to ``last`` with its title apart; None where it is all titles."""
    core = _core(ctx, first, last)
    headed = any(ctx.words.heads.match(ctx.tokens, at) for at in range(core, last))
    core = first if headed else core
    if core >= last:
        return None
    before = ctx.words.courtesy.match_before(ctx.tokens, first) or ctx.words.titles.match_before(ctx.tokens, first)
    titled = core > first or (before is not None and _touching(ctx, before[1], first))
    opens = first in ctx.openers
    if ctx.words.language != "en" and core > first and not ctx.words.courtesy.match(ctx.tokens, first):
        first = core  # a title has a capital there only at the start of a sentence
    last = with_complement(ctx, first, last)
    if _is_dotted(ctx, last - 1) and ctx.folded(last) == ".":
        last += 1
    end = ctx.tokens[last - 1].end - (2 if ctx.tokens[last - 1].text.endswith(POSSESSIVES) else 0)
    return Name(first=first, core=core, last=last, end=end, opens=opens, titled=titled and not headed)


def _is_region(ctx: NameContext, first: int, last: int) -> bool:
    """Tell whether a lone abbreviation says where a person or town is from: "(R-Ky.)", "Miami, Fla."."""
    letters = "".join(ctx.folded(at) for at in range(first, last)).rstrip(".")
    return letters in ctx.words.regions and "." in (ctx.folded(last), ctx.folded(last - 1))


def _touching(ctx: NameContext, first: int, at: int) -> bool:
    return 0 <= first < at and ctx.apart(at) <= 1


def _trimmed(ctx: NameContext, first: int, last: int) -> int:
    """Return ``first`` past words at the head that are no part of the name: a common word, a nationality."""
    headed = any(ctx.words.heads.match(ctx.tokens, at) for at in range(first, last))
    while first < last:
        word = bare_word(ctx.tokens[first])
        common = first in ctx.openers and (word in ctx.words.never or word in ctx.small)
        nation = word in ctx.words.demonyms and (not headed or _is_title(ctx, first + 1) or last - first == 1)
        if not common and not nation:
            return first
        first += 1
        while first < last and ctx.tokens[first].kind == "mark":
            first += 1
    return first
