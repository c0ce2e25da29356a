"""Attributions written as words of a text, so that nobody counts offsets."""

from __future__ import annotations

from attribution_scores import Judged, Part, Triple, match

MAYOR = (
    "Harbour reopens after the storm\n"
    "The mayor, Ada Brill, told reporters on Monday that the harbour was safe. Two pilots doubted it.\n"
    "“Nobody asked us,” said Jon Voss, who steers the ferry. The company denied that the lights had failed.\n"
)


def place(text: str, words: str) -> Part:
    """Return where ``words`` stand in ``text``, pieces apart by " … "; () for no words."""
    return tuple((text.index(piece), text.index(piece) + len(piece)) for piece in words.split(" … ") if piece)


def say(text: str, line: str, *, layer: str = "speech", score: float | None = None) -> Triple:
    """Return the attribution that ``line`` gives as "source | cue | content"."""
    source, cue, content = (place(text, words.strip()) for words in line.split("|"))
    return Triple(source=source, cue=cue, content=content, layer=layer, score=score)


def judge_lines(text: str, found: list[str | Triple], gold: list[str | Triple]) -> Judged:
    """Return what is found beside the gold, given as lines or as triples."""
    ours, theirs = (tuple(one if isinstance(one, Triple) else say(text, one) for one in side) for side in (found, gold))
    return Judged(text=text, found=ours, gold=theirs, matches=match(ours, theirs))
