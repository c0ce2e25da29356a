"""A report beside a new comparison of its captures: the manifests, and the first line in which the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any, Final, TypeAlias

from rashomon.datamodel import Comparison, Skipped
from rashomon.errors import ReportUnreadable
from rashomon.views.evidence import HINT
from rashomon.views.evidence_html import VOID
from rashomon.views.evidence_json import name_finding
from rashomon.views.json_report import to_json
from rashomon.views.page import to_html

_Lines: TypeAlias = Mapping[str, list[str]]
"""Everything in a report, in order, under the name of the line it belongs to; "" for what is in none."""

_FINDINGS: Final = ("AGREED", "DISPUTED", "MOVED FIGURE", "ONLY FOUND", "NUMBERS", "NAMES")
_MANIFEST: Final = "MANIFEST"
_WHOLE: Final = "REPORT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one line says in a report and what it says when the captures are compared again; "" for nothing."""

    line: str
    reported: str
    made: str


def find_difference(report: bytes, comparison: Comparison) -> Difference | None:
    """Return the first finding, else the first other line, in which ``report`` is not what ``comparison`` gives.

    A manifest that differs comes before all else, for then the findings may differ too. Skipped inputs are taken from
    the report, as no capture can show them. Raises ReportUnreadable where ``report`` is neither HTML nor JSON.
    """
    text = report.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        if text.lstrip().startswith("{"):
            reported, made = _read_json_pair(text, comparison)
        else:
            reported, made = _read_html_pair(text, comparison)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReportUnreadable(f"the report is damaged ({error})", hint=HINT) from error
    names = sorted(dict.fromkeys((*made, *reported)), key=_rank)
    return next((found for name in names if (found := _differ(name, reported, made)) is not None), None)


def _rank(name: str) -> int:
    return 0 if name == _MANIFEST else 1 if name.startswith(_FINDINGS) else 2


def _differ(name: str, reported: _Lines, made: _Lines) -> Difference | None:
    pairs = zip_longest(reported.get(name, ()), made.get(name, ()), fillvalue="")
    return next((Difference(line=name or _WHOLE, reported=a, made=b) for a, b in pairs if a != b), None)


def _read_json_pair(text: str, comparison: Comparison) -> tuple[_Lines, _Lines]:
    data = json.loads(text)
    again = json.loads(to_json(comparison)) | {"skipped": data["skipped"]}
    return _list_json(data), _list_json(again)


def _list_json(data: Mapping[str, Any]) -> _Lines:
    claims = {claim["id"]: claim for claim in data["claims"]}
    lines: dict[str, list[str]] = {_MANIFEST: list(_list_leaves(data["manifest"], ""))}
    counts: dict[str, int] = {}
    for finding in data["findings"]:
        kind = name_finding(finding)
        counts[kind] = counts.get(kind, 0) + 1
        whole = finding | {"claims": [claims[claim] for claim in finding["claims"]]}
        lines[f"{kind} {counts[kind]}"] = list(_list_leaves(whole, ""))
    for section, values in (("NUMBERS", data["numbers"]), ("NAMES", data["namings"])):
        for number, value in enumerate(values, start=1):
            lines[f"{section} {number}"] = list(_list_leaves(value, ""))
    listed = {"manifest", "findings", "numbers", "namings"}
    lines[""] = list(_list_leaves({key: value for key, value in data.items() if key not in listed}, ""))
    return lines


def _list_leaves(value: object, path: str) -> Iterator[str]:
    """Yield each number, string and empty list of a JSON value with the keys that lead to it."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _list_leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value, start=1):
            yield from _list_leaves(inner, f"{path} {number}")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def _read_html_pair(text: str, comparison: Comparison) -> tuple[_Lines, _Lines]:
    reported = _read_page(text)
    again = _read_page(to_html(replace(comparison, skipped=tuple(reported.skipped))).replace("\r\n", "\n"))
    return reported.lines, again.lines


def _read_page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


class _Page(HTMLParser):
    """Collects each tag and each run of text of a page under the line it stands in, but for the page's own digest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: dict[str, list[str]] = {}
        self.skipped: list[Skipped] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag with its attributes, and open it."""
        values = {name: value or "" for name, value in attrs}
        if values.get("name") == "rashomon-digest":
            return
        if "data-skipped" in values:
            path, reason = values.get("data-name", ""), values.get("data-reason", "")
            self.skipped.append(Skipped(path=path, error=values["data-skipped"], reason=reason))
        line = values.get("data-line") or self._line()
        self._add(line, " ".join([f"<{tag}", *(f'{name}="{value}"' for name, value in values.items())]) + ">")
        if tag not in VOID:
            self._open.append((tag, line))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the element."""
        self._add(self._line(), f"</{tag}>")
        while self._open and any(tag == name for name, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Note the text, white space as it is."""
        self._add(self._line(), data)

    def handle_comment(self, data: str) -> None:
        """Note the comment: our pages have none."""
        self._add(self._line(), f"<!--{data}-->")

    def _line(self) -> str:
        return self._open[-1][1] if self._open else ""

    def _add(self, line: str, piece: str) -> None:
        self.lines.setdefault(line, []).append(piece)
