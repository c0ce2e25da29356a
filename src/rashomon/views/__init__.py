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
    from rashomon.views.sayings import list_sayings
    from rashomon.views.spacy_docs import SpacyFile, to_docbin
    from rashomon.views.terminal import to_terminal
    from rashomon.views.web_annotation import to_web_annotation

__all__ = [
    "Difference", "EvidenceLine", "ReportEvidence", "SpacyFile", "find_difference", "list_sayings", "load_schema",
    "read_evidence", "to_docbin", "to_html", "to_json", "to_terminal", "to_web_annotation",
]  # fmt: skip

_HOMES: Final = {
    "Difference": "repetition",
    "EvidenceLine": "evidence",
    "ReportEvidence": "evidence",
    "SpacyFile": "spacy_docs",
    "find_difference": "repetition",
    "list_sayings": "sayings",
    "load_schema": "json_report",
    "read_evidence": "reports",
    "to_docbin": "spacy_docs",
    "to_html": "page",
    "to_json": "json_report",
    "to_terminal": "terminal",
    "to_web_annotation": "web_annotation",
}


def __getattr__(name: str) -> object:
    """Load a view when it is first used: JSON needs neither rich nor jinja2."""
    if name in _HOMES:
        return getattr(import_module(f"rashomon.views.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'rashomon.views' has no attribute {name!r}")
