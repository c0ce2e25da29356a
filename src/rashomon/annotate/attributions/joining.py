"""The reader's reports and the rules' made one list: the reader finds and bounds, the rules know words and formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.annotate.attributions.reports import Report
from rashomon.datamodel import Spans

_FEWEST = 6
"""Code points below which a content says nothing ("that")."""


def join_reports(read: Sequence[Report], ruled: Sequence[Report], lines: Sequence[Report]) -> list[Report]:
    """Return the reports of ``read`` with what the rules know of the same cues, and those that only rules look for.

    A cue outside all contents that the reader passed over stays out, however well it looks to a rule: of such, one in
    four was right. Within transcript ``lines`` all is said by somebody, so that a report there is nested.
    """
    spoken = {line.paragraph for line in lines}
    joined: list[Report] = []
    for report in read:
        twin = next((rule for rule in ruled if _touch(report.cue, rule.cue)), None)
        inside = report.inside or report.paragraph in spoken
        if twin is not None:
            report = replace(  # noqa: PLW2901 - the same report, told more fully
                report, stance=twin.stance, layer=twin.layer, antecedent=twin.antecedent, verbatim=twin.verbatim
            )
            if sum(map(len, report.content)) < _FEWEST <= sum(map(len, twin.content)):
                report = replace(report, source=twin.source, content=twin.content)  # noqa: PLW2901 - as above
            elif not report.source and twin.source:
                report = replace(report, source=twin.source)  # noqa: PLW2901 - as above
        joined.append(replace(report, inside=inside))
    for rule in ruled:
        nested = rule.inside or any(_within(rule, report) for report in read)
        if nested and not any(_touch(rule.cue, report.cue) for report in read):
            joined.append(rule)
    return joined


def _touch(left: Spans, right: Spans) -> bool:
    return any(a.overlap(b) for a in left for b in right)


def _within(inner: Report, outer: Report) -> bool:
    """Tell whether the cue and content of a rule's report lie in the content of another."""
    parts = (*inner.cue, *inner.content)
    return bool(inner.cue) and all(any(span.contains(part) for span in outer.content) for part in parts)
