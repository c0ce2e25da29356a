"""Shipped files: altered or missing ones are refused, and recipes tell how they came to be."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from rashomon.errors import PackageDataError
from rashomon.neural import shipped
from rashomon.neural.minilm import WEIGHTS, load_encoder

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS_FOLDER = ROOT / "src" / "rashomon" / "neural" / "weights"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_package(folder: Path, monkeypatch: pytest.MonkeyPatch, **contents: bytes | None) -> None:
    (folder / "weights").mkdir()
    for name in ("SHA256SUMS", "vocab.txt"):
        payload = contents.get(name.split(".")[0], (WEIGHTS_FOLDER / name).read_bytes())
        if payload is not None:
            (folder / "weights" / name).write_bytes(payload)
    monkeypatch.setattr(shipped, "files", lambda _: folder)
    shipped.read_digests.cache_clear()


def test_altered_missing_and_unlisted_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the file and the cure."""
    cases: list[tuple[str, dict[str, bytes | None]]] = [
        ("altered", {"vocab": b"[PAD]\n"}),
        ("missing", {"vocab": None}),
        ("unlisted", {"SHA256SUMS": b""}),
        ("without a list", {"SHA256SUMS": None}),
    ]
    for name, contents in cases:
        folder = tmp_path / name
        folder.mkdir()
        copy_package(folder, monkeypatch, **contents)
        with pytest.raises(PackageDataError) as caught:
            shipped.read_weights("vocab.txt")
        assert caught.value.hint
        assert caught.value.where in {"vocab.txt", "SHA256SUMS"}
    shipped.read_digests.cache_clear()


def test_the_recipe_states_the_shipped_weights() -> None:
    """Hash and size are those in recipes/minilm.toml, whose result keeps its own floor and ceiling."""
    recipe = tomllib.loads((ROOT / "recipes" / "minilm.toml").read_text("utf-8"))
    path = WEIGHTS_FOLDER / WEIGHTS
    assert recipe["results"]["sha256"][WEIGHTS] == digest(path) == load_encoder().digest
    assert recipe["source"]["sha256"]["vocab.txt"] == digest(WEIGHTS_FOLDER / "vocab.txt")
    assert recipe["results"]["bytes"] == path.stat().st_size <= recipe["settings"]["bytes_ceiling"]
    assert recipe["results"]["cosine_min"] >= recipe["settings"]["cosine_floor"]


def test_the_recipe_states_the_shipped_word_frequencies() -> None:
    """Hash and size are those in recipes/word_frequencies.toml."""
    results = tomllib.loads((ROOT / "recipes" / "word_frequencies.toml").read_text("utf-8"))["results"]
    path = ROOT / "src" / "rashomon" / "stories" / "lexicon" / "word_frequencies.tsv"
    assert (results["sha256"], results["bytes"]) == (digest(path), path.stat().st_size)
