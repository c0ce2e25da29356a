"""A report against its captures: each is found by its digest, read again, and every line compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rashomon.datamodel import Article, Capture, Excerpt, Reading, Skipped
from rashomon.errors import BrokenEvidence, CaptureError, CaptureNotFound
from rashomon.ingest import MAX_BYTES, load, read_capture
from rashomon.ingest.doors import SEPARATOR, open_captures, sniff_file
from rashomon.ingest.kinds import CONTAINERS
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
    for name, sha256, found in _read_again(places, evidence.captures):
        if isinstance(found, _Text):
            texts[sha256] = found
            continue
        count = sum(line.capture_sha256 == sha256 for line in evidence.lines)
        problems.append(Problem(line=f"CAPTURE {name}", what=f"{found.what}; {count} spans cannot be verified"))
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


def _read_again(
    places: _Places, captures: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, _Text | CaptureError]]:
    """Yield each of ``captures`` (name, SHA-256) with its text, read as a file of that name, or why it is not there."""
    members: dict[str, dict[str, str]] = {}
    for name, sha256 in captures:
        container, separator, _ = name.partition(SEPARATOR)
        if separator:
            members.setdefault(container, {})[sha256] = name
    kept = _Kept(captures={}, names=set())
    for container, wanted in members.items():
        _search_containers(places, container, wanted, kept)
    for name, sha256 in captures:
        capture = kept.captures.get(sha256)
        try:
            if capture is None:
                capture = _find_alone(places, name, sha256, changed=name in kept.names)
        except CaptureError as fault:
            yield name, sha256, fault
            continue
        reading = read_capture(capture)
        yield name, sha256, _Text(name=name, reading=reading, articles={one.id: one for one in reading.articles})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What was met in containers: the captures that were looked for, by SHA-256, and the names of all others."""

    captures: dict[str, Capture]
    names: set[str]


def _search_containers(places: _Places, container: str, wanted: Mapping[str, str], kept: _Kept) -> None:
    """Put into ``kept`` each capture of ``wanted`` (SHA-256 to name); every file is gone through once for them all."""
    tried: set[Path] = set()
    for path in places.candidates(container):
        left = {sha256: name for sha256, name in wanted.items() if sha256 not in kept.captures}
        if not left:
            return
        if path in tried or sniff_file(path) not in CONTAINERS:
            continue
        tried.add(path)
        with closing(open_captures(path, origin=container)) as found:
            for capture in found:
                if isinstance(capture, Skipped):
                    continue
                name = left.pop(capture.id, None)
                if name is None:
                    kept.names.update({capture.origin or ""} if path.name == Path(container).name else ())
                    continue
                kept.captures[capture.id] = replace(capture, origin=name)
                if not left:
                    return


def _find_alone(places: _Places, name: str, sha256: str, *, changed: bool) -> Capture:
    """Return the capture with that digest that is a file of its own. Raises CaptureNotFound."""
    tried: set[Path] = set()
    container, member, _ = name.partition(SEPARATOR)
    for path in places.candidates(container):
        if path in tried:
            continue
        tried.add(path)
        capture = _read_alone(path, name)
        if capture is not None and capture.id == sha256:
            return capture
        changed = changed or (capture is not None and not member and path.name == Path(container).name)
    if changed:
        raise CaptureNotFound("the file of this name is not the capture of the report: its SHA-256 differs", where=name)
    raise CaptureNotFound("no file with its SHA-256 was found", where=name, hint="--captures FOLDER")


def _read_alone(path: Path, name: str) -> Capture | None:
    """Return the capture that the file at ``path`` is, under the name a report gives it, None where it is none."""
    payload = _read_bytes(path)
    if payload is None:
        return None
    try:
        return load(payload, origin=name)
    except CaptureError:
        return Capture(payload=payload, origin=name)  # its digest may still tell that it was changed


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
