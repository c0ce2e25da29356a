"""Rashomon lays several reports of one event side by side, every line a verbatim span of a capture."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.pipeline import annotate, annotate_many, check_quotes, compare, group, read, verify

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "annotate_many", "check_quotes", "compare", "group", "read", "verify"]


def __getattr__(name: str) -> object:
    """Load the pipeline when a door is first used, so that ``rashomon --help`` answers at once."""
    if name in __all__:
        return getattr(import_module("rashomon.pipeline"), name)
    raise AttributeError(f"module 'rashomon' has no attribute {name!r}")
