"""One request and its answer, kept as they went over the wire."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import httpcore
import httpx

from rashomon.errors import FetchBroken, FetchError, FetchTimedOut, FetchTooLarge, FetchUnreachable
from rashomon.fetching.addresses import Reach
from rashomon.fetching.network import PinnedTransport, Tape
from rashomon.fetching.settings import Clock
from rashomon.fetching.unpacking import ACCEPTED, Unpacker

_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(r"[0-9]{1,18}\Z")
_INFORMAL: Final = re.compile(rb"HTTP/1\.[01] 1\d\d\b")
_ACCEPT: Final = "text/html,application/xhtml+xml,application/feed+json,application/xml;q=0.9,text/*;q=0.8,*/*;q=0.1"
_CUT: Final = {FetchTooLarge: "length", FetchTimedOut: "time"}

Judge = Callable[[int, httpx.Headers], FetchError | None]
"""Status and headers → why the body must not be read, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request, its answer as sent, and what went wrong, if anything.

    ``request`` and ``response`` are the messages byte for byte (chunks and coding undone nowhere); ``sent`` is the body
    with chunks undone, ``body`` with its coding undone too. ``status`` is 0 where no answer came. ``truncated`` is a
    word of WARC-Truncated ("length", "time", "disconnect") or empty. ``kept`` is false where the body must not be kept.
    """

    url: str
    at: datetime
    seconds: float
    address: str = ""
    status: int = 0
    reason: str = ""
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    request: bytes = field(default=b"", repr=False)
    response: bytes = field(default=b"", repr=False)
    sent: bytes = field(default=b"", repr=False)
    body: bytes = field(default=b"", repr=False)
    truncated: str = ""
    kept: bool = True
    fault: FetchError | None = None

    @property
    def is_redirect(self) -> bool:
        """Tell whether the answer sends us elsewhere."""
        return self.status in {301, 302, 303, 307, 308} and "location" in self.headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every exchange of a run goes over: whom it may reach, TLS, clock, and the name it gives itself."""

    reach: Reach
    clock: Clock
    user_agent: str
    context: ssl.SSLContext

    def ask(self, url: httpx.URL, most: int, seconds: float, judge: Judge | None = None) -> Exchange:
        """Return the exchange for ``url``: at most ``most`` bytes and ``seconds``. Whatever goes wrong is in it."""
        started = self.clock.monotonic()
        tape = Tape(most=most, ends=started + seconds, monotonic=self.clock.monotonic)
        got = _Answer()
        at = self.clock.now()
        fault = self._talk(url, tape, got, judge)
        return Exchange(
            url=str(url),
            at=at,
            seconds=self.clock.monotonic() - started,
            address=tape.address,
            status=got.status,
            reason=got.reason,
            headers=got.headers,
            request=bytes(tape.sent),
            response=_message(bytes(tape.received), got.headers) if got.status and not got.refused else b"",
            sent=b"".join(got.sent),
            body=b"".join(got.body),
            truncated=got.truncated if got.status and not got.refused else "",
            kept=bool(got.status) and not got.refused,
            fault=fault,
        )

    def _talk(self, url: httpx.URL, tape: Tape, got: _Answer, judge: Judge | None) -> FetchError | None:
        headers = {
            "User-Agent": self.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED, "Connection": "close",
        }  # fmt: skip
        where = str(url)
        try:
            # The transport alone, without httpx.Client: there is no jar of cookies, no login from a file, no proxy from
            # the environment, and no redirect that is followed or even built by anybody but us.
            with PinnedTransport(self.reach, tape, self.context) as transport:
                answer = transport.handle_request(httpx.Request("GET", url, headers=headers))
                try:
                    return _receive(answer, tape, got, judge)
                finally:
                    answer.close()
        except FetchError as fault:
            got.truncated = _CUT.get(type(fault), "unspecified")
            return type(fault)(fault.what, where=fault.where or where, hint=fault.hint)
        except httpcore.TimeoutException:
            got.truncated = "time"
            return FetchTimedOut("the server is too slow", where=where, hint="again later, or a longer --seconds")
        except (httpcore.ProtocolError, httpx.InvalidURL, ValueError) as fault:
            got.truncated = "disconnect"
            return FetchBroken(f"the answer is broken ({fault})", where=where, hint="again later")
        except (httpcore.NetworkError, OSError) as fault:
            if got.status:
                got.truncated = "disconnect"
                return FetchBroken(f"the connection was lost ({fault})", where=where, hint="again later")
            return FetchUnreachable(f"no connection ({fault})", where=where, hint="check address and connection")


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What has come in so far, still being filled."""

    status: int = 0
    reason: str = ""
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    sent: list[bytes] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    refused: bool = False
    truncated: str = ""


def _receive(answer: httpx.Response, tape: Tape, got: _Answer, judge: Judge | None) -> FetchError | None:
    """Fill ``got`` and return why the body was left unread, or None; what else goes wrong is raised."""
    got.status, got.reason, got.headers = answer.status_code, answer.reason_phrase, answer.headers
    refusal = judge(got.status, got.headers) if judge else None
    try:
        unpacker = Unpacker(answer.headers.get("content-encoding", ""), tape.most)
    except FetchBroken as fault:
        got.refused = True
        return refusal or fault
    if refusal:
        got.refused = True
        return refusal
    size = 0
    for piece in answer.iter_raw():
        size += len(piece)
        if size > tape.most:
            raise FetchTooLarge(f"the page is longer than {tape.most:,} bytes", hint="a larger --max-bytes")
        got.sent.append(piece)
        got.body.append(unpacker.feed(piece))
    unpacker.finish()
    return None


def _message(received: bytes, headers: httpx.Headers) -> bytes:
    """Return the final response alone: without "103 Early Hints" before it, and without bytes after its stated end."""
    start = 0
    while _INFORMAL.match(received, start) and (end := _HEAD_END.search(received, start)):
        start = end.end()
    message = received[start:]
    head = _HEAD_END.search(message)
    stated = headers.get("content-length", "")
    if head and _LENGTH.match(stated) and "transfer-encoding" not in headers:
        return message[: head.end() + int(stated)]
    return message
