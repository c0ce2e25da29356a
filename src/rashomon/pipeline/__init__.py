"""The doors in Python, and the only package that knows the order of the steps.

Each door is loaded when first used, so that the command line answers ``--help`` without loading a network.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.pipeline.annotating import annotate, annotate_many, annotate_reading
    from rashomon.pipeline.comparing import compare
    from rashomon.pipeline.grouping import Grouping, group, group_captures
    from rashomon.pipeline.inputs import DUPLICATE, Gathered, Source, gather, read, read_each
    from rashomon.pipeline.inspection import Inspection, inspect_package
    from rashomon.pipeline.quoting import CheckedDraft, check_quotes
    from rashomon.pipeline.saying import who_said
    from rashomon.pipeline.verification import Problem, Verification, verify

_HOMES = {
    "annotate": "annotating",
    "annotate_many": "annotating",
    "annotate_reading": "annotating",
    "compare": "comparing",
    "Grouping": "grouping",
    "group": "grouping",
    "group_captures": "grouping",
    "DUPLICATE": "inputs",
    "Gathered": "inputs",
    "Source": "inputs",
    "gather": "inputs",
    "read": "inputs",
    "read_each": "inputs",
    "Inspection": "inspection",
    "inspect_package": "inspection",
    "CheckedDraft": "quoting",
    "check_quotes": "quoting",
    "Problem": "verification",
    "Verification": "verification",
    "verify": "verification",
    "who_said": "saying",
}

__all__ = [
    "DUPLICATE", "CheckedDraft", "Gathered", "Grouping", "Inspection", "Problem", "Source", "Verification", "annotate",
    "annotate_many", "annotate_reading", "check_quotes", "compare", "gather", "group", "group_captures",
    "inspect_package", "read", "read_each", "verify", "who_said",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Return the door ``name``, loading its module now."""
    if name in _HOMES:
        return getattr(import_module(f"rashomon.pipeline.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'rashomon.pipeline' has no attribute {name!r}")
