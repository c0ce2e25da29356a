"""Comparison to terminal, HTML and JSON; no inference, no wording of its own about the news."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rashomon.views.evidence import EvidenceLine, ReportEvidence
    from rashomon.views.json_report import load_schema, to_json
    from rashomon.views.page import to_html
    from rashomon.views.repetition import Difference, find_difference
    from rashomon.views.reports import read_evidence
    from rashomon.views.terminal import to_terminal

__all__ = [
    "Difference", "EvidenceLine", "ReportEvidence", "find_difference", "load_schema", "read_evidence", "to_html",
    "to_json", "to_terminal",
]  # fmt: skip

_HOMES: Final = {
    "Difference": "repetition",
    "EvidenceLine": "evidence",
    "ReportEvidence": "evidence",
    "find_difference": "repetition",
    "load_schema": "json_report",
    "read_evidence": "reports",
    "to_html": "page",
    "to_json": "json_report",
    "to_terminal": "terminal",
}


def __getattr__(name: str) -> object:
    """Load a view when it is first used: JSON needs neither rich nor jinja2."""
    if name in _HOMES:
        return getattr(import_module(f"rashomon.views.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'rashomon.views' has no attribute {name!r}")
