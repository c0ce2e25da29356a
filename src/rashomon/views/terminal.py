"""A comparison for a terminal: captures, then each story's findings, every line verbatim with its span."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from rich.cells import cell_len

from rashomon.datamodel import Comparison, Naming, NumberSeries, Span
from rashomon.views.arrangement import (
    Account,
    Plan,
    Point,
    StoryPlan,
    Voice,
    Wording,
    arrange,
    count_evidence,
    find_shared_reasons,
    group_by_accounts,
    list_notes,
    name_absence,
)
from rashomon.views.sheet import Sheet, fit, set_cell
from rashomon.views.verbatim import show
from rashomon.views.wording import (
    COMPLETENESS,
    CONFLICTS,
    DISPUTES,
    NOT_STATED,
    RELATIONS,
    ROLES,
    STANCES,
    enumerate_words,
    name_quantity,
    name_texts,
    plural,
)

_T = TypeVar("_T")
_INDENT: Final = 8
_HASH: Final = 8
_LONGEST: Final = 1200
_LABEL: Final = 120
DEFAULT_LIMIT: Final = 10


def to_terminal(
    comparison: Comparison, *, width: int = 100, color: bool = False, limit: int | None = DEFAULT_LIMIT
) -> str:
    """Return ``comparison`` as terminal text of ``width`` cells (60 at least); ``color`` adds ANSI styles.

    A list shows ``limit`` points, an excerpt 1,200 code points, and then it says how many more there are; a ``limit``
    of None shows all. Raises BrokenEvidence
    where an excerpt is not verbatim at its span.
    """
    lines, spans = count_evidence(comparison)
    plan = arrange(comparison)
    sheet = Sheet(width=width, color=color, longest=None if limit is None else _LONGEST)
    _add_captures(sheet, plan)
    for story in plan.stories:
        _add_story(sheet, story, plan, limit)
    if not plan.stories:
        sheet.blank()
        sheet.add(("No shared event: no two of these captures report the same event.", "title"))
    sheet.blank()
    sheet.add((f"{plural(lines, 'line')}, {plural(spans, 'span')} verified", "title"))
    return sheet.render()


def _add_captures(sheet: Sheet, plan: Plan) -> None:
    sheet.section("CAPTURES", f"({len(plan.comparison.readings)})")
    names = max((cell_len(show(account.name)) for account in plan.accounts), default=0)
    sheet.name_cells = min(max(names, 12), sheet.width // 4)
    rows = [_describe_account(account) for account in plan.accounts]
    dates = max((cell_len(row[2]) for row in rows), default=0)
    sheet.rows(rows, (2, sheet.name_cells, min(dates, sheet.width // 3), 10, _HASH))
    for reading in plan.unread:
        sheet.add(f"  –   no article found  {reading.capture.id[:_HASH]}  {show(reading.capture.origin or '')}")
    for story in plan.stories:
        prefix = f"Story {story.number}: " if len(plan.stories) > 1 else ""
        publishers = [account.article.publisher for account in story.accounts]
        sheet.add(f"  {prefix}{name_texts(story.story, publishers)}")
        for group in story.copies:
            sheet.add(f"  {enumerate_words([a.label for a in group])} share text and count as one independent text")
    if plan.stories and plan.unshared:
        sheet.add(f"  No shared event: {enumerate_words([a.label for a in plan.unshared])}")
    for note, labels in list_notes(plan).items():
        sheet.add(f"  {enumerate_words(labels)}: {show(note)}")
    for skipped in plan.comparison.skipped:
        sheet.add(f"  Skipped  {show(skipped.path)}: {show(skipped.reason)}")


def _describe_account(account: Account) -> tuple[str, ...]:
    article = account.article
    date = article.date_published
    glyph, word = COMPLETENESS[article.completeness.value]
    role = "" if article.role == "main" else f"  [{ROLES[article.role]}]"
    return (
        account.label,
        show(account.name),
        show(f"{_shorten_date(date.value)} ({date.where})" if date else f"date {NOT_STATED}"),
        f"{glyph} {word}",
        article.capture_id[:_HASH],
        show(account.reading.capture.origin or "(unnamed)") + role,
    )


def _shorten_date(value: str) -> str:
    return value[:16].replace("T", " ")


def _add_story(sheet: Sheet, story: StoryPlan, plan: Plan, limit: int | None) -> None:
    if len(plan.stories) > 1:
        sheet.blank()
        sheet.add((f"STORY {story.number} of {len(plan.stories)}: {_list_accounts(story.accounts)}", "title"))
    sheet.section("AGREED", f"({len(story.agreed)})")
    _add_list(sheet, story.agreed, limit, lambda point: _add_point(sheet, point))
    sheet.section("DISPUTED", f"({len(story.disputed)})")
    _add_list(sheet, story.disputed, limit, lambda point: _add_dispute(sheet, point))
    if story.moved:
        sheet.blank()
        sheet.add(("MOVED FIGURES", "title"), f" ({len(story.moved)}): updates, not disputes")
        _add_list(sheet, story.moved, limit, lambda point: _add_dispute(sheet, point))
    sheet.section("SAME CONTENT, OTHER STANCE", f"({len(story.other_stance)})")
    _add_list(sheet, story.other_stance, limit, lambda point: _add_stances(sheet, point))
    sheet.section("NUMBERS", f"({len(story.numbers)})")
    _add_list(sheet, story.numbers, limit, lambda series: _add_series(sheet, series, story))
    sheet.section("NAMES", f"({len(story.namings)})")
    _add_list(sheet, story.namings, limit, lambda naming: _add_naming(sheet, naming, story))
    sheet.section("ONLY FOUND IN", f"({len(story.only)})")
    _add_only(sheet, story, limit)


def _list_accounts(accounts: Sequence[Account]) -> str:
    return " · ".join(f"{account.label} {_shorten(account.name)}" for account in accounts)


def _add_list(sheet: Sheet, items: Sequence[_T], limit: int | None, add: Callable[[_T], None]) -> None:
    if not items:
        sheet.add(("  none found", "dim"))
    shown = items if limit is None else items[:limit]
    for item in shown:
        add(item)
    if len(shown) < len(items):
        sheet.add((f"  … {len(items) - len(shown)} more of {len(items)}: --all shows them", "dim"))


def _add_point(sheet: Sheet, point: Point) -> None:
    for index, wording in enumerate(point.wordings):
        _add_wording(sheet, wording, f"{point.number:>3}. " if index == 0 else "")
    texts = point.finding.independent_texts
    if texts < len(point.accounts):
        sheet.add((f"     {plural(len(point.accounts), 'account')}, {plural(texts, 'independent text')}", "dim"))
    if point.finding.kind == "agreed":
        sheet.add((f"     matched by {show('; '.join(point.finding.reasons))}", "dim"))


def _add_dispute(sheet: Sheet, point: Point) -> None:
    kind = DISPUTES[point.finding.dispute] if point.finding.dispute else ""
    between = "moved figure" if point.finding.update else CONFLICTS
    sheet.add((f"{point.number:>3}. ", "label"), (kind, "conflict"))
    for index, side in enumerate(point.sides):
        if index:
            sheet.add(" " * 5, (f"— {between} —", "conflict"))
        for wording in side:
            _add_wording(sheet, wording, "")


def _add_wording(sheet: Sheet, wording: Wording, lead: str) -> None:
    glyph, word = STANCES[wording.stance]
    spans = [excerpt.span for excerpt in wording.excerpts]
    sheet.add(
        f"{lead:<5}",
        (f"{wording.account.label:<3}", "label"),
        set_cell(show(wording.account.name), sheet.name_cells),
        "  ",
        (f"{glyph} {word:<7}", "stance"),
        _describe_voices(wording),
        right=_list_spans(spans),
        hang=_INDENT + 2,
    )
    for excerpt in wording.excerpts:
        sheet.quote(excerpt.exact, lead=" " * _INDENT)


def _describe_voices(wording: Wording) -> str:
    return "".join(
        f"{', via' if index else ''} {_name_voice(wording.account, voice)}"
        for index, voice in enumerate(wording.voices)
    )


def _name_voice(account: Account, voice: Voice) -> str:
    source = " … ".join(_shorten(account.slice(span)) for span in voice.source)
    speaker = _shorten(voice.speaker) if voice.speaker else ""
    if not source:
        return speaker or "(source not named)"
    return f"{source} ({speaker})" if speaker else source


def _shorten(text: str) -> str:
    """Return captured text for a label: shown in one line, cut with an ellipsis at 120 cells."""
    return fit(show(text[: 2 * _LABEL]), _LABEL).rstrip()


def _list_spans(spans: Sequence[Span]) -> str:
    return " ".join(f"[{span.start}, {span.end})" for span in spans)


def _add_stances(sheet: Sheet, point: Point) -> None:
    sheet.add((f"{point.number:>3}. ", "label"), "in full under AGREED ", str(point.number))
    for wording in point.wordings:
        glyph, word = STANCES[wording.stance]
        sheet.add(
            " " * 5,
            (f"{wording.account.label:<3}", "label"),
            (f"{glyph} {word:<7}", "stance"),
            _describe_voices(wording),
            right=_list_spans([excerpt.span for excerpt in wording.excerpts]),
            hang=_INDENT + 2,
        )
        sheet.quote(wording.excerpts[0].exact, lead=" " * _INDENT, one_line=True)


def _add_series(sheet: Sheet, series: NumberSeries, story: StoryPlan) -> None:
    glyph, word = RELATIONS[series.relation]
    unit = f", {show(series.unit)}" if series.unit else ""
    sheet.add(" " * 2, (f"{_shorten(series.counted)}{unit}", "title"), "  ", (f"{glyph} {word}", "conflict"))
    for figure in series.figures:
        account = story.get_account(figure.article_id)
        as_of = f"  as of {figure.quantity.as_of}" if figure.quantity.as_of else ""
        sheet.add(
            " " * 5,
            (f"{account.label:<3}", "label"),
            set_cell(show(account.name), sheet.name_cells),
            f"  {show(name_quantity(figure.quantity))}{as_of}",
            right=_list_spans([figure.excerpt.span]),
        )
        sheet.quote(figure.excerpt.exact, lead=" " * _INDENT)


def _add_naming(sheet: Sheet, naming: Naming, story: StoryPlan) -> None:
    sheet.add(
        " " * 2, (_shorten(naming.entity), "title"), ("" if naming.type == "other" else f"  {naming.type}", "dim")
    )
    for use in naming.names:
        account = story.get_account(use.article_id)
        more = f"  and {plural(len(use.spans) - 1, 'more place')}" if len(use.spans) > 1 else ""
        sheet.quote(
            account.slice(use.spans[0]),
            lead=f"     {account.label:<3}{set_cell(show(account.name), sheet.name_cells)}  ",
            right=f"{_list_spans(use.spans[:1])}{more}",
        )


def _add_only(sheet: Sheet, story: StoryPlan, limit: int | None) -> None:
    if not story.only:
        sheet.add(("  none found", "dim"))
    for points in group_by_accounts(story.only):
        present = points[0].accounts
        absence = name_absence(story.find_absent(points[0]))
        sheet.add(
            "  ",
            ("only found in ", "title"),
            (_list_accounts(present), "label"),
            f"; {absence}" if absence else "; no other account in this story",
        )
        shared = find_shared_reasons(points)
        if shared:
            sheet.add((f"    {'; '.join(shared)}", "dim"))
        _add_list(sheet, points, limit, partial(_add_only_point, sheet, shared=shared))


def _add_only_point(sheet: Sheet, point: Point, *, shared: Sequence[str]) -> None:
    """Add a point with the reasons that are its own, those under the heading left out."""
    _add_point(sheet, point)
    own = [reason for reason in point.finding.reasons if reason not in shared]
    if own:
        sheet.add((f"     {'; '.join(own)}", "dim"))
