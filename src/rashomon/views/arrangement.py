"""A comparison laid out for reading: accounts with letters, findings by section. The order of the data, no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from rashomon.datamodel import (
    AnnotatedArticle,
    Article,
    Attribution,
    Capture,
    Claim,
    Comparison,
    Excerpt,
    Finding,
    Naming,
    NumberSeries,
    Reading,
    Rendering,
    Segment,
    Span,
    Spans,
    Stance,
    Story,
    make_excerpt,
)
from rashomon.views.wording import NO_PUBLISHER, enumerate_words, name_captured

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Account:
    """One article under its letter: what a reader calls "account B"; ``in_story`` where it shares an event."""

    label: str
    annotated: AnnotatedArticle
    reading: Reading
    in_story: bool

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.annotated.article

    @property
    def name(self) -> str:
        """The publisher as the capture states it, else that it does not."""
        return self.article.publisher or NO_PUBLISHER

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The article's claims by id."""
        return {claim.id: claim for claim in self.annotated.claims}

    @cached_property
    def attributions(self) -> Mapping[str, Attribution]:
        """The article's attributions by id."""
        return {attribution.id: attribution for attribution in self.annotated.attributions}

    def slice(self, span: Span) -> str:
        """Return the article's text at ``span``."""
        return span.slice(self.article.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who is quoted: ``source`` verbatim in the account, ``speaker`` the name it resolves to; both may be missing."""

    source: Spans
    speaker: str | None
    speaker_span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One account's wording of a point: its claim with the excerpts that show it and who is quoted, inmost first."""

    account: Account
    claim: Claim
    excerpts: tuple[Excerpt, ...]
    voices: tuple[Voice, ...]

    @property
    def stance(self) -> Stance:
        """How the account puts the claim forward."""
        return self.claim.stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A finding under the name by which people point at it: "AGREED 3"."""

    section: str
    number: int
    finding: Finding
    wordings: tuple[Wording, ...]
    sides: tuple[tuple[Wording, ...], ...] = ()

    @property
    def name(self) -> str:
        """Section and number."""
        return f"{self.section} {self.number}"

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The differing stances, in order of appearance."""
        return tuple(dict.fromkeys(wording.stance for wording in self.wordings))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that have the point, in order of appearance."""
        found = {wording.account.label: wording.account for wording in self.wordings}
        return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlan:
    """One story, its findings sorted into the sections that every view shows in the same order."""

    number: int
    story: Story
    accounts: tuple[Account, ...]
    copies: tuple[tuple[Account, ...], ...]
    agreed: tuple[Point, ...]
    disputed: tuple[Point, ...]
    moved: tuple[Point, ...]
    only: tuple[Point, ...]
    numbers: tuple[NumberSeries, ...]
    namings: tuple[Naming, ...]

    @property
    def other_stance(self) -> tuple[Point, ...]:
        """The agreed points that are put forward with more than one stance."""
        return tuple(point for point in self.agreed if len(point.stances) > 1)

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, disputed first."""
        return self.disputed + self.moved + self.agreed + self.only

    def get_account(self, article_id: str) -> Account:
        """Return the account of an article of this story."""
        return next(account for account in self.accounts if account.article.id == article_id)

    def find_absent(self, point: Point) -> tuple[Account, ...]:
        """Return the accounts of the story in which ``point`` was not found."""
        present = {account.label for account in point.accounts}
        return tuple(account for account in self.accounts if account.label not in present)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole comparison laid out: accounts of stories first, then those that share no event."""

    comparison: Comparison
    accounts: tuple[Account, ...]
    stories: tuple[StoryPlan, ...]

    @property
    def unshared(self) -> tuple[Account, ...]:
        """The accounts that share no event with another."""
        return tuple(account for account in self.accounts if not account.in_story)

    @property
    def unread(self) -> tuple[Reading, ...]:
        """The readings of captures in which no article was found."""
        used = {account.reading.capture.id for account in self.accounts}
        return tuple(r for r in self.comparison.readings if r.capture.id not in used)


def make_label(index: int) -> str:
    """Return the letter of the account at ``index``: A to Z, then AA, AB and so on."""
    label = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_LETTERS))
        label = _LETTERS[rest] + label
    return label


def arrange(comparison: Comparison) -> Plan:
    """Return ``comparison`` laid out for reading, in the order it already has."""
    readings = {reading.capture.id: reading for reading in comparison.readings}
    shared = {article_id for story in comparison.stories for article_id in story.articles}
    ordered = sorted(comparison.articles, key=lambda annotated: annotated.article.id not in shared)
    accounts = tuple(
        Account(
            label=make_label(index),
            annotated=annotated,
            reading=readings.get(annotated.article.capture_id) or _make_reading(annotated.article),
            in_story=annotated.article.id in shared,
        )
        for index, annotated in enumerate(ordered)
    )
    by_id = {account.article.id: account for account in accounts}
    stories = tuple(
        _plan_story(number, story, comparison, by_id) for number, story in enumerate(comparison.stories, start=1)
    )
    return Plan(comparison=comparison, accounts=accounts, stories=stories)


def _make_reading(article: Article) -> Reading:
    """Return a reading for an article that came without one: the text itself, of a capture that is not here."""
    whole = Span(start=0, end=len(article.text)) if article.text else None
    segments = (Segment(span=whole, rendering_span=whole),) if whole else ()
    return Reading(
        capture=Capture(payload=b""),
        rendering=Rendering(capture_id=article.capture_id, text=article.text, renderer="none", encoding="utf-8"),
        articles=(replace(article, segments=segments),),
        blocks=(),
    )


def _plan_story(number: int, story: Story, comparison: Comparison, by_id: Mapping[str, Account]) -> StoryPlan:
    members = set(story.articles)
    accounts = tuple(account for article_id, account in by_id.items() if article_id in members)
    findings = tuple(finding for finding in comparison.findings if finding.story_id == story.id)
    owners = {claim_id: account for account in accounts for claim_id in account.claims}

    def pick(section: str, chosen: Iterable[Finding]) -> tuple[Point, ...]:
        return tuple(_make_point(section, index, finding, owners) for index, finding in enumerate(chosen, start=1))

    return StoryPlan(
        number=number,
        story=story,
        accounts=accounts,
        copies=tuple(tuple(by_id[article_id] for article_id in group) for group in story.copies),
        agreed=pick("AGREED", (f for f in findings if f.kind == "agreed")),
        disputed=pick("DISPUTED", (f for f in findings if f.kind == "disputed" and not f.update)),
        moved=pick("MOVED FIGURE", (f for f in findings if f.kind == "disputed" and f.update)),
        only=pick("ONLY FOUND", (f for f in findings if f.kind == "unmatched")),
        numbers=tuple(series for series in comparison.numbers if series.story_id == story.id),
        namings=tuple(naming for naming in comparison.namings if naming.story_id == story.id),
    )


def _make_point(section: str, number: int, finding: Finding, owners: Mapping[str, Account]) -> Point:
    shown = {(excerpt.article_id, excerpt.span): excerpt for excerpt in finding.evidence}
    wordings = {claim_id: make_wording(owners[claim_id], claim_id, shown) for claim_id in finding.claims}
    return Point(
        section=section,
        number=number,
        finding=finding,
        wordings=tuple(wordings.values()),
        sides=tuple(tuple(wordings[claim_id] for claim_id in side) for side in finding.sides),
    )


def make_wording(account: Account, claim_id: str, shown: Mapping[tuple[str, Span], Excerpt]) -> Wording:
    """Return the wording of one claim, with the excerpts of ``shown`` where they have it."""
    claim, article = account.claims[claim_id], account.article
    excerpts = tuple(
        shown.get((article.id, span)) or make_excerpt(article.id, article.text, span) for span in claim.spans
    )
    return Wording(account=account, claim=claim, excerpts=excerpts, voices=find_voices(account, claim))


def find_voices(account: Account, claim: Claim) -> tuple[Voice, ...]:
    """Return who is quoted for ``claim``: the inmost source first, then those who report it."""
    voices: list[Voice] = []
    seen: set[str] = set()
    current = claim.attribution
    while current is not None and current not in seen:
        seen.add(current)
        attribution = account.attributions.get(current)
        if attribution is None:
            break
        voices.append(_make_voice(account, attribution))
        current = attribution.parent
    return tuple(voices)


def _make_voice(account: Account, attribution: Attribution) -> Voice:
    source = " ".join(account.slice(span) for span in attribution.source)
    speaker = attribution.speaker if attribution.speaker and attribution.speaker not in source else None
    found = account.article.text.find(speaker) if speaker else -1
    return Voice(
        source=attribution.source,
        speaker=speaker,
        speaker_span=Span(start=found, end=found + len(speaker)) if speaker and found >= 0 else None,
    )


def name_absence(absent: Iterable[Account]) -> str:
    """Return where a point was not found, each capture with how much of its article it holds."""
    parts = [f"{account.label} ({name_captured(account.article.completeness.value)})" for account in absent]
    return f"not found in the captured text of {enumerate_words(parts)}" if parts else ""


def list_notes(plan: Plan) -> dict[str, list[str]]:
    """Return what could not be looked for, each note with the letters of the accounts it holds for."""
    notes: dict[str, list[str]] = {}
    for account in plan.accounts:
        for note in account.annotated.notes:
            notes.setdefault(note, []).append(account.label)
    return notes


def group_by_accounts(points: Iterable[Point]) -> tuple[tuple[Point, ...], ...]:
    """Return ``points`` in lists of those that the same accounts have, in order of appearance."""
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in points:
        groups.setdefault(tuple(account.label for account in point.accounts), []).append(point)
    return tuple(tuple(group) for group in groups.values())


def count_evidence(comparison: Comparison) -> tuple[int, int]:
    """Return how many lines the comparison shows and how many spans stand behind them, each checked to the letter.

    Raises BrokenEvidence at the first excerpt that is not verbatim at its span.
    """
    texts = {annotated.article.id: annotated.article.text for annotated in comparison.articles}
    lines = spans = 0
    for finding in comparison.findings:
        lines += len(finding.claims)
        spans += len(finding.evidence)
        for excerpt in finding.evidence:
            excerpt.check(texts[excerpt.article_id])
    for series in comparison.numbers:
        lines += len(series.figures)
        spans += len(series.figures)
        for figure in series.figures:
            figure.excerpt.check(texts[figure.article_id])
    for naming in comparison.namings:
        lines += len(naming.names)
        for use in naming.names:
            spans += sum(bool(span.slice(texts[use.article_id])) for span in use.spans)
    return lines, spans


def find_shared_reasons(points: Sequence[Point]) -> tuple[str, ...]:
    """Return the reasons that every one of two or more points has: they are said once, over all of them."""
    if len(points) < 2:  # noqa: PLR2004 - one point shares with none
        return ()
    return tuple(r for r in points[0].finding.reasons if all(r in point.finding.reasons for point in points))
