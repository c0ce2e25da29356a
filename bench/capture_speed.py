"""How fast captures are read, on one core and one thread: text a second, HTML beside trafilatura, WARC beside fastwarc.

Run by ``capture_peers.py`` as a process of its own, ``capture_speed.py JOB`` with its input as JSON on standard input:
the core and the threads are set before any parser is loaded, and the peak memory is that of the job alone. Prints one
JSON object.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ROUNDS = 7


def _pin() -> None:
    """Keep this process on one core, one thread."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _take(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _alternate(first: Callable[[], object], second: Callable[[], object], rounds: int) -> dict[str, float]:
    """Return the median seconds of both and the median ratio of a round, ``first`` over ``second``; one warm-up."""
    first(), second()
    pairs = [(_take(first), _take(second)) for _ in range(max(rounds, _ROUNDS))]
    return {
        "first seconds": median(one for one, _ in pairs),
        "second seconds": median(two for _, two in pairs),
        "ratio": median(one / two for one, two in pairs),
        "lowest ratio": min(one / two for one, two in pairs),
        "rounds": len(pairs),
    }


def time_text(given: dict[str, Any]) -> dict[str, float]:
    """Return captures a second over ``given["captures"]``, pairs of text and content type; median of the rounds."""
    from capture_extractors import read_main  # noqa: PLC0415 - after the threads are set

    def read_all() -> None:
        for text, content_type in given["captures"]:
            read_main(text, content_type)

    read_main(*given["captures"][0])
    rounds = [_take(read_all) for _ in range(given["rounds"])]
    letters = sum(len(text) for text, _ in given["captures"])
    return {
        "captures a second": len(given["captures"]) / median(rounds),
        "million letters a second": letters / median(rounds) / 1e6,
        "captures": len(given["captures"]),
        "peak MiB": _peak(),
    }


def time_html(given: dict[str, Any]) -> dict[str, float]:
    """Return how fast pages are read beside trafilatura alone: ``ratio`` is its time over ours."""
    from capture_extractors import PEERS, read_main  # noqa: PLC0415 - as above

    pages: Sequence[str] = given["pages"]

    def theirs() -> None:
        for page in pages:
            PEERS["trafilatura"](page)

    def ours() -> None:
        for page in pages:
            read_main(page, "text/html")

    found = _alternate(theirs, ours, given["rounds"])
    return found | {"pages": len(pages), "peak MiB": _peak()}


def _read_with_fastwarc(path: Path) -> tuple[int, int]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - as above

    records = letters = 0
    for record in ArchiveIterator(str(path), record_types=WarcRecordType.response, auto_decode="all"):
        letters += len(record.reader.read())
        records += 1
    return records, letters


def _read_with_doors(path: Path) -> tuple[int, int]:
    from rashomon.datamodel import Capture  # noqa: PLC0415 - as above
    from rashomon.ingest.doors import open_captures  # noqa: PLC0415 - as above

    records = letters = 0
    for found in open_captures(path, origin=path.name):
        if isinstance(found, Capture):
            letters += len(found.payload)
            records += 1
    return records, letters


def time_warc(given: dict[str, Any]) -> dict[str, float]:
    """Return how fast the WARC file ``given["path"]`` is read beside fastwarc alone: ``ratio`` is its time over ours.

    Both read every response and decode its body; ``lost`` is how many responses our door gave fewer than fastwarc.
    """
    path = Path(given["path"])
    theirs, ours = _read_with_fastwarc(path), _read_with_doors(path)
    found = _alternate(lambda: _read_with_fastwarc(path), lambda: _read_with_doors(path), given["rounds"])
    return found | {
        "MB a second": path.stat().st_size / found["second seconds"] / 1e6,
        "records": theirs[0],
        "lost": theirs[0] - ours[0],
        "bytes that differ": abs(theirs[1] - ours[1]),
    }


def weigh_warc(given: dict[str, Any]) -> dict[str, float]:
    """Return the peak memory of reading the WARC file ``given["path"]`` once through our door."""
    begun = time.perf_counter()
    records, letters = _read_with_doors(Path(given["path"]))
    seconds = time.perf_counter() - begun
    return {"records": records, "MB decoded": letters / 1e6, "seconds": seconds, "peak MiB": _peak()}


def _peak() -> float:
    """Return the peak resident memory in MiB; Linux's own figure, for ``getrusage`` counts the parent's memory too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


JOBS = {"text": time_text, "html": time_html, "warc": time_warc, "memory": weigh_warc}


def main() -> None:
    """Run one job, its input the JSON on standard input."""
    _pin()
    print(json.dumps(JOBS[sys.argv[1]](json.load(sys.stdin))))


if __name__ == "__main__":
    main()
