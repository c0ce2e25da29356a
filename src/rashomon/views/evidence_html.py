"""Reading an HTML report back: each element that carries a span gives the letters it shows."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from rashomon.datamodel import Span
from rashomon.errors import ReportUnreadable
from rashomon.views.evidence import HINT, EvidenceLine, ReportEvidence
from rashomon.views.verbatim import unmark

VOID: Final = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr", "col", "area", "base", "source"})
_DIGEST: Final = re.compile(r'(<meta name="rashomon-digest" content=")([0-9a-f]{64}|)(">)')
_DEEPEST: Final = 400


@dataclass(slots=True)
class _Open:
    """An element that is open: the line's name, the article and capture it holds for those inside, what it shows."""

    tag: str
    line: str | None
    home: tuple[str, str] | None = None
    code: str | None = None
    shown: EvidenceLine | None = None
    pieces: list[str] = field(default_factory=list)


class _Report(HTMLParser):
    """Collects captures, accounts and lines; broken nesting gives other letters, never an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.captures: list[tuple[str, str]] = []
        self.accounts: dict[str, tuple[str, str]] = {}
        self.lines: list[EvidenceLine] = []
        self.declared: int | None = None
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; note captures, accounts and the number of lines that the page was written with."""
        values = {name: value or "" for name, value in attrs}
        if values.get("name") == "rashomon-lines":
            self.declared = _read_number(values.get("content", ""))
        if "data-sha256" in values and "data-path" in values:
            self.captures.append((values["data-path"], values["data-sha256"]))
        if "data-account" in values:
            self.accounts[values["data-account"]] = (values.get("data-sha256", ""), values.get("data-publisher", ""))
        if len(self._open) > _DEEPEST:
            raise ReportUnreadable(f"elements are nested more than {_DEEPEST} deep", hint=HINT)
        if tag not in VOID:
            self._open.append(
                _Open(
                    tag=tag,
                    line=values.get("data-line"),
                    home=_find_home(values),
                    code=values.get("data-cp"),
                    shown=self._begin(values),
                )
            )

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open element of that name, with all that is still open in it."""
        if any(element.tag == tag for element in self._open):
            while self._open:
                element = self._open.pop()
                self._finish(element)
                if element.tag == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Add text to the innermost open element."""
        if self._open:
            self._open[-1].pieces.append(data)

    def finish(self) -> None:
        """Close what is still open, so that a page cut short loses no line."""
        while self._open:
            self._finish(self._open.pop())

    def _begin(self, values: dict[str, str]) -> EvidenceLine | None:
        """Return the line that an element with a span begins; its article is its own or that of one around it."""
        if "data-start" not in values and "data-end" not in values:
            return None
        start, end = _read_number(values.get("data-start", "")), _read_number(values.get("data-end", ""))
        home = _find_home(values) or next((e.home for e in reversed(self._open) if e.home), None)
        if start is None or end is None or start >= end or home is None:
            raise ReportUnreadable("a line of the report has lost its span", where=self._name(), hint=HINT)
        article, capture = home
        return EvidenceLine(
            name=self._name(),
            article_id=article,
            capture_sha256=capture,
            span=Span(start=start, end=end),
            exact="",
            on="article" if article else "rendering",
        )

    def _name(self) -> str:
        return next((element.line for element in reversed(self._open) if element.line), "LINE")

    def _finish(self, element: _Open) -> None:
        text = "".join(element.pieces)
        if element.code is not None:
            text = unmark(element.code, text)
        if element.shown is not None:
            self.lines.append(_with_text(element.shown, text))
        if self._open:
            self._open[-1].pieces.append(text)


def _find_home(values: dict[str, str]) -> tuple[str, str] | None:
    """Return the article or capture that an element names as the home of the text in it."""
    if "data-article" in values or "data-capture" in values:
        return values.get("data-article", ""), values.get("data-capture", "")
    return None


def _with_text(line: EvidenceLine, text: str) -> EvidenceLine:
    return EvidenceLine(
        name=line.name,
        article_id=line.article_id,
        capture_sha256=line.capture_sha256,
        span=line.span,
        exact=text,
        on=line.on,
    )


def _read_number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else None  # noqa: PLR2004 - no text is longer


def seal(page: str) -> str:
    """Return ``page`` with the digest of all its other letters in its ``rashomon-digest`` element."""
    return _DIGEST.sub(lambda match: f"{match[1]}{_digest(page)}{match[3]}", page, count=1)


def _digest(page: str) -> str:
    """Return the SHA-256 of ``page`` without its digest."""
    bare = _DIGEST.sub(r"\1\3", page, count=1)
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


def read_html(page: str) -> ReportEvidence:
    """Return the evidence of an HTML report; ReportUnreadable where it is no page that Rashomon wrote."""
    page = page.replace("\r\n", "\n")  # mail and editors change line ends; a captured one is an element of its own
    parser = _Report()
    parser.feed(page)
    parser.close()
    parser.finish()
    stated = _DIGEST.search(page)
    if parser.declared is None or not parser.captures:
        raise ReportUnreadable("this page is no report that Rashomon wrote", hint=HINT)
    return ReportEvidence(
        captures=tuple(parser.captures),
        lines=tuple(_attach(line, parser.accounts) for line in parser.lines),
        declared=parser.declared,
        intact=stated[2] == _digest(page) if stated else None,
    )


def _attach(line: EvidenceLine, accounts: dict[str, tuple[str, str]]) -> EvidenceLine:
    """Return ``line`` with its capture and publisher; an article that the page does not list keeps no capture."""
    if line.on == "rendering":
        return line
    sha256, publisher = accounts.get(line.article_id, ("", "unknown account"))
    return EvidenceLine(
        name=f"{line.name}, {publisher}",
        article_id=line.article_id,
        capture_sha256=sha256,
        span=line.span,
        exact=line.exact,
        on=line.on,
    )


def count_lines(page: str) -> int:
    """Return how many lines of captured text ``page`` shows."""
    parser = _Report()
    parser.feed(page)
    parser.close()
    parser.finish()
    return len(parser.lines)
