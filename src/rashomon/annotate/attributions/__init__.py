"""Attributions: who (source) says (cue) what (content), by the reader in English, by rules in three languages more."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions import finish
from rashomon.annotate.attributions.finish import find_parents
from rashomon.annotate.attributions.floating import give_to_subject
from rashomon.annotate.attributions.joining import join_reports
from rashomon.annotate.attributions.lexicon import LANGUAGES, Lexicon, load_lexicon
from rashomon.annotate.attributions.phrases import find_phrase_reports
from rashomon.annotate.attributions.quotes import carry_quotes, open_tagged_quotes
from rashomon.annotate.attributions.reading import can_read, read_reports
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.attributions.speakers import name_speakers
from rashomon.annotate.attributions.transcripts import find_lines, within_lines
from rashomon.annotate.attributions.units import Unit, make_units
from rashomon.annotate.attributions.unlisted import find_unlisted_reports
from rashomon.annotate.attributions.verbs import find_verb_reports
from rashomon.annotate.document import Document
from rashomon.datamodel import Attribution, Entity, Mention, Span

__all__ = ["Report", "find_attributions", "find_parents", "find_reports", "has_rules", "to_attributions"]


def has_rules(language: str) -> bool:
    """Tell whether there are attribution rules for ``language`` (ISO 639-1)."""
    return language in LANGUAGES


def find_reports(document: Document, *, read: bool = True) -> tuple[Report, ...]:
    """Return the reports of ``document`` in text order, none in languages without rules.

    Spans index the normal form. Without ``read`` the rules work alone, in English too.
    """
    lexicon = load_lexicon(document.language)
    if lexicon is None:
        return ()
    lines = find_lines(document, lexicon)
    units, inside = make_units(document)
    units = within_lines(units, lines) if lines else units
    found = _find_by_rules(document, lexicon, units, inside)
    if read and can_read(document.language):
        found = join_reports(read_reports(document, lexicon), found, lines)
    found = [*lines, *found]
    return tuple(finish.drop_doubles(give_to_subject(units, carry_quotes(units, found, lexicon), lexicon)))


def _find_by_rules(document: Document, lexicon: Lexicon, units: Sequence[Unit], inside: Sequence[Unit]) -> list[Report]:
    """Return the reports that the rules find in the units of ``document``, those within quotations last."""
    found: list[Report] = []
    for index, unit in enumerate(units):
        before = units[index - 1] if index else None
        sentence = before.content if before is not None and before.paragraph == unit.paragraph else None
        found.extend(_in_unit(unit, lexicon, sentence))
    within = [report for unit in inside for report in _in_unit(unit, lexicon)]
    return [*found, *(open_tagged_quotes(units, within) if document.language in _TAGS_INSIDE else within)]


_TAGS_INSIDE = frozenset({"fr", "ru", "uk"})


def _in_unit(unit: Unit, lexicon: Lexicon, before: Span | None = None) -> list[Report]:
    """Return the reports of one unit; ``before`` is the sentence before it in its paragraph."""
    found = [*find_verb_reports(unit, lexicon, before), *find_phrase_reports(unit, lexicon)]
    return [*found, *find_unlisted_reports(unit, lexicon, found)]


def to_attributions(
    document: Document, reports: Sequence[Report], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[Attribution, ...]:
    """Return the attributions of ``reports``, one for each and in their order; spans index the article's text."""
    lexicon = load_lexicon(document.language)
    if lexicon is None:
        return ()
    speakers = name_speakers(document, lexicon, reports, (mentions, entities))
    return finish.to_attributions(document, reports, speakers, mentions)


def find_attributions(
    document: Document, mentions: Sequence[Mention] = (), entities: Sequence[Entity] = ()
) -> tuple[Attribution, ...]:
    """Return the attributions of ``document`` in text order; spans index the article's text."""
    return to_attributions(document, find_reports(document), mentions, entities)
