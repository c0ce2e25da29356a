"""Copies: articles that repeat another's text (reposts, wire copy with edits, cut versions), found by shared word runs.

Word runs are counted exactly through one sorted index. MinHash would estimate the Jaccard index, which is small where a
short article repeats part of a long one; containment of the shorter is what tells wire copy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rashomon.stories.names import WORD
from rashomon.text.dates import MONTHS, WEEKDAYS
from rashomon.text.fold import fold, words
from rashomon.text.sentences import split_sentences

_RUN = 4
_FEWEST_RUNS = 12
_FEWEST_WORDS = 40
_HOTTEST = 200  # a word run in more articles than this is boilerplate, and would cost the square of that
_CANDIDATE = 0.2
_SHARE = 0.4
_SENTENCE_SHARE = 0.6
_FEWEST_SENTENCES = 2
_WHOLE = 0.8
_QUOTED = re.compile('“[^“”\n]{1,2000}”|«[^«»\n]{1,2000}»|„[^„“\n]{1,2000}“|"[^"\n]{1,2000}"')

Runs = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedText:
    """Two articles, by their place in the list given, of which the shorter repeats ``share`` (0..1) of its text."""

    left: int
    right: int
    share: float


def find_copies(texts: Sequence[str], languages: Sequence[str]) -> tuple[SharedText, ...]:
    """Return the pairs of ``texts`` (normal forms) of which one repeats the other, in the order given.

    A pair counts where the shorter repeats two fifths of its word runs or of its sentences, each sentence nearly to
    the letter. Quotations are left out, as two newsrooms may quote one speech, and so are sentences without a name or a
    figure, as boilerplate tells nothing; where fewer than 40 words are left, four fifths of the whole must be repeated.
    """
    own = [_keep_reports(_QUOTED.sub("\n", text), language) for text, language in zip(texts, languages, strict=True)]
    is_long = [len(words(text)) >= _FEWEST_WORDS for text in own]
    whole = [_find_runs(text) for text in texts]
    bare = [_find_runs(text) for text in own]
    found: list[SharedText] = []
    for (left, right), shared in sorted(_count_shared(whole).items()):
        if shared < _CANDIDATE * min(len(whole[left]), len(whole[right])):
            continue
        if is_long[left] and is_long[right]:
            shorter, longer = sorted((left, right), key=lambda at: len(bare[at]))
            share = max(
                _share(bare[shorter], bare[longer]),
                _share_of_sentences(own[shorter], languages[shorter], bare[longer]),
            )
            least = _SHARE
        else:
            share, least = _share(*sorted((whole[left], whole[right]), key=len)), _WHOLE
        if share >= least:
            found.append(SharedText(left=left, right=right, share=share))
    return tuple(found)


def _keep_reports(text: str, language: str) -> str:
    """Return the sentences that hold a figure or a name, as standing paragraphs of a service or a league do not."""
    calendar = MONTHS.get(language, {}).keys() | WEEKDAYS.get(language, {}).keys()
    sentences = [text[span.start : span.end] for span in split_sentences(text, language)]
    return "\n".join(sentence for sentence in sentences if _holds_facts(sentence, calendar))


def _holds_facts(sentence: str, calendar: Collection[str]) -> bool:
    rest = WORD.findall(sentence)[1:]
    if any(char.isdecimal() for char in sentence):
        return True
    return any(word[0].isupper() and fold(word) not in calendar for word in rest)


def _share(shorter: Runs, longer: Runs) -> float:
    """Return the share of the runs of ``shorter`` that ``longer`` holds; of both together where there are under 12."""
    shared = len(np.intersect1d(shorter, longer, assume_unique=True))
    few = len(shorter) < _FEWEST_RUNS
    return shared / max(1, len(shorter) + len(longer) - shared if few else len(shorter))


def _find_runs(text: str) -> Runs:
    """Return the distinct runs of four folded words, hashed, in ascending order; shorter texts give one run."""
    found = words(text)
    hashed = {
        crc32(" ".join(found[at : at + _RUN]).encode("utf-8", "surrogatepass"))
        for at in range(max(1, len(found) - _RUN + 1))
        if found
    }
    return np.array(sorted(hashed), dtype=np.uint32)


def _count_shared(runs: Sequence[Runs]) -> Counter[tuple[int, int]]:
    """Return how many runs each pair of articles shares, pairs without any left out."""
    shared: Counter[tuple[int, int]] = Counter()
    if not runs:
        return shared
    owners = np.repeat(np.arange(len(runs)), [len(own) for own in runs])
    joined = np.concatenate(runs)
    order = np.argsort(joined, kind="stable")
    joined, owners = joined[order], owners[order]
    starts = (
        np.flatnonzero(np.concatenate(([True], joined[1:] != joined[:-1]))) if len(joined) else np.array([], dtype=int)
    )
    ends = np.append(starts[1:], len(joined))
    lengths = ends - starts
    for at in np.flatnonzero((lengths > 1) & (lengths <= _HOTTEST)):
        shared.update(combinations(owners[starts[at] : ends[at]].tolist(), 2))
    return shared


def _share_of_sentences(text: str, language: str, other: Runs) -> float:
    """Return the share of sentences of ``text`` that ``other`` repeats nearly to the letter; 0 with under two such."""
    known = set(other.tolist())
    total = repeated = 0
    for span in split_sentences(text, language):
        runs = _find_runs(text[span.start : span.end]).tolist()
        if len(runs) > 1:
            total += 1
            repeated += sum(run in known for run in runs) >= _SENTENCE_SHARE * len(runs)
    return repeated / total if repeated >= _FEWEST_SENTENCES else 0.0
