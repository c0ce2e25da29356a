"""Reading a JSON report back: the articles' text, segment by segment, and every excerpt, figure and label."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rashomon.datamodel import Span
from rashomon.errors import ReportUnreadable
from rashomon.views.evidence import HINT, EvidenceLine, ReportEvidence


def read_json(text: str) -> ReportEvidence:
    """Return the evidence of a JSON report; ReportUnreadable where it is no comparison."""
    try:
        data = json.loads(text)
        captures = tuple((str(value["path"] or ""), str(value["sha256"])) for value in data["captures"])
        lines = tuple(_JsonReport(data).list_lines())
        declared = _count_declared(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReportUnreadable(f"the JSON is no comparison, or damaged ({error})", hint=HINT) from error
    return ReportEvidence(captures=captures, lines=lines, declared=declared)


def _count_declared(data: Mapping[str, Any]) -> int:
    """Return how many lines the claims, names and segments of the report call for."""
    spans = {claim["id"]: len(claim["spans"]) for claim in data["claims"]}
    return (
        sum(len(article["segments"]) for article in data["articles"])
        + sum(spans[claim] for finding in data["findings"] for claim in finding["claims"])
        + sum(len(series["figures"]) for series in data["numbers"])
        + sum(len(use["spans"]) for naming in data["namings"] for use in naming["names"])
    )


class _JsonReport:
    """The lines of one parsed JSON report."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._articles: dict[str, Mapping[str, Any]] = {value["id"]: value for value in data["articles"]}
        self._hashes = {value["path"]: str(value["sha256"]) for value in data["captures"]}

    def list_lines(self) -> Iterator[EvidenceLine]:
        """Yield every line: the articles' text segment by segment, then findings, numbers and names."""
        for article in self._articles.values():
            yield from self._list_segments(article)
        counts: dict[str, int] = {}
        for finding in self._data["findings"]:
            kind = name_finding(finding)
            counts[kind] = counts.get(kind, 0) + 1
            for excerpt in finding["evidence"]:
                yield from self._list_excerpt(f"{kind} {counts[kind]}", excerpt)
        for number, series in enumerate(self._data["numbers"], start=1):
            for figure in series["figures"]:
                yield from self._list_excerpt(f"NUMBERS {number}", figure["excerpt"])
        for number, naming in enumerate(self._data["namings"], start=1):
            for use in naming["names"]:
                for start, end in use["spans"]:
                    yield self._make_line(
                        f"NAMES {number}", use["article"], (start, end), self._find_label(use, start, end)
                    )

    def _list_segments(self, article: Mapping[str, Any]) -> Iterator[EvidenceLine]:
        for number, segment in enumerate(article["segments"], start=1):
            yield EvidenceLine(
                name=f"TEXT {number}, {self._name_publisher(article)}",
                article_id="",
                capture_sha256=self._hashes[article["capture"]],
                span=Span(start=segment["rendering_start"], end=segment["rendering_end"]),
                exact=article["text"][segment["start"] : segment["end"]],
                on="rendering",
            )

    def _list_excerpt(self, name: str, excerpt: Mapping[str, Any]) -> Iterator[EvidenceLine]:
        """Yield the excerpt, and the words around it where they differ from the report's own text."""
        start, end, exact = excerpt["start"], excerpt["end"], excerpt["exact"]
        prefix, suffix = excerpt["prefix"], excerpt["suffix"]
        yield self._make_line(name, excerpt["article"], (start, end), exact)
        text = self._articles[excerpt["article"]]["text"]
        if prefix and text[max(0, start - len(prefix)) : start] != prefix:
            span = (max(0, start - len(prefix)), max(1, start))
            yield self._make_line(f"{name} (words before)", excerpt["article"], span, prefix)
        if suffix and text[end : end + len(suffix)] != suffix:
            yield self._make_line(f"{name} (words after)", excerpt["article"], (end, end + len(suffix)), suffix)

    def _find_label(self, use: Mapping[str, Any], start: int, end: int) -> str:
        """Return the label; where it differs from the text in white space alone, the text."""
        label, shown = str(use["label"]), str(self._articles[use["article"]]["text"][start:end])
        return shown if label.split() == shown.split() else label

    def _make_line(self, name: str, article_id: str, span: tuple[int, int], exact: str) -> EvidenceLine:
        article = self._articles[article_id]
        return EvidenceLine(
            name=f"{name}, {self._name_publisher(article)}",
            article_id=article_id,
            capture_sha256=self._hashes[article["capture"]],
            span=Span(start=span[0], end=span[1]),
            exact=str(exact),
        )

    @staticmethod
    def _name_publisher(article: Mapping[str, Any]) -> str:
        return str(article["publisher"] or article["capture"])


def name_finding(finding: Mapping[str, Any]) -> str:
    """Return the section that shows a finding, as its lines are named."""
    if finding["kind"] == "disputed":
        return "MOVED FIGURE" if finding["update"] else "DISPUTED"
    return {"agreed": "AGREED", "unmatched": "ONLY FOUND"}[finding["kind"]]
