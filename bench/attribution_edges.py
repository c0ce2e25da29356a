"""Where sources, cues and contents differ from the gold's at an edge, and what stands in the difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from attribution_causes import shared, touch
from attribution_scores import NAMES, Judged, Part, Triple, letters, trim
from attribution_words import english, fold_words, lay_out, text_of

_MARKS = frozenset("“”\"'‘’«»")
_TITLES = re.compile(r"m(?:r|rs|s)|dr|sir|lord|lady|rep|sen|go?v|gen|col|lt|sgt|rev|prof|hon|former|then")
_PARTICLES = frozenset({"out", "up", "off", "down"})
_ASIDES = frozenset(["who", "which", "whose", "whom", "that", "where"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One edge of one part that differs: ``start`` of the difference, its words, and its class.

    ``side`` is start, end, middle or whole; ``sign`` "left out" (the gold has it) or "taken in".
    """

    name: str
    side: str
    sign: str
    cause: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A run of the text that one of two spans has and the other has not, with the attributions that both belong to."""

    text: str
    start: int
    end: int
    side: str
    found: Triple
    gold: Triple

    @property
    def words(self) -> list[str]:
        """The folded words of the difference."""
        return fold_words(self.text[self.start : self.end])

    @property
    def raw(self) -> str:
        """The difference as it stands in the text."""
        return self.text[self.start : self.end]

    def lies_in(self, *parts: Part) -> bool:
        """Tell whether half of the difference lies in the given parts."""
        places = set(range(self.start, self.end))
        return 2 * len(places & {at for part in parts for at in letters(part)}) >= len(places)


def find_edges(judged: Judged) -> Iterator[Edge]:
    """Yield the edges that differ in matched pairs, and in pairs of one cue of which neither is matched."""
    for found, gold in _pair(judged):
        for name, ours, theirs in zip(NAMES, found.parts, gold.parts, strict=True):
            yield from _compare(name, (trim(ours, judged.text), trim(theirs, judged.text)), judged.text, (found, gold))


def count_pairs(judged: Judged) -> tuple[int, tuple[int, int, int]]:
    """Return how many pairs of a document are compared, and in how many the source, cue and content are the same."""
    pairs = list(_pair(judged))
    same = [sum(trim(found.parts[at], judged.text) == trim(gold.parts[at], judged.text) for found, gold in pairs)
            for at in range(len(NAMES))]  # fmt: skip
    return len(pairs), (same[0], same[1], same[2])


def _pair(judged: Judged) -> Iterator[tuple[Triple, Triple]]:
    taken = {number for number in judged.matches if number is not None}
    for one, number in zip(judged.found, judged.matches, strict=True):
        if number is not None:
            yield one, judged.gold[number]
            continue
        free = [at for at, gold in enumerate(judged.gold) if at not in taken and touch(one.cue, gold.cue)]
        if free:
            best = max(free, key=lambda at: shared(one.content, judged.gold[at].content))
            taken.add(best)
            yield one, judged.gold[best]


def _compare(name: str, parts: tuple[Part, Part], text: str, pair: tuple[Triple, Triple]) -> Iterator[Edge]:
    """Yield the edges at which two parts of one name differ."""
    ours, theirs = parts
    if ours == theirs:
        return
    if not ours or not theirs:
        sign, cause = ("left out", "none was given") if theirs else ("taken in", "the gold has none")
        yield Edge(name=name, side="whole", sign=sign, cause=cause, words=text_of(ours or theirs, text))
        return
    if not touch(ours, theirs):
        yield Edge(name=name, side="whole", sign="taken in", cause="another place", words=text_of(ours, text))
        return
    outer = ((ours[0][0], theirs[0][0], "start"), (ours[-1][1], theirs[-1][1], "end"))
    for mine, wanted, side in outer:
        if mine != wanted:
            sign = "left out" if (mine > wanted) == (side == "start") else "taken in"
            difference = Difference(
                text=text, start=min(mine, wanted), end=max(mine, wanted), side=side, found=pair[0], gold=pair[1]
            )
            yield Edge(name=name, side=side, sign=sign, cause=_CLASSES[name](difference), words=difference.raw)
    if _inner(ours) != _inner(theirs):
        gaps = len(ours) - len(theirs)
        cause = "part split" if gaps > 0 else "parts joined" if gaps else "edges inside, at a gap"
        yield Edge(name=name, side="middle", sign="left out" if gaps > 0 else "taken in", cause=cause, words="")


def _inner(part: Part) -> Sequence[int]:
    return [edge for span in part for edge in span][1:-1]


def _first_class(tests: Sequence[tuple[str, bool]], otherwise: str) -> str:
    return next((name for name, holds in tests if holds), otherwise)


def _mark(difference: Difference) -> str | None:
    """Return the class of a difference that is no whole word, None where it has words."""
    text, edges = difference.text, (difference.start, difference.end)
    if any(0 < at < len(text) and text[at - 1 : at + 1].isalpha() for at in edges):
        return "inside a word"
    if difference.words:
        return None
    return "quotation mark" if _MARKS & set(difference.raw) else "comma, full stop or other mark"


def _all_in(words: Sequence[str], *classes: str) -> bool:
    return all(english().is_in(word, *classes) for word in words)


def class_in_source(difference: Difference) -> str:
    """Return what stands in the difference of two sources."""
    lexicon, words, raw = english(), difference.words, difference.raw.strip()
    mark = _mark(difference)
    if mark:
        return mark
    comma = raw.lstrip(" ”\"'’").startswith((",", "(", "–", "—", "-")) or raw.endswith((",", "–", "—"))
    roles = any(lexicon.is_in(word, "roles", "persons") or _TITLES.fullmatch(word) for word in words)
    tests = (
        ("words of the cue", difference.lies_in(difference.found.cue, difference.gold.cue)),
        ("words of the content", difference.lies_in(difference.found.content, difference.gold.content)),
        ("article or possessive", all(lexicon.is_in(word, "determiners") for word in words)),
        ("relative clause", any(word in _ASIDES for word in words[:2])),
        ("apposition or aside in commas", comma and difference.side == "end"),
        ("second name after “and”", words[0] in {"and", "or"} or words[-1] in {"and", "or"}),
        ("prepositional phrase (“of the union”)", difference.side == "end" and lexicon.is_in(words[0], "prepositions")),
        ("name behind an apposition in commas", comma),
        ("title or role before the name", roles and difference.side == "start"),
        ("adverb or conjunction", _all_in(words, "adverbs", "conjunctions", "subordinators")),
        ("modifier before the noun or name", difference.side == "start"),
    )  # fmt: skip
    return _first_class(tests, "other words after it")


def class_in_cue(difference: Difference) -> str:
    """Return what stands in the difference of two cues."""
    lexicon, words = english(), difference.words
    mark = _mark(difference)
    if mark:
        return mark
    after = difference.side == "end"
    others = (*difference.found.source, *difference.gold.source)
    tests = (
        ("auxiliary or negation", all(lexicon.is_in(word, "auxiliaries", "negations", "modals") or word.endswith("n't")
                                      for word in words)),
        ("words of the source", difference.lies_in(others)),
        ("“that” and other complementizers", all(lexicon.is_in(word, "complementizers") for word in words)),
        ("“to” of an infinitive", words == ["to"]),
        ("preposition or particle alone", _all_in([word for word in words if word not in _PARTICLES], "prepositions")),
        ("adverb", all(lexicon.is_in(word, "adverbs") or word.endswith("ly") for word in words)),
        ("time (“on Monday”)", any(lexicon.is_in(word, "weekdays") for word in words)),
        ("prepositional phrase (“in an interview”)", after and lexicon.is_in(words[0], "prepositions")),
        ("who was told (“reporters”)", after and _tells(difference)),
        ("auxiliary with adverb", any(lexicon.is_in(word, "auxiliaries", "negations") for word in words) and not after),
        ("verb before the verb (“went on to”)", not after),
        ("words of the content", difference.lies_in(difference.found.content, difference.gold.content)),
    )  # fmt: skip
    return _first_class(tests, "object or other words after the verb")


def _tells(difference: Difference) -> bool:
    """Tell whether the cue in front of the difference is a verb that takes a hearer."""
    lexicon = english()
    start = min(difference.found.cue[0][0], difference.gold.cue[0][0])
    before = fold_words(difference.text[start : difference.start])
    takes = any("hearer" in cue.takes for word in before for cue in lexicon.verbs.get(word, ()))
    return takes or lexicon.is_in(difference.words[0], "hearers")


def class_in_content(difference: Difference) -> str:
    """Return what stands in the difference of two contents."""
    lexicon, words, side = english(), difference.words, difference.side
    mark = _mark(difference)
    if mark:
        return mark
    layout = lay_out(difference.text)
    first, last = difference.start, difference.end - 1
    outside = first - 1 if side == "end" else first
    tests = (
        ("words of the cue or source", difference.lies_in(
            difference.found.cue, difference.gold.cue, difference.found.source, difference.gold.source)),
        ("further paragraphs", layout.paragraph(max(0, outside)) != layout.paragraph(last)),
        ("further sentences", layout.sentence(max(0, outside)) != layout.sentence(last)),
        ("part across the cue", _crosses(difference)),
        ("“that” or “to”", side == "start" and all(lexicon.is_in(word, "complementizers") or word in {"to", "as", "of"}
                                                   for word in words)),
        ("conjunction", all(lexicon.is_in(word, "conjunctions") for word in words)),
        ("adverb", all(lexicon.is_in(word, "adverbs") or word.endswith("ly") for word in words)),
        ("relative clause", side == "end" and any(word in _ASIDES for word in words[:2])),
        ("clause after “and”, “but”", side == "end" and lexicon.is_in(words[0], "conjunctions")),
        ("adverbial clause (“because”, “as”)", side == "end" and lexicon.is_in(words[0], "subordinators", "asides")),
        ("time at the end", side == "end" and any(lexicon.is_in(word, "weekdays") for word in words)),
        ("phrase after a preposition", side == "end" and lexicon.is_in(words[0], "prepositions")),
    )  # fmt: skip
    return _first_class(tests, "words before it, in the sentence" if side == "start" else "other words after it")


def _crosses(difference: Difference) -> bool:
    """Tell whether the difference lies on the far side of a cue."""
    return any(difference.start <= start < difference.end
               for start, _ in (*difference.found.cue, *difference.gold.cue))  # fmt: skip


_CLASSES: dict[str, Callable[[Difference], str]] = {
    "source": class_in_source, "cue": class_in_cue, "content": class_in_content,
}  # fmt: skip
