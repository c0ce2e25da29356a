"""A server on this machine that answers with the very bytes a test writes, and a client that may reach it."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rashomon.fetching import Client, Settings
from rashomon.fetching.addresses import Reach, is_public

OUTSIDE: Final = "127.0.0.2"
"""The loopback address that tests count as public; 127.0.0.1 stays what it is."""

Answer = bytes | Callable[[socket.socket], None]

PAGE: Final = b"<html><head><title>Ferry</title></head><body><p>The ferry to Ostrava left at noon.</p></body></html>"


def answer(body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html", **headers: str) -> bytes:
    """Return a whole response; ``headers`` with "_" for "-"."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"Content-Type": kind, "Content-Length": str(len(body)), **given}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def redirect(target: str, status: str = "302 Found") -> bytes:
    """Return a response that leads to ``target``."""
    return answer(b"", status, Location=target)


def packed(body: bytes = PAGE) -> bytes:
    """Return a response with ``body`` in gzip."""
    return answer(gzip.compress(body), Content_Encoding="gzip")


class Server:
    """Answers each path from ``routes``, all others with 404; ``asked`` holds the paths, ``requests`` the messages."""

    def __init__(self, host: str, routes: Mapping[str, Answer]) -> None:
        self.routes = dict(routes)
        self.asked: list[str] = []
        self.requests: list[bytes] = []
        self._socket = socket.create_server((host, 0))
        self.host, self.port = self._socket.getsockname()[:2]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._reply, args=(line,), daemon=True).start()

    def _reply(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            message = line.recv(65_536)
            self.requests.append(message)
            words = message.split()
            path = words[1].decode("latin-1") if len(words) > 1 else ""
            self.asked.append(path)
            given = self.routes.get(path, answer(b"not here", "404 Not Found", "text/plain"))
            if isinstance(given, bytes):
                line.sendall(given)
            else:
                given(line)
            line.shutdown(socket.SHUT_WR)

    def url(self, path: str = "/", host: str = "public.example") -> str:
        """Return the address of ``path``, under a name that tests look up themselves."""
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        """Stop answering."""
        self._socket.close()


@contextlib.contextmanager
def serving(routes: Mapping[str, Answer], host: str = OUTSIDE) -> Iterator[Server]:
    """Serve ``routes`` while the block runs."""
    server = Server(host, routes)
    try:
        yield server
    finally:
        server.close()


class QuickClock:
    """A clock on which sleeping takes no time; ``slept`` holds what was asked for."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Return real seconds and those slept."""
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Note ``seconds``."""
        self.slept.append(seconds)

    def now(self) -> datetime:
        """Return a fixed day, moved on by what was slept."""
        return datetime(2030, 3, 14, 9, 0, tzinfo=UTC) + timedelta(seconds=sum(self.slept))


NAMES: Final = {"public.example": OUTSIDE, "other.example": OUTSIDE, "inner.example": "127.0.0.1"}


def resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Look a name up among those of the tests."""
    del port, seconds
    return (NAMES[host],)


def counts_as_public(number: str) -> bool:
    """Count the tests' own outside address as public, and leave all others to the rule."""
    return number == OUTSIDE or is_public(number)


REACH: Final = Reach(resolve=resolve, is_public=counts_as_public)


def make_client(reach: Reach = REACH, clock: QuickClock | None = None, **settings: Any) -> Client:  # noqa: ANN401 - whatever Settings takes
    """Return a client that reaches the tests' server as if it were outside, and never waits."""
    return Client(Settings(**settings), clock=clock or QuickClock(), reach=reach)
