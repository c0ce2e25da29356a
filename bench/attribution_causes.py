"""Why an attribution was missed or is spurious: one cause for each, told by spans and the cue lexicon alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attribution_scores import Judged, Part, Triple, letters
from attribution_words import class_of_cue, fold_words, lay_out, text_of

_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One error: ``kind`` is missed or spurious, ``cause`` its class, ``layer`` and ``words`` those of its cue."""

    kind: str
    cause: str
    layer: str
    words: str


def find_errors(judged: Judged) -> Iterator[Error]:
    """Yield every missed and every spurious attribution of a document, in that order."""
    matched = {number for number in judged.matches if number is not None}
    for number, one in enumerate(judged.gold):
        if number not in matched:
            yield _error("missed", why_missed(one, judged), one, judged.text)
    for index, one in enumerate(judged.found):
        if judged.matches[index] is None:
            yield _error("spurious", why_spurious(index, judged), one, judged.text)


def _error(kind: str, cause: str, one: Triple, text: str) -> Error:
    return Error(kind=kind, cause=cause, layer=one.layer, words=" ".join(fold_words(text_of(one.cue, text))))


def why_missed(gold: Triple, judged: Judged) -> str:
    """Return why ``gold`` has no match."""
    pairs = list(zip(judged.found, judged.matches, strict=True))
    same = [(one, number) for one, number in pairs if touch(one.cue, gold.cue)]
    free = [one for one, number in same if number is None]
    if free:
        return compare(max(free, key=lambda one: shared(one.content, gold.content)), gold, judged.text)
    if same:
        return "linked: one cue with two attributions, of which one was found"
    if any(touch(one.cue, gold.cue) for one in judged.nested):
        return "nested: found, but inside another's content"
    if any(share_half(one.content, gold.content) for one, _ in pairs):
        return "linked: content found, under another cue"
    if judged.text and gold.cue and gold.cue[0][0] < lay_out(judged.text).headline:
        return "cue not found: in the headline"
    return f"cue not found: {class_of_cue(text_of(gold.cue, judged.text))}"


def why_spurious(index: int, judged: Judged) -> str:
    """Return why the found one at ``index`` matches nothing."""
    one, text = judged.found[index], judged.text
    taken = {number for number in judged.matches if number is not None}
    same = [(number, gold) for number, gold in enumerate(judged.gold) if touch(one.cue, gold.cue)]
    free = [gold for number, gold in same if number not in taken]
    if free:
        nearest = max(free, key=lambda gold: shared(one.content, gold.content))
        return f"other side of a miss: {compare(one, nearest, text)}"
    if same:
        return "duplicate: its cue has an attribution that was found"
    return _why_no_cue(one, judged, taken)


def _why_no_cue(one: Triple, judged: Judged, taken: set[int]) -> str:
    """Return why ``one``, whose cue no gold one touches, matches nothing; ``taken`` are the gold ones matched."""
    alike = [number for number, gold in enumerate(judged.gold) if share_half(one.content, gold.content)]
    if any(number in taken for number in alike):
        return "duplicate: its content has another cue, which was found"
    if alike:
        return "other side of a miss: content in gold, under another cue"
    if any(letters((*one.cue, *one.content)) <= letters(gold.content) for gold in judged.gold):
        return "nested: inside a content of the gold"
    if (one.cue or one.content)[0][0] < lay_out(judged.text).headline:
        return "not in gold: in the headline"
    return f"not in gold: {class_of_cue(text_of(one.cue, judged.text))}"


def compare(found: Triple, gold: Triple, text: str) -> str:
    """Return what parts two attributions of one cue."""
    if share_half(found.content, gold.content):
        return f"source wrong: {_compare_sources(found, gold, text)}"
    return f"content off: {_compare_contents(found, gold, text)}"


def _compare_sources(found: Triple, gold: Triple, text: str) -> str:
    if touch(found.source, gold.source) or (not found.source and not gold.source):
        return "no, another was matched first"
    if not gold.source:
        return "gold has none, one was given"
    if not found.source:
        return "none was given"
    ours, theirs = (set(fold_words(text_of(one.source, text))) for one in (found, gold))
    return "another mention that shares a word" if ours & theirs else "another phrase"


def _compare_contents(found: Triple, gold: Triple, text: str) -> str:
    """Return where the larger part of what differs lies."""
    ours, theirs = letters(found.content), letters(gold.content)
    if not ours & theirs:
        sides = {_side(one) for one in (found, gold)}
        return "the other side of the cue" if len(sides) > 1 else "elsewhere, on the same side of the cue"
    sign, places, kept = max(
        (("left out", theirs - ours, ours & theirs), ("taken in", ours - theirs, ours & theirs)),
        key=lambda item: len(item[1]),
    )
    before = {at for at in places if at < min(kept)}
    after = {at for at in places if at > max(kept)}
    middle = places - before - after
    largest = max((before, after, middle), key=len)
    if largest is middle:
        return f"middle {sign} (parts joined or split)"
    layout = lay_out(text)
    near, far = (max(kept), max(largest)) if largest is after else (min(kept), min(largest))
    if layout.paragraph(near) != layout.paragraph(far):
        return f"further paragraphs {sign}"
    if layout.sentence(near) != layout.sentence(far):
        return f"further sentences {sign}"
    if gold.cue and (near < gold.cue[0][0] < far or far < gold.cue[0][0] < near):
        return f"part across the cue {sign}"
    edge = "end" if largest is after else "start"
    return f"{edge} {'early' if (edge == 'end') == (sign == 'left out') else 'late'}, in the sentence"


def _side(one: Triple) -> bool:
    """Tell whether the content begins before the cue."""
    return bool(one.cue) and one.content[0][0] < one.cue[0][0]


def touch(left: Part, right: Part) -> bool:
    """Tell whether two parts share a code point."""
    return any(a < d and c < b for a, b in left for c, d in right)


def shared(left: Part, right: Part) -> int:
    """Return how many code points two parts share."""
    return len(letters(left) & letters(right))


def share_half(left: Part, right: Part) -> bool:
    """Tell whether two parts share half of the longer one."""
    return 0 < shared(left, right) >= _HALF * max(len(letters(left)), len(letters(right)))
