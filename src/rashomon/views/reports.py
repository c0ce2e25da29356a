"""Reading a report back, HTML or JSON, so that each of its lines can be checked against the captures."""

from __future__ import annotations

from rashomon.errors import ReportUnreadable
from rashomon.views.evidence import HINT, ReportEvidence
from rashomon.views.evidence_html import read_html
from rashomon.views.evidence_json import read_json


def read_evidence(report: bytes) -> ReportEvidence:
    """Return the evidence of an HTML or JSON report of a comparison.

    Raises ReportUnreadable where ``report`` is neither, or lacks what ties its lines to captures.
    """
    try:
        text = report.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportUnreadable("the report is not UTF-8", hint=HINT) from error
    start = text.lstrip()[:1]
    if start == "{":
        return read_json(text)
    if start == "<":
        return read_html(text)
    raise ReportUnreadable("this is neither an HTML nor a JSON report", hint=HINT)
