"""The same checks as ``fuzz_readers.py``, the files broken by what atheris learns about the code they run through.

Optional: ``pip install atheris`` first (it is no dependency), then run ``PYTHONPATH=tests python bench/fuzz_atheris.py
-max_total_time=600 -rss_limit_mb=4096 -timeout=10``; the arguments are libFuzzer's. The first byte of a case picks the
file's name, the rest are its bytes. What fails is saved under ``out/fuzz/``.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from ingest.broken_inputs import make_seeds

_OUT = Path(__file__).resolve().parents[1] / "out" / "fuzz"


def main() -> int:
    """Fuzz until libFuzzer ends the process; return 0 where atheris is not installed."""
    if find_spec("atheris") is None:
        print("skipped: atheris is not installed (pip install atheris)")
        return 0
    import atheris  # noqa: PLC0415 - optional

    with atheris.instrument_imports(include=["rashomon.ingest", "rashomon.text"]):
        from ingest.reading_checks import find_faults  # noqa: PLC0415 - its imports are what is watched

    seeds = make_seeds()
    corpus = _OUT / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / seed.name).write_bytes(bytes([number]) + seed.make())

    def read_one(case: bytes) -> None:
        if not case:
            return
        name = seeds[case[0] % len(seeds)].name
        if faults := find_faults(name, case[1:]):
            raise AssertionError(f"{name}: {faults}")

    atheris.Setup([sys.argv[0], *sys.argv[1:], f"-artifact_prefix={_OUT}/", str(corpus)], read_one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
