"""The recipe of the reader: from corpora to int8 weights, checked against torch, calibrated on held-out documents.

Run as ``python -m rashomon.neural.train.reader [--work FOLDER] [--weights FOLDER]``; needs
``rashomon[train]`` and ``RASHOMON_DATA``. A run cut short goes on after the last phase whose end is in ``--work``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from rashomon.datamodel import Span
from rashomon.neural.minilm import load_encoder, open_session
from rashomon.neural.reader import Floats, Readout, read
from rashomon.neural.reader_links import Link
from rashomon.neural.reader_weights import SETTINGS, WEIGHTS, Calibration, Reader, make_reader
from rashomon.neural.train.boosting import digest, renew_list
from rashomon.neural.train.graph import Smoothing, measure_peaks
from rashomon.neural.train.minilm import find_source
from rashomon.neural.train.reader_check import Typed, calibrate, find_typed, score
from rashomon.neural.train.reader_data import Example, read_factappeal, read_gum, read_polnear
from rashomon.neural.train.reader_fit import Batch, Feed, Settings, fit
from rashomon.neural.train.reader_graph import build_reader, to_tensors
from rashomon.neural.train.reader_net import Reader as Network
from rashomon.neural.train.reader_net import load_original
from rashomon.neural.wordpiece import WordPiece, load_wordpiece

_RECIPE: Final = Path("recipes/reader.toml")
_WEIGHTS: Final = Path("src/rashomon/neural/weights")
_STRAIGHT: Final = {"“": '"', "”": '"', "’": "'", "‘": "'"}
_SIZES: Final = {"polnear": 16, "factappeal": 64, "gum": 16}
_EVERY: Final = 100
"""Steps from one line about the losses to the next."""
Vectors: TypeAlias = Mapping[str, Sequence[NDArray[np.float32]]]
_UNCALIBRATED: Final = {"lean": 0.0, "floor": 0.0, "calibration": {"speech": [0.0] * 5, "attitude": [0.0] * 5}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpora:
    """The examples to learn from by corpus, and the documents that are held out with their texts."""

    learn: Mapping[str, Sequence[Example]]
    held: Sequence[tuple[str, Example]]


def read_corpora(root: Path, recipe: Mapping[str, Any], wordpiece: WordPiece) -> Corpora:
    """Return all that is learned from; ValueError where a file is not the one that the recipe names."""
    for name, wanted in recipe["data"]["sha256"].items():
        found = hashlib.sha256((root / name).read_bytes()).hexdigest()
        if found != wanted:
            raise ValueError(f"{name} has SHA-256 {found}, the recipe wants {wanted}")
    path = root / "polnear/train.jsonl.gz"
    documents = list(read_polnear(path, wordpiece))
    every, first = recipe["held_out"]["every"], recipe["held_out"]["first"]
    held = range(first, len(documents), every)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    names = {
        line.strip("* \n")
        for line in (root / "entities/gum_splits.md").read_text("utf-8").split("## train")[1].split("\n")
    }
    gum = [
        example
        for genre in recipe["data"]["gum_genres"]
        for name, _, example in read_gum(root / f"entities/gum_{genre}.conllu", wordpiece)
        if name in names
    ]
    return Corpora(
        learn={
            "polnear": [document for number, document in enumerate(documents) if number not in held],
            "factappeal": list(read_factappeal(root / "sources/factappeal_train.jsonl", wordpiece)),
            "gum": gum,
        },
        held=[(texts[number], documents[number]) for number in held],
    )


def encode_sentences(examples: Sequence[Example]) -> list[NDArray[np.float32]]:
    """Return the original encoder's vectors of each example's sentences: what the reader's own are held close to."""
    vectors = load_encoder().encode([words for example in examples for _, words in example.sentences])
    ends = np.cumsum([len(example.sentences) for example in examples])
    return np.split(vectors, ends[:-1])


def make_feeds(
    corpora: Corpora, vectors: Vectors, phase: Mapping[str, Any], wordpiece: WordPiece
) -> dict[str, Iterator[Batch]]:
    """Return an endless run of batches for each corpus, each with a chance of its own."""
    quotes = {wordpiece.vocabulary[curly]: wordpiece.vocabulary[straight] for curly, straight in _STRAIGHT.items()}
    return {
        name: iter(
            Feed(
                examples=corpora.learn[name],
                vectors=vectors[name],
                settings=Settings(**phase["settings"]),
                quotes=quotes,
                chance=random.Random(phase["chance"] + number),  # noqa: S311 - sampling, not secrets
                size=size,
            )
        )
        for number, (name, size) in enumerate(_SIZES.items())
    }


def train(corpora: Corpora, recipe: Mapping[str, Any], wordpiece: WordPiece, work: Path) -> Network:
    """Return the trained network after all phases; each leaves its last state in ``work``, and is not run again."""
    vectors: dict[str, list[NDArray[np.float32]]] = {}
    state: dict[str, Any] | None = None
    network: Network | None = None
    for number, phase in enumerate(recipe["phases"], 1):
        settings = Settings(**phase["settings"])
        torch.manual_seed(settings.seed)
        original = load_original(find_source(recipe["source"]["package"]))
        network = Network(original, coarse=True, dropout=settings.dropout)
        if state is not None:
            network.load_state_dict(state)
        kept = work / f"reader-{number}.pt"
        if kept.exists():
            state = torch.load(kept, weights_only=True)
            network.load_state_dict(state)
            continue
        vectors = vectors or {name: encode_sentences(examples) for name, examples in corpora.learn.items()}
        network.train()
        for step, losses in fit(network, make_feeds(corpora, vectors, phase, wordpiece), settings):
            if step % _EVERY == 0:
                print(number, step, {name: round(value, 3) for name, value in losses.items()}, flush=True)
        state = network.state_dict()
        torch.save(state, kept)
    if network is None:
        raise ValueError("the recipe has no phases")
    network.coarse = False
    network.eval()
    return network


def _spans(example: Example) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end) for (start, end), _ in example.sentences)


def export(network: Network, corpora: Corpora, alpha: float) -> tuple[bytes, bytes]:
    """Return the network in ONNX's form, in 32-bit floats and in int8; ranges are taken on documents learned from.

    ValueError where the 32-bit form does not give what torch gives.
    """
    tensors = to_tensors(network.state_dict())
    plain, inputs_of = build_reader(tensors, None)
    payload = plain.SerializeToString()
    session = open_session(payload)
    names = [output.name for output in session.get_outputs()]
    feeds: list[dict[str, Any]] = []

    def note(feed: dict[str, Any]) -> dict[str, Floats]:
        feeds.append(feed)
        return dict(zip(names, session.run(names, feed), strict=True))

    for example in corpora.learn["polnear"][::40]:
        read(note, example.input, _spans(example))
    example = corpora.held[0][1]
    gaps = compare(read(note, example.input, _spans(example)), read(run_torch(network), example.input, _spans(example)))
    if gaps > 1e-3:  # noqa: PLR2004 - scores of about 10, in another order of sums
        raise ValueError(f"the exported heads differ from torch's by {gaps}")
    peaks = measure_peaks(plain, inputs_of, feeds)
    coarse, _ = build_reader(tensors, Smoothing(alpha=alpha, peaks=peaks))
    return payload, coarse.SerializeToString()


def run_torch(network: Network) -> Any:  # noqa: ANN401 - a Run
    """Return a function that runs one window in torch and gives the outputs of the exported graph."""

    def run(feed: dict[str, Any]) -> dict[str, Floats]:
        ids, codes, pool = (
            torch.from_numpy(np.ascontiguousarray(feed[name])) for name in ("input_ids", "codes", "pool")
        )
        state = network.encode(ids, codes, None).detach()
        heads = {"unary": network.unary, "mentions": network.mention, "kinds": network.kind, "key": network.key,
                 "first": network.first, "last": network.last}  # fmt: skip
        given = {name: head(state).detach().numpy() for name, head in heads.items()}
        return given | {
            "vectors": network.vector(pool @ state).detach().numpy(),
            "distance": network.distance.detach().numpy(),
        }

    return run


def compare(left: Readout, right: Readout) -> float:
    """Return the largest difference of two readouts of one text."""
    layers = [
        (getattr(left, name), getattr(right, name)) for name in ("unary", "mentions", "kinds", "vectors", "distance")
    ]
    for ours, theirs in zip(left.windows, right.windows, strict=True):
        layers += [(getattr(ours, name), getattr(theirs, name)) for name in ("key", "first", "last")]
    return max(float(np.abs(ours - theirs).max()) for ours, theirs in layers)


def settle(reader: Reader, corpora: Corpora, export: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that go with the weights: the lean and floor that link best on held-out documents."""
    examples = [example for _, example in corpora.held]
    best: tuple[float, dict[str, Any]] = (-1.0, {})
    for lean in export["leans"]:
        found = find_typed(reader, corpora.held, lean)
        calibration = calibrate(examples, found)
        for floor in export["floors"]:
            settings = {"lean": lean, "floor": floor, "calibration": calibration}
            linked = score(examples, drop(settings, found))["linked"]
            if linked > best[0]:
                best = linked, settings
    return best[1]


def drop(settings: Mapping[str, Any], found: Sequence[Sequence[Typed]]) -> list[list[Link]]:
    """Return the links that the settings' floor lets through."""
    scale = Calibration(weights={layer: tuple(values) for layer, values in settings["calibration"].items()})
    return [[link for link, layer in typed if scale.score(link, layer) >= settings["floor"]] for typed in found]


def measure(reader: Reader, corpora: Corpora, settings: Mapping[str, Any]) -> dict[str, float]:
    """Return the scores of ``reader`` on the held-out documents under ``settings``."""
    examples = [example for _, example in corpora.held]
    return score(examples, drop(settings, find_typed(reader, corpora.held, settings["lean"])))


def run(recipe: Mapping[str, Any], root: Path, work: Path, folder: Path) -> dict[str, Any]:
    """Make the weights that ``recipe`` describes in ``folder`` and return its ``[results]``."""
    wordpiece = load_wordpiece()
    corpora = read_corpora(root, recipe, wordpiece)
    network = train(corpora, recipe, wordpiece, work)
    plain, coarse = export(network, corpora, recipe["export"]["smoothing_alpha"])
    exact = make_reader(plain, _UNCALIBRATED, wordpiece=wordpiece)
    reader = make_reader(coarse, _UNCALIBRATED, wordpiece=wordpiece)
    settings = settle(reader, corpora, recipe["export"])
    scores, floats = (measure(one, corpora, settings) for one in (reader, exact))
    lost = {name: round(100 * (floats[name] - value), 2) for name, value in scores.items()}
    if len(coarse) > recipe["export"]["bytes_ceiling"]:
        raise ValueError(f"the weights are larger than the recipe allows: {len(coarse)} bytes")
    payloads = {WEIGHTS: coarse, SETTINGS: (json.dumps(settings, sort_keys=True) + "\n").encode("ascii")}
    for name, payload in payloads.items():
        (folder / name).write_bytes(payload)
    digests = {name: digest(payload) for name, payload in payloads.items()}
    renew_list(folder, digests)
    return {
        "sha256": digests,
        "bytes": len(coarse),
        "held_out": {name: round(100 * value, 1) for name, value in scores.items()},
        "points_lost_by_int8": lost,
        "lean": settings["lean"],
        "floor": settings["floor"],
    }


def to_toml(results: Mapping[str, Any]) -> str:
    """Return the ``[results]`` table of the recipe."""
    lines = ["[results]"]
    for name, value in results.items():
        if isinstance(value, Mapping):
            inner = ", ".join(f'"{key}" = {json.dumps(part)}' for key, part in value.items())
            lines.append(f"{name} = {{ {inner} }}")
        else:
            lines.append(f"{name} = {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the recipe and write its results back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("out/reader"), help="folder for what each phase leaves")
    parser.add_argument("--weights", type=Path, default=_WEIGHTS)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.work.mkdir(parents=True, exist_ok=True)
    text = _RECIPE.read_text(encoding="utf-8")
    results = run(tomllib.loads(text), Path(os.environ["RASHOMON_DATA"]), given.work, given.weights)
    _RECIPE.write_text(text.partition("\n[results]\n")[0] + "\n" + to_toml(results), encoding="utf-8")
    print(to_toml(results), end="")


if __name__ == "__main__":
    main()
