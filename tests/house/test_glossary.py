"""The field's word, once: every noun of the datamodel is explained, and the words that are never used are not."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from rashomon import datamodel
from rashomon.datamodel import vocabulary

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8").lower()
NEVER_IN_NAMES = ("bias", "trust", "credib", "leaning", "truth", "confidence", "model")
NEVER_AS_CLASS = ("Manager", "Handler", "Helper", "Utils", "Base", "Info")
SOURCES = sorted((ROOT / "src" / "rashomon").rglob("*.py"))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Dict):
            yield from (k.value for k in node.keys if isinstance(k, ast.Constant) and isinstance(k.value, str))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_name_or_key_uses_a_word_that_is_never_used(path: Path) -> None:
    """No field, column, key or variable judges a publisher, and no network is called a model."""
    for name in _names(ast.parse(path.read_text("utf-8"))):
        pieces = re.split(r"[_\W]+", name.lower().replace("datamodel", ""))
        assert not [p for p in pieces if p.startswith(NEVER_IN_NAMES)], name
        assert not name.endswith(NEVER_AS_CLASS), name


def test_every_noun_is_in_the_glossary() -> None:
    """A reader who meets a noun of the datamodel finds its meaning."""
    nouns = {
        name
        for name in datamodel.__all__
        if isinstance(getattr(datamodel, name), type) and dataclasses.is_dataclass(getattr(datamodel, name))
    }
    explained = {
        "AnnotatedArticle": "article",
        "CheckedQuote": "excerpt",
        "Figure": "quantity",
        "NameUse": "naming",
        "NumberSeries": "quantity",
        "Reading": "capture",
        "Skipped": "capture",
        "StatedDate": "article",
    }
    for noun in sorted(nouns):
        word = explained.get(noun) or re.sub(r"(?<!^)(?=[A-Z])", " ", noun).lower()
        assert word in GLOSSARY, noun


@pytest.mark.parametrize("words", [vocabulary.Stance, vocabulary.FindingKind, vocabulary.CompletenessValue])
def test_every_closed_word_is_in_the_glossary(words: object) -> None:
    """The words that fields may hold are explained where the others are."""
    for word in get_args(words):
        assert word in GLOSSARY


def test_every_noun_is_frozen_slotted_and_keyword_only() -> None:
    """What flows is a value: nobody can change it, misspell a field, or swap two arguments."""
    for name in datamodel.__all__:
        noun = getattr(datamodel, name)
        if isinstance(noun, type) and dataclasses.is_dataclass(noun):
            parameters = noun.__dataclass_params__  # type: ignore[attr-defined]
            assert parameters.frozen, name
            assert hasattr(noun, "__slots__"), name
            assert all(field.kw_only for field in dataclasses.fields(noun)), name
