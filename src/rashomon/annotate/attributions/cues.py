"""A cue verb in its unit: its group, what it may take, and the report that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.attributions.chunks import group_start, subject_before
from rashomon.annotate.attributions.extents import is_gerund
from rashomon.annotate.attributions.lexicon import Cue, Lexicon
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span, Spans

SEPARATORS = frozenset({",", "—", "–", "―"})

END = frozenset({".", "!", "?", "…"})

FEWEST = 3

SHORTEST = 2


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A cue verb in its unit: its group ``start`` to ``end``, and the cues that its form may be."""

    unit: Unit
    lexicon: Lexicon
    start: int
    at: int
    end: int
    cues: tuple[Cue, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the unit."""
        return self.unit.items

    def takes(self, what: str) -> Cue | None:
        """Return the first cue that takes ``what``."""
        return next((cue for cue in self.cues if what in cue.takes), None)


def read_verb(unit: Unit, at: int, lexicon: Lexicon) -> CueVerb | None:  # noqa: PLR0911 - each return is one pattern, tried in order
    """Return the cue verb at ``at`` with its group, None where it is no predicate ("to say", "the said report")."""
    items = unit.items
    cues = lexicon.verbs[items[at].folded]
    end = at + 1
    particled = tuple(cue for cue in cues if cue.after and _follow(items, end, cue.after))
    cues = particled or tuple(cue for cue in cues if not cue.after)
    if not cues:
        return None
    if particled:
        end += len(particled[0].after)
    start = group_start(items, at, lexicon)
    before = items[start - 1] if start else None
    if start == at and _is_nonfinite(items, at, lexicon):
        return None
    if before is not None and lexicon.language == "en" and before.folded == "to":
        return None
    if (
        before is not None
        and start == at
        and before.kind == "word"
        and lexicon.is_in(before.folded, "determiners")
        and not lexicon.is_in(before.folded, "pronouns", "this")
    ):
        return None
    if (
        items[at].is_capital
        and at
        and items[at - 1].kind in ("word", "figure")
        and not _in_headline(items, at, lexicon)
    ):
        return None  # a name: the United States, The Washington Post
    group = [item.folded for item in items[start:at]]
    if any(lexicon.is_in(word, "modals") for word in group):
        return None
    if any(lexicon.is_in(word, "negations") for word in group) and lexicon.language == "en":
        cues = tuple(replace(cue, stance="denies") for cue in cues if cue.stance == "hedges")
    elif any(lexicon.is_in(word, "negations") for word in group):
        cues = tuple(cue for cue in cues if cue.stance == "denies")
    return CueVerb(unit, lexicon, start, at, end, cues) if cues else None


def _is_nonfinite(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a form without auxiliary is no predicate: "a letter written on Monday", "people saying"."""
    if lexicon.is_in(items[at].folded, "participles"):
        return True
    return is_gerund(items[at].folded, lexicon) and at > 0 and items[at - 1].kind == "word"


def _follow(items: Sequence[Item], at: int, words: tuple[str, ...]) -> bool:
    """Tell whether ``words`` stand at ``at``."""
    return tuple(item.folded for item in items[at : at + len(words)]) == words


def _in_headline(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a capitalized cue is a verb all the same, as in headlines and in "Trump Says"."""
    return items[at].text.isupper() or lexicon.is_in(items[at].folded, "sure")


def cue_for(verb: CueVerb, kind: str) -> Cue | None:
    """Return the cue that takes what follows; a quotation goes with every speech cue."""
    if kind in {"quote", "colon"}:
        return verb.takes("bare") or verb.takes("that") or verb.takes("object")
    if kind == "that":
        return verb.takes("that") or verb.takes("bare")
    return verb.takes(kind)


def make_report(verb: CueVerb, source: Spans, content: Sequence[Span | None], cue: Cue | None) -> Report | None:
    """Return the report, None where the cue takes no such content or there is none."""
    kept = sorted(span for span in content if span is not None)
    if cue is None or not kept:
        return None
    joined = tuple(span for i, span in enumerate(kept) if i == 0 or span.start >= kept[i - 1].end)
    return Report(
        source=source,
        cue=(span_of(verb.items, verb.start, verb.end),),
        content=joined,
        stance=cue.stance,
        layer=cue.layer,
        paragraph=verb.unit.paragraph,
        inside=verb.unit.inside,
        antecedent=_antecedent(verb),
    )


def _antecedent(verb: CueVerb) -> Span | None:
    """Return the noun phrase that "who", right before the verb, means."""
    at = verb.start - 1
    if at < 1 or not verb.lexicon.is_in(verb.items[at].folded, "relatives"):
        return None
    end = at - 1 if verb.items[at - 1].text == "," else at
    found = subject_before(verb.items, end, verb.lexicon)
    return span_of(verb.items, *found) if found else None
