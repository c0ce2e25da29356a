"""Captures to a comparison: read, group, annotate, compare, and prove every line before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rashomon.compare import compare_story
from rashomon.datamodel import AnnotatedArticle, Article, Comparison, Excerpt, Finding, Naming, NumberSeries, Story
from rashomon.errors import BrokenEvidence
from rashomon.neural.encoder import Encoder
from rashomon.neural.minilm import load_encoder
from rashomon.pipeline.annotating import annotate
from rashomon.pipeline.grouping import order_articles, order_readings, order_skipped
from rashomon.pipeline.inputs import Source, StrPath, as_many, gather
from rashomon.pipeline.manifest import make_manifest
from rashomon.stories import group_articles

Account: TypeAlias = Source | Article | AnnotatedArticle
"""A capture in any form, or an article that was read before."""

_PAIR = 2
_ALONE = "not annotated, as no event is shared with another capture"


def compare(paths_or_articles: StrPath | Iterable[Account]) -> Comparison:
    """Return the accounts side by side: what they agree on, dispute, call things, and what was found in only one.

    Main and secondary articles are all grouped; a story is compared where its articles come from two captures or
    more. Without one, ``stories`` is empty: nothing is forced together. The result does not depend on the order of
    the inputs. Inputs that cannot be read, duplicates and captures without an article are in ``skipped``.
    """
    accounts = tuple(as_many(paths_or_articles))
    given = {_plain(value).id: value for value in accounts if isinstance(value, Article | AnnotatedArticle)}
    gathered = gather(value for value in accounts if not isinstance(value, Article | AnnotatedArticle))
    read = {article.id: article for reading in gathered.readings for article in reading.articles}
    ordered = order_articles(({key: _plain(value) for key, value in given.items()} | read).values())
    encoder = load_encoder()
    stories = _shared(ordered, encoder)
    wanted = {article_id for story in stories for article_id in story.articles}
    articles = tuple(_annotated(given.get(article.id, article), wanted) for article in ordered)
    lines = _compare_stories(stories, articles, encoder)
    readings = order_readings(gathered.readings, ordered)
    comparison = Comparison(
        manifest=make_manifest(readings),
        readings=readings,
        articles=articles,
        stories=stories,
        findings=lines.findings,
        namings=lines.namings,
        numbers=lines.numbers,
        skipped=order_skipped(gathered.skipped, readings),
    )
    prove(comparison)
    return comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    findings: tuple[Finding, ...] = ()
    namings: tuple[Naming, ...] = ()
    numbers: tuple[NumberSeries, ...] = ()


def _plain(value: Article | AnnotatedArticle) -> Article:
    return value.article if isinstance(value, AnnotatedArticle) else value


def _shared(ordered: Sequence[Article], encoder: Encoder) -> tuple[Story, ...]:
    """Return the stories told by two captures or more, in the order of their first articles."""
    captures = {article.id: article.capture_id for article in ordered}
    if len(set(captures.values())) < _PAIR:
        return ()
    place = {article.id: at for at, article in enumerate(ordered)}
    stories = group_articles(ordered, encoder)
    shared = (story for story in stories if len({captures[article] for article in story.articles}) >= _PAIR)
    return tuple(sorted(shared, key=lambda story: min(place[article] for article in story.articles)))


def _annotated(value: Article | AnnotatedArticle, wanted: set[str]) -> AnnotatedArticle:
    """Return ``value`` annotated where a story needs it: no work on text that nobody asked about."""
    if isinstance(value, Article) and value.id not in wanted:
        return AnnotatedArticle(article=value, notes=(_ALONE,))
    return annotate(value)


def _compare_stories(stories: Sequence[Story], articles: Sequence[AnnotatedArticle], encoder: Encoder) -> _Lines:
    lines = _Lines()
    for story in stories:
        members = tuple(value for value in articles if value.article.id in story.articles)
        found = compare_story(story, members, encoder)
        lines = replace(
            lines,
            findings=lines.findings + found.findings,
            namings=lines.namings + found.namings,
            numbers=lines.numbers + found.numbers,
        )
    return lines


def prove(comparison: Comparison) -> None:
    """Raise BrokenEvidence unless every excerpt stands verbatim in its article, and that in its rendering."""
    texts = {value.article.id: value.article for value in comparison.articles}
    renderings = {reading.capture.id: reading.rendering.text for reading in comparison.readings}
    for excerpt in excerpts_of(comparison):
        article = texts.get(excerpt.article_id)
        if article is None:
            raise BrokenEvidence("an excerpt names an article that is not compared", where=excerpt.article_id)
        excerpt.check(article.text)
        rendering = renderings.get(article.capture_id)
        if rendering is not None:
            check_rendering(article, excerpt, rendering)


def excerpts_of(comparison: Comparison) -> tuple[Excerpt, ...]:
    """Return every excerpt of ``comparison``: of its findings, then of its numbers."""
    findings = (excerpt for finding in comparison.findings for excerpt in finding.evidence)
    figures = (figure.excerpt for series in comparison.numbers for figure in series.figures)
    return (*findings, *figures)


def check_rendering(article: Article, excerpt: Excerpt, rendering: str) -> None:
    """Raise BrokenEvidence unless all of ``excerpt`` but white space stands in ``rendering`` through the segments."""
    stretches = article.to_rendering(excerpt.span)
    found = "".join(span.slice(rendering) for span in stretches)
    if "".join(found.split()) != "".join(excerpt.exact.split()):
        raise BrokenEvidence(
            f"the rendering has “{found}” where the article has “{excerpt.exact}”",
            where=f"{excerpt.article_id} [{excerpt.span.start}, {excerpt.span.end})",
            hint="rashomon doctor",
        )
