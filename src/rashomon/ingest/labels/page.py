"""What a whole capture looks like: an article, or a shop, a forum, a list, a manual."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rashomon.ingest.labels.arrays import Floats, Numbers
from rashomon.ingest.labels.features import LABELS, PHRASES, RULED_AT
from rashomon.ingest.labels.surroundings import Seen
from rashomon.ingest.rows import Row

_BODY = LABELS.index("body")
_PROSE, _LINKS, _GAP = 29, 5, 8
_SHAPE = slice(2, 24)
_PHRASES_AT = RULED_AT - len(LABELS) - 1 - len(PHRASES)
_GAPS = 3
_LONG, _LONGER = 20, 40


def look_at_page(seen: Seen, rows: Sequence[Row], lexical: float) -> Floats:
    """Return the numbers of a capture as a whole; ``lexical`` is how its words speak for an article."""
    own, words = seen.own, seen.words
    prose, body = own[:, _PROSE] > 0, seen.ruled == _BODY
    total, told = float(words.sum()) + 1, words[prose]
    longest = _find_longest(words, prose)
    inside = words[body] if body.any() else np.zeros(1, dtype=np.float32)
    counts = np.bincount(seen.ruled, minlength=len(LABELS)).astype(np.float64)
    signs = _count_signs(rows)
    columns: list[Numbers] = [
        np.array([
            lexical, np.log1p(len(rows)), np.log1p(total), np.log1p(told.sum()), told.sum() / total, prose.mean(),
            own[:, _LINKS].mean(), (own[:, _LINKS] * words).sum() / total, own[:, _GAP].mean(), np.log1p(inside.sum()),
            inside.sum() / total, body.mean(), np.log1p(prose.sum()), words.mean(), np.log1p(words.max()),
            np.log1p(longest), longest / total, inside.mean(), np.median(inside), inside.std(), (inside > _LONG).sum(),
            (inside > _LONGER).mean(), float(seen.markdown), own[:, 9].sum(), own[:, 26].mean(), own[:, 27].mean(),
        ]),
        own[:, _SHAPE].mean(axis=0),
        own[body][:, _SHAPE].mean(axis=0) if body.any() else np.zeros(22),
        counts / len(rows), np.log1p(counts),
        np.minimum(own[:, _PHRASES_AT : _PHRASES_AT + len(PHRASES)].sum(axis=0), 10),
        signs / total * 1000,
        np.array([np.clip(seen.lexical[:, 0], -3, 3).mean(), (seen.lexical[:, 0] > 0).mean(), own[:, 27].max()]),
    ]  # fmt: skip
    return np.concatenate(columns).astype(np.float32)[None, :]


def _find_longest(words: Floats, prose: Numbers) -> float:
    """Return the words of the longest run of running text, three other blocks in between at most."""
    best = run = 0.0
    gap = 0
    for count, is_text in zip(words.tolist(), prose.tolist(), strict=True):
        if is_text:
            run, gap = run + count, 0
        else:
            gap += 1
            run = run if gap <= _GAPS else 0.0
        best = max(best, run)
    return best


def _count_signs(rows: Sequence[Row]) -> Numbers:
    """Return how often money, questions, calls, quotation marks and figures come."""
    text = "\n".join(row.plain[:400] for row in rows)
    counts = [sum(map(text.count, signs)) for signs in ("$€£₽₴", "?", "!", '“«„"', "0123456789", "%", "@")]
    return np.array(counts, dtype=np.float64)
