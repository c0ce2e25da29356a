"""Runs the command line inside the test's own process: the networks are loaded once, and no shell stands between."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rashomon.app.cli import run

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run of the command line left: exit code, the bytes of standard output, the text of standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode("utf-8")


def run_cli(*arguments: str | Path, folder: Path | None = None, stdin: bytes = b"") -> Outcome:
    """Run ``rashomon`` with ``arguments`` in ``folder``, ``stdin`` on its standard input."""
    out, err, given = (io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (b"", b"", stdin))
    with working_in(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        with mock.patch.object(sys, "stdin", given):
            code = run([str(argument) for argument in arguments])
        out.flush()
        err.flush()
    return Outcome(code=code, out=out.buffer.getvalue(), err=err.buffer.getvalue().decode("utf-8"))


@contextlib.contextmanager
def working_in(folder: Path | None) -> Iterator[None]:
    """Work in ``folder`` and come back."""
    before = Path.cwd()
    os.chdir(folder or before)
    try:
        yield
    finally:
        os.chdir(before)


def example(name: str) -> tuple[str, ...]:
    """Return the captures of one bundled sample, as paths inside ``examples``."""
    return tuple(sorted(path.relative_to(EXAMPLES).as_posix() for path in (EXAMPLES / name).iterdir()))
