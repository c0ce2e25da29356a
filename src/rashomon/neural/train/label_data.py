"""What the labeller learns from: pages, typed captures and plain news texts, laid out as text and as markdown."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rashomon.datamodel import Capture
from rashomon.ingest.labels.features import LABELS
from rashomon.ingest.labels.labeller import look
from rashomon.ingest.labels.surroundings import Seen
from rashomon.ingest.rendering import render
from rashomon.ingest.rows import Row, make_row
from rashomon.ingest.sections import rule_rows

FOLDS = 5
_COVERED = 0.8
_UNKNOWN = -1
_SECOND_LEVEL = 3
_BODY = LABELS.index("body")


@dataclass(slots=True, kw_only=True)
class Document:
    """A capture with its gold: ``body`` share of each block, ``types`` label numbers (-1 unknown), by row.

    ``owner`` is the number of the gold block that each row ends in; ``last`` that of the last body block, or -1.
    """

    id: str
    source: str
    markdown: bool
    fold: int
    article: bool
    rows: Sequence[Row]
    seen: Seen
    body: NDArray[np.float32]
    types: NDArray[np.int64]
    owner: NDArray[np.int64]
    last: int
    gold: str = field(default="", repr=False)


def read_documents(root: Path, *, news: int) -> Iterator[Document]:
    """Yield every document of the recipe's data under ``root``; ``news`` plain news texts among them."""
    folder = root / "capture_blocks"
    for name, article in (("wcxb_dev_blocks", True), ("wcxb_dev_nonarticle_blocks", False)):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for row in map(json.loads, stream):
                if article and not (row["gold_cover"] >= _COVERED and row["gold"].strip()):
                    continue
                yield from _read_page(row, article=article)
    for line in (root / "typed_captures" / "typed_captures.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        blocks = [(block["text"], block["label"]) for block in item["blocks"]]
        yield _make(item["id"], "typed", blocks, {"markdown": item["format"] == "md", "article": True})
    with gzip.open(root / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as stream:
        for _, line in zip(range(news), stream, strict=False):
            item = json.loads(line)
            blocks = [(text, "body") for text in item["text"].splitlines() if text.strip()]
            yield _make(item["id"], "news", blocks, {"markdown": False, "article": True})


def find_site(url: str | None, name: str) -> str:
    """Return the registrable domain of ``url``, roughly, or ``name`` where there is none."""
    parts = (urlsplit(url or "").hostname or name).split(".")
    count = 3 if len(parts) > 2 and len(parts[-2]) <= _SECOND_LEVEL and len(parts[-1]) == 2 else 2  # noqa: PLR2004 - co.uk
    return ".".join(parts[-count:])


def _read_page(row: Mapping[str, Any], *, article: bool) -> Iterator[Document]:
    for kind in ("text", "md"):
        blocks = [(block[kind], block["label"]) for block in row["blocks"]]
        if any(text.strip() for text, _ in blocks):
            about = {"markdown": kind == "md", "article": article, "gold": row["gold"]}
            about["site"] = find_site(row["url"], row["id"])
            yield _make(row["id"], "pages", blocks, about)


def _make(name: str, source: str, blocks: Sequence[tuple[str, str]], about: Mapping[str, Any]) -> Document:
    markdown, site = about["markdown"], about.get("site", name)
    text = ("\n\n" if markdown else "\n").join(block for block, _ in blocks)
    kind = "text/markdown" if markdown else "text/plain"
    laid = render(Capture(payload=text.encode("utf-8", "replace"), content_type=kind))
    rows = [make_row(number, laid.rendering.text, stretch) for number, stretch in enumerate(laid.stretches)]
    ruled = rule_rows(rows)
    seen = look(rows, ruled.alone, ruled.marks, markdown=markdown)
    shares = list(_share_gold(rows, blocks, 2 if markdown else 1))
    typed = source == "typed"
    body = np.array([share["body"] for _, share in shares], dtype=np.float32) * about["article"]
    labels = [share.most_common(1)[0][0] if share else "navigation" for _, share in shares]
    owner = np.array([number for number, _ in shares], dtype=np.int64)
    return Document(
        id=name,
        source=source,
        markdown=markdown,
        fold=hashlib.sha256(site.encode()).digest()[0] % FOLDS,
        article=about["article"],
        rows=rows,
        seen=seen,
        body=body,
        types=np.array([LABELS.index(label) if typed else _UNKNOWN for label in labels], dtype=np.int64),
        owner=owner,
        last=max((number for number, (_, label) in enumerate(blocks) if label == "body"), default=-1),
        gold=about.get("gold", ""),
    )


def _share_gold(
    rows: Sequence[Row], blocks: Sequence[tuple[str, str]], between: int
) -> Iterator[tuple[int, Counter[str]]]:
    """Yield for each row the number of the gold block it ends in and the share of each gold label in it."""
    places: list[tuple[int, int, str]] = []
    at = 0
    for text, label in blocks:
        places.append((at, at + len(text), label))
        at += len(text) + between
    first = 0
    for row in rows:
        span = row.stretch.span
        while first < len(places) and places[first][1] <= span.start:
            first += 1
        share: Counter[str] = Counter()
        number = first
        while number < len(places) and places[number][0] < span.end:
            start, end, label = places[number]
            share[label] += max(0, min(end, span.end) - max(start, span.start))
            number += 1
        whole = sum(share.values()) or 1
        yield number - 1, Counter({label: size / whole for label, size in share.items()})
