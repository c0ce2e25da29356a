"""The socket: connects to the very address that was checked, ends on time, and records every byte."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore
import httpx

from rashomon.errors import FetchTimedOut, FetchTooLarge
from rashomon.fetching.addresses import Reach

_MOST_TRIED: Final = 4
_FRAMING: Final = 1 << 18
"""Bytes beyond the cap on a body that headers and chunk sizes may take."""


@dataclass(slots=True, kw_only=True)
class Tape:
    """The bytes of one exchange as they went over the wire, inside TLS where there is any, and who answered.

    It alone is written to while it exists: an exchange fills its own tape and hands out plain values.
    """

    most: int
    ends: float
    monotonic: Callable[[], float]
    address: str = ""
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)

    def left(self) -> float:
        """Return how many seconds are left. Raises FetchTimedOut where there are none."""
        left = self.ends - self.monotonic()
        if left <= 0:
            raise FetchTimedOut("the time for one address is used up", hint="again later, or a longer --seconds")
        return left

    def record(self, data: bytes) -> bytes:
        """Keep and return ``data``. Raises FetchTooLarge beyond the cap, so that no server fills the memory."""
        self.received += data
        if len(self.received) > self.most + _FRAMING:
            raise FetchTooLarge(f"more than {self.most:,} bytes were sent", hint="a larger --max-bytes")
        return data


class TapedStream(httpcore.NetworkStream):
    """A connection whose every wait is bounded by what is left, however slowly a server drips."""

    def __init__(self, inner: httpcore.NetworkStream, tape: Tape) -> None:
        self._inner = inner
        self._tape = tape

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, recorded."""
        del timeout
        return self._tape.record(self._inner.read(max_bytes, self._tape.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send and record ``buffer``."""
        del timeout
        self._inner.write(buffer, self._tape.left())
        self._tape.sent += buffer

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the connection inside TLS; name and certificate are those of the host, not of the number."""
        del timeout
        return TapedStream(self._inner.start_tls(ssl_context, server_hostname, self._tape.left()), self._tape)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        """Return what httpcore asks of a connection."""
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections: looks a name up once, checks the numbers, and connects to one of those, not to the name.

    A name that is looked up again for connecting may by then point elsewhere (DNS rebinding).
    """

    def __init__(self, reach: Reach, tape: Tape) -> None:
        self._reach = reach
        self._tape = tape
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to one of the checked addresses of ``host``."""
        del timeout
        chosen = self._reach.choose(host, port, self._tape.left())[:_MOST_TRIED]
        for number, address in enumerate(chosen, start=1):
            patience = self._tape.left() / (len(chosen) - number + 1)
            try:
                stream = self._inner.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(chosen):
                    raise
                continue
            self._tape.address = address
            return TapedStream(stream, self._tape)
        raise httpcore.ConnectError("no address")


class PinnedTransport(httpx.BaseTransport):
    """One connection for one request, over the pinned backend: no proxy, no reuse, nothing from the environment."""

    def __init__(self, reach: Reach, tape: Tape, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=PinnedBackend(reach, tape),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request`` and return the response, its body still to come."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=dict(answer.extensions)
        )

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
