"""What an origin asks of us, read once: its robots.txt and its tdmrep.json."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import httpx

from rashomon.errors import AddressUnusable, FetchError, FetchTooLarge
from rashomon.fetching.addresses import parse_address
from rashomon.fetching.exchange import Exchange
from rashomon.fetching.reservations import TDM_PATH, TdmRule, parse_tdm_file
from rashomon.fetching.robots import MOST, NOTHING_ALLOWED, Robots, parse_robots
from rashomon.fetching.settings import TOKEN

Ask = Callable[[httpx.URL, int], Exchange]
"""Address, cap on bytes → exchange, politely: with its pause, its time and its repetitions."""

_CLIENT_ERRORS: Final = range(400, 500)
_TOO_MANY_REQUESTS: Final = 429
_HOPS: Final = 5
_OK: Final = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRules:
    """The rules of one robots.txt, how they were come by, and the exchanges that gave them.

    ``rules_read`` is false where the file could not be read, so that nothing is allowed. ``unreachable`` is what went
    wrong where the origin could not be reached at all.
    """

    robots: Robots = NOTHING_ALLOWED
    robots_note: str
    rules_read: bool = False
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    unreachable: FetchError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmFile:
    """The rules of one tdmrep.json, how they were come by, and the exchanges that gave them."""

    rules: tuple[TdmRule, ...] = ()
    note: str
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)


def read_robots(url: httpx.URL, ask: Ask) -> OriginRules:
    """Return the rules of the robots.txt for ``url``.

    RFC 9309: 4xx means that all is allowed, 5xx and no answer that nothing is. 429 asks to stay away, so nothing is
    allowed there either; nor where the file leads to an address that must not be reached.
    """
    exchanges = follow(url.copy_with(raw_path=b"/robots.txt"), ask)
    last = exchanges[-1]
    note = f"robots.txt {last.status}"
    if isinstance(last.fault, FetchTooLarge):
        note = f"robots.txt {last.status}, the first {MOST:,} bytes of it"
    elif last.fault:
        gone = last.fault if len(exchanges) == 1 and not last.status else None
        return OriginRules(robots_note=f"robots.txt: {last.fault.what}", exchanges=exchanges, unreachable=gone)
    if last.status in _OK:
        read = True
        robots = parse_robots(last.body[:MOST].decode("utf-8", "replace"), TOKEN)
    elif last.is_redirect or (last.status in _CLIENT_ERRORS and last.status != _TOO_MANY_REQUESTS):
        robots, read = Robots(), True
    else:
        robots, read = NOTHING_ALLOWED, False
    return OriginRules(robots=robots, robots_note=note, rules_read=read, exchanges=exchanges)


def read_tdm(url: httpx.URL, ask: Ask) -> TdmFile:
    """Return the rules of the tdmrep.json for ``url``.

    No file, or none that can be read, states nothing; the note says which.
    """
    exchanges = follow(url.copy_with(raw_path=TDM_PATH.encode("ascii")), ask)
    last = exchanges[-1]
    if last.fault:
        return TdmFile(note=f"tdmrep.json: {last.fault.what}", exchanges=exchanges)
    if last.status not in _OK:
        return TdmFile(note=f"tdmrep.json {last.status}", exchanges=exchanges)
    try:
        return TdmFile(rules=parse_tdm_file(last.body), note=f"tdmrep.json {last.status}", exchanges=exchanges)
    except ValueError as fault:
        return TdmFile(note=f"tdmrep.json {last.status}, not readable ({fault})", exchanges=exchanges)


def follow(url: httpx.URL, ask: Ask) -> tuple[Exchange, ...]:
    """Return the exchanges that lead from ``url`` to its file, over at most five redirects."""
    exchanges = [ask(url, MOST)]
    while (last := exchanges[-1]).is_redirect and not last.fault and len(exchanges) <= _HOPS:
        try:
            url = parse_address(str(httpx.URL(last.url).join(last.headers["location"])))
        except (AddressUnusable, httpx.InvalidURL, ValueError):
            break
        exchanges.append(ask(url, MOST))
    return tuple(exchanges)
