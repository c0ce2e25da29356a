"""Timing shared by the benches: wall time and peak memory of a command, medians over alternating runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One run of a command: wall seconds, and the peak resident memory in MiB of it alone."""

    seconds: float
    peak_mib: float
    exit_code: int


def time_command(command: Sequence[str], *, cwd: Path = ROOT) -> Timed:
    """Run ``command`` once, its output thrown away, and return its wall time and peak memory (Linux)."""
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    return Timed(seconds=seconds, peak_mib=usage.ru_maxrss / 1024, exit_code=os.waitstatus_to_exitcode(status))


def median_of(commands: Mapping[str, Sequence[str]], *, runs: int, cwd: Path = ROOT) -> dict[str, Timed]:
    """Return the median run of each command, the commands alternating so that a noisy minute hurts all alike."""
    taken: dict[str, list[Timed]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(time_command(command, cwd=cwd))
    return {
        name: Timed(
            seconds=statistics.median(run.seconds for run in all_runs),
            peak_mib=statistics.median(run.peak_mib for run in all_runs),
            exit_code=max(run.exit_code for run in all_runs),
        )
        for name, all_runs in taken.items()
    }


def python() -> str:
    """Return the interpreter that runs the bench."""
    return sys.executable
