"""Run every bench that has its data here, one after the other; name the ones that have not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BENCHES = {
    "first_minute.py": None,
    "encoder_speed.py": None,
    "capture_quality.py": "RASHOMON_DATA",
    "attribution_quality.py": "RASHOMON_DATA",
    "mentions_quality.py": "RASHOMON_DATA",
    "story_quality.py": "RASHOMON_DATA",
    "alignment_quality.py": "RASHOMON_DATA",
    "alignment_disputes.py": "RASHOMON_DATA",
}


def main() -> int:
    """Return 1 where a bench failed."""
    failed = []
    for name, needs in BENCHES.items():
        print(f"\n## {name}\n", flush=True)
        if needs and not os.environ.get(needs):
            print(f"skipped: {needs} is not set (it names the folder of the evaluation data)")
            continue
        if subprocess.run([sys.executable, str(Path(__file__).with_name(name))], check=False).returncode:
            failed.append(name)
    print(f"\n{len(BENCHES)} benches, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
