"""What ``make demo`` runs: compares a sample, writes the HTML report and verifies it; fails where any part does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rashomon.app.cli import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "examples/dam-failure"
PAGE = "out/demo.html"


def step(*arguments: str) -> int:
    """Show a command as a person would type it, run it, and return its exit code."""
    print(f"$ rashomon {' '.join(arguments)}\n", flush=True)
    code = run(arguments)
    print(flush=True)
    return code


def main() -> int:
    """Return 0 where comparing, writing and verifying all went well, else the exit code of the part that did not."""
    os.chdir(ROOT)
    Path(PAGE).parent.mkdir(exist_ok=True)
    code = step("compare", "--html", PAGE, SAMPLE) or step("verify", PAGE)
    if code:
        print(f"The demo failed with exit code {code}.", file=sys.stderr)
    else:
        print(f"The report is {PAGE}: open it in a browser. Other samples: examples/border-clash, examples/election.")
    return code


if __name__ == "__main__":
    sys.exit(main())
