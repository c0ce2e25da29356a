"""The client: asks the site's rules first, follows redirects one by one, and says what became of an address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from rashomon.errors import (
    AddressPrivate,
    AddressUnusable,
    FetchError,
    FetchForbidden,
    FetchNotText,
    FetchRedirected,
    FetchRefused,
    FetchReserved,
)
from rashomon.fetching.addresses import Reach, origin_of, parse_address
from rashomon.fetching.exchange import Exchange, Judge, Line
from rashomon.fetching.origins import OriginRules, TdmFile, read_robots, read_tdm
from rashomon.fetching.pace import Pace
from rashomon.fetching.reservations import Stated, find_tdm_rule, read_headers, read_page
from rashomon.fetching.results import OUTCOMES, Fetched
from rashomon.fetching.settings import Clock, Settings, SystemClock, stamp

_OK: Final = range(200, 300)
_ASK_LATER: Final = (429, 503)
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE: Final = 1_024


@dataclass(slots=True, kw_only=True)
class _Trail:
    """What has been done for one address so far: exchanges, what was stated, and the seconds that are left."""

    left: float
    exchanges: list[Exchange] = field(default_factory=list)
    pages: list[Exchange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Client:
    """Fetches pages politely; ``clock`` and ``reach`` are the machine's own unless a test brings others."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None, reach: Reach | None = None) -> None:
        self.settings = settings
        self._clock = clock or SystemClock()
        self.pace = Pace(self._clock, settings.delay, settings.patience)
        self._line = Line(
            reach=reach or Reach(allow_private=settings.allow_private),
            clock=self._clock,
            user_agent=settings.user_agent,
            context=httpx.create_ssl_context(trust_env=False),
        )
        self._robots: dict[str, OriginRules] = {}
        self._tdm: dict[str, TdmFile] = {}

    def fetch(self, address: str) -> Fetched:
        """Return what became of ``address``; no failure of one address is raised."""
        trail = _Trail(left=self.settings.seconds)
        fault: FetchError | None = None
        try:
            self._follow(address, trail)
        except FetchError as error:
            fault = error
        return _conclude(address, trail, fault)

    def _follow(self, address: str, trail: _Trail) -> None:
        """Ask for ``address`` and where it leads on to; raise FetchError where there is no page to keep."""
        url = parse_address(address)
        seen: set[str] = set()
        while str(url) not in seen:
            if len(seen) > self.settings.redirects:
                raise FetchRedirected(
                    f"more than {self.settings.redirects} redirects", where=str(url), hint="the last address itself"
                )
            seen.add(str(url))
            self._ask_leave(url, trail)
            page = self._ask_page(url, trail)
            if not page.is_redirect:
                self._check(page, trail)
                return
            url = _next(page)
        raise FetchRedirected("the address leads back to itself", where=str(url), hint="open it in a browser")

    def _ask_leave(self, url: httpx.URL, trail: _Trail) -> None:
        """Raise where robots.txt or tdmrep.json speak against ``url``, before it is asked for."""
        origin, path = origin_of(url), url.raw_path.decode("ascii")
        if origin not in self._robots:
            self._robots[origin] = read_robots(url, self._ask)
            trail.exchanges += self._robots[origin].exchanges
            self.pace.slow_down(url.host, self._robots[origin].robots.delay)
        rules = self._robots[origin]
        rule = rules.robots.find_rule(path)
        _note(trail, f"{origin}: {rules.robots_note}: {rule or 'no rule for this path'}")
        if rules.unreachable:
            fault = rules.unreachable
            where = fault.where if isinstance(fault, AddressPrivate) else str(url)
            raise type(fault)(fault.what, where=where, hint=fault.hint)
        if rule and not rule.allow:
            what = f"the site asks not to fetch it ({rule})"
            if not rules.rules_read:
                what = f"the site's rules cannot be read, so nothing may be fetched ({rules.robots_note})"
            raise FetchForbidden(what, where=str(url), hint="again later, or save the page by hand")
        if origin not in self._tdm:
            self._tdm[origin] = read_tdm(url, self._ask)
            trail.exchanges += self._tdm[origin].exchanges
        _note(trail, f"{origin}: {self._tdm[origin].note}")
        stated = find_tdm_rule(self._tdm[origin].rules, path)
        self._honour(str(url), (stated,) if stated else (), trail)

    def _honour(self, where: str, stated: Iterable[Stated], trail: _Trail) -> None:
        """Note what is stated; raise FetchReserved where it forbids, unless the person has the right."""
        fault = self._find_reservation(where, stated, trail)
        if fault:
            raise fault

    def _find_reservation(self, where: str, stated: Iterable[Stated], trail: _Trail) -> FetchReserved | None:
        for statement in stated:
            _note(trail, str(statement))
            if statement.forbids and self.settings.allow_reserved:
                _note(trail, "kept under --allow-reserved")
            elif statement.forbids:
                return FetchReserved(
                    f"the rights holder reserves text and data mining ({statement})",
                    where=where, hint="ask for permission; --allow-reserved, if you have the right",
                )  # fmt: skip
        return None

    def _ask_page(self, url: httpx.URL, trail: _Trail) -> Exchange:
        def judge(status: int, headers: httpx.Headers) -> FetchError | None:
            if status not in _OK:
                return None
            return self._find_reservation(str(url), read_headers(headers), trail) or _find_other_type(url, headers)

        page = self._ask(url, self.settings.max_bytes, trail=trail, judge=judge)
        if page.fault:
            raise page.fault
        return page

    def _ask(self, url: httpx.URL, most: int, *, trail: _Trail | None = None, judge: Judge | None = None) -> Exchange:
        """Return the exchange for ``url``, after the pause; asked again where the server says when."""
        for attempt in range(self.settings.retries + 1):
            self.pace.wait(url.host)
            seconds = trail.left if trail else self.settings.seconds
            exchange = self._line.ask(url, most, seconds, judge)
            self.pace.asked(url.host)
            if trail:
                trail.left -= exchange.seconds
                trail.exchanges.append(exchange)
                trail.pages.append(exchange)
            pause = self._read_pause(exchange)
            if pause is None or attempt == self.settings.retries:
                return exchange
            self.pace.hold(url.host, pause)
        raise AssertionError  # the loop returns

    def _read_pause(self, exchange: Exchange) -> float | None:
        """Return the seconds after which a busy server wants to be asked again, or None: not at all, or too long."""
        if exchange.status not in _ASK_LATER or exchange.fault:
            return None
        stated = exchange.headers.get("retry-after", "").strip()
        if stated.isdecimal():
            seconds = float(stated[:9])
        else:
            try:
                moment = parsedate_to_datetime(stated)
            except (ValueError, TypeError, OverflowError):
                return None
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = max(0.0, (moment - self._clock.now()).total_seconds())
        return seconds if seconds <= self.settings.patience else None

    def _check(self, page: Exchange, trail: _Trail) -> None:
        """Raise where ``page`` is no page to keep: an HTTP error, a reservation inside it, no text after all."""
        if page.status not in _OK:
            words = f"{page.status} {page.reason}".strip()
            raise FetchRefused(f"the server answered “{words}”", where=page.url, hint=_cure(page))
        head = page.body[:_SAMPLE]
        fault: FetchError | None = None
        if b"\x00" in head and not head.startswith(_MARKS) and "charset=utf-16" not in _type_of(page.headers):
            fault = FetchNotText("the answer is no text", where=page.url, hint="save the file by hand")
        fault = fault or self._find_reservation(page.url, read_page(page.body), trail)
        if fault:
            _drop(page, trail)
            raise fault


def _drop(page: Exchange, trail: _Trail) -> None:
    """Replace ``page`` in the trail by one without its messages: what must not be kept is not written."""
    bare = Exchange(
        url=page.url, at=page.at, seconds=page.seconds, address=page.address, status=page.status, reason=page.reason,
        headers=page.headers, kept=False,
    )  # fmt: skip
    trail.exchanges = [bare if exchange is page else exchange for exchange in trail.exchanges]
    trail.pages = [bare if exchange is page else exchange for exchange in trail.pages]


def _note(trail: _Trail, words: str) -> None:
    if words not in trail.notes:
        trail.notes.append(words)


def _next(page: Exchange) -> httpx.URL:
    location = page.headers["location"]
    try:
        joined = str(httpx.URL(page.url).join(location))
    except (httpx.InvalidURL, ValueError) as fault:
        raise AddressUnusable(
            f"it leads to no address ({fault})", where=page.url, hint="open it in a browser"
        ) from fault
    try:
        return parse_address(joined)
    except AddressUnusable as fault:
        raise AddressUnusable(f"it leads on: {fault.what}", where=fault.where, hint=fault.hint) from fault


def _type_of(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).lower()


def _find_other_type(url: httpx.URL, headers: httpx.Headers) -> FetchNotText | None:
    """Return why an answer of this type is not kept, or None: text, XML and JSON of all kinds are."""
    kind = _type_of(headers).partition(";")[0].strip()
    major, _, minor = kind.partition("/")
    texts = minor in {"xml", "json", "xhtml+xml", "x-ndjson"} or minor.endswith(("+xml", "+json"))
    if not kind or major == "text" or (major == "application" and texts):
        return None
    return FetchNotText(f"the answer is no text but {kind[:80]}", where=str(url), hint="save the file by hand")


def _cure(page: Exchange) -> str:
    if page.status in {401, 402, 403, 451}:
        return "open it in a browser and save the page by hand"
    if page.status in {404, 410}:
        return "check the spelling, or look for it in a web archive"
    return "again later"


def _conclude(address: str, trail: _Trail, fault: FetchError | None) -> Fetched:
    last = trail.pages[-1] if trail.pages else None
    asked = {exchange.url for exchange in trail.pages}
    whole = last is not None and last.kept and fault is None
    status = last.status if last else 0
    return Fetched(
        url=address,
        outcome=OUTCOMES[type(fault)] if fault else ("redirected" if len(asked) > 1 else "fetched"),
        final_url=last.url if last else None,
        status=status or None,
        content_type=_type_of(last.headers) or None if last else None,
        size=len(last.body) if last and whole else None,
        sha256=hashlib.sha256(last.body).hexdigest() if last and whole else None,
        fetched_at=stamp(last.at) if last else None,
        error=type(fault).__name__ if fault else None,
        reason=fault.what if fault else None,
        hint=fault.hint if fault else None,
        notes=tuple(trail.notes),
        exchanges=tuple(trail.exchanges),
    )
