"""The reader as an ONNX graph: the encoder with codes, its token heads, and the vectors of pooled sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from rashomon.neural.train.graph import Floats, Graph, Shape, Smoothing, add_encoder, make_proto

SHAPE: Final = Shape(layers=6, heads=12, positions=256, masked=False)
_PLAIN_HEADS = {"unary": "unary", "mention": "mentions", "kind": "kinds"}
"""Heads too narrow for int8 to save anything, and the outputs they make."""
_PAIR_HEADS = ("key", "first", "last")


def build_reader(tensors: Mapping[str, Floats], smoothing: Smoothing | None) -> tuple[Any, dict[str, str]]:
    """Return the reader in ONNX's own form, and what feeds each of its layers, by layer.

    Inputs are ``input_ids`` and ``codes``, int64 (1, length), and ``pool``, float32 (1, sentences, length), whose rows
    take the mean of a sentence's tokens. Outputs are those of ``rashomon.neural.reader.Run``.
    """
    from onnx import TensorProto, helper

    graph = Graph(smoothing=smoothing)
    state = add_encoder(graph, tensors, SHAPE)
    for head, output in _PLAIN_HEADS.items():
        graph.constant(f"{head}.weight", tensors[f"{head}.weight"].T)
        graph.constant(f"{head}.bias", tensors[f"{head}.bias"])
        graph.node("MatMul", [state, f"{head}.weight"], f"{head}.product")
        graph.node("Add", [f"{head}.product", f"{head}.bias"], output)
    weight, offset = (
        np.concatenate([tensors[f"{head}.{part}"] for head in _PAIR_HEADS]) for part in ("weight", "bias")
    )
    joined = graph.linear(state, "heads.pairs", weight, offset)
    graph.nodes.append(helper.make_node("Split", [joined], list(_PAIR_HEADS), axis=-1, num_outputs=len(_PAIR_HEADS)))
    graph.node("MatMul", ["pool", state], "pooled")
    vector = tensors["vector.weight"]
    graph.node(
        "Identity", [graph.linear("pooled", "heads.vector", vector, np.zeros(len(vector), np.float32))], "vectors"
    )
    graph.constant("distances", tensors["distance"])
    graph.node("Identity", ["distances"], "distance")
    tokens = {"unary": 9, "mentions": 11, "kinds": 9} | dict.fromkeys(_PAIR_HEADS, len(weight) // 3)
    inputs = [
        *(helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("input_ids", "codes")),
        helper.make_tensor_value_info("pool", TensorProto.FLOAT, [1, "sentences", "length"]),
    ]
    outputs = [
        *(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "length", width])
            for name, width in tokens.items()
        ),
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "sentences", len(vector)]),
        helper.make_tensor_value_info("distance", TensorProto.FLOAT, list(tensors["distance"].shape)),
    ]
    return make_proto(graph, inputs, outputs), graph.inputs_of


def to_tensors(state: Mapping[str, Any]) -> dict[str, Floats]:
    """Return the weights of the torch reader by the names that the graph wants."""
    named = {name.removeprefix("encoder.").replace("/", "."): value.numpy() for name, value in state.items()}
    named["embeddings.word_embeddings.weight"] = named.pop("words")
    return named
