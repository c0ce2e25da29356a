"""The process that reads: one request, one reply, each under a cap on time and memory; it may die at any moment.

The process is ended by a timer of its own, so that one that hangs ends even where nobody is left to kill it.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TypeAlias

from rashomon.datamodel import Skipped
from rashomon.errors import MemoryLimit
from rashomon.pipeline.running_tasks import Answer, Item, T, Work, answer_input, explain

if sys.platform != "win32":
    import resource
    import signal

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What one capture may take: ``seconds`` by the clock on the wall, ``mebibytes`` beyond what a worker needs."""

    seconds: float = 20.0
    mebibytes: int = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A worker has started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The input holds several captures: each is to be asked for with ``Next``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Asks for the next capture of the container that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The container holds no more."""


Request: TypeAlias = Item | Next
Reply: TypeAlias = Ready | Container | Item | End | Answer[T]


def serve(connection: Connection, work: Work[T], caps: Caps) -> None:
    """Answer requests until the other end is closed, or until a cap was met; runs as the main function of a process."""
    _keep_quiet()
    _cap_memory(caps.mebibytes)
    door: Iterator[Item] = iter(())
    reply: Reply[T] = Ready()
    with contextlib.suppress(EOFError, OSError):  # whoever asked is gone
        connection.send_bytes(pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))
        while not is_starved(reply):
            request: Request = pickle.loads(connection.recv_bytes())  # noqa: S301 - from the process that started this
            with _capped_time(caps.seconds):
                reply, door = _respond(request, door, work)
                packed, reply = _pack(request, reply)
            del request
            connection.send_bytes(packed)


def _respond(request: Request, door: Iterator[Item], work: Work[T]) -> tuple[Reply[T], Iterator[Item]]:
    """Return the reply to ``request`` and the container that is open after it."""
    if isinstance(request, Next):
        return next(door, End()), door
    try:
        found = answer_input(request, work)
    except MemoryError as fault:
        return _refuse(request, fault), iter(())
    return (found, iter(())) if isinstance(found, Answer) else (Container(), found[1])


def _pack(request: Request, reply: Reply[T]) -> tuple[bytes, Reply[T]]:
    """Return the reply as bytes; one that cannot be packed becomes its reason."""
    try:
        return pickle.dumps(reply, pickle.HIGHEST_PROTOCOL), reply
    except Exception as fault:
        if isinstance(request, Next):
            raise  # the process ends, and with it the container: its reader must not seem to have come to the end
        reply = _refuse(request, fault)
        return pickle.dumps(reply, pickle.HIGHEST_PROTOCOL), reply


def _refuse(item: Item, fault: Exception) -> Answer[T]:
    return Answer(number=item.number, name=item.name, sha256=item.sha256, value=explain(item.name, fault))


def is_starved(reply: Reply[T]) -> bool:
    """Tell whether memory ran out: what a parser then leaves behind is not to be built on."""
    value = reply.value if isinstance(reply, Answer) else None
    return isinstance(value, Skipped) and value.error == MemoryLimit.__name__


def _keep_quiet() -> None:
    """Leave Ctrl-C to the process that the user started, and write no core when killed."""
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@contextlib.contextmanager
def _capped_time(seconds: float) -> Iterator[None]:
    """End this process by SIGALRM, whatever it is doing, unless the block ends in time."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _cap_memory(mebibytes: int) -> None:
    """Let this process ask for ``mebibytes`` more than it has now; only Linux tells what it has."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            most = pages * resource.getpagesize() + mebibytes * MIB
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
