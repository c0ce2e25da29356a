"""Which class a cue's words fall in, by the English cue lexicon, and how an article is laid out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from attribution_scores import Part, make_article

from rashomon.annotate.attributions.lexicon import Lexicon, load_lexicon
from rashomon.annotate.document import make_document
from rashomon.text.fold import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "isn't", "wasn't", "aren't", "weren't"})
_DESCRIBING = re.compile(r"(?:call|label|dub+|brand|deem|consider)(?:l?ed|s|l?ing)?|describ(?:e|es|ed|ing)")
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "'")


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """Return the English lexicon."""
    lexicon = load_lexicon("en")
    if lexicon is None:
        raise LookupError("rashomon has no English cue lexicon")
    return lexicon


def fold_words(text: str) -> list[str]:
    """Return the words of ``text``, folded, without marks."""
    return [fold(word) for word in _WORD.findall(text)]


def text_of(part: Part, text: str) -> str:
    """Return the words that ``part`` covers, its pieces joined by a space."""
    return " ".join(text[start:end] for start, end in part)


def class_of_cue(words: str) -> str:
    """Return the class of a cue: by phrase, verb or noun of the lexicon, else by its shape."""
    lexicon, folded = english(), fold_words(words)
    bare = _strip(folded)
    verbs = [cue for word in bare for cue in lexicon.verbs.get(word, ())]
    after_be = len(bare) < len(folded) and folded[len(folded) - len(bare) - 1] in _BE
    has_be = any(word in _BE for word in folded[: len(folded) - len(bare)])
    tests = (
        ("no cue, or a mark alone", not folded),
        ("“according to” and the like", "according" in folded or _holds(folded, lexicon.phrases)),
        ("adverb (“reportedly”)", _holds(folded, lexicon.adverbs)),
        ("description (“called”, “describes”)", any(_DESCRIBING.fullmatch(word) for word in bare)),
        ("passive (“is expected”)", has_be and bool(bare) and bare[0] in lexicon.passives),
        ("speech verb", any(cue.layer == "speech" and "bare" in cue.takes for cue in verbs)),
        ("speech verb that takes no bare clause", any(cue.layer == "speech" for cue in verbs)),
        ("attitude verb", bool(verbs)),
        ("noun of the lexicon", any(word in lexicon.nouns for word in folded)),
        ("copula or auxiliary alone", not bare),
        ("copula with adjective or noun (“is confident”)", after_be and not bare[0].endswith(("ing", "ed"))),
        ("noun phrase (“an agreement”)", lexicon.is_in(bare[0], "determiners") if bare else False),
        ("prepositional phrase (“in his view”)", lexicon.is_in(bare[0], "prepositions") if bare else False),
        ("one word that the lexicon lacks", len(bare) == 1),
        ("word with a preposition (“disdain for”)", lexicon.is_in(folded[-1], "prepositions") if folded else False),
    )
    return next((name for name, holds in tests if holds), "several words that the lexicon lacks")


def _strip(words: Sequence[str]) -> Sequence[str]:
    """Return ``words`` without the auxiliaries, negations and adverbs that they begin with."""
    lexicon = english()
    closed = ("auxiliaries", "negations", "modals", "adverbs")
    start = next(
        (at for at, word in enumerate(words) if not lexicon.is_in(word, *closed) and not word.endswith("ly")),
        len(words),
    )
    return words[start:]


def _holds(words: Sequence[str], phrases: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at, word in enumerate(words)
        for phrase in phrases.get(word, ())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the paragraphs and sentences of an article begin, in code points, and where its headline ends."""

    paragraphs: tuple[int, ...]
    sentences: tuple[int, ...]
    headline: int

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph that holds ``at``."""
        return bisect_right(self.paragraphs, at)

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that holds ``at``."""
        return bisect_right(self.sentences, at)


@lru_cache(maxsize=2)
def lay_out(text: str) -> Layout:
    """Return the layout of ``text``; its first paragraph is a headline where it is short, or no whole sentence."""
    document = make_document(make_article(text))
    paragraphs = document.all_to_article(document.paragraphs)
    sentences = document.all_to_article(document.sentences)
    headline = 0
    if paragraphs:
        first = paragraphs[0].slice(text).rstrip()
        alone = sum(paragraphs[0].contains(sentence) for sentence in sentences) <= 1
        if not first.endswith(_SENTENCE_END) or (alone and len(first) <= _LONGEST_HEADLINE):
            headline = paragraphs[0].end
    return Layout(
        paragraphs=tuple(one.start for one in paragraphs), sentences=tuple(one.start for one in sentences),
        headline=headline,
    )  # fmt: skip


_LONGEST_HEADLINE = 120
