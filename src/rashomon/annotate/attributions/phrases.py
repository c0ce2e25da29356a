"""Cues that are no verbs: according to SOURCE, adverbs without a source, SOURCE's statement that, "Name: words"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.annotate.attributions.chunks import is_finite_sign, phrase_after
from rashomon.annotate.attributions.extents import clause_end, clause_start
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span, Spans, Stance

_FEWEST = 3
_MOST_CUES = 200
_NAME_WORDS = 6
_HEADING = 12
_NO_FEWER = 2


def find_phrase_reports(unit: Unit, lexicon: Lexicon) -> list[Report]:
    """Return the reports of ``unit`` whose cue is a phrase, an adverb, a noun or a colon."""
    found = [
        report
        for start, end in _matches(unit.items, lexicon.phrases, lexicon)
        if (report := _according(unit, lexicon, start, end))
    ]
    found.extend(
        report
        for start, end in _matches(unit.items, lexicon.adverbs, lexicon)
        if (report := _adverb(unit, lexicon, start, end))
    )
    found.extend(report for at in range(len(unit.items)) if (report := _noun(unit, lexicon, at)))
    colon = _colon(unit, lexicon)
    return [*found, colon] if colon else found


def _matches(
    items: Sequence[Item], phrases: dict[str, tuple[tuple[str, ...], ...]], lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands, as a range of items; "*" in it stands for a possessive ("по его словам")."""
    found = 0
    for at, item in enumerate(items):
        if found >= _MOST_CUES:
            return
        if item.kind != "word" or item.folded not in phrases:
            continue
        for words in phrases[item.folded]:
            end = _match_words(items, at, words, lexicon)
            if end:
                yield at, end
                found += 1
                break


def _match_words(items: Sequence[Item], at: int, words: tuple[str, ...], lexicon: Lexicon) -> int:
    """Return where ``words`` end that begin at ``at``, 0 where they do not stand there."""
    for word in words:
        while at < len(items) and items[at].text in {"-", "'", "’"}:
            at += 1
        if at >= len(items) or not (
            items[at].folded == word or (word == "*" and lexicon.is_in(items[at].folded, "possessives"))
        ):
            return 0
        at += 1
    return at


def _report(unit: Unit, source: Spans, cue: Span, content: Sequence[Span], stance: Stance) -> Report | None:
    """Return a speech report, None without content."""
    if not content:
        return None
    return Report(
        source=source,
        cue=(cue,),
        content=tuple(sorted(content)),
        stance=stance,
        layer="speech",
        paragraph=unit.paragraph,
        inside=unit.inside,
    )


def _according(unit: Unit, lexicon: Lexicon, start: int, end: int) -> Report | None:
    """Return "according to SOURCE, CONTENT" or "CONTENT, according to SOURCE"."""
    items = unit.items
    cue = span_of(items, start, end)
    if end < len(items) and lexicon.is_in(items[end].folded, "yardsticks"):
        return None
    if end < len(items) and lexicon.is_in(items[end].folded, "places"):
        end += 1
    possessive = next((i for i in range(start, end) if lexicon.is_in(items[i].folded, "possessives")), None)
    stop = end if possessive is not None else phrase_after(items, end, lexicon, wide=True, initial=start < _FEWEST)
    if stop <= end and possessive is None:
        return None
    source = (span_of(items, end, stop),) if possessive is None else (span_of(items, possessive, possessive + 1),)
    content: list[Span] = []
    left = start
    while left > 0 and items[left - 1].kind == "mark" and items[left - 1].text in ",—–(":
        left -= 1
    if left > 0 and items[left - 1].folded in {"but", "and", "mais", "et", "но", "и", "але", "а"} and left < _FEWEST:
        left = 0
    begin = clause_start(items, left)
    if left - begin >= _FEWEST or (left > begin and items[left - 1].full):
        content.append(span_of(items, begin, left))
    right = stop
    while right < len(items) and items[right].kind == "mark" and items[right].text in ",—–:)":
        right += 1
    finish = clause_end(items, right, lexicon)
    fewest = _FEWEST - (lexicon.language in {"ru", "uk"})
    enough = finish - right >= fewest or (finish > right and items[right].full)
    if enough and right > stop - (possessive is not None) and not (content and _breaks_off(items, right, lexicon)):
        content.append(span_of(items, right, finish))
    return _report(unit, source, cue, content, "quotes")


def _breaks_off(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether what begins at ``at``, behind a source in the middle of a sentence, is no part of the content."""
    item = items[at]
    return lexicon.is_in(item.folded, "conjunctions", "relatives", "subordinators", "determiners") or not any(
        is_finite_sign(i, lexicon) for i in items[at : at + 5]
    )


def _adverb(unit: Unit, lexicon: Lexicon, start: int, end: int) -> Report | None:
    """Return the clause around an adverb such as "reportedly", whose source nobody names, or behind ", что"."""
    items = unit.items
    that = end + 1 < len(items) and items[end].text == "," and lexicon.is_in(items[end + 1].folded, "complementizers")
    if that and start < _FEWEST:
        finish = clause_end(items, end + 1, lexicon)
        content = [span_of(items, end + 1, finish)] if finish - end > _FEWEST else []
        return _report(unit, (), span_of(items, start, end), content, "hedges")
    begin = start
    while begin > 0 and items[begin - 1].text not in {",", ";", "—", "–"} and not items[begin - 1].full:
        begin -= 1
    finish = end
    while finish < len(items) and items[finish].text not in {",", ";", "—", "–", "."}:
        finish += 1
    content = [span_of(items, begin, start)] if start > begin else []
    if finish > end:
        content.append(span_of(items, end, finish))
    if finish - begin < _FEWEST + 1:
        return None
    return _report(unit, (), span_of(items, start, end), content, "hedges")


def _noun(unit: Unit, lexicon: Lexicon, at: int) -> Report | None:
    """Return "SOURCE's statement that CONTENT" and "the statement by SOURCE that CONTENT"."""
    items = unit.items
    cue = lexicon.nouns.get(items[at].folded) if items[at].kind == "word" else None
    if cue is None or at + 2 >= len(items):
        return None
    end = at + 1
    source: Spans = ()
    if items[end].folded in {"of", "by", "from", "de", "du"}:
        stop = phrase_after(items, end + 1, lexicon)
        source, end = ((span_of(items, end + 1, stop),), stop) if stop > end + 1 else ((), end)
    if end < len(items) and items[end].text == "," and lexicon.language in {"ru", "uk"}:
        end += 1
    if end >= len(items) or items[end].folded not in {"that", "que", "qu", "что", "що", "selon"}:
        return None
    if not source:
        source = _possessor(items, at, lexicon)
    finish = clause_end(items, end, lexicon)
    if finish - end < _FEWEST:
        return None
    if not source:
        return None
    return Report(
        source=source,
        cue=(span_of(items, at, at + 1),),
        content=(span_of(items, end, finish),),
        stance=cue.stance,
        layer=cue.layer,
        paragraph=unit.paragraph,
        inside=unit.inside,
    )


def _possessor(items: Sequence[Item], at: int, lexicon: Lexicon) -> Spans:
    """Return whose statement it is: "the company's", "its"."""
    if at and items[at - 1].folded in {"its", "his", "her", "their", "my", "our"}:
        return (span_of(items, at - 1, at),)
    if at and items[at - 1].text.endswith(("'s", "’s", "s'", "s’")):
        start = max(
            (i + 1 for i in range(max(0, at - 8), at) if not _is_name_part(items[i], lexicon)), default=max(0, at - 8)
        )
        return (span_of(items, start, at),) if start < at else ()
    return ()


def _is_name_part(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether the item can belong to the name of who owns a statement."""
    if item.kind == "mark":
        return item.text in {".", "-"}
    return (
        item.kind == "word"
        and not lexicon.is_in(item.folded, "prepositions", "conjunctions", "subordinators", "auxiliaries", "adverbs")
        and item.folded not in lexicon.verbs
    )


def _colon(unit: Unit, lexicon: Lexicon) -> Report | None:
    """Return "Name: “words”" at the start of a paragraph or sentence, with the colon as cue."""
    items = unit.items
    if len(items) < _FEWEST:
        return None
    at = next((i for i, item in enumerate(items[: _NAME_WORDS + 1]) if item.text == ":"), 0)
    if not at or not items[0].is_capital or any(item.kind != "word" and item.text not in ".-" for item in items[:at]):
        return None
    small = [item for item in items[:at] if item.kind == "word" and not item.is_capital]
    if any(not lexicon.is_in(item.folded, "roles", "determiners", "modifiers") for item in small) or at + 1 >= len(
        items
    ):
        return None
    if lexicon.is_in(items[0].folded, "prepositions", "conjunctions", "subordinators", "auxiliaries", "personal"):
        return None
    if items[at + 1].kind != "quote" or not items[at + 1].full:
        return _heading(unit, lexicon, at)
    return _report(
        unit, (span_of(items, 0, at),), span_of(items, at, at + 1), [span_of(items, at + 1, at + 2)], "quotes"
    )


def _heading(unit: Unit, lexicon: Lexicon, colon: int) -> Report | None:
    """Return a short line without a stop in which a role speaks: "Mayor: no deal on the bridge"."""
    items = unit.items
    role = any(lexicon.is_in(item.folded, "roles") for item in items[:colon])
    rest = len(items) - colon - 1
    if unit.inside or not role or not _NO_FEWER <= rest <= _HEADING or items[-1].text in {".", ":", "…"}:
        return None
    content = span_of(items, colon + 1, len(items))
    return _report(unit, (span_of(items, 0, colon),), span_of(items, colon, colon + 1), [content], "quotes")
