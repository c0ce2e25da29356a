"""Who said what for a terminal: sayings under their speakers, each verbatim with publisher, file and span."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from rashomon.datamodel import Saying, Sayings, Stance
from rashomon.views.sheet import Sheet, fit
from rashomon.views.verbatim import show
from rashomon.views.wording import NO_PUBLISHER, NOT_STATED, STANCES, enumerate_words, plural

_LONGEST: Final = 600
_LABEL: Final = 120
_QUERY: Final = 60
_STANCE_CELLS: Final = 10
_INDENT: Final = 4
_ARTICLES: Final = ("the ", "a ", "an ")
_SAID: Final[dict[Stance, str]] = {
    "asserts": "said",
    "quotes": "said",
    "hedges": "hedged",
    "denies": "denied",
    "asks": "asked",
}
_HELD: Final[dict[Stance, str]] = _SAID | {"asserts": "attitude", "quotes": "attitude"}


def list_sayings(sayings: Sayings, *, width: int = 100, color: bool = False, everything: bool = False) -> str:
    """Return ``sayings`` as terminal text of ``width`` cells (60 at least); ``color`` adds ANSI styles.

    Of an excerpt 600 code points are shown, and how many more there are is said; with ``everything`` all are.
    """
    sheet = Sheet(width=width, color=color, longest=None if everything else _LONGEST)
    sheet.section("WHO SAID", _describe_search(sayings))
    for line in _summarize(sayings):
        sheet.add(f"  {line}")
    for _, group in groupby(sayings.sayings, key=_heading_key):
        _add_speaker(sheet, tuple(group), sayings)
    _add_lacks(sheet, sayings)
    sheet.blank()
    spans = sum(len(saying.excerpts) for saying in sayings.sayings)
    sheet.add((f"{plural(len(sayings.sayings), 'saying')}, {plural(spans, 'span')} verified", "title"))
    return sheet.render()


def _describe_search(sayings: Sayings) -> str:
    words = fit(show(sayings.words), _QUERY).strip()
    said = f"“{words}”" if words else "anything"
    speaker = f", speaker “{fit(show(sayings.speaker), _QUERY).strip()}”" if sayings.speaker else ""
    return f"{said}{speaker}"


def _summarize(sayings: Sayings) -> Iterable[str]:
    captures = f"{plural(sayings.searched, 'capture')} searched{f', {sayings.cut} of them cut' if sayings.cut else ''}"
    quoting = {saying.article_id for saying in sayings.sayings}
    if quoting:
        named = {saying.key for saying in sayings.sayings if saying.attribution.speaker is not None}
        others = sum(saying.attribution.speaker is None for saying in sayings.sayings)
        voices = [plural(len(named), "speaker")] if named else []
        voices += [f"{plural(others, 'source')} not resolved to a name"] if others else []
        count = plural(len(sayings.sayings), "saying")
        yield f"{count} by {enumerate_words(voices)}, in {plural(len(quoting), 'article')}; {captures}"
    else:
        yield f"no saying was found; {captures}"
    silent = len(sayings.articles) - len(quoting)
    if silent:
        names = (
            ("the words and the speaker" if sayings.words.strip() else "the name") if sayings.speaker else "the words"
        )
        more = " more" if quoting else ""
        yield f"{plural(silent, 'article')}{more} with {names} in it, outside of what is shown here"
    if sayings.attitudes:
        what = plural(sayings.attitudes, "attitude")
        yield f"{what} (what somebody thinks, hopes, refuses) not shown: --attitudes shows them"
    if sayings.skipped:
        yield f"{plural(len(sayings.skipped), 'input')} skipped, named below"


def _heading_key(saying: Saying) -> str:
    """Return what a heading stands for: a speaker, or all those whose name is not found out, or not given."""
    if saying.attribution.speaker is not None:
        return saying.key
    return "unresolved" if saying.source else ""


def _add_speaker(sheet: Sheet, group: tuple[Saying, ...], sayings: Sayings) -> None:
    first = group[0]
    if first.attribution.speaker is not None:
        heading = _shorten(first.attribution.speaker)
    else:
        heading = "(not resolved to a name)" if first.source else "(nobody named)"
    sheet.blank()
    count = f"  ({len(group)})" if len(group) > 1 else ""
    sheet.add((heading, "label"), (count, "dim"))
    for saying in group:
        _add_saying(sheet, saying, sayings)


def _add_saying(sheet: Sheet, saying: Saying, sayings: Sayings) -> None:
    attribution = saying.attribution
    glyph, _ = STANCES[attribution.stance]
    words = (_SAID if attribution.layer == "speech" else _HELD)[attribution.stance]
    if attribution.layer == "attitude" and words != "attitude":
        words = f"attitude, {words}"
    sheet.add(
        "  ",
        (f"{glyph} {words:<{_STANCE_CELLS - 2}}", "stance"),
        f" {_name_voice(saying)}",
        right=_describe_publisher(saying, sayings),
        hang=_INDENT,
    )
    for excerpt in saying.content:
        sheet.quote(excerpt.exact, lead=" " * _INDENT)
    sheet.add((f"{' ' * _INDENT}{_describe_place(saying, sayings)}", "dim"), hang=_INDENT + 2)


def _name_voice(saying: Saying) -> str:
    """Return source and cue as written; the source is left out where it is the heading letter for letter."""
    source = " … ".join(_shorten(excerpt.exact) for excerpt in saying.source)
    cue = " … ".join(_shorten(excerpt.exact) for excerpt in saying.cue)
    heading = saying.attribution.speaker or ""
    bare = next((source[len(a) :] for a in _ARTICLES if source.lower().startswith(a)), source)
    cue = f"“{cue}”" if cue else "(quotation marks alone)"
    return cue if bare == _shorten(heading) else f"{source} {cue}".strip()


def _describe_publisher(saying: Saying, sayings: Sayings) -> str:
    article = next(value.article for value in sayings.articles if value.article.id == saying.article_id)
    date = show(article.date_published.value[:10]) if article.date_published else f"date {NOT_STATED}"
    return f"{_shorten(saying.publisher or NO_PUBLISHER)}, {date}"


def _describe_place(saying: Saying, sayings: Sayings) -> str:
    path = show(sayings.origin_of(saying.article_id) or "(unnamed)")
    spans = " ".join(f"[{excerpt.span.start}, {excerpt.span.end})" for excerpt in saying.content)
    parts = [f"{path} {spans}"]
    if saying.within:
        parts.append(f"within what {_shorten(saying.within)} said")
    if saying.matched == ("source",):
        parts.append("found in the source alone")
    elif saying.matched == ("content", "source") and not sayings.speaker:
        parts.append("found in source and content together")
    return "; ".join(parts)


def _add_lacks(sheet: Sheet, sayings: Sayings) -> None:
    """Add what could not be looked for: notes on articles that hold the words, then what was skipped."""
    notes: dict[str, list[str]] = {}
    for value in sayings.articles:
        for note in value.notes:
            notes.setdefault(note, []).append(show(sayings.origin_of(value.article.id) or "(unnamed)"))
    if not notes and not sayings.skipped:
        return
    sheet.section("NOT SEARCHED")
    for note, paths in notes.items():
        sheet.add(f"  {enumerate_words(list(dict.fromkeys(paths)))}: {show(note)}")
    for skipped in sayings.skipped:
        sheet.add(f"  Skipped  {show(skipped.path)}: {show(skipped.reason)}")


def _shorten(text: str) -> str:
    """Return captured text for a label: shown in one line, cut with an ellipsis at 120 cells."""
    return fit(show(text[: 2 * _LABEL]), _LABEL).rstrip()
