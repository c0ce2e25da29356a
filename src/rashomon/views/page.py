"""A comparison as one HTML file: complete without JavaScript, nothing from outside, every quote tied to its span."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rashomon.datamodel import Comparison, NumberSeries, Span
from rashomon.views import wording
from rashomon.views.annotated import GLYPHS, annotate_account, get_kind
from rashomon.views.arrangement import (
    Account,
    Point,
    StoryPlan,
    arrange,
    count_evidence,
    find_shared_reasons,
    group_by_accounts,
    list_notes,
    name_absence,
)
from rashomon.views.custody import list_custody
from rashomon.views.evidence_html import count_lines, seal
from rashomon.views.plot import draw_series
from rashomon.views.tables import find_side, list_column_sets, list_matrix, list_proofs
from rashomon.views.verbatim import mark, writable

_LINES: Final = "@@LINES@@"
_HASH: Final = 12


def to_html(comparison: Comparison) -> str:
    """Return ``comparison`` as one self-contained page; the same comparison gives the same letters.

    Raises BrokenEvidence where an excerpt is not verbatim at its span.
    """
    lines, spans = count_evidence(comparison)
    plan = arrange(comparison)
    css = _read_css()
    page = _open_environment().get_template("page.html").render(
        plan=plan, custody=list_custody(plan), proofs=list_proofs(plan), lines=lines, spans=spans, css=Markup(css),  # noqa: S704 - our own style sheet, from the package
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(), declared=_LINES,
    )  # fmt: skip
    page = page.replace(_LINES, str(count_lines(page)), 1)
    return seal(page)


@cache
def _read_css() -> str:
    return (resources.files("rashomon.views") / "templates" / "page.css").read_text("utf-8").strip()


@cache
def _open_environment() -> Environment:
    """Return the templates with the functions that show captured text; everything else is escaped."""
    environment = Environment(
        loader=PackageLoader("rashomon.views", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["mark"] = mark
    environment.filters["writable"] = writable
    environment.globals.update(_list_functions())
    return environment


def _list_functions() -> Mapping[str, Any]:
    return {
        "annotate_account": annotate_account,
        "anchor": name_anchor,
        "draw_series": draw_series,
        "quote": show_quote,
        "said": show_source,
        "tongue": name_language,
        "find_headline": find_headline,
        "find_side": find_side,
        "get_kind": get_kind,
        "glyphs": GLYPHS,
        "find_shared_reasons": find_shared_reasons,
        "group_by_accounts": group_by_accounts,
        "list_column_sets": list_column_sets,
        "list_matrix": list_matrix,
        "list_notes": list_notes,
        "name_absence": name_absence,
        "rendered": show_rendered,
        "short": lambda digest: digest[:_HASH],
        "stretch": show_stretch,
        "figure_labels": list_figure_labels,
        "labels": list_labels,
        "publishers": list_publishers,
        "words": wording,
    }


def name_anchor(story: int, point: Point) -> str:
    """Return the id of a point's place in the page."""
    return f"s{story}-{get_kind(point)}-{point.number}"


def show_stretch(account: Account, span: Span, kinds: Iterable[str] = ()) -> Markup:
    """Return a stretch of an account's text with where it stands; the element around it names the article.

    Language and direction are those of the paragraph around it; ``kinds`` are the points that cover it.
    """
    classes = " ".join(kinds)
    return Markup('<span{} data-start="{}" data-end="{}">{}</span>').format(
        Markup(' class="{}"').format(classes) if classes else "", span.start, span.end, mark(account.slice(span))
    )


def show_quote(account: Account, span: Span, kind: str = "v") -> Markup:
    """Return a stretch of an account's text that stands in a line of the interface, with its own direction."""
    return Markup('<bdi class="{}"{} data-start="{}" data-end="{}">{}</bdi>').format(
        kind, name_language(account), span.start, span.end, mark(account.slice(span))
    )


def show_source(account: Account, span: Span) -> Markup:
    """Return who is quoted, verbatim, as it stands in a line of the interface."""
    return show_quote(account, span, "src")


def name_language(account: Account) -> Markup:
    """Return the language attribute of an account's text; the page itself is English."""
    language = account.article.in_language
    return Markup(' lang="{}"').format(language) if language and language != "en" else Markup()


def show_rendered(capture_id: str, text: str, span: Span) -> Markup:
    """Return a stretch of a capture's rendering with where it stands."""
    return Markup('<bdi class="v" data-capture="{}" data-start="{}" data-end="{}">{}</bdi>').format(
        capture_id, span.start, span.end, mark(span.slice(text))
    )


def find_headline(account: Account) -> Markup | None:
    """Return the headline as the rendering shows it; a headline from metadata alone is shown without a place."""
    headline = account.article.headline
    if not headline:
        return None
    rendering = account.reading.rendering
    found = rendering.text.find(headline)
    if found < 0:
        return Markup('<span class="v" dir="auto">{}</span>').format(mark(headline))
    return show_rendered(rendering.capture_id, rendering.text, Span(start=found, end=found + len(headline)))


def list_publishers(story: StoryPlan) -> list[str | None]:
    """Return the stated publisher of every account of a story."""
    return [account.article.publisher for account in story.accounts]


def list_labels(accounts: Iterable[Account]) -> list[str]:
    """Return the letters of ``accounts``."""
    return [account.label for account in accounts]


def list_figure_labels(story: StoryPlan, series: NumberSeries) -> list[str]:
    """Return the letter of the account of each figure."""
    return [story.get_account(figure.article_id).label for figure in series.figures]
