"""What a block says of itself: the first rule that fits names it, whatever stands around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rashomon.datamodel import BlockLabel
from rashomon.ingest.authors import parse_authors
from rashomon.ingest.rows import Row
from rashomon.ingest.shapes import (
    is_bare_copyright,
    is_credit,
    is_date,
    is_date_of,
    is_menu,
    is_name,
    is_network_row,
    is_symbols,
    is_turn,
)

_NOTICE = 3
_BEFORE_COLON = 26
_RUNNING = 24
_NOTICE_WORDS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A label, the words that give the reason, and the test that returns what it found ("" where it does not fit)."""

    label: BlockLabel
    reason: str
    find: Callable[[Row], str]


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
    """Find a notice by its phrases; running text that merely uses such words has more sentences than a notice."""

    def find(row: Row) -> str:
        hit = row.has(label, "whole", "start") or (row.has(label) if row.sentences <= _NOTICE else None)
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


def _is_signed(row: Row) -> bool:
    return "byline" in row.hints and "bio" not in row.hints and row.words <= 24  # noqa: PLR2004 - a bound of this rule alone


LOCAL: tuple[Rule, ...] = (
    Rule(label="byline", reason="byline", find=_find_dated_name),
    Rule(label="date", reason="date line", find=_test(is_date, "a date and little else")),
    Rule(label="navigation", reason="no words", find=_test(is_symbols, "signs only")),
    Rule(label="caption", reason="an image's text", find=_hint("only image")),
    Rule(label="caption", reason="an image's text", find=_hint("figcaption", 90)),
    Rule(label="caption", reason="an image's text", find=_phrase("caption")),
    Rule(label="cookie", reason="cookie notice", find=_phrase("cookie")),
    Rule(label="cookie", reason="cookie notice", find=_hint("cookie")),
    Rule(label="comment", reason="comments", find=_phrase("comment")),
    Rule(label="comment", reason="comments", find=_hint("comment")),
    Rule(label="advert", reason="advertisement", find=_phrase("advert", "whole")),
    Rule(label="navigation", reason="navigation", find=_phrase("navigation", "whole")),
    Rule(label="navigation", reason="navigation", find=_test(is_turn, "a link to the rest")),
    Rule(label="paywall", reason="paywall notice", find=_notice("withheld")),
    Rule(label="paywall", reason="paywall notice", find=_notice("paywall")),
    Rule(label="paywall", reason="paywall notice", find=_hint("paywall", 60)),
    Rule(label="advert", reason="advertisement", find=_phrase("advert")),
    Rule(label="correction", reason="correction", find=_phrase("correction")),
    Rule(label="credit", reason="credit", find=_phrase("credit", most=25)),
    Rule(label="credit", reason="credit", find=_test(is_credit, "a name and an agency")),
    Rule(label="plug", reason="call to share, follow or give", find=_test(is_network_row, "names of networks")),
    Rule(label="related", reason="other articles", find=_phrase("related")),
    Rule(label="plug", reason="call to share, follow or give", find=_phrase("plug", "whole", "start")),
    Rule(
        label="navigation", reason="foot of the page", find=_test(is_bare_copyright, "a copyright sign without terms")
    ),
    Rule(label="disclaimer", reason="terms or disclaimer", find=_phrase("disclaimer")),
    Rule(label="plug", reason="call to share, follow or give", find=_phrase("plug", most=40)),
    Rule(label="related", reason="other articles", find=_hint("related")),
    Rule(label="plug", reason="call to share, follow or give", find=_hint("plug", 90)),
    Rule(label="advert", reason="advertisement", find=_hint("advert")),
    Rule(label="credit", reason="credit", find=_hint("credit", 40)),
    Rule(label="caption", reason="an image's text", find=_hint("caption", 90)),
    Rule(label="bio", reason="about the author", find=_hint("bio", 120)),
    Rule(label="byline", reason="byline", find=_find_byline),
    Rule(label="byline", reason="byline", find=_test(_is_signed, "marked as byline")),
    Rule(label="navigation", reason="navigation", find=_phrase("navigation")),
    Rule(label="navigation", reason="navigation", find=_test(is_menu, "a row of short items")),
    Rule(label="navigation", reason="navigation", find=_hint("nav", 40)),
    Rule(label="navigation", reason="navigation", find=_hint("button", 20)),
    Rule(label="navigation", reason="foot of the page", find=_hint("footer")),
)
"""Local rules in order: what stands first wins."""


def mark_alone(row: Row) -> Mark | None:
    """Return the label that the block's own words, shape and markup give it, or None."""
    if not row.hits and not row.hints and row.words > _RUNNING and row.sentences:
        return None
    for rule in LOCAL:
        found = rule.find(row)
        if found:
            return Mark(label=rule.label, reason=f"{rule.reason}: {found}")
    return None


def looks_like_name(row: Row) -> bool:
    """Tell whether the block is a bare name."""
    return is_name(row.plain)
