"""Accounts in columns: side by side in sets of two or three, and the matrix of points by accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rashomon.datamodel import Excerpt
from rashomon.views.arrangement import Account, Plan, Point, StoryPlan, Wording

_WIDEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A point across accounts: for each account, in their order, its wordings of the point."""

    point: Point
    cells: tuple[tuple[Wording, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSet:
    """Two or three accounts in columns of equal width, and the points that any of them has."""

    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One excerpt of the appendix and the names of the lines that show it."""

    account: Account
    excerpt: Excerpt
    lines: tuple[str, ...]


def split_columns(count: int) -> tuple[int, ...]:
    """Return sizes of two or three that add up to ``count``, as even as can be; fewer than two stay alone."""
    if count <= _WIDEST:
        return (count,) if count else ()
    sets = -(-count // _WIDEST)
    return tuple(count // sets + (index < count % sets) for index in range(sets))


def list_column_sets(story: StoryPlan) -> tuple[ColumnSet, ...]:
    """Return every account of the story in one set of columns, matched points lined up in rows."""
    sets: list[ColumnSet] = []
    start = 0
    for size in split_columns(len(story.accounts)):
        accounts = story.accounts[start : start + size]
        rows = [make_row(point, accounts) for point in story.points if _is_shared(point, accounts)]
        rows.sort(key=lambda row: (_place(row), row.point.section, row.point.number))
        sets.append(ColumnSet(accounts=accounts, rows=tuple(rows)))
        start += size
    return tuple(sets)


def _is_shared(point: Point, accounts: tuple[Account, ...]) -> bool:
    labels = {account.label for account in accounts}
    return any(account.label in labels for account in point.accounts)


def make_row(point: Point, accounts: tuple[Account, ...]) -> Row:
    """Return the wordings of ``point`` by account."""
    return Row(
        point=point,
        cells=tuple(tuple(w for w in point.wordings if w.account is account) for account in accounts),
    )


def _place(row: Row) -> float:
    """Return how far into their articles the row's claims stand, 0..1 on average, so that rows read in order."""
    places = [w.claim.spans[0].start / len(w.account.article.text) for cell in row.cells for w in cell]
    return sum(places) / len(places)


def list_matrix(story: StoryPlan) -> tuple[Row, ...]:
    """Return the points that two or more accounts have: disputed first, then other stances, then the most shared."""
    points = [point for point in story.points if point.section != "ONLY FOUND"]
    points.sort(key=_rank)
    return tuple(make_row(point, story.accounts) for point in points)


def _rank(point: Point) -> tuple[int, int, int]:
    order = {"DISPUTED": 0, "MOVED FIGURE": 2}
    level = order.get(point.section, 1 if len(point.stances) > 1 else 3)
    return level, -len(point.accounts), point.number


def find_side(point: Point, wording: Wording) -> int:
    """Return which version of a disputed point a wording gives, from 1; 0 where the point has no versions."""
    return next((number for number, side in enumerate(point.sides, start=1) if wording in side), 0)


def list_proofs(plan: Plan) -> tuple[Proof, ...]:
    """Return each excerpt of the findings and figures once, by account and place, with the lines that show it."""
    uses: dict[tuple[str, int, int], list[str]] = {}
    excerpts: dict[tuple[str, int, int], tuple[Account, Excerpt]] = {}
    for story in plan.stories:
        prefix = f"story {story.number}, " if len(plan.stories) > 1 else ""
        named = [(f"{prefix}{p.name}", w.account, e) for p in story.points for w in p.wordings for e in w.excerpts]
        named += [
            (f"{prefix}NUMBERS {number}", story.get_account(figure.article_id), figure.excerpt)
            for number, series in enumerate(story.numbers, start=1)
            for figure in series.figures
        ]
        for name, account, excerpt in named:
            key = (account.label, excerpt.span.start, excerpt.span.end)
            excerpts.setdefault(key, (account, excerpt))
            uses.setdefault(key, []).append(name)
    order = {account.label: index for index, account in enumerate(plan.accounts)}
    keys = sorted(excerpts, key=lambda key: (order[key[0]], key[1], key[2]))
    return tuple(
        Proof(account=excerpts[key][0], excerpt=excerpts[key][1], lines=tuple(dict.fromkeys(uses[key]))) for key in keys
    )
