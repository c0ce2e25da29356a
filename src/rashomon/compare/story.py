"""The accounts of one story, compared: findings, names and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.compare.denials import find_denials
from rashomon.compare.figures import find_sightings
from rashomon.compare.findings import Accounts, make_findings
from rashomon.compare.groups import group_claims, make_measure
from rashomon.compare.namings import find_namings
from rashomon.compare.numbers import find_disputes, make_number_series, make_series
from rashomon.compare.profiles import make_profiles
from rashomon.compare.similarity import make_index
from rashomon.datamodel import AnnotatedArticle, Finding, Naming, NumberSeries, Story
from rashomon.neural.encoder import Encoder

COMPARER = "rashomon.compare 1"
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
    series = make_series(find_sightings(profiles, ordered), measured)
    accounts = Accounts(story=story, articles=ordered, index=index, measured=measured)
    disputes = find_disputes(series, ordered, measured)
    return StoryComparison(
        findings=make_findings(accounts, groups, disputes, find_denials(index, measured)),
        namings=find_namings(story, ordered),
        numbers=make_number_series((story.id, ordered), series, disputes),
    )
