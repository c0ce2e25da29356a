"""How fast and how heavy the sentence encoder is: import, load, tokens per second, memory; medians of fresh processes.

Run as ``python bench/encoder_speed.py``; needs nothing but the package.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time

_RUNS = 5
_SENTENCES = (
    "Rescuers pulled {n} people from the rubble of the school before dawn on Tuesday, the regional health office said.",
    "The minister denied that she had been told of crack number {n} in the dam.",
    "Union leaders suspended the strike after {n} hours of talks with the railway, which called the offer final.",
    "Trains are expected to run again from Saturday, though not on every line, and {n} buses wait.",
    "Oil rose {n} cents.",
)


def measure() -> dict[str, float]:
    """Return the figures of this process, which must not have loaded the encoder yet."""
    started = time.perf_counter()
    from rashomon.neural.minilm import load_encoder  # noqa: PLC0415 - the import is what is measured
    from rashomon.neural.wordpiece import load_wordpiece  # noqa: PLC0415 - same

    imported = time.perf_counter()
    encoder = load_encoder()
    loaded = time.perf_counter()
    texts = [sentence.format(n=n) for n in range(256) for sentence in _SENTENCES]
    wordpiece = load_wordpiece()
    split = time.perf_counter()
    tokens = sum(len(wordpiece(text).ids) + 2 for text in texts)
    ready = time.perf_counter()
    encoder.encode(texts)
    encoded = time.perf_counter()
    long = "Rescuers pulled people from the rubble. " * 60
    encoder.encode([long])
    return {
        "import ms": (imported - started) * 1e3,
        "load ms": (loaded - imported) * 1e3,
        "wordpiece tokens/s": tokens / (ready - split),
        "encoder tokens/s": tokens / (encoded - ready),
        "256 tokens ms": (time.perf_counter() - encoded) * 1e3,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> int:
    """Print the median and the spread of five fresh processes."""
    if sys.argv[1:] == ["--once"]:
        print(json.dumps(measure()))
        return 0
    runs = [
        json.loads(subprocess.run([sys.executable, __file__, "--once"], check=True, capture_output=True).stdout)
        for _ in range(_RUNS)
    ]
    for name in runs[0]:
        values = sorted(run[name] for run in runs)
        print(f"{name:20} {statistics.median(values):10.0f}   ({values[0]:.0f} to {values[-1]:.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
