"""A BERT encoder written as an ONNX graph, its matrices int8; used by recipes only.

Activation outliers are what spoils int8 here (some channels reach 28 where the median is 2), so each channel's range is
moved into the weights beforehand, after SmoothQuant (Xiao et al., 2023). Weights use 7 of 8 bits: x86 processors with
AVX2 and without VNNI add pairs of products in 16 bits, which 8-bit weights overflow without an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.neural.minilm import open_session

Floats = NDArray[np.float32]
_FUSED = "com.microsoft"
_CODES = "codes.weight"
_INT7 = 63
_INT8 = 127
_OPSET = 18
_IR_VERSION = 9  # onnxruntime 1.22 and later read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The encoder's shape: layers, heads, and how many positions are kept."""

    layers: int
    heads: int
    positions: int
    epsilon: float = 1e-12
    masked: bool = True
    """Whether the input has a mask; texts that are run alone need none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothing:
    """How far activation ranges move into the weights: ``alpha`` 0..1, ``peaks`` the largest input by channel."""

    alpha: float
    peaks: Mapping[str, Floats]

    def factors(self, name: str, weight: Floats) -> Floats:
        """Return the divisor of each input channel of the layer ``name``, with geometric mean 1."""
        raw = self.peaks[name] ** self.alpha / np.abs(weight).max(axis=0) ** (1 - self.alpha)
        return np.asarray(raw / np.exp(np.log(raw).mean()), dtype=np.float32)


@dataclass(slots=True, kw_only=True)
class Graph:
    """An ONNX graph in the making; ``smoothing`` None keeps every matrix in 32-bit floats."""

    smoothing: Smoothing | None = None
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    inputs_of: dict[str, str] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401 - ONNX's own
        """Add an operation with one output and return the output's name."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def linear(self, source: str, name: str, weight: Floats, offset: Floats) -> str:
        """Add ``source @ weight.T + offset``; ``inputs_of`` notes what feeds the layer."""
        self.inputs_of[name] = source
        self.constant(f"{name}.bias", offset)
        if self.smoothing is None:
            self.constant(f"{name}.weight", weight.T)
            self.node("MatMul", [source, f"{name}.weight"], f"{name}.product")
            return self.node("Add", [f"{name}.product", f"{name}.bias"], f"{name}.out")
        if not name.endswith("attention.output"):  # there the layer before takes the factors
            factors = self.smoothing.factors(name, weight)
            weight = weight * factors
            self.constant(f"{name}.smoothing", 1 / factors)
            source = self.node("Mul", [source, f"{name}.smoothing"], f"{name}.smooth")
        else:
            weight = weight * self.smoothing.factors(name, weight)
        scale = np.abs(weight).max(axis=1) / _INT7
        quantized = np.rint(weight / scale[:, None]).clip(-_INT7, _INT7).astype(np.int8)
        self.constant(f"{name}.weight", quantized.T)
        self.constant(f"{name}.scale", scale.astype(np.float32))
        inputs = [source, f"{name}.weight", f"{name}.scale", "", f"{name}.bias"]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=_FUSED)

    def norm(self, inputs: list[str], name: str, tensors: Mapping[str, Floats], epsilon: float) -> str:
        """Add a layer norm of the sum of one or two inputs."""
        gamma = self.constant(f"{name}.gamma", tensors[f"{name}.weight"])
        beta = self.constant(f"{name}.beta", tensors[f"{name}.bias"])
        if len(inputs) == 1:
            return self.node("LayerNormalization", [*inputs, gamma, beta], f"{name}.out", axis=-1, epsilon=epsilon)
        return self.node(
            "SkipLayerNormalization", [*inputs, gamma, beta], f"{name}.out", domain=_FUSED, epsilon=epsilon
        )


def _add_embeddings(graph: Graph, tensors: Mapping[str, Floats], shape: Shape) -> str:
    """Add the sum of word, position and type embeddings and its norm; words in int8, one scale a row.

    Where the encoder has vectors of its own for codes, they are added by the input ``codes``.
    """
    from onnx import TensorProto

    words = tensors["embeddings.word_embeddings.weight"]
    if graph.smoothing is None:
        graph.constant("words", words)
        graph.node("Gather", ["words", "input_ids"], "word")
    else:
        scale = np.maximum(np.abs(words).max(axis=1, keepdims=True) / _INT8, np.finfo(np.float32).tiny)
        graph.constant("words", np.rint(words / scale).clip(-_INT8, _INT8).astype(np.int8))
        graph.constant("words.scale", scale.astype(np.float32))
        graph.node("Gather", ["words", "input_ids"], "word.int8")
        graph.node("Gather", ["words.scale", "input_ids"], "word.scale")
        graph.node("Cast", ["word.int8"], "word.float", to=TensorProto.FLOAT)
        graph.node("Mul", ["word.float", "word.scale"], "word")
    places = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    graph.constant("places", places[: shape.positions])
    graph.constant("zero", np.array([0], dtype=np.int64))
    graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    graph.node("Slice", ["places", "zero", "length", "zero"], "place")
    graph.node("Add", ["word", "place"], "embedded" if _CODES not in tensors else "placed")
    if _CODES in tensors:
        graph.constant("code.vectors", tensors[_CODES])
        graph.node("Gather", ["code.vectors", "codes"], "code")
        graph.node("Add", ["placed", "code"], "embedded")
    return graph.norm(["embedded"], "embeddings.LayerNorm", tensors, shape.epsilon)


def _join_query_key_value(graph: Graph, tensors: Mapping[str, Floats], layer: str) -> tuple[Floats, Floats]:
    """Return weight and offset of the three projections as one, values divided by what smooths the output layer."""
    parts = ("query", "key", "value")
    weight = np.concatenate([tensors[f"{layer}.attention.self.{part}.weight"] for part in parts])
    offset = np.concatenate([tensors[f"{layer}.attention.self.{part}.bias"] for part in parts])
    if graph.smoothing is not None:
        name = f"{layer}.attention.output"
        factors = graph.smoothing.factors(name, tensors[f"{name}.dense.weight"])
        width = len(factors)
        weight[-width:] /= factors[:, None]
        offset[-width:] /= factors
    return weight, offset


def _add_layer(graph: Graph, tensors: Mapping[str, Floats], number: int, source: str, shape: Shape) -> str:
    """Add one transformer layer and return its output."""
    layer = f"encoder.layer.{number}"
    from onnx import helper

    joined = graph.linear(source, f"{layer}.attention.self", *_join_query_key_value(graph, tensors, layer))
    parts = [f"{layer}.query", f"{layer}.key", f"{layer}.value"]
    graph.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
    attended = graph.node(
        "MultiHeadAttention",
        [*parts, *(["", "mask"] if shape.masked else [])],
        f"{layer}.attended",
        domain=_FUSED,
        num_heads=shape.heads,
    )

    def dense(name: str, inputs: str) -> str:
        return graph.linear(inputs, name, tensors[f"{name}.dense.weight"], tensors[f"{name}.dense.bias"])

    output = dense(f"{layer}.attention.output", attended)
    middle = graph.norm([output, source], f"{layer}.attention.output.LayerNorm", tensors, shape.epsilon)
    wide = graph.node("Gelu", [dense(f"{layer}.intermediate", middle)], f"{layer}.gelu", domain=_FUSED)
    narrow = dense(f"{layer}.output", wide)
    return graph.norm([narrow, middle], f"{layer}.output.LayerNorm", tensors, shape.epsilon)


def add_encoder(graph: Graph, tensors: Mapping[str, Floats], shape: Shape) -> str:
    """Add the encoder and return the name of its last state, (batch, length, width)."""
    state = _add_embeddings(graph, tensors, shape)
    for number in range(shape.layers):
        state = _add_layer(graph, tensors, number, state, shape)
    return state


def make_proto(graph: Graph, inputs: Sequence[Any], outputs: Sequence[Any]) -> Any:  # noqa: ANN401 - ONNX's own
    """Return the graph in ONNX's own form."""
    from onnx import helper

    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", list(inputs), list(outputs), graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR_VERSION,
        producer_name="rashomon",
    )


def measure_peaks(proto: Any, inputs_of: Mapping[str, str], feeds: Iterable[Mapping[str, Any]]) -> dict[str, Floats]:  # noqa: ANN401 - ONNX's own
    """Return the largest absolute input of each layer by channel over ``feeds``, which are run one by one.

    ``proto`` is the graph in 32-bit floats; its outputs are added to.
    """
    from onnx import TensorProto, helper

    for source in dict.fromkeys(inputs_of.values()):
        proto.graph.output.append(helper.make_tensor_value_info(source, TensorProto.FLOAT, None))
    session = open_session(proto.SerializeToString())
    peaks: dict[str, Floats] = {}
    for feed in feeds:
        for name, value in zip(inputs_of, session.run(list(inputs_of.values()), feed), strict=True):
            peak = np.abs(value).max(axis=(0, 1))
            peaks[name] = np.maximum(peaks[name], peak) if name in peaks else peak
    return peaks


def build_encoder(
    tensors: Mapping[str, Floats], shape: Shape, smoothing: Smoothing | None
) -> tuple[Any, dict[str, str]]:
    """Return a mean-pooling sentence encoder in ONNX's own form, and what feeds each of its layers, by layer.

    Inputs ``input_ids`` and ``attention_mask`` are int64 (batch, length); output ``vectors`` is float32
    (batch, width), each row of length 1.
    """
    from onnx import TensorProto, helper

    graph = Graph(smoothing=smoothing)
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    state = add_encoder(graph, tensors, shape)
    graph.constant("one", np.array([1], dtype=np.int64))
    graph.constant("two", np.array([2], dtype=np.int64))
    graph.node("Cast", ["attention_mask"], "mask.float", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["mask.float", "two"], "mask.wide")
    graph.node("Mul", [state, "mask.wide"], "masked")
    graph.node("ReduceSum", ["masked", "one"], "summed", keepdims=0)  # the norm makes a sum as good as a mean
    graph.node("LpNormalization", ["summed"], "vectors", axis=-1, p=2)
    width = tensors["embeddings.word_embeddings.weight"].shape[1]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", width])]
    return make_proto(graph, inputs, outputs), graph.inputs_of
