"""Boosted trees: fitted by LightGBM, written as an ONNX tree ensemble that gives the same scores."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OPSET_ML = 3
_OPSET = 17
_IR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Fitted trees as a head: call it with features to get scores 0..1, or write it as ONNX."""

    booster: Any = field(repr=False)
    classes: int = 1

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of ``features`` (rows, width): (rows,), or (rows, classes)."""
        if not len(features):
            return np.zeros(0, dtype=np.float32)
        scores: NDArray[np.float32] = self.booster.predict(features, num_threads=1).astype(np.float32)
        return scores


def fit_trees(
    features: NDArray[np.float32], target: NDArray[Any], weights: NDArray[Any] | None, settings: Mapping[str, Any]
) -> Ensemble:
    """Return trees fitted to ``target``; ``settings`` are LightGBM's, with ``rounds`` and perhaps ``num_class``."""
    import lightgbm

    known = dict(settings)
    rounds, classes = int(known.pop("rounds")), int(known.get("num_class", 1))
    known |= {
        "objective": "multiclass" if classes > 1 else "binary",
        "verbose": -1,
        "num_threads": 1,  # the same bytes whatever the machine
        "deterministic": True,
        "force_row_wise": True,
    }
    data = lightgbm.Dataset(features, target, weight=weights, params={"max_bin": known.get("max_bin", 255)})
    return Ensemble(booster=lightgbm.train(known, data, rounds), classes=classes)


def _floor(threshold: float) -> float:
    """Return the largest 32-bit number not above ``threshold``: then x <= threshold holds for the same 32-bit x."""
    near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))


_COLUMNS = (
    "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes", "nodes_truenodeids",
    "nodes_falsenodeids", "target_treeids", "target_nodeids", "target_ids", "target_weights",
)  # fmt: skip


def _list_nodes(trees: Sequence[Mapping[str, Any]], classes: int) -> dict[str, list[Any]]:
    """Return the nodes of all trees as the columns that ONNX wants."""
    rows: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for number, tree in enumerate(trees):
        waiting = [(tree["tree_structure"], 0)]
        free = 1
        while waiting:
            node, place = waiting.pop()
            leaf = "split_feature" not in node
            rows["nodes_treeids"].append(number)
            rows["nodes_nodeids"].append(place)
            rows["nodes_featureids"].append(0 if leaf else int(node["split_feature"]))
            rows["nodes_values"].append(0.0 if leaf else _floor(float(node["threshold"])))
            rows["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            rows["nodes_truenodeids"].append(0 if leaf else free)
            rows["nodes_falsenodeids"].append(0 if leaf else free + 1)
            if leaf:
                rows["target_treeids"].append(number)
                rows["target_nodeids"].append(place)
                rows["target_ids"].append(number % classes)
                rows["target_weights"].append(float(node["leaf_value"]))
            else:
                waiting += [(node["left_child"], free), (node["right_child"], free + 1)]
                free += 2
    return rows


def write_onnx(ensemble: Ensemble) -> bytes:
    """Return ``ensemble`` as an ONNX file: input "features" (rows, width), output "scores" (rows, classes)."""
    from onnx import TensorProto, helper

    dump = ensemble.booster.dump_model()
    columns = _list_nodes(dump["tree_info"], ensemble.classes)
    node = helper.make_node(
        "TreeEnsembleRegressor", ["features"], ["sums"], domain="ai.onnx.ml", n_targets=ensemble.classes,
        aggregate_function="SUM", post_transform="NONE", **columns,
    )  # fmt: skip
    end = helper.make_node("Softmax", ["sums"], ["scores"], axis=1) if ensemble.classes > 1 else None
    end = end or helper.make_node("Sigmoid", ["sums"], ["scores"])
    width = int(dump["max_feature_idx"]) + 1
    graph = helper.make_graph(
        [node, end], "trees",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, ensemble.classes])],
    )  # fmt: skip
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("ai.onnx.ml", _OPSET_ML)]
    written: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=_IR).SerializeToString(
        deterministic=True
    )
    return written


def renew_list(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the SHA-256 of weights, by file name, into the list of a folder, beside those of files not named."""
    path = folder / "SHA256SUMS"
    listed = [line.partition("  ") for line in path.read_text(encoding="ascii").splitlines()]
    known = {name: code for code, _, name in listed} | dict(digests)
    path.write_text("".join(f"{known[name]}  {name}\n" for name in sorted(known)), encoding="ascii")


def digest(payload: bytes) -> str:
    """Return the SHA-256 of ``payload``."""
    return hashlib.sha256(payload).hexdigest()
