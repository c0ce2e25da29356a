"""The reader's reports and the rules' made one list: the reader finds and bounds, the rules know words and formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rashomon.annotate.attributions.finish import encloses
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
    owners = _own_letters(ruled)
    for report in read:
        touched = [owners[at] for at in _letters(report.cue) if at in owners]
        twin = ruled[min(touched)] if touched else None
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
    taken = _own_letters(read)
    for rule in ruled:
        if any(at in taken for at in _letters(rule.cue)):
            continue
        if rule.inside or any(encloses(report, rule) for report in read):
            joined.append(rule)
    return joined


def _letters(spans: Spans) -> Iterator[int]:
    """Yield every code point of ``spans``."""
    for span in spans:
        yield from range(span.start, span.end)


def _own_letters(reports: Sequence[Report]) -> dict[int, int]:
    """Return for each code point of a cue the number of the first report whose cue holds it."""
    owners: dict[int, int] = {}
    for number, report in enumerate(reports):
        for at in _letters(report.cue):
            owners.setdefault(at, number)
    return owners
