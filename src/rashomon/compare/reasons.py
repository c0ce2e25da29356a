"""Why claims were put together, in words a reader can check: shared words, a shared run, names, numbers, vectors."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.compare.profiles import Profile, stem
from rashomon.compare.similarity import Likeness

_SHOWN = 4
_LONG_RUN = 5
_NEAR = 0.6

Pair = tuple[Profile, Profile, Likeness]


def explain(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Return by what the claims of ``pairs`` were matched, the strongest grounds first; same input, same words."""
    if not pairs:
        return ()
    best = max(pairs, key=lambda pair: (pair[2].score, -pair[0].position, -pair[1].position))
    left, right, likeness = best
    grounds = [_wording(left, likeness), _listed("shared words", _whole_words(left, likeness.shared))]
    grounds.append(_listed("shared numbers", sorted(left.numbers & right.numbers, key=lambda n: (len(n), n))))
    grounds.append(_listed("shared names and times", _anchor_names(likeness.anchors)))
    if likeness.features[0] >= _NEAR:
        grounds.append(f"near in meaning: {likeness.features[0]:.2f}")
    if left.language != right.language:
        grounds.append("two languages: matched by names, places, numbers and times only")
    return tuple(ground for ground in grounds if ground)


def _wording(left: Profile, likeness: Likeness) -> str:
    if likeness.run < _LONG_RUN:
        return ""
    return f"same wording: {likeness.run} words in a row" + (", in quotation marks" if left.quoted else "")


def _whole_words(profile: Profile, stems: Sequence[str]) -> list[str]:
    """Return the words of a claim behind the rarest shared stems."""
    by_stem: dict[str, str] = {}
    for word in profile.words:
        by_stem.setdefault(stem(word), word)
    return [by_stem[term] for term in stems[:_SHOWN] if term in by_stem]


def _anchor_names(anchors: Sequence[str]) -> list[str]:
    """Return the names and times among ``anchors``; numbers are listed on their own."""
    return [value for kind, _, value in (anchor.partition(":") for anchor in anchors) if kind in {"name", "time"}][
        :_SHOWN
    ]


def _listed(what: str, items: Sequence[str]) -> str:
    return f"{what}: {', '.join(items[:_SHOWN])}" if items else ""
