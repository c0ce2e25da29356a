"""What a name is by the marks of companies and places: "Brisk & Sons", "Varn AG", "the Torvek dam", "ООО «Брант»"."""

from __future__ import annotations

from rashomon.annotate.acronyms import is_acronym
from rashomon.annotate.name_context import NameContext
from rashomon.annotate.name_words import ENDINGS
from rashomon.annotate.names import Name
from rashomon.datamodel import MentionType

_LEGAL = frozenset(ENDINGS["legal"])
_LEGAL_BEFORE = frozenset(ENDINGS["legal_before"])
_DATELINE = frozenset(",(—–-")
_ACRONYM = 5
_QUOTES = frozenset("«„“\"'‘")


def is_company(ctx: NameContext, name: Name) -> bool:
    """Tell whether a name is a firm's: "&" in it, a legal form at its end, or one before it and its quotation mark."""
    tokens = ctx.tokens[name.core : name.last]
    several = len(tokens) > 1
    if several and (any(token.text == "&" for token in tokens[1:-1]) or tokens[-1].text in _LEGAL):
        return True
    at = name.first
    return at > 1 and ctx.tokens[at - 1].text in _QUOTES and ctx.tokens[at - 2].text in _LEGAL_BEFORE


def is_legal_form(ctx: NameContext, name: Name) -> bool:
    """Tell whether a name is nothing but a legal form: "ООО"."""
    return name.last - name.core == 1 and ctx.tokens[name.core].text in _LEGAL_BEFORE


def names_feature(ctx: NameContext, name: Name) -> bool:
    """Tell whether a word for a place, without a capital, follows the name: "the Torvek dam", "the Ilse river"."""
    at = name.last
    if ctx.words.language != "en" or at >= len(ctx.tokens) or not ctx.tokens[at].text.islower():
        return False
    return ctx.folded(name.first - 1) == "the" and ctx.words.places.match(ctx.tokens, at) is not None


def _has(ctx: NameContext, name: Name, table: str) -> bool:
    phrases = getattr(ctx.words, table)
    return any(phrases.match(ctx.tokens, at) is not None for at in range(name.core, name.last))


def type_by_words(ctx: NameContext, name: Name) -> MentionType | None:
    """Return the type that a word of the name tells: Union, Act, River; acronyms are organizations."""
    if _is_dotted(ctx, name):
        return "organization"
    if ctx.words.slavic and is_acronym(ctx.tokens[name.core].text) and name.last - name.core > 1:
        return "organization"  # МИД Франции
    if is_acronym(ctx.tokens[name.core].text) and name.last - name.core == 1:
        dateline = name.opens and ctx.folded(name.last)[:1] in _DATELINE and name.last < len(ctx.tokens)
        shouted = ctx.folded(name.core) in ctx.mixed or len(ctx.tokens[name.core].text) > _ACRONYM
        return "place" if dateline and shouted else "organization"
    if _has(ctx, name, "heads"):
        return "organization"
    if _has(ctx, name, "other"):
        return "other"
    return "place" if name.last - name.core > 1 and _has(ctx, name, "places") else None


def _is_dotted(ctx: NameContext, name: Name) -> bool:
    """Tell whether a name is letters with stops: "F.B.I."."""
    letters = ctx.tokens[name.core : name.last]
    lone = all(len(token.text) == 1 and (token.is_capital or token.text == ".") for token in letters)
    return len(letters) > 3 and lone  # noqa: PLR2004 - two letters and two stops
