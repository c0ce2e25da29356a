"""The accounts of one story, compared: findings, names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.compare.agreements import Ground, find_agreements
from rashomon.compare.clashes import by_claim, find_clashes
from rashomon.compare.denials import find_denials
from rashomon.compare.figures import find_sightings
from rashomon.compare.findings import Accounts, Disputes, find_opponents, make_findings
from rashomon.compare.groups import Group, group_claims, make_measure
from rashomon.compare.lexicon import read_lexicon
from rashomon.compare.namings import find_namings
from rashomon.compare.numbers import Links, find_disputes, make_number_series, make_series
from rashomon.compare.profiles import make_profiles
from rashomon.compare.similarity import make_index
from rashomon.datamodel import AnnotatedArticle, Finding, Naming, NumberSeries, Story
from rashomon.neural.encoder import Encoder

COMPARER = "rashomon.compare 2"
"""Name and version of this step for the manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryComparison:
    """What the accounts of one story agree on, dispute and call things; same input, same values in the same order."""

    findings: tuple[Finding, ...] = ()
    namings: tuple[Naming, ...] = ()
    numbers: tuple[NumberSeries, ...] = ()


def compare_story(story: Story, articles: tuple[AnnotatedArticle, ...], encoder: Encoder) -> StoryComparison:
    """Return the comparison of the articles of ``story``; others are left out.

    Articles are taken in the order of ``story.articles``, whatever order they are given in, and no publisher's name
    is looked at. Fewer than two articles give an empty comparison.
    """
    place = {article_id: at for at, article_id in enumerate(story.articles)}
    chosen = {value.article.id: value for value in articles if value.article.id in place}
    ordered = tuple(chosen[article_id] for article_id in sorted(chosen, key=lambda article_id: place[article_id]))
    if len(ordered) < 2:  # noqa: PLR2004 - a comparison needs two accounts
        return StoryComparison()
    profiles = make_profiles(ordered)
    index = make_index(profiles, encoder)
    measured = make_measure(index)
    groups = group_claims(index, measured)
    sightings = find_sightings(profiles, ordered)
    links = Links(measured=measured, together=_together(groups))
    series = make_series(sightings, links)
    disputes = Disputes(
        numbers=find_disputes(series, ordered, links),
        denials=find_denials(index, measured, groups),
        others=find_clashes(groups),
    )
    ground = Ground(
        story=story,
        measured=measured,
        sightings=by_claim(sightings, profiles),
        clashes=find_opponents(disputes.numbers, (*disputes.denials, *disputes.others)),
        hold=read_lexicon("weights")["thresholds"]["hold"],
    )
    accounts = Accounts(story=story, articles=ordered, index=index, measured=measured)
    return StoryComparison(
        findings=make_findings(accounts, groups, find_agreements(ground, groups), disputes),
        namings=find_namings(story, ordered),
        numbers=make_number_series((story.id, ordered), series, disputes.numbers),
    )


def _together(groups: Sequence[Group]) -> frozenset[frozenset[int]]:
    """Return the pairs of claims, by position, that one group holds."""
    return frozenset(frozenset((a.position, b.position)) for group in groups for a, b, _ in group.pairs)
