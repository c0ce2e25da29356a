"""How far an organization's name reaches past its capital: "Министерство обороны", "Agence régionale de santé"."""

from __future__ import annotations

from rashomon.annotate.name_context import NameContext
from rashomon.annotate.name_words import ENDINGS

_FRENCH_OF = frozenset({"de", "du", "des", "d", "la", "l", "les"})


def with_complement(ctx: NameContext, first: int, last: int) -> int:
    """Return the end of the name at tokens ``first`` to ``last`` with what it is of, in small letters."""
    if last - first > 1 or not ctx.words.heads.match(ctx.tokens, first):
        return last
    if ctx.words.slavic:
        return _with_genitive(ctx, last)
    return _with_french(ctx, last) if ctx.words.language == "fr" else last


def _with_genitive(ctx: NameContext, last: int) -> int:
    """Return the end of a Slavic organization's name with what it is of: "Министерство обороны", "Союз моряков"."""
    place = last
    while place < last + 2 and place < len(ctx.tokens) and ctx.apart(place) == 1 and ctx.tokens[place].text.islower():
        word = ctx.folded(place)
        if (
            word in ctx.words.never
            or not word.endswith(ENDINGS["genitives"] + ENDINGS["genitive_adjectives"])
            or word.endswith(ENDINGS["verbs"])
        ):
            return last
        if not word.endswith(ENDINGS["genitive_adjectives"]):
            return place + 1
        place += 1
    return last


def _with_french(ctx: NameContext, last: int) -> int:
    """Return the end of a French organization's name with what it is of: "Agence régionale de santé"."""
    place, end = last, last
    if (
        ctx.folded(place).endswith(ENDINGS["french_adjectives"])
        and ctx.tokens[place].text.islower()
        and ctx.apart(place) == 1
    ):
        place = end = last + 1
    of = place
    while ctx.folded(of) in _FRENCH_OF and of < place + 3 and ctx.apart(of) <= 1:
        of += 1
    word = of < len(ctx.tokens) and ctx.tokens[of].kind == "word" and ctx.folded(of) not in ctx.words.never
    return of + 1 if of > place and word and ctx.apart(of) <= 1 else end
