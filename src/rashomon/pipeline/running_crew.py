"""Workers as their master sees them: started, asked, listened to, and killed when they fall silent."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Final, Generic, cast

from rashomon.errors import CaptureError, RashomonError, TimeLimit, WorkerDied
from rashomon.pipeline.running_process import Caps, Ready, Reply, Request, serve
from rashomon.pipeline.running_tasks import T, Work

_START: Final = 60.0
_GRACE: Final = 0.25  # of the time limit, beyond the worker's own timer, which is the exact one
_LEAST_GRACE: Final = 1.0
_PARTING: Final = 5.0

# A fork server is small, has one thread, and has the parsers loaded: a new worker costs 10 ms, and none inherits the
# threads or locks of the program that uses this package.
if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    _CONTEXT = multiprocessing.get_context("forkserver")
_LOADED: Final = ("rashomon.pipeline.running_process", "rashomon.pipeline.running_warm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A worker is gone, and with it what it was asked for."""

    fault: CaptureError


class Worker(Generic[T]):
    """One process that reads; ``busy`` while a reply is owed."""

    def __init__(self, work: Work[T], caps: Caps) -> None:
        _CONTEXT.set_forkserver_preload(list(_LOADED))
        self._seconds = caps.seconds
        self.connection, far = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(far, work, caps), daemon=True)
        process.start()
        far.close()
        self.process: BaseProcess = process
        self.ready = False
        self.busy = True
        self.deadline = time.monotonic() + _START

    def ask(self, request: Request) -> None:
        """Send ``request``; the reply comes through ``listen``, as does the news that the worker was already gone."""
        self.busy = True
        self.deadline = time.monotonic() + self._seconds + max(_LEAST_GRACE, _GRACE * self._seconds)
        try:
            self.connection.send_bytes(pickle.dumps(request, pickle.HIGHEST_PROTOCOL))
        except OSError:
            return  # it died meanwhile: the closed pipe wakes the listener

    def receive(self) -> tuple[Reply[T] | Lost, int]:
        """Return the reply that is waiting and its size in bytes, or that the worker is gone."""
        try:
            packed = self.connection.recv_bytes()
        except (EOFError, OSError):
            return self.bury(), 0
        self.busy = False
        return cast("Reply[T]", pickle.loads(packed)), len(packed)  # noqa: S301 - from our own worker

    def bury(self, *, late: bool = False) -> Lost:
        """End the process and return why it is gone: ``late`` where it was this side that lost patience."""
        if late:
            self.process.kill()
        self.connection.close()
        self.process.join(_PARTING)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        if not self.ready:
            raise RashomonError(
                "a process for reading cannot be started", hint="--workers 0 reads in one process, without limits"
            )
        self.busy = False
        return Lost(fault=_name_death(self.process.exitcode, self._seconds, late=late))


def _name_death(code: int | None, seconds: float, *, late: bool) -> CaptureError:
    alarm = -signal.SIGALRM if sys.platform != "win32" else None
    if late or (code is not None and code == alarm):
        return TimeLimit(f"reading it took longer than {seconds:g} s", hint="give more with --time-limit")
    how = f"by {signal.Signals(-code).name}" if code is not None and code < 0 else f"with code {code}"
    return WorkerDied(f"the process that read it ended {how}", hint="read this capture alone")


class Crew(Generic[T]):
    """All workers of one run; as a context it leaves no process behind."""

    def __init__(self, work: Work[T], caps: Caps) -> None:
        self._work = work
        self._caps = caps
        self.workers: list[Worker[T]] = []

    def __enter__(self) -> Crew[T]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.connection.close()

    def start(self) -> Worker[T]:
        """Start one more worker."""
        worker = Worker(self._work, self._caps)
        self.workers.append(worker)
        return worker

    def dismiss(self, worker: Worker[T]) -> None:
        """End ``worker``, which owes nothing."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()

    def listen(self) -> Iterator[tuple[Worker[T], Reply[T] | Lost, int]]:
        """Wait until a worker has something to say; yield each such worker, its reply, and the size in bytes."""
        busy = [worker for worker in self.workers if worker.busy]
        patience = min((worker.deadline for worker in busy), default=0.0) - time.monotonic()
        heard = set(wait([worker.connection for worker in busy], max(0.0, patience)))
        for worker in busy:
            if worker.connection in heard:
                reply, size = worker.receive()
            elif time.monotonic() > worker.deadline and not worker.connection.poll():
                reply, size = worker.bury(late=True), 0
            else:
                continue
            if isinstance(reply, Lost):
                self.workers.remove(worker)
            elif isinstance(reply, Ready):
                worker.ready = True
                continue
            yield worker, reply, size


def idle(workers: Iterable[Worker[T]]) -> Iterator[Worker[T]]:
    """Yield the workers that may be asked."""
    return (worker for worker in workers if not worker.busy)
