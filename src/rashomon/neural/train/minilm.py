"""The recipe of the sentence encoder: all-MiniLM-L6-v2 from its package to int8 ONNX, checked against the original.

Run as ``python -m rashomon.neural.train.minilm [RECIPE] [WEIGHTS_FOLDER]``; needs ``rashomon[train]`` and
``RASHOMON_DATA``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.minilm import LONGEST, MiniLM, open_session
from rashomon.neural.train.graph import Floats, Shape, Smoothing, build_encoder, measure_peaks
from rashomon.neural.wordpiece import WordPiece

_WEIGHTS = "minilm.onnx"
_VOCABULARY = "vocab.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run made and how close it comes to the original: ``cosine_*`` over ``texts`` held-out texts."""

    sha256: str
    size: int
    texts: int
    cosine_min: float
    cosine_mean: float

    def to_toml(self) -> str:
        """Return the ``[results]`` table of the recipe."""
        return (
            f'[results]\nsha256 = {{ "{_WEIGHTS}" = "{self.sha256}" }}\nbytes = {self.size}\ntexts = {self.texts}\n'
            f"cosine_min = {self.cosine_min:.4f}\ncosine_mean = {self.cosine_mean:.4f}\n"
        )


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _demand(path: Path, expected: str) -> Path:
    """Return ``path``; ValueError where its SHA-256 is not ``expected``."""
    found = _digest(path)
    if found != expected:
        raise ValueError(f"{path.name} has SHA-256 {found}, the recipe wants {expected}")
    return path


def find_source(package: str) -> Path:
    """Return the folder in which the package of original weights keeps them."""
    spec = importlib.util.find_spec(package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; try: pip install 'rashomon[train]'")
    return Path(spec.origin).parent / "model"


def read_texts(path: Path) -> list[str]:
    """Return every assertion of a claim_sets file in file order."""
    texts: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        texts += [*item["same"], *item["near"], *(dispute["text"] for dispute in item["dispute"])]
    return texts


def read_tensors(folder: Path) -> dict[str, Floats]:
    """Return the original weights by name."""
    from transformers import AutoModel

    state = AutoModel.from_pretrained(str(folder), add_pooling_layer=False).state_dict()
    return {name: tensor.numpy() for name, tensor in state.items()}


def encode_original(folder: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors that the original weights give, by torch in 32-bit floats, with the original tokens."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(str(folder), add_pooling_layer=False).eval()
    splitter = Tokenizer.from_file(str(folder / "tokenizer.json"))
    splitter.no_padding()
    splitter.enable_truncation(LONGEST)
    rows = []
    with torch.inference_mode():
        for text in texts:
            state = encoder(input_ids=torch.tensor([splitter.encode(text).ids])).last_hidden_state.mean(1)
            rows.append(torch.nn.functional.normalize(state, dim=1)[0].numpy())
    return np.stack(rows)


def find_peaks(tensors: dict[str, Floats], shape: Shape, vocabulary: Path, texts: Sequence[str]) -> dict[str, Floats]:
    """Return the largest absolute input of each layer by channel over ``texts``, in 32-bit floats."""
    proto, inputs_of = build_encoder(tensors, shape, None)
    wordpiece = read_wordpiece(vocabulary)
    known = wordpiece.vocabulary
    rows = (np.array([[known["[CLS]"], *wordpiece(t, limit=LONGEST - 2).ids, known["[SEP]"]]]) for t in texts)
    return measure_peaks(proto, inputs_of, ({"input_ids": ids, "attention_mask": np.ones_like(ids)} for ids in rows))


def read_wordpiece(vocabulary: Path) -> WordPiece:
    """Return the splitter for a vocabulary file."""
    lines = vocabulary.read_text(encoding="utf-8").split("\n")
    return WordPiece(vocabulary={token: number for number, token in enumerate(lines) if token})


def run(recipe: dict[str, Any], data: Path, folder: Path) -> Result:
    """Make the weights that ``recipe`` describes in ``folder`` and return what came out.

    ValueError where a source or the data differ from the recipe, or the result misses its floor or ceiling.
    """
    source, settings = find_source(recipe["source"]["package"]), recipe["settings"]
    for name, expected in recipe["source"]["sha256"].items():
        _demand(source / name, expected)
    texts = read_texts(_demand(data / recipe["data"]["path"], recipe["data"]["sha256"]))
    calibration, check = (
        texts[recipe["data"][part]["first"] :: recipe["data"][part]["every"]] for part in ("calibration", "check")
    )
    shape = Shape(layers=settings["layers"], heads=settings["heads"], positions=settings["positions"])
    tensors = read_tensors(source)
    peaks = find_peaks(tensors, shape, source / _VOCABULARY, calibration)
    proto, _ = build_encoder(tensors, shape, Smoothing(alpha=settings["smoothing_alpha"], peaks=peaks))
    folder.mkdir(parents=True, exist_ok=True)
    payload = proto.SerializeToString()
    (folder / _WEIGHTS).write_bytes(payload)
    shutil.copyfile(source / _VOCABULARY, folder / _VOCABULARY)
    lines = [f"{_digest(folder / name)}  {name}\n" for name in (_WEIGHTS, _VOCABULARY)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
    made = MiniLM(name="", digest="", wordpiece=read_wordpiece(folder / _VOCABULARY), session=open_session(payload))
    cosines = (made.encode(check) * encode_original(source, check)).sum(axis=1)
    result = Result(
        sha256=_digest(folder / _WEIGHTS),
        size=len(payload),
        texts=len(check),
        cosine_min=float(cosines.min()),
        cosine_mean=float(cosines.mean()),
    )
    if result.cosine_min < settings["cosine_floor"] or result.size > settings["bytes_ceiling"]:
        raise ValueError(f"the result misses the recipe's floor or ceiling: {result}")
    return result


def main(arguments: Sequence[str]) -> int:
    """Run the recipe given (default ``recipes/minilm.toml``) and write its results back; 2 without data."""
    path = Path(arguments[0] if arguments else "recipes/minilm.toml")
    folder = Path(arguments[1] if len(arguments) > 1 else "src/rashomon/neural/weights")
    data = os.environ.get("RASHOMON_DATA")
    if not data:
        print("RASHOMON_DATA is not set; try: export RASHOMON_DATA=<folder of training data>", file=sys.stderr)
        return 2
    text = path.read_text(encoding="utf-8")
    result = run(tomllib.loads(text), Path(data), folder)
    path.write_text(text.partition("\n[results]\n")[0] + "\n" + result.to_toml(), encoding="utf-8")
    print(result.to_toml(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
