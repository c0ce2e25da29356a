"""Break files in every way that is known here and read them: nothing may hang, crash or lose text in silence.

Run ``PYTHONPATH=tests python bench/fuzz_readers.py MINUTES [FIRST]``: cases are numbered from FIRST (default 0), the
same number breaks the same file the same way. Each case is read in a worker with a cap on time and memory that can be
killed; what fails is saved under ``out/fuzz/`` with its report beside it, one file for each cause. Returns 1 where
anything failed.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from ingest.broken_inputs import Seed, break_seed, make_seeds
from ingest.reading_checks import HAS_DOORS, find_faults, unique
from rashomon.ingest import load, read_capture

_SECONDS = 10.0
_START_SECONDS = 60.0
_MEMORY = 4 << 30
_OUT = Path(__file__).resolve().parents[1] / "out" / "fuzz"
_CONTEXT = multiprocessing.get_context("spawn")


def work(line: Connection) -> None:
    """Read case after case that comes down ``line``, each (name, bytes), and send back what is wrong with it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    read_capture(load(b"<p>The networks and parsers are loaded before the clock runs.</p>", content_type="text/html"))
    line.send([])
    while True:
        name, payload = line.recv()
        try:
            found = find_faults(name, payload)
        except MemoryError:
            found = ["memory cap reached"]
        except BaseException as fault:  # noqa: BLE001 - whatever a reader raises is the finding
            place = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            found = [f"{type(fault).__name__} at {where}: {str(fault)[:80]}"]
        line.send(found)


@dataclass(slots=True)
class Worker:
    """A process that reads cases, started when first needed and again after it was killed."""

    process: BaseProcess | None = None
    line: Connection | None = None

    def read(self, name: str, payload: bytes) -> list[str]:
        """Return what is wrong with the case; a worker that says nothing in time is killed, and that is the fault."""
        line = self.line or self._start()
        line.send((name, payload))
        return self._listen(line, _SECONDS)

    def _start(self) -> Connection:
        self.line, other = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=work, args=(other,), daemon=True)
        self.process.start()
        other.close()
        if self._listen(self.line, _START_SECONDS):
            raise RuntimeError("the worker does not start")
        return self.line

    def _listen(self, line: Connection, seconds: float) -> list[str]:
        try:
            if line.poll(seconds):
                found: list[str] = line.recv()
                return found
            fault = f"hangs: nothing after {seconds:.0f} s"
        except (EOFError, OSError):
            fault = "the process died"
        self.stop()
        return [fault]

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
        self.process = self.line = None


def save(seed: Seed, payload: bytes, number: int, fault: str) -> None:
    """Keep a file that failed, its report beside it."""
    _OUT.mkdir(parents=True, exist_ok=True)
    path = _OUT / f"{number}-{seed.name}"
    path.write_bytes(payload)
    path.with_name(f"{path.name}.report").write_text(f"case {number}, seed {seed.name}\n{fault}\n", "utf-8")


def main() -> int:
    """Fuzz for as many minutes as asked; print what was read and what failed."""
    minutes, first = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0  # noqa: PLR2004 - the second argument is given
    if not HAS_DOORS:
        print("skipped: rashomon.ingest.doors is not there, so containers are read as plain files")
    seeds = make_seeds()
    worker, causes, kinds = Worker(), Counter[str](), Counter[str]()
    until, number = time.monotonic() + 60 * minutes, first
    while time.monotonic() < until:
        seed = seeds[number % len(seeds)]
        payload = break_seed(seed, seeds[(number * 7 + number // len(seeds)) % len(seeds)], number)
        kinds["".join(Path(seed.name).suffixes[-2:])] += 1
        for fault in unique(worker.read(seed.name, payload)):
            causes[fault] += 1
            if causes[fault] == 1:
                save(seed, payload, number, fault)
                print(f"case {number}, {seed.name}: {fault}", flush=True)
        number += 1
    worker.stop()
    print(f"{number - first:,} cases in {minutes:g} min: {', '.join(f'{kind} {n}' for kind, n in kinds.most_common())}")
    print(f"{sum(causes.values())} faults of {len(causes)} kinds")
    for fault, count in causes.most_common():
        print(f"{count:6} {fault}")
    return 1 if causes else 0


if __name__ == "__main__":
    sys.exit(main())
