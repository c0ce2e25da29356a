"""The recipe of the block labeller: fits its heads, measures them out of fold, and writes the weights.

Run as ``python -m rashomon.neural.train.labels [--folds FILE.json | --weights FOLDER]``; needs ``rashomon[train]``
and ``RASHOMON_DATA``. ``--folds`` cross-validates by site and writes what was read of each capture; without it the
heads are fitted on everything and written.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rashomon.ingest.completeness import judge
from rashomon.ingest.facts import Facts
from rashomon.ingest.labels.features import LABELS
from rashomon.ingest.labels.labeller import read_words
from rashomon.ingest.labels.verdict import decide
from rashomon.ingest.sections import rule_rows
from rashomon.neural.train.boosting import digest, renew_list, write_onnx
from rashomon.neural.train.label_data import Document, read_documents
from rashomon.neural.train.label_fit import Fitted, Settings, fit

_RECIPE = Path("recipes/labels.toml")
_WEIGHTS = Path("src/rashomon/neural/weights")


def read_out_of_fold(documents: Sequence[Document], settings: Settings) -> Iterator[tuple[Document, Any]]:
    """Yield every document with the labeller's verdict by heads that saw no capture of its fold."""
    for fold in sorted({document.fold for document in documents}):
        fitted = fit([document for document in documents if document.fold != fold], settings)
        for document in documents:
            if document.fold == fold:
                yield document, read_with(document, fitted)
        print(f"fold {fold} done", flush=True)


def read_with(document: Document, fitted: Fitted) -> Any:  # noqa: ANN401 - a Verdict; mypy knows it where it is made
    """Return the verdict of ``fitted`` heads on a document."""
    seen = replace(document.seen, lexical=read_words(document.rows, fitted.tables))
    return decide(document.rows, seen, rule_rows(document.rows), fitted.heads)


def write_weights(fitted: Fitted, folder: Path) -> dict[str, str]:
    """Write the heads and tables into ``folder``, renew its list of digests, and return theirs by file name."""
    payloads = {f"labels-{name}.onnx": write_onnx(head) for name, head in fitted.trees.items()}
    tables = io.BytesIO()
    np.savez_compressed(tables, allow_pickle=False, **{k: v.astype(np.float16) for k, v in fitted.tables.items()})
    payloads["labels.npz"] = tables.getvalue()
    digests = {name: digest(payload) for name, payload in payloads.items()}
    for name, payload in payloads.items():
        (folder / name).write_bytes(payload)
    renew_list(folder, digests)
    return digests


def dump_folds(read: Iterator[tuple[Document, Any]]) -> dict[str, dict[str, Any]]:
    """Return what ``bench/capture_peers.py --folds`` takes: body blocks by page, labels by typed capture."""
    folds: dict[str, dict[str, Any]] = {"text": {}, "md": {}, "typed": {}, "scores": {}}
    for document, verdict in read:
        labels = [mark.label for mark in verdict.marks]
        if document.source == "typed":
            body = [number for number, label in enumerate(labels) if label == "body"]
            whole = judge(document.rows, verdict.marks, body, Facts()).value
            pairs = [
                (LABELS[gold], label, len(row.stretch.span))
                for gold, label, row in zip(document.types.tolist(), labels, document.rows, strict=True)
            ]
            folds["typed"][document.id] = {"labels": pairs, "completeness": whole}
        elif document.source == "pages":
            body = [int(owner) for owner, label in zip(document.owner, labels, strict=True) if label == "body"]
            kind = "md" if document.markdown else "text"
            folds[kind][document.id] = body
            folds["scores"][f"{kind} {document.id}"] = round(verdict.article, 4)
    return folds


def main() -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--weights", type=Path, default=_WEIGHTS)
    given = parser.parse_args()
    recipe = tomllib.loads(_RECIPE.read_text(encoding="utf-8"))
    root = Path(os.environ["RASHOMON_DATA"])
    documents = list(read_documents(root, news=recipe["data"]["news_texts"]))
    print(f"{len(documents):,} captures, {sum(len(d.rows) for d in documents):,} blocks", flush=True)
    if given.folds:
        folds = dump_folds(read_out_of_fold(documents, recipe["settings"]))
        given.folds.write_text(json.dumps(folds), encoding="utf-8")
        return
    for name, code in write_weights(fit(documents, recipe["settings"]), given.weights).items():
        print(f"{code}  {name}")


if __name__ == "__main__":
    main()
