"""A report read back gives every line as the captures have it, and any altered letter shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from rashomon.datamodel import Comparison
from rashomon.errors import ReportUnreadable
from rashomon.views import EvidenceLine, read_evidence, to_html, to_json


@pytest.fixture(params=["html", "json"])
def report(request: pytest.FixtureRequest, comparison: Comparison) -> bytes:
    """The sample comparison as a report."""
    return (to_html if request.param == "html" else to_json)(comparison).encode()


def _find_wrong(comparison: Comparison, report: bytes) -> list[EvidenceLine]:
    texts = {annotated.article.id: annotated.article.text for annotated in comparison.articles}
    renderings = {reading.capture.id: reading.rendering.text for reading in comparison.readings}
    wrong = []
    for line in read_evidence(report).lines:
        text = texts[line.article_id] if line.on == "article" else renderings[line.capture_sha256]
        if text[line.span.start : line.span.end] != line.exact:
            wrong.append(line)
    return wrong


def test_every_line_is_verbatim_and_tied_to_a_capture(comparison: Comparison, report: bytes) -> None:
    """Unaltered, each line stands at its span of a capture that the report names."""
    evidence = read_evidence(report)
    assert _find_wrong(comparison, report) == []
    assert {line.capture_sha256 for line in evidence.lines} <= {sha256 for _, sha256 in evidence.captures}
    assert [path for path, _ in evidence.captures] == [reading.capture.origin for reading in comparison.readings]
    assert len(evidence.lines) == evidence.declared


def test_one_altered_letter_is_found_and_named(comparison: Comparison, report: bytes) -> None:
    """Wherever “Nine passengers” stands, one other letter in it makes the line differ, and the line has a name."""
    places = [match.start() for match in re.finditer("Nine passengers", report.decode())]
    assert len(places) > 2
    for place in places:
        text = report.decode()
        wrong = _find_wrong(comparison, (text[: place + 3] + "a" + text[place + 4 :]).encode())
        assert wrong
        assert any("Sorrel Gazette <b>" in line.name for line in wrong)


def test_names_of_lines_are_those_people_use(comparison: Comparison, report: bytes) -> None:
    """A line is called by section, number and publisher."""
    names = {line.name for line in read_evidence(report).lines}
    assert "AGREED 1, The Harbour Times" in names
    assert "DISPUTED 2, Sorrel Gazette <b>" in names
    assert "MOVED FIGURE 1, النهار" in names
    assert comparison.articles


def test_a_removed_line_of_a_page_is_noticed(comparison: Comparison) -> None:
    """A page that lost a line holds fewer lines than it was written with, and says that it was altered."""
    page = to_html(comparison)
    shorter = re.sub(r'<li class="point agreed".*?</li>', "", page, count=1, flags=re.DOTALL)
    evidence = read_evidence(shorter.encode())
    assert len(evidence.lines) < evidence.declared
    assert evidence.intact is False


def test_a_changed_word_of_the_interface_is_noticed(comparison: Comparison) -> None:
    """Turning “denies” into “asserts” leaves every quote whole, but not the page."""
    page = to_html(comparison).replace("denies</span>", "asserts</span>", 1)
    evidence = read_evidence(page.encode())
    assert evidence.intact is False
    assert _find_wrong(comparison, page.encode()) == []


def test_line_ends_may_change(comparison: Comparison) -> None:
    """A page sent through a system that rewrites line ends is still as written."""
    page = to_html(comparison).replace("\n", "\r\n")
    assert read_evidence(page.encode()).intact is True


def test_removed_evidence_of_json_is_noticed(comparison: Comparison) -> None:
    """A finding of a JSON report needs an excerpt for each span of its claims."""
    value = json.loads(to_json(comparison))
    del value["findings"][0]["evidence"][0]
    evidence = read_evidence(json.dumps(value).encode())
    assert len(evidence.lines) == evidence.declared - 1


def test_altered_words_around_a_quote_of_json_are_found(comparison: Comparison) -> None:
    """The prefix and suffix of an excerpt are evidence too."""
    value = json.loads(to_json(comparison))
    value["findings"][1]["evidence"][0]["suffix"] = " shouted Mira Tann, who leads th"
    wrong = _find_wrong(comparison, json.dumps(value).encode())
    assert [line.name for line in wrong] == ["AGREED 2 (words after), The Harbour Times"]


def test_an_altered_label_of_json_is_found(comparison: Comparison) -> None:
    """A label that an account does not use at that place differs."""
    value = json.loads(to_json(comparison))
    value["namings"][0]["names"][0]["label"] = "the peer"
    wrong = _find_wrong(comparison, json.dumps(value).encode())
    assert [line.name for line in wrong] == ["NAMES 1, The Harbour Times"]


@pytest.mark.parametrize(
    "report",
    [
        b"",
        b"just words",
        b"\xff\xfe\x00",
        b"{}",
        b'{"captures": [1]}',
        b"<html><p>hello</p></html>",
        b"<" * 5000,
        b"{" * 5000,
    ],
)
def test_what_is_no_report_is_refused(report: bytes) -> None:
    """Other files give a clear error, never a crash."""
    with pytest.raises(ReportUnreadable):
        read_evidence(report)


def test_a_line_without_its_span_is_refused(comparison: Comparison) -> None:
    """A line that lost its place cannot be checked, and the error names it."""
    page = re.sub(r'data-start="\d+"', "", to_html(comparison), count=1)
    with pytest.raises(ReportUnreadable, match="lost its span"):
        read_evidence(page.encode())


def test_deep_nesting_is_refused(make_comparison: Callable[..., Comparison]) -> None:
    """A page that was stuffed with nested elements is refused at once."""
    page = to_html(make_comparison()).replace("<main", "<div>" * 50_000 + "<main", 1)
    with pytest.raises(ReportUnreadable, match="nested"):
        read_evidence(page.encode())
