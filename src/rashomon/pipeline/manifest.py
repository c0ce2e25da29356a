"""What a run was made with, so that two results can be told to come from the same program and the same data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from rashomon.annotate import ANNOTATOR
from rashomon.compare import COMPARER
from rashomon.datamodel import Manifest, Reading
from rashomon.neural.minilm import load_encoder
from rashomon.neural.reader_weights import WEIGHTS as READER
from rashomon.neural.shipped import read_digests
from rashomon.text.gazetteer import open_gazetteer

_CODE: Final = (".py", ".pyc", ".pyi", ".typed")
_LEXICON: Final = (".toml", ".txt")


def make_manifest(readings: Iterable[Reading], *, settings: tuple[tuple[str, str], ...] = ()) -> Manifest:
    """Return the manifest of a run over ``readings``: programs, versions, digests; no clock, no path, no host."""
    encoder = load_encoder()
    renderers = sorted({reading.rendering.renderer for reading in readings})
    parts = (
        ("annotator", ANNOTATOR),
        ("comparer", COMPARER),
        ("encoder", encoder.name),
        ("encoder sha256", encoder.digest),
        ("gazetteer sha256", open_gazetteer().digest),
        ("lexicons sha256", digest_lexicons()),
        ("reader sha256", read_digests().get(READER, "")),
        ("renderers", ", ".join(renderers)),
    )
    return Manifest(rashomon=version("rashomon"), parts=parts, settings=settings)


@cache
def digest_lexicons() -> str:
    """Return one SHA-256 over all lexicons of the package: a journalist may edit them, and results change with them."""
    digest = hashlib.sha256()
    for path, entry in walk_data():
        if path.endswith(_LEXICON):
            digest.update(f"{path}\n{hashlib.sha256(entry.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def walk_data() -> Iterator[tuple[str, Traversable]]:
    """Yield every data file of the package with its path inside it, in order."""
    yield from _walk(files("rashomon"), "rashomon")


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walk(entry, path)
        elif entry.is_file() and not entry.name.endswith(_CODE):
            yield path, entry
