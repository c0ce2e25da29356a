"""Captures to articles beside the extractors people use: text, markdown, HTML, pages without an article, and speed.

Run ``make bench-capture``, or ``RASHOMON_DATA=… PYTHONPATH=tests python bench/capture_peers.py`` with ``--pages N`` for
a sample, ``--html DIR`` for pages of your own (NAME.html beside NAME.json with ``gold``), ``--folds FILE`` for readings
out of fold, ``--large`` for a WARC file of 2 GB in place of 100 MB, ``--only text,speed`` for some of the tables, and
``--json FILE``. Weights that learned from the very pages they are scored on say so: "in sample".

Definitions. Shingle F1: multisets of four words, the mean over pages. Exact last block: letters and digits alone, what
was found ends with the last block that is labelled body. Text for peers: one ``<p>`` for each block (see
``capture_extractors.wrap``). Failures: an exception; empty: no word was found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from capture_pages import CROSS, Folds, Row, read_folder, read_folds, read_kind, score_html, sum_up, tell_apart
from capture_quality import score_typed
from capture_scores import KINDS, make_capture, make_page, read_pages, read_typed, sample, score_labels
from html_pages import rebuild
from warc_sample import write_warc

Table: TypeAlias = dict[str, Row]

_HTML_PAGES = 200
_SPEED_PAGES = 40
_SMALL, _LARGE = 100_000_000, 2_000_000_000
_ROUNDS = 7
_TABLES = ("text", "html", "typed", "speed", "warc")


def score_captures(root: Path, pages: int, folds: Folds) -> dict[str, Table]:
    """Return the tables of pages given as text and as markdown, and of pages without an article."""
    rows = sample(read_pages(root), pages)
    read = {kind: read_kind(rows, kind, folds) for kind in KINDS}
    others = read_kind(sample(read_pages(root, articles=False), pages), "text", folds)
    tables = {
        f"WCXB dev as {'markdown' if kind == 'md' else 'text'} (rashomon: in sample)": {
            name: sum_up(tally) for name, tally in tallies.items()
        }
        for kind, tallies in read.items()
    }
    return tables | {"is there an article (rashomon: in sample)": tell_apart(read["text"], others)}


def score_pages(root: Path | None, pages: int, folders: Sequence[Path]) -> dict[str, Table]:
    """Return the tables of HTML: pages rebuilt from blocks, and the folders given."""
    tables: dict[str, Table] = {}
    if root:
        rows = sample(read_pages(root), pages or _HTML_PAGES)
        rebuilt = ((rebuild(row, number), str(row["gold"])) for number, row in enumerate(rows))
        tables["WCXB dev rebuilt as HTML (bench/html_pages.py)"] = score_html(rebuilt)
    return tables | {f"HTML in {folder.name}": score_html(read_folder(folder)) for folder in folders}


def score_typed_captures(root: Path, folds: Folds) -> dict[str, Table]:
    """Return the table of the typed captures: labels, body, and completeness."""
    items = read_typed(root)
    kept = ("macro F1", "body characters", "completeness", "cut F1", "captures")
    ours = score_typed(items)
    table: Table = {"rashomon (in sample)": {name: ours[name] for name in kept}}
    found = folds.get("typed", {})
    if all(item["id"] in found for item in items):
        labelled = [(truth, label, size) for item in items for truth, label, size in found[item["id"]]["labels"]]
        scores, body = score_labels(labelled)
        right = sum(found[item["id"]]["completeness"] == item["gold"]["completeness"] for item in items)
        table[CROSS.replace("site", "capture")] = {
            "macro F1": sum(scores.values()) / len(scores),
            "body characters": body,
            "completeness": right / len(items),
            "captures": len(items),
        }
    return {"typed captures": table}


def run_job(job: str, given: Mapping[str, Any]) -> Row:
    """Return what one job of ``capture_speed.py`` measured, in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("capture_speed.py")), job]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"failed: capture_speed.py {job}: {done.stderr.strip().splitlines()[-1:]}")
        return {"failed": 1}
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def time_captures(root: Path) -> dict[str, Table]:
    """Return the speed table: text captures a second on one core, HTML beside trafilatura alone."""
    rows = sample(read_pages(root), _SPEED_PAGES)
    kinds = {"md": "text/markdown", "txt": "text/plain"}
    typed = [(make_capture(item)[0], kinds[item["format"]]) for item in read_typed(root)]
    pages = [(make_page(row, "text"), "text/plain") for row in rows]
    rebuilt = [rebuild(row, number) for number, row in enumerate(rows)]
    return {
        "speed on one core, text": {
            "typed captures": run_job("text", {"captures": typed, "rounds": _ROUNDS}),
            "WCXB dev pages": run_job("text", {"captures": pages, "rounds": _ROUNDS}),
        },
        "speed on one core, ratio = trafilatura's time over ours": {
            "HTML": run_job("html", {"pages": rebuilt, "rounds": _ROUNDS}),
        },
    }


def time_warc(size: int) -> dict[str, Table]:
    """Return how WARC files are read beside fastwarc alone, and the peak memory for a small and a large one."""
    if not _has_doors():
        print("skipped: rashomon.ingest.doors is not there, so no WARC file can be read")
        return {}
    speed: Table = {}
    memory: Table = {}
    with tempfile.TemporaryDirectory() as folder:
        for packed in (False, True):
            path = Path(folder, f"sample.warc{'.gz' if packed else ''}")
            write_warc(path, min(size, _SMALL), packed=packed)
            speed[path.name] = run_job("warc", {"path": str(path), "rounds": _ROUNDS})
        for bytes_in in (_SMALL // 10, size):
            path = Path(folder, "memory.warc.gz")
            write_warc(path, bytes_in, packed=True)
            memory[f"{bytes_in / 1e6:,.0f} MB in .warc.gz"] = run_job("memory", {"path": str(path)})
            path.unlink()
    return {
        "WARC on one core, ratio = fastwarc's time over ours": speed,
        "memory while a WARC file is read": memory,
    }


def _has_doors() -> bool:
    return find_spec("rashomon.ingest.doors") is not None


def print_table(title: str, table: Table) -> None:
    """Print one table in markdown, a row for each extractor."""
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    print(f"\n### {title}\n\n| | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, row in table.items():
        print(f"| {name} | {' | '.join(_show(row.get(column)) for column in columns)} |")


def _show(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if isinstance(value, int) or abs(value) >= 1000 else f"{value:.3f}"  # noqa: PLR2004 - thousands read better whole


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=0, help="size of the sample; default all (HTML: 200)")
    parser.add_argument("--html", type=Path, action="append", default=[], metavar="DIR", help="pages of your own")
    parser.add_argument("--folds", type=Path, help="readings out of fold, see capture_pages.Folds")
    parser.add_argument("--large", action="store_true", help="read a WARC file of 2 GB")
    parser.add_argument("--only", default=",".join(_TABLES), help=f"some of {', '.join(_TABLES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args()


def main() -> int:
    """Print every table that has its data here; return 0."""
    options = _read_options()
    data = os.environ.get("RASHOMON_DATA")
    root = Path(data) if data else None
    folds = read_folds(options.folds)
    jobs: dict[str, tuple[bool, Callable[[], dict[str, Table]]]] = {
        "text": (True, lambda: score_captures(_given(root), options.pages, folds)),
        "html": (not options.html, lambda: score_pages(root, options.pages, options.html)),
        "typed": (True, lambda: score_typed_captures(_given(root), folds)),
        "speed": (True, lambda: time_captures(_given(root))),
        "warc": (False, lambda: time_warc(_LARGE if options.large else _SMALL)),
    }
    tables: dict[str, Table] = {}
    for name in options.only.split(","):
        needs_data, job = jobs[name]
        if needs_data and root is None:
            print(f"skipped: {name}: RASHOMON_DATA is not set (it names the folder of the evaluation data)")
            continue
        begun = time.perf_counter()
        found = job()
        for title, table in found.items():
            print_table(title, table)
        print(f"\n({name}: {time.perf_counter() - begun:.0f} s)", flush=True)
        tables |= found
    if not folds:
        print("skipped: 5-fold by site: give --folds FILE with the readings out of fold")
    if options.json:
        options.json.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _given(root: Path | None) -> Path:
    if root is None:
        raise ValueError("RASHOMON_DATA is not set")
    return root


if __name__ == "__main__":
    sys.exit(main())
