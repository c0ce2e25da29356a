"""From reports to attributions: doubles dropped, form and kind of source, nesting, ids, spans of the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rashomon.annotate.attributions.lexicon import Lexicon, load_lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.document import Document
from rashomon.datamodel import Attribution, Form, Mention, SourceKind, Spans, make_id, to_lists
from rashomon.text.tokens import Token, tokenize


def drop_doubles(reports: Sequence[Report]) -> list[Report]:
    """Return the reports in text order, without those whose cue stands in another's source or cue."""
    ordered = sorted(reports, key=lambda r: (min(s.start for s in (*r.cue, *r.content)), -sum(len(s) for s in r.cue)))
    kept: list[Report] = []
    taken: dict[int, Report] = {}
    for report in ordered:
        start = report.cue[0].start if report.cue else None
        if start is not None and start in taken:
            continue
        if start is not None:
            for at in range(report.cue[0].start, report.cue[0].end):
                taken[at] = report
        kept.append(report)
    return kept


def find_parents(reports: Sequence[Report]) -> list[int | None]:
    """Return for each report the index of the smallest one whose content encloses its cue and its content."""
    parents: list[int | None] = []
    for index, report in enumerate(reports):
        best: tuple[int, int] | None = None
        for other in range(max(0, index - _NEAR), min(len(reports), index + _NEAR)):
            if other != index and encloses(reports[other], report):
                size = sum(len(span) for span in reports[other].content)
                if best is None or size < best[0]:
                    best = (size, other)
        parents.append(best[1] if best else None)
    return parents


_NEAR = 12


def encloses(outer: Report, inner: Report) -> bool:
    """Tell whether cue and content of ``inner`` stand in the content of ``outer``, and are not all of it."""
    if not inner.cue:
        return False
    parts = (*inner.cue, *inner.content)
    return all(any(span.contains(part) for span in outer.content) for part in parts) and outer.content != inner.content


def to_attributions(
    document: Document, reports: Sequence[Report], speakers: Sequence[str | None], mentions: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """Return the attributions of ``reports``, in the same order, with spans of the article's text."""
    lexicon = load_lexicon(document.language)
    if lexicon is None:
        return ()
    names = tuple(sorted(mention.span for mention in mentions))
    parents = find_parents(reports)
    quoted = tuple(quotation.outer for quotation in document.quotations if quotation.depth == 0)
    spans = [tuple(document.all_to_article(part) for part in (r.source, r.cue, r.content)) for r in reports]
    ids = [make_id("attribution", document.article.id, *(to_lists(part) for part in parts)) for parts in spans]
    found: list[Attribution] = []
    for index, report in enumerate(reports):
        parent = parents[index]
        source, cue, content = spans[index]
        found.append(
            Attribution(
                id=ids[index],
                source=source,
                cue=cue,
                content=content,
                form="direct" if report.verbatim else form_of(report.content, quoted),
                source_kind=kind_of(document, report.source, lexicon, mentioned=_is_mentioned(source, names)),
                stance=report.stance,
                layer=report.layer,
                parent=ids[parent] if parent is not None else None,
                speaker=speakers[index],
                score=report.score,
            )
        )
    return tuple(found)


def form_of(content: Spans, quoted: Spans) -> Form:
    """Return direct where nearly all of the content is quoted, mixed where a part is, else indirect."""
    total = inside = 0
    for span in content:
        at = bisect_right(quoted, span.start, key=lambda mark: mark.end)
        while at < len(quoted) and quoted[at].start < span.end:
            inside += quoted[at].overlap(span)
            at += 1
        total += len(span)
    if not inside:
        return "indirect"
    return "direct" if inside >= total - 2 * len(content) else "mixed"


def kind_of(document: Document, source: Spans, lexicon: Lexicon, *, mentioned: bool) -> SourceKind:
    """Return what kind of source it is: unnamed, the author, named, a document or a role.

    A capital at the start of a sentence makes a name only where a name is ``mentioned`` there.
    """
    words = [
        (token, span.start + token.start)
        for span in source
        for token in tokenize(span.slice(document.text), document.language)
        if token.kind == "word"
    ]
    if not words:
        return "unnamed"
    if len(words) == 1 and lexicon.is_in(words[0][0].folded, "first"):
        return "author"
    if _is_document(words, lexicon):
        return "document"
    named = [token for token, at in words if token.is_capital and (mentioned or not _opens_sentence(document, at))]
    if any(lexicon.is_in(token.folded, "anonymous") for token, _ in words) and len(named) <= 1:
        return "unnamed"  # "a Kremlin source" names a house, "police officer John Smith" a person
    if len(named) == 1 and lexicon.is_in(named[0].folded, "determiners", "personal", "pronouns", "possessives"):
        return "role"
    return "named" if named else "role"


def _is_document(words: Sequence[tuple[Token, int]], lexicon: Lexicon) -> bool:
    """Tell whether the head of a source is a document: the last word before what hangs on it ("a report by them").

    A capital inside makes it a name: Carter Page is no page.
    """
    folded = [token.folded for token, _ in words]
    first = 1 if len(words) > 1 and lexicon.is_in(folded[0], "prepositions") else 0
    ends = (at for at in range(first + 1, len(words)) if lexicon.is_in(folded[at], "prepositions", "relatives"))
    head = words[next(ends, len(words)) - 1][0]
    # French and the Slavic languages put what describes a noun behind it: there any word up to the end may be the head.
    heads = [head] if lexicon.language == "en" else [token for token, _ in words[first : next(ends, len(words))]][:2]
    return any(
        lexicon.is_in(token.folded, "documents") and (token is words[0][0] or not token.is_capital) for token in heads
    )


def _opens_sentence(document: Document, at: int) -> bool:
    """Tell whether a sentence, or a quotation in it, begins at ``at``."""
    before = document.text[max(0, at - 2) : at].strip()
    if not before or before[-1] in "«“„\"'‘([>—–":
        return True
    index = bisect_right(document.sentences, at, key=lambda sentence: sentence.start) - 1
    return index >= 0 and document.sentences[index].start == at


def _is_mentioned(source: Spans, mentions: Spans) -> bool:
    """Tell whether a name lies in ``source``; both index the article's text."""
    if not source:
        return False
    at = bisect_right(mentions, source[0].start, key=lambda mention: mention.end)
    return at < len(mentions) and mentions[at].start < source[-1].end
