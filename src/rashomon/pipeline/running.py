"""Thousands of captures, each read in a process that can be killed; answers come in the order of the inputs.

What hangs, dies or eats memory is counted as skipped and the run goes on. However large an input is, a bounded number
of captures is held at a time.
"""

from __future__ import annotations

import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeAlias

from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.errors import CaptureError, RashomonError, WorkerDied
from rashomon.ingest import load
from rashomon.pipeline.inputs import Source, check_given, skip
from rashomon.pipeline.running_crew import Crew, Lost, Worker, idle
from rashomon.pipeline.running_process import Caps, Container, End, Next, Reply, is_starved
from rashomon.pipeline.running_tasks import Answer, Item, Known, T, Work, answer_capture, digest_source, open_item

__all__ = ["Answer", "Caps", "Plan", "Work", "choose_workers", "run"]

Recall: TypeAlias = Callable[[str], Known]
"""Returns what an earlier run has read under a name, or in a container of that name."""

Named: TypeAlias = tuple[str, Source | RashomonError]
"""An input under the name that outputs show, as ``list_inputs`` gives them."""

_MOST_WORKERS: Final = 4
_PLACES: Final = 16  # captures held for each worker: enough that a slow one keeps no other waiting for long
_HELD: Final = 64 << 20
_FEW: Final = 4
_SMALL: Final = 64 << 10
_PLAIN: Final = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})


def _forget(name: str) -> Known:
    del name
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to run: with ``workers`` processes, or 0 for none and so without caps; ``recall`` knows an earlier run."""

    workers: int = 0
    caps: Caps = field(default_factory=Caps)
    recall: Recall = _forget


def run(
    inputs: Iterable[Named], work: Work[T], plan: Plan, *, engine: Callable[..., Iterable[Any]] = map
) -> Generator[Answer[T], None, None]:
    """Yield what each capture of ``inputs`` gave, in their order, the same with any number of workers.

    ``engine``, anything with the signature of ``map``, does the work where the plan has no workers; what it is given
    can be pickled.
    """
    items = (_make_item(number, *pair, plan.recall) for number, pair in enumerate(inputs, start=1))
    if not plan.workers:
        yield from engine(partial(answer_capture, work=work), _open_all(items, work, plan.recall))
        return
    with Crew(work, plan.caps) as crew:
        yield from _Run(items, crew, plan).answers()


def choose_workers(inputs: Iterable[Named]) -> int:
    """Return how many processes suit ``inputs``: none for a few small files of text, else one a core, up to four."""
    for number, (_, source) in enumerate(inputs):
        if number >= _FEW or not _is_small(source):
            return min(_MOST_WORKERS, _count_cores())
    return 0


def _count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _is_small(source: Source | RashomonError) -> bool:
    if isinstance(source, Capture):
        return len(source.payload) <= _SMALL
    if not isinstance(source, Path):
        return isinstance(source, RashomonError)
    try:
        about = source.stat()
    except (OSError, ValueError):
        return True  # it will be refused at once
    return not stat.S_ISREG(about.st_mode) or (about.st_size <= _SMALL and source.suffix.lower() in _PLAIN)


def _make_item(number: int, name: str, source: Source | RashomonError, recall: Recall) -> Item:
    """Return an input as workers take it; a pipe or device is read here, as no other process may have it open."""
    found: Path | bytes | Capture | Skipped
    if isinstance(source, RashomonError):
        found = skip(name, source)
    elif isinstance(source, Reading):
        found = source.capture
    elif isinstance(source, Capture) and source.content_type is None:
        found = source.payload
    elif isinstance(source, Capture):
        found = check_given(source, name)
    elif isinstance(source, bytes):
        found = source
    else:
        found = _read_stream(Path(source), name)
    return Item(number=number, name=name, source=found, known=recall(name))


def _read_stream(path: Path, name: str) -> Path | bytes | Skipped:
    try:
        mode = path.stat().st_mode
        return path if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else load(path, origin=name).payload
    except RashomonError as fault:
        return skip(name, fault)
    except (OSError, ValueError):
        return path  # the reader says why


def _open_all(items: Iterable[Item], work: Work[T], recall: Recall) -> Iterator[Item]:
    """Yield each capture of each input: what ``run`` does without workers, one by one."""
    for item in items:
        if not isinstance(item.source, Path | bytes):
            yield item
            continue
        for member in open_item(item, work):
            yield replace(member, known=recall(member.name))


@dataclass(slots=True, kw_only=True, eq=False)
class _Place(Generic[T]):
    """A place in the order of answers: of a capture, or of all that a container still holds."""

    item: Item
    answer: Answer[T] | None = None
    size: int = 0  # bytes held for it
    came: int = 0  # captures that the container gave so far
    again: bool = False  # it is being read a second time


class _Run(Generic[T]):
    """The state of one run; only ``answers`` is for others."""

    def __init__(self, items: Iterator[Item], crew: Crew[T], plan: Plan) -> None:
        self._items = items
        self._crew = crew
        self._plan = plan
        self._places: list[_Place[T]] = []  # in the order of answers
        self._waiting: deque[_Place[T]] = deque()  # to be given to a reader
        self._given: dict[Worker[T], _Place[T]] = {}
        self._doors: list[Worker[T]] = []  # each holds a container open and reads nothing
        self._held = 0

    def answers(self) -> Iterator[Answer[T]]:
        """Yield the answers in order."""
        while True:
            while self._places and (answer := self._places[0].answer) is not None:
                self._held -= self._places.pop(0).size
                yield answer
            self._ask_door()
            self._ask_readers()
            if not self._places:
                return
            if self._places[0].answer is None:
                for worker, reply, size in self._crew.listen():
                    self._take(worker, reply, size)

    def _ask_door(self) -> None:
        """Ask the first open container for one more capture; those behind it have to wait."""
        if not self._doors:
            return
        door = min(self._doors, key=lambda worker: self._places.index(self._given[worker]))
        # The place that all others wait for always has room: else nothing would ever move.
        if not door.busy and (self._places[0] is self._given[door] or self._has_room()):
            door.ask(Next())

    def _has_room(self) -> bool:
        few = len(self._places) < _PLACES * self._plan.workers and self._held < _HELD
        return few and len(self._waiting) <= self._plan.workers

    def _ask_readers(self) -> None:
        """Give each idle reader something to read; a worker that holds a container reads nothing."""
        while self._find_waiting():
            others = [worker for worker in self._crew.workers if worker not in self._doors]
            for _ in range(len(others), self._plan.workers):
                self._crew.start()  # it says when it is ready
            reader = next(idle(others), None)
            # The one that held a container stays for the next, for a new one would have to load its word lists again.
            if reader is None or len(self._given) - len(self._doors) >= self._plan.workers:
                return
            self._given[reader] = self._waiting.popleft()
            reader.ask(self._given[reader].item)

    def _find_waiting(self) -> bool:
        """Tell whether something is to be read; new inputs are taken only while no container is open."""
        while not self._waiting and not self._doors and (self._has_room() or not self._places):
            item = next(self._items, None)
            if item is None:
                return False
            self._places.append(_Place(item=item))
            self._settle(self._places[-1])
        return bool(self._waiting)

    def _settle(self, place: _Place[T]) -> None:
        """Answer at once for what need not be read; all else waits for a reader."""
        item = place.item
        if isinstance(item.source, Skipped):
            place.answer = _answer(item, item.source)
        elif item.sha256 is not None and (item.name, item.sha256) in item.known:
            place.answer = _answer(item, None)
        else:
            self._weigh(place, _count_bytes(item))
            self._waiting.append(place)

    def _take(self, worker: Worker[T], reply: Reply[T] | Lost, size: int) -> None:
        """Take in what ``worker`` has to say."""
        place = self._given[worker]
        if isinstance(reply, Container):
            self._doors.append(worker)
        elif isinstance(reply, Item):
            place.came += 1
            member = _Place[T](item=replace(reply, known=self._plan.recall(reply.name)))
            self._places.insert(self._places.index(place), member)
            self._settle(member)
        elif isinstance(reply, End):
            self._places.remove(place)
            self._doors.remove(worker)
            del self._given[worker]
        elif isinstance(reply, Lost):
            self._lose(worker, place, reply.fault)
        elif isinstance(reply, Answer):
            place.answer = reply
            self._weigh(place, size)
            del self._given[worker]
            if is_starved(reply):
                self._crew.dismiss(worker)

    def _weigh(self, place: _Place[T], size: int) -> None:
        self._held += size - place.size
        place.size = size

    def _lose(self, worker: Worker[T], place: _Place[T], fault: CaptureError) -> None:
        """Record what went with ``worker``; after a death that may have come from outside, another reads once more."""
        del self._given[worker]
        item = place.item
        if worker in self._doors:
            self._doors.remove(worker)
            what = f"{fault.what}; {place.came:,} captures in it came before, the rest is lost"
            fault = type(fault)(what, hint=fault.hint)
        elif isinstance(fault, WorkerDied) and not place.again:
            place.again = True
            self._waiting.appendleft(place)
            return
        place.answer = _answer(item, skip(item.name, fault))


def _answer(item: Item, value: Skipped | None) -> Answer[T]:
    """Return the answer for ``item`` that no worker gave."""
    digest = item.sha256 or digest_source(item.source)
    return Answer(number=item.number, name=item.name, sha256=digest, value=value)


def _count_bytes(item: Item) -> int:
    """Return how many bytes ``item`` holds in memory."""
    if isinstance(item.source, bytes):
        return len(item.source)
    return len(item.source.payload) if isinstance(item.source, Capture) else 0
