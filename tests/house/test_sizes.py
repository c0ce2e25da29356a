"""The sizes of the house: module 400 lines, function 50, arguments 5."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "rashomon").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_keep_their_sizes(path: Path) -> None:
    """A larger one needs a split."""
    source = path.read_text("utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno + 1 <= 50, node.name
            arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            assert len([a for a in arguments if a.arg not in {"self", "cls"}]) <= 5, node.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_the_top_of_the_package_from_inside(path: Path) -> None:
    """`import rashomon` inside `rashomon` would hide who imports whom."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert all(alias.name != "rashomon" for alias in node.names)
