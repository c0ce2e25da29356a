"""What became of each capture, as one line of JSON and one of six outcomes or a note; and the sum, which adds up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias, get_args

from rashomon.datamodel import Reading, Skipped
from rashomon.pipeline.inputs import DUPLICATE, ERROR_PAGE, NOTES

CaptureKind: TypeAlias = Literal["article", "cut", "stub", "no_article", "unreadable", "duplicate"]
"""Every capture has exactly one: "cut" where its main article is, "stub" where it has text, and no main article."""

OutcomeKind: TypeAlias = CaptureKind | Literal["note"]
"""What a line tells: of a capture, or as a note what a container holds beside its captures."""

KINDS: Final[tuple[CaptureKind, ...]] = get_args(CaptureKind)
_BY_NAME: Final[dict[str, OutcomeKind]] = {
    DUPLICATE: "duplicate",
    ERROR_PAGE: "no_article",
    **dict.fromkeys(NOTES, "note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one capture: its kind, how many articles it gave, and which error kept it out, if one did.

    A note is of no capture. ``reason`` says why there is no article, where that is known.
    """

    kind: OutcomeKind
    articles: int = 0
    error: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One capture as one line of JSON in UTF-8, without its line end."""

    text: bytes
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many captures had each outcome, how many ``articles`` there were, and how often each error met a capture."""

    article: int = 0
    cut: int = 0
    stub: int = 0
    no_article: int = 0
    unreadable: int = 0
    duplicate: int = 0
    note: int = 0
    articles: int = 0
    errors: tuple[tuple[str, int], ...] = ()

    @property
    def captures(self) -> int:
        """The number of captures seen: each is counted under one outcome; notes are of none."""
        return sum(getattr(self, kind) for kind in KINDS)

    def plus(self, outcome: Outcome) -> Tally:
        """Return the tally with one more line."""
        counts = {outcome.kind: getattr(self, outcome.kind) + 1, "articles": self.articles + outcome.articles}
        if outcome.kind != "unreadable":
            return replace(self, **counts)
        errors = dict(self.errors)
        name = outcome.error or "unknown"
        errors[name] = errors.get(name, 0) + 1
        return replace(self, **counts, errors=tuple(sorted(errors.items())))


def to_line(reading: Reading) -> Line:
    """Return ``reading`` as ``rashomon articles --json`` prints it."""
    value = reading.to_dict()
    return Line(text=encode(value), outcome=judge(value))


def skipped_line(skipped: Skipped, sha256: str | None) -> Line:
    """Return the line of a capture that was not read; ``sha256`` is None where its bytes were not at hand."""
    capture = {"path": skipped.path, "sha256": sha256}
    value = {"capture": capture, "error": {"name": skipped.error, "reason": skipped.reason}}
    return Line(text=encode(value), outcome=judge(value))


def judge_skipped(error: str) -> OutcomeKind:
    """Return the outcome of what was skipped under the name ``error``."""
    return _BY_NAME.get(error, "unreadable")


def encode(value: Mapping[str, Any]) -> bytes:
    """Return ``value`` as JSON in UTF-8, a lone surrogate (an undecodable file name) as its escape."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def judge(value: Mapping[str, Any]) -> Outcome:
    """Return the outcome that a line states. Raises KeyError or TypeError where it is not a line of this command."""
    if "error" in value:
        name = value["error"]["name"]
        return Outcome(kind=judge_skipped(name), error=name)
    roles = [article["role"] for article in value["articles"]]
    if not roles:
        return Outcome(kind="no_article", reason=value["capture"]["completeness"].get("reason", ""))
    if "main" not in roles:
        return Outcome(kind="stub", articles=len(roles))
    cut = value["capture"]["completeness"]["value"] == "cut"
    return Outcome(kind="cut" if cut else "article", articles=len(roles))
