"""What a report shows that captures can prove: the captures it names and every verbatim line in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from rashomon.datamodel import Span

On: TypeAlias = Literal["article", "rendering"]
HINT: Final = "give verify a report that rashomon compare wrote (--json or HTML)"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One piece of captured text that a report shows; ``span`` indexes the article's text or the rendering.

    ``name`` is what a person calls the line ("AGREED 3, The Meridian Post"); ``article_id`` is "" on a rendering;
    ``exact`` is what the report shows, altered or not.
    """

    name: str
    article_id: str
    capture_sha256: str
    span: Span
    exact: str
    on: On = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvidence:
    """Everything in a report that captures can prove: ``captures`` as (path, SHA-256), and the lines.

    ``declared`` is how many lines the report was written with: another number means lines were added or removed.
    ``intact`` tells whether the report is as it was written, None where it carries no digest of itself (JSON).
    """

    captures: tuple[tuple[str, str], ...]
    lines: tuple[EvidenceLine, ...]
    declared: int
    intact: bool | None = None
