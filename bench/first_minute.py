"""What a newcomer waits for: --help, a cold comparison of two 600-word articles, and the size of the install.

python bench/first_minute.py            # times, with an empty interpreter beside them for scale
python bench/first_minute.py --size     # also installs into a fresh environment and measures it (minutes)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from timing import ROOT, Timed, median_of, python

RUNS = 5
_LIMITS = {"rashomon --help": (0.4, None), "rashomon compare (two 600-word articles)": (3.0, 600.0)}
_WORDS = 600


def make_articles(folder: Path) -> list[str]:
    """Write two articles of 600 words on one event, from our own sample captures, and return their names."""
    names = []
    for name, sources in {
        "one.txt": ("election/allied-bulletin.txt", "election/national-voice.txt"),
        "two.txt": ("election/tolmere-herald.md", "election/free-ballot.md"),
    }.items():
        joined = "\n\n".join((ROOT / "examples" / source).read_text("utf-8") for source in sources)
        paragraphs, count = [], 0
        for paragraph in joined.split("\n"):
            if count >= _WORDS:
                break
            paragraphs.append(paragraph)
            count += len(paragraph.split())
        (folder / name).write_text("\n".join(paragraphs), encoding="utf-8")
        names.append(name)
    return names


def measure_size() -> tuple[float, int]:
    """Return the MiB of site-packages after a default install into a fresh environment, and how many packages."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python(), "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(ROOT)]
        subprocess.run(pip, check=True)
        site = next(Path(folder).glob("lib/python*/site-packages"))
        seen: set[int] = set()
        size = 0
        for path in site.rglob("*"):
            status = path.lstat()
            if status.st_ino not in seen:
                seen.add(status.st_ino)
                size += status.st_blocks * 512
        return size / 2**20, len(list(site.glob("*.dist-info")))


def print_row(name: str, run: Timed, limits: tuple[float | None, float | None]) -> None:
    """Print one row of the table in docs/results.md."""
    seconds, mib = limits
    asked = ", ".join(([f"≤ {seconds} s"] if seconds else []) + ([f"≤ {mib:.0f} MiB"] if mib else [])) or "–"
    print(f"| {name} | {run.seconds:.2f} s | {run.peak_mib:.0f} MiB | {asked} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", action="store_true", help="also measure a default install")
    options = parser.parse_args()
    command = [str(Path(python()).with_name("rashomon"))]
    with tempfile.TemporaryDirectory() as folder:
        names = make_articles(Path(folder))
        commands = {
            "python -c pass": [python(), "-c", "pass"],
            "rashomon --help": [*command, "--help"],
            "rashomon compare (two 600-word articles)": [*command, "compare", *names],
        }
        runs = median_of(commands, runs=RUNS, cwd=Path(folder))
    failed = [name for name, run in runs.items() if run.exit_code]
    if failed:
        raise SystemExit(f"these failed, so their times mean nothing: {', '.join(failed)}")
    print(f"median of {RUNS} runs, {os.cpu_count()} cores\n")
    print("| command | wall | peak memory | asked |\n|---|---|---|---|")
    for name, run in runs.items():
        print_row(name, run, _LIMITS.get(name, (None, None)))
    if options.size:
        size, packages = measure_size()
        print(f"\ndefault install: {size:.0f} MiB in site-packages, {packages} packages with pip (asked: ≤ 350)")


if __name__ == "__main__":
    main()
