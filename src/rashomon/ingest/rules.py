"""What a block says of itself: the first rule that fits names it, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rashomon.datamodel import BlockLabel
from rashomon.ingest.authors import parse_authors
from rashomon.ingest.rows import Row
from rashomon.ingest.shapes import (
    is_bare_copyright,
    is_counter,
    is_credit,
    is_date,
    is_date_of,
    is_menu,
    is_menu_word,
    is_name,
    is_network_row,
    is_symbols,
    is_turn,
)
from rashomon.ingest.stretches import NOT_EXAMINED

_NOTICE = 3
_BEFORE_COLON = 26
_RUNNING = 24
_NOTICE_WORDS = 45
_SENTENCE = 15
_OFFER = re.compile(
    r"[$€£₽₴]|subscribe\b|sign (?:in|up)|log ?in|cancel|unlimited|abonn|kündig|suscri|подпи|підпи|offre|angebot|oferta"
)
_HEADER_PARTS = 5
_BAR = re.compile(r"\s?[|·•]\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A label, the words that give the reason, and the test that returns what it found ("" where it does not fit).

    ``needs`` names what a row must have for the test to be worth making; of hits, one whose label is in ``phrases``.
    """

    label: BlockLabel
    reason: str
    find: Callable[[Row], str]
    needs: Literal["hits", "hints", "nothing"] = "nothing"
    phrases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The label of one block and why."""

    label: BlockLabel
    reason: str


def _phrase(label: str, *places: str, most: int = 200) -> Callable[[Row], str]:
    def find(row: Row) -> str:
        hit = row.has(label, *places) if row.words <= most else None
        return f"“{hit.phrase}”" if hit else ""

    return find


def _notice(label: str) -> Callable[[Row], str]:
    """Find a notice by its phrases; running text that merely uses such words has more words or sentences than a notice.

    One phrase inside a finished sentence of more than fifteen words is no notice: "in hospital for 3 weeks", "as a
    member of the alliance" made short accounts lose their text.
    """

    def find(row: Row) -> str:
        hit = row.has(label, "whole", "start")
        inside = row.has(label) if hit is None and row.sentences <= _NOTICE else None
        if inside and row.finished and row.words > _SENTENCE and not _OFFER.search(row.folded):
            inside = None
        hit = hit or inside
        return f"“{hit.phrase}”" if hit and row.words <= _NOTICE_WORDS else ""

    return find


def _hint(name: str, most: int = 200) -> Callable[[Row], str]:
    def find(row: Row) -> str:
        return f"inside “{name}”" if name in row.hints and row.words <= most else ""

    return find


def _test(test: Callable[[Row], bool], found: str) -> Callable[[Row], str]:
    return lambda row: found if test(row) else ""


def _find_byline(row: Row) -> str:
    """Return why the block names its writers: an opening word with a name after it, or words of the trade."""
    opening = row.has("byline", "start")
    if opening and row.words <= 24 and row.sentences <= 2:  # noqa: PLR2004 - a bound of this rule alone
        head, colon, tail = row.plain.partition(":")
        rest = (tail if colon and len(head) < _BEFORE_COLON else row.plain[len(opening.phrase.rstrip(":")) :]).strip(
            " :*"
        )
        if rest[:1].isupper() or opening.phrase.endswith(":"):
            return f"“{opening.phrase}”"
    trade = row.has("byline", "anywhere")
    return f"“{trade.phrase}”" if trade and row.words <= 14 and not row.finished else ""  # noqa: PLR2004 - a bound of this rule alone


def _find_dated_name(row: Row) -> str:
    """Return the writer's name in a line that is a name and a date."""
    names = parse_authors([row.plain]) if row.dates and row.words <= 24 and not row.sentences else ()  # noqa: PLR2004 - a bound of this rule alone
    return f"{names[0]}, with a date" if names and is_date_of(row, names[0]) else ""


def _find_header_row(row: Row) -> str:
    """Return why the block is a row of paper, date and writer between bars."""
    if not row.dates or not row.bars or row.words > 24 or row.finished:  # noqa: PLR2004 - a bound of this rule alone
        return ""
    parts = [part.strip(" *_") for part in _BAR.split(row.plain)]
    named = [part for part in parts if is_name(part) and not is_menu_word(part)]
    return f"{named[0]}, with a date" if named and len(parts) <= _HEADER_PARTS else ""


def _find_credit(row: Row) -> str:
    """Return the phrase of a credit; how a line ends tells nothing in a row of items."""
    hit = row.has("credit", "start", "whole", "anywhere") or (
        None if row.bars or row.stretch.link_share else row.has("credit")
    )
    return f"“{hit.phrase}”" if hit and row.words <= 25 else ""  # noqa: PLR2004 - a bound of this rule alone


def _find_origin(row: Row) -> str:
    """Return the phrase of a short line that says where the text comes from."""
    hit = row.has("origin", "start") if row.words <= 14 and row.plain[-1:] != ":" else None  # noqa: PLR2004 - a bound of this rule alone
    return f"“{hit.phrase}”" if hit else ""


def _is_signed(row: Row) -> bool:
    return "byline" in row.hints and "bio" not in row.hints and row.words <= 24  # noqa: PLR2004 - a bound of this rule alone


LOCAL: tuple[Rule, ...] = (
    Rule(needs="hints", label="navigation", reason="beyond what was examined", find=_hint(NOT_EXAMINED)),
    Rule(label="byline", reason="byline", find=_find_dated_name),
    Rule(label="date", reason="date line", find=_test(is_date, "a date and little else")),
    Rule(label="navigation", reason="no words", find=_test(is_symbols, "signs only")),
    Rule(needs="hints", label="caption", reason="an image's text", find=_hint("only image")),
    Rule(needs="hints", label="caption", reason="an image's text", find=_hint("figcaption", 90)),
    Rule(
        needs="hits", phrases=frozenset({"caption"}), label="caption", reason="an image's text", find=_phrase("caption")
    ),
    Rule(needs="hits", phrases=frozenset({"cookie"}), label="cookie", reason="cookie notice", find=_phrase("cookie")),
    Rule(needs="hints", label="cookie", reason="cookie notice", find=_hint("cookie")),
    Rule(needs="hits", phrases=frozenset({"comment"}), label="comment", reason="comments", find=_phrase("comment")),
    Rule(needs="hints", label="comment", reason="comments", find=_hint("comment")),
    Rule(
        needs="hits",
        phrases=frozenset({"advert"}),
        label="advert",
        reason="advertisement",
        find=_phrase("advert", "whole"),
    ),
    Rule(
        needs="hits",
        phrases=frozenset({"navigation"}),
        label="navigation",
        reason="navigation",
        find=_phrase("navigation", "whole"),
    ),
    Rule(label="navigation", reason="navigation", find=_test(is_turn, "a link to the rest")),
    Rule(
        needs="hits",
        phrases=frozenset({"withheld"}),
        label="paywall",
        reason="paywall notice",
        find=_notice("withheld"),
    ),
    Rule(
        needs="hits", phrases=frozenset({"paywall"}), label="paywall", reason="paywall notice", find=_notice("paywall")
    ),
    Rule(needs="hints", label="paywall", reason="paywall notice", find=_hint("paywall", 60)),
    Rule(needs="hits", phrases=frozenset({"advert"}), label="advert", reason="advertisement", find=_phrase("advert")),
    Rule(
        needs="hits",
        phrases=frozenset({"correction"}),
        label="correction",
        reason="correction",
        find=_phrase("correction"),
    ),
    Rule(label="byline", reason="byline", find=_find_header_row),
    Rule(needs="hits", phrases=frozenset({"credit"}), label="credit", reason="credit", find=_find_credit),
    Rule(
        needs="hits",
        phrases=frozenset({"origin"}),
        label="credit",
        reason="where the text comes from",
        find=_find_origin,
    ),
    Rule(label="credit", reason="credit", find=_test(is_credit, "a name and an agency")),
    Rule(label="plug", reason="call to share, follow or give", find=_test(is_network_row, "names of networks")),
    Rule(
        needs="hits", phrases=frozenset({"related"}), label="related", reason="other articles", find=_phrase("related")
    ),
    Rule(
        needs="hits",
        phrases=frozenset({"plug"}),
        label="plug",
        reason="call to share, follow or give",
        find=_phrase("plug", "whole", "start"),
    ),
    Rule(
        label="navigation", reason="foot of the page", find=_test(is_bare_copyright, "a copyright sign without terms")
    ),
    Rule(
        needs="hits",
        phrases=frozenset({"disclaimer"}),
        label="disclaimer",
        reason="terms or disclaimer",
        find=_phrase("disclaimer"),
    ),
    Rule(
        needs="hits",
        phrases=frozenset({"plug"}),
        label="plug",
        reason="call to share, follow or give",
        find=_phrase("plug", most=40),
    ),
    Rule(needs="hints", label="related", reason="other articles", find=_hint("related")),
    Rule(needs="hints", label="plug", reason="call to share, follow or give", find=_hint("plug", 90)),
    Rule(needs="hints", label="advert", reason="advertisement", find=_hint("advert")),
    Rule(needs="hints", label="credit", reason="credit", find=_hint("credit", 40)),
    Rule(needs="hints", label="caption", reason="an image's text", find=_hint("caption", 90)),
    Rule(needs="hints", label="bio", reason="about the author", find=_hint("bio", 120)),
    Rule(needs="hits", phrases=frozenset({"byline"}), label="byline", reason="byline", find=_find_byline),
    Rule(needs="hints", label="byline", reason="byline", find=_test(_is_signed, "marked as byline")),
    Rule(
        needs="hits",
        phrases=frozenset({"navigation"}),
        label="navigation",
        reason="navigation",
        find=_phrase("navigation"),
    ),
    Rule(label="navigation", reason="navigation", find=_test(is_menu, "a row of short items")),
    Rule(label="navigation", reason="navigation", find=_test(is_counter, "a counter")),
    Rule(needs="hints", label="navigation", reason="navigation", find=_hint("nav", 40)),
    Rule(needs="hints", label="navigation", reason="navigation", find=_hint("button", 20)),
    Rule(needs="hints", label="navigation", reason="foot of the page", find=_hint("footer")),
)
"""Local rules in order: what stands first wins."""


@lru_cache(maxsize=1 << 12)
def _choose(phrases: frozenset[str], hints: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules worth asking of a row with phrases of these labels, and with these hints."""
    return tuple(
        rule
        for rule in LOCAL
        if rule.needs == "nothing"
        or (rule.needs == "hits" and not phrases.isdisjoint(rule.phrases))
        or (rule.needs == "hints" and hints)
    )


_ASK_NOTHING = _choose(frozenset(), frozenset())


def mark_alone(row: Row) -> Mark | None:
    """Return the label that the block's own words, shape and markup give it, or None."""
    if not row.hits and not row.hints and row.words > _RUNNING and row.sentences:
        return None
    rules = _ASK_NOTHING
    if row.hits or row.hints:
        rules = _choose(frozenset([hit.label for hit in row.hits]), row.hints)
    for rule in rules:
        found = rule.find(row)
        if found:
            return Mark(label=rule.label, reason=f"{rule.reason}: {found}")
    return None


def looks_like_name(row: Row) -> bool:
    """Tell whether the block is a bare name."""
    return is_name(row.plain)
