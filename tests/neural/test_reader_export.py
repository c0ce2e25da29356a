"""The exported reader is the trained one; needs the packages of ``rashomon[train]``, and is skipped without them."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest

from rashomon.neural.minilm import open_session
from rashomon.neural.reader_input import CODES

torch = pytest.importorskip("torch", reason="torch is installed with rashomon[train] only")
pytest.importorskip("onnx", reason="onnx is installed with rashomon[train] only")

from rashomon.neural.train.graph import Smoothing, measure_peaks  # noqa: E402 - only where the packages are there
from rashomon.neural.train.reader import run_torch  # noqa: E402 - as above
from rashomon.neural.train.reader_graph import build_reader, to_tensors  # noqa: E402 - as above
from rashomon.neural.train.reader_net import Reader, chain_loss  # noqa: E402 - as above

WORDS, WIDTH = 120, 384


def make_network() -> Any:  # noqa: ANN401 - torch is not there where types are checked
    """Return a reader of random weights over a small vocabulary, heads included."""
    torch.manual_seed(3)

    def noise(*shape: int) -> Any:  # noqa: ANN401 - as above
        return torch.randn(*shape) * 0.05

    tensors = {
        "embeddings.word_embeddings.weight": noise(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": noise(256, WIDTH),
        "embeddings.token_type_embeddings.weight": noise(2, WIDTH),
        "embeddings.LayerNorm.weight": torch.ones(WIDTH),
        "embeddings.LayerNorm.bias": noise(WIDTH),
    }
    for number in range(6):
        layer = f"encoder.layer.{number}"
        shapes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
        shapes |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (1536, WIDTH)}
        shapes |= {"output.dense": (WIDTH, 1536)}
        for name, shape in shapes.items():
            tensors |= {f"{layer}.{name}.weight": noise(*shape), f"{layer}.{name}.bias": noise(shape[0])}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            tensors |= {f"{layer}.{name}.weight": torch.ones(WIDTH), f"{layer}.{name}.bias": noise(WIDTH)}
    network = Reader(tensors, coarse=False, dropout=0.0)
    with torch.no_grad():
        network.codes.weight.copy_(noise(CODES, WIDTH))
        network.distance.copy_(noise(*network.distance.shape))
    return network.eval()


def make_feed(length: int) -> dict[str, Any]:
    """Return one window of chance tokens with two sentences."""
    chance = random.Random(length)  # noqa: S311 - chance input, no secret
    pool = np.zeros((1, 2, length), dtype=np.float32)
    pool[0, 0, 1:4], pool[0, 1, 4:8] = 1 / 3, 1 / 4
    return {
        "input_ids": np.array([[chance.randrange(WORDS) for _ in range(length)]]),
        "codes": np.array([[chance.randrange(CODES) for _ in range(length)]]),
        "pool": pool,
    }


def test_the_exported_heads_equal_torchs_heads() -> None:
    """In 32-bit floats every output of the graph is what torch gives; in int8 it stays near."""
    network = make_network()
    tensors = to_tensors(network.state_dict())
    plain, inputs_of = build_reader(tensors, None)
    session = open_session(plain.SerializeToString())
    names = [output.name for output in session.get_outputs()]
    feeds = [make_feed(length) for length in (12, 40, 256)]
    peaks = measure_peaks(plain, inputs_of, feeds)
    coarse = open_session(build_reader(tensors, Smoothing(alpha=0.75, peaks=peaks))[0].SerializeToString())
    for feed in feeds:
        wanted = run_torch(network)(feed)
        for name, value in zip(names, session.run(names, feed), strict=True):
            assert np.allclose(value.squeeze(), wanted[name].squeeze(), atol=1e-4), name
        for name, value in zip(names, coarse.run(names, feed), strict=True):
            assert np.abs(value.squeeze() - wanted[name].squeeze()).max() < 0.35, name


def test_the_loss_of_a_chain_is_that_of_all_chains_counted() -> None:
    """The negative log-likelihood equals a count over every labelling; padding changes nothing."""
    torch.manual_seed(5)
    size = 5
    scores = torch.randn(1, 3, size)

    def worth(labels: tuple[str, ...]) -> float:
        total = 0.0
        for at, label in enumerate(labels):
            ends = at + 1 == size or labels[at + 1] in "OB"
            if label != "O":
                total += float(scores[0, 0, at] + (label == "B") * scores[0, 1, at] + ends * scores[0, 2, at])
        return total

    every = [
        labels
        for labels in itertools.product("OBI", repeat=size)
        if labels[0] != "I" and ("O", "I") not in itertools.pairwise(labels)
    ]
    chosen = ("O", "B", "I", "B", "I")
    wanted = float(torch.logsumexp(torch.tensor([worth(labels) for labels in every]), 0)) - worth(chosen)
    gold = torch.tensor([[[label != "O" for label in chosen]], [[label == "B" for label in chosen]]])
    assert float(chain_loss(scores, gold, torch.ones(1, size, dtype=torch.bool))[0]) == pytest.approx(wanted, abs=1e-4)
    wider = torch.cat([scores, torch.randn(1, 3, 3)], 2)
    padded = torch.cat([gold, torch.zeros(2, 1, 3, dtype=torch.bool)], 2)
    assert float(chain_loss(wider, padded, torch.arange(8)[None] < size)[0]) == pytest.approx(wanted, abs=1e-4)
