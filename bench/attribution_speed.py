"""Tokens a second of attribution end to end beside the bare encoder, in one run, job after job in turn.

Reads texts as a JSON list from standard input and prints figures as JSON, so that the run has a process and, where the
system allows it, two cores of its own. Tokens are those of the encoder's vocabulary.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attribution_scores import find, make_article

from rashomon.annotate import annotate
from rashomon.annotate.attributions import find_attributions
from rashomon.annotate.document import make_document
from rashomon.neural.minilm import load_encoder
from rashomon.neural.wordpiece import load_wordpiece

ENCODER = "the bare encoder, sentence by sentence"
_ROUNDS = 5
_CORES = 2


def measure(texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return for each job its median tokens a second, and the median over rounds of its speed over the encoder's."""
    tokens = sum(len(load_wordpiece()(text).ids) for text in texts)
    sentences = [span.slice(text) for text in texts for span in make_document(make_article(text)).sentences]
    articles = [make_article(text) for text in texts]

    def alone(text: str) -> object:
        return find_attributions(make_document(make_article(text)))

    def in_pairs() -> None:
        with ThreadPoolExecutor(_CORES) as pool:
            list(pool.map(alone, texts))

    jobs: dict[str, Callable[[], object]] = {
        ENCODER: lambda: load_encoder().encode(sentences),
        "attributions, one article after another": lambda: [alone(text) for text in texts],
        "attributions, two articles at a time": in_pairs,
        "attributions with names and speakers": lambda: [find(text) for text in texts],
        "annotate, everything": lambda: [annotate(article) for article in articles],
    }
    rounds = [{name: _time(job) for name, job in jobs.items()} for _ in range(_ROUNDS + 1)][
        1:
    ]  # the first one warms up
    return {
        name: {
            "tokens a second": tokens / statistics.median(one[name] for one in rounds),
            "of the encoder": statistics.median(one[ENCODER] / one[name] for one in rounds),
        }
        for name in jobs
    }


def _time(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def measure_apart(texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return ``measure`` of a fresh process."""
    done = subprocess.run([sys.executable, str(Path(__file__))], input=json.dumps(list(texts)), capture_output=True,
                          text=True, check=True)  # fmt: skip
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


def main() -> int:
    """Measure the texts given on standard input."""
    if sys.platform == "linux":  # elsewhere the jobs' own two threads are the only bound
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    print(json.dumps(measure(json.load(sys.stdin))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
