"""A report against its captures: each is found by its digest, read again, and every line compared letter by letter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rashomon.datamodel import Article, Excerpt, Reading
from rashomon.errors import BrokenEvidence, CaptureError, CaptureNotFound
from rashomon.ingest import MAX_BYTES, load, read_capture
from rashomon.pipeline.comparing import check_rendering, compare
from rashomon.pipeline.inputs import StrPath, as_many, shown_path
from rashomon.views import EvidenceLine, ReportEvidence, find_difference, read_evidence

_REPORT: Final = "REPORT"
_CONTEXT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line of a report that does not hold: its name in the report, what is wrong, and where."""

    line: str
    what: str
    where: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the problem as ``rashomon verify --json`` prints it."""
        return {"line": self.line, "what": self.what, "where": self.where}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking a report gave: how many lines and spans stand verbatim, and each that does not.

    ``captures`` are (path, SHA-256, found) as the report names them.
    """

    report: str
    lines: int
    spans: int
    captures: tuple[tuple[str, str, bool], ...]
    problems: tuple[Problem, ...]

    @property
    def verified(self) -> bool:
        """Whether every line of the report stands verbatim in its capture."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Return the verification as ``rashomon verify --json`` prints it."""
        return {
            "report": self.report,
            "verified": self.verified,
            "lines": self.lines,
            "spans": self.spans,
            "captures": [{"path": path, "sha256": sha, "found": found} for path, sha, found in self.captures],
            "problems": [problem.to_dict() for problem in self.problems],
        }


def verify(report: StrPath | bytes, *, captures: StrPath | Iterable[StrPath] = (), again: bool = False) -> Verification:
    """Return whether every line of ``report`` (HTML or JSON) stands verbatim in its captures, read anew.

    Captures are found by their SHA-256: among ``captures`` (files, folders), then at the path the report names,
    from the report's folder and from the working directory. A capture that is not found leaves its lines
    unverified, which is a problem. With ``again`` the captures are also compared once more, and the first line in
    which the report is not what they give is a problem: an altered stance, publisher or count, a finding taken out.
    Raises ReportUnreadable where ``report`` is none, CaptureError where a file of that name cannot be read.
    """
    path = None if isinstance(report, bytes) else Path(report)
    payload = report if isinstance(report, bytes) else load(Path(report)).payload
    evidence = read_evidence(payload)
    places = _Places(given=tuple(map(Path, as_many(captures))), folders=(*([path.parent] if path else []), Path()))
    texts: dict[str, _Text] = {}
    problems: list[Problem] = []
    for name, sha256 in evidence.captures:
        try:
            texts[sha256] = _read_again(places, name, sha256)
        except CaptureError as fault:
            count = sum(line.capture_sha256 == sha256 for line in evidence.lines)
            problems.append(Problem(line=f"CAPTURE {name}", what=f"{fault.what}; {count} spans cannot be verified"))
    broken = [problem for line in evidence.lines if (problem := _check_line(line, texts)) is not None]
    lost = {line.name for line in evidence.lines if line.capture_sha256 not in texts}
    held = {line.name for line in evidence.lines} - lost - {problem.line for problem in broken}
    return Verification(
        report=shown_path(path) if path else "-",
        lines=len(held),
        spans=sum(line.capture_sha256 in texts for line in evidence.lines) - len(broken),
        captures=tuple((name, sha256, sha256 in texts) for name, sha256 in evidence.captures),
        problems=(
            *problems,
            *broken,
            *_check_whole(evidence, broken),
            *(_compare_again(payload, texts, missing=len(texts) < len(evidence.captures)) if again else ()),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A capture read again."""

    name: str
    reading: Reading
    articles: Mapping[str, Article]

    @property
    def rendering(self) -> str:
        """The text of the capture."""
        return self.reading.rendering.text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where captures are looked for: ``given`` files and folders first, then ``folders`` by the reported path."""

    given: tuple[Path, ...]
    folders: tuple[Path, ...]

    def candidates(self, name: str) -> Iterator[Path]:
        """Yield the files that may be the capture ``name``, the likelier ones first; each may be missing."""
        for place in self.given:
            if place.is_dir():
                yield from (place / name, place / Path(name).name)
            else:
                yield place
        for folder in self.folders:
            yield from (folder / name, folder / Path(name).name)
        for place in self.given:
            yield from sorted(path for path in place.rglob("*") if path.is_file())


def _read_again(places: _Places, name: str, sha256: str) -> _Text:
    """Return the capture with that digest, read as a file of that name. Raises CaptureNotFound."""
    tried: set[Path] = set()
    changed = False
    for path in places.candidates(name):
        if path in tried:
            continue
        tried.add(path)
        payload = _read_bytes(path)
        if payload is not None and hashlib.sha256(payload).hexdigest() == sha256:
            reading = read_capture(load(payload, origin=name))
            articles = {article.id: article for article in reading.articles}
            return _Text(name=name, reading=reading, articles=articles)
        changed = changed or (payload is not None and path.name == Path(name).name)
    if changed:
        raise CaptureNotFound("the file of this name is not the capture of the report: its SHA-256 differs", where=name)
    raise CaptureNotFound("no file with its SHA-256 was found", where=name, hint="--captures FOLDER")


def _read_bytes(path: Path) -> bytes | None:
    """Return the bytes of a regular file up to the cap on captures, None where there is none to read."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def _check_line(line: EvidenceLine, texts: Mapping[str, _Text]) -> Problem | None:
    """Return what is wrong with ``line``, None where it holds or where its capture was reported as missing."""
    text = texts.get(line.capture_sha256)
    if text is None:
        return None if line.capture_sha256 else Problem(line=line.name, what="the line belongs to no capture")
    where = f"{text.name} [{line.span.start}, {line.span.end})"
    if line.on == "rendering":
        return _compare(line, text.rendering, where)
    article = text.articles.get(line.article_id)
    if article is None:
        return Problem(line=line.name, what=f"the capture has no article {line.article_id}", where=where)
    problem = _compare(line, article.text, where)
    if problem is None:
        try:
            check_rendering(article, Excerpt(article_id=article.id, span=line.span, exact=line.exact), text.rendering)
        except BrokenEvidence as fault:
            return Problem(line=line.name, what=fault.what, where=where)
    return problem


def _compare(line: EvidenceLine, text: str, where: str) -> Problem | None:
    """Return the first difference between ``line`` and ``text`` at its span."""
    there = text[line.span.start : line.span.end]
    if there == line.exact:
        return None
    at = _first_difference(line.exact, there)
    reported, captured = _around(line.exact, at), _around(there, at)
    return Problem(
        line=line.name, what=f"the report shows “{reported}” where the capture has “{captured}”", where=where
    )


def _first_difference(one: str, other: str) -> int:
    """Return the place of the first letter in which the two texts differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(text: str, at: int) -> str:
    """Return ``text`` near ``at``, cut to a readable length."""
    start, end = max(0, at - _CONTEXT), at + _CONTEXT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _check_whole(evidence: ReportEvidence, broken: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what is wrong with the report as a whole: lines removed or added, other words altered."""
    count = len(evidence.lines)
    if count != evidence.declared:
        change = f"{abs(count - evidence.declared)} were {'removed' if count < evidence.declared else 'added'}"
        yield Problem(line=_REPORT, what=f"it was written with {evidence.declared} spans and holds {count}: {change}")
    elif evidence.intact is False and not broken:
        yield Problem(line=_REPORT, what="something beside its verbatim lines was altered after it was written")


def _compare_again(payload: bytes, texts: Mapping[str, _Text], *, missing: bool) -> Iterator[Problem]:
    """Yield the first line in which the report is not what its captures give when they are compared once more."""
    if missing:
        yield Problem(line=_REPORT, what="it was not compared again, as not all of its captures are there")
        return
    found = find_difference(payload, compare(text.reading for text in texts.values()))
    if found is None:
        return
    at = _first_difference(found.reported, found.made)
    reported, made = (_around(text, at) or "nothing" for text in (found.reported, found.made))
    what = f"the report has “{reported}” where the captures give “{made}”"
    if found.line == "MANIFEST":
        what = f"it was made by another program, or altered: {what}; with that one, compare again"
    yield Problem(line=found.line, what=what)
