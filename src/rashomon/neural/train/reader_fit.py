"""The loop that trains the reader: windows cut anew each epoch, three corpora in turn, one step at a time yielded."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from rashomon.neural.reader import CLS, SEP
from rashomon.neural.reader_input import PARAGRAPH, PLAIN, WINDOW, from_code, to_code
from rashomon.neural.train.reader_data import Example, Range
from rashomon.neural.train.reader_net import Reader, chain_loss

_PAD, _MASK = 0, 103
_IGNORE = -100
_CAPITALS, _LOWER = 3, 1
_SENTENCES = 5
_LONGEST: Final = 5.0
"""The longest gradient that a step follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the reader is trained; rates are peaks, ``aside`` the steps from one batch of GUM (or FactAppeal) on.

    The rate falls to nothing over ``steps``, of which the first ``until`` are taken. Of PolNeAR's windows the share
    ``short`` is cut to a few sentences, and of its documents the share ``headless`` is read without its headline.
    """

    steps: int
    until: int
    short: float
    headless: float
    batch: int
    rate: float
    head_rate: float
    warmup: int
    dropout: float
    masked: float
    recased: float
    straightened: float
    aside: int
    decay: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A cut of an example: its tokens ``start`` to ``end``; ``fresh`` where it is to look like a text of its own."""

    example: int
    start: int
    end: int
    fresh: bool = False


@dataclass(slots=True, kw_only=True)
class Batch:
    """Windows as tensors: ids, codes, mask (batch, length), with gold for whichever layers the corpus has."""

    ids: torch.Tensor
    codes: torch.Tensor
    mask: torch.Tensor
    chains: dict[str, torch.Tensor] = field(default_factory=dict)
    mentions: torch.Tensor | None = None
    sources: list[tuple[int, int, int, bool, int]] = field(default_factory=list)
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    vectors: torch.Tensor | None = None


def cut(length: int, chance: random.Random) -> list[tuple[int, int]]:
    """Return windows that cover ``length`` tokens, the inner ones moved by chance."""
    if length <= WINDOW:
        return [(0, length)]
    count = math.ceil(length / WINDOW) + (chance.random() < 0.3)  # noqa: PLR2004
    room = length - WINDOW
    starts = [round(room * i / max(1, count - 1)) for i in range(count)]
    inner = [min(room, max(0, s + chance.randint(-40, 40))) for s in starts[1:-1]]
    return [(start, start + WINDOW) for start in (starts[0], *inner, starts[-1])]


@dataclass(slots=True, kw_only=True)
class Feed:
    """An endless run of batches over the examples of one corpus; ``vectors`` are the sentences' original vectors."""

    examples: Sequence[Example]
    vectors: Sequence[NDArray[np.float32]]
    settings: Settings
    quotes: Mapping[int, int]
    chance: random.Random
    size: int

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches for ever; windows are cut anew each epoch and batched by length."""
        while True:
            windows = [window for number, example in enumerate(self.examples) for window in self._cut(number, example)]
            self.chance.shuffle(windows)
            windows.sort(key=lambda w: -(-(w.end - w.start) // 32))
            groups = [windows[at : at + self.size] for at in range(0, len(windows), self.size)]
            self.chance.shuffle(groups)
            for group in groups:
                yield self._make(group)

    def _cut(self, number: int, example: Example) -> Iterator[Window]:
        """Yield the windows of an example, those of articles now and then without headline, or short."""
        begin = 0
        if (
            example.attributions is not None
            and self.settings.headless
            and self.chance.random() < self.settings.headless
        ):
            begin = int((np.flatnonzero(from_code(example.input.codes)[2] == PARAGRAPH)[1:2].tolist() or [0])[0])
        for start, end in cut(len(example.input) - begin, self.chance):
            window = Window(example=number, start=begin + start, end=begin + end, fresh=not start)
            if example.attributions is not None and self.settings.short and self.chance.random() < self.settings.short:
                window = self._shorten(window, example)
            yield window

    def _shorten(self, window: Window, example: Example) -> Window:
        """Return one to five sentences of ``window`` as a text of their own."""
        inside = [r for r, _ in example.sentences if window.start <= r[0] and r[1] <= window.end]
        if not inside:
            return window
        first = self.chance.randrange(len(inside))
        last = min(len(inside) - 1, first + self.chance.randrange(_SENTENCES))
        return Window(example=window.example, start=inside[first][0], end=inside[last][1], fresh=True)

    def _make(self, windows: Sequence[Window]) -> Batch:
        length = max(w.end - w.start for w in windows) + 2
        ids = torch.full((len(windows), length), _PAD)
        codes = torch.full((len(windows), length), PLAIN)
        mask = torch.zeros((len(windows), length), dtype=torch.bool)
        batch = Batch(ids=ids, codes=codes, mask=mask)
        vectors = []
        for row, window in enumerate(windows):
            example, size = self.examples[window.example], window.end - window.start
            tokens, code = self._disturb(example, window)
            ids[row, 0], ids[row, 1 : size + 1], ids[row, size + 1] = CLS, torch.from_numpy(tokens), SEP
            codes[row, 1 : size + 1] = torch.from_numpy(code)
            mask[row, : size + 2] = True
            for number, ((start, end), _) in enumerate(example.sentences):
                if window.start <= start and end <= window.end and end - start > 3:  # noqa: PLR2004
                    batch.sentences.append((row, start - window.start + 1, end - window.start + 1))
                    vectors.append(self.vectors[window.example][number])
        batch.vectors = torch.from_numpy(np.stack(vectors)) if vectors else None
        self._add_gold(batch, windows)
        return batch

    def _disturb(self, example: Example, window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return ids and codes of a window, some tokens masked, now and then without case or with straight quotes."""
        ids = example.input.ids[window.start : window.end].copy()
        codes = example.input.codes[window.start : window.end].copy()
        if window.fresh:
            first = from_code(codes[:1])
            codes[0] = to_code(int(first[0][0]), int(first[1][0]), PARAGRAPH)
        if self.chance.random() < self.settings.straightened:
            for curly, straight in self.quotes.items():
                ids[ids == curly] = straight
        if self.chance.random() < self.settings.recased:
            shape, depth, edge = from_code(codes)
            letters = (shape >= _LOWER) & (shape <= _CAPITALS)
            shape = np.where(letters, self.chance.choice((_CAPITALS, _LOWER)), shape)
            codes = np.array([to_code(*parts) for parts in zip(shape, depth, edge, strict=True)], dtype=np.int64)
        noise = np.random.default_rng(self.chance.randrange(1 << 30)).random(len(ids))
        ids[noise < self.settings.masked] = _MASK
        return ids, codes

    def _add_gold(self, batch: Batch, windows: Sequence[Window]) -> None:
        examples = [self.examples[window.example] for window in windows]
        if examples[0].attributions is not None:
            batch.chains = make_chains(windows, examples, batch.mask)
        if examples[0].mentions is not None:
            batch.mentions = torch.where(batch.mask, 0, _IGNORE)
        for row, (window, example) in enumerate(zip(windows, examples, strict=True)):
            for (start, end), kind in example.mentions or ():
                if window.start <= start and end <= window.end and batch.mentions is not None:
                    at = start - window.start + 1
                    batch.mentions[row, at : at + end - start] = 2 + 2 * kind
                    batch.mentions[row, at] = 1 + 2 * kind
            for (start, end), named, kind in example.sources or ():
                if window.start <= start and end <= window.end:
                    batch.sources.append((row, start - window.start + 1, end - window.start + 1, named, kind))


def make_chains(windows: Sequence[Window], examples: Sequence[Example], mask: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return gold for the chains: cues of each window; content and source of each cue, with the cue's place.

    Where a content or source goes on beyond a window, the window's first or last special token belongs to it.
    """
    rows, length = mask.shape
    cue = torch.zeros(2, rows, length, dtype=torch.bool)
    places, contents, sources = [], [], []
    for row, (window, example) in enumerate(zip(windows, examples, strict=True)):
        size = window.end - window.start
        for gold in example.attributions or ():
            first, last = gold.cue[0] - window.start, min(gold.cue[1] - window.start, size)
            if not 0 <= first < size:
                continue
            cue[0, row, first + 1 : last + 1] = True
            cue[1, row, first + 1] = True
            places.append((row, first + 1, last))
            contents.append(_mark(gold.content, window, length))
            sources.append(_mark(gold.source, window, length))
    return {
        "cue": cue,
        "places": torch.tensor(places).view(-1, 3),
        "content": torch.stack(contents, 1) if contents else torch.zeros(2, 0, length, dtype=torch.bool),
        "source": torch.stack(sources, 1) if sources else torch.zeros(2, 0, length, dtype=torch.bool),
    }


def _mark(ranges: Sequence[Range], window: Window, length: int) -> torch.Tensor:
    """Return (2, length): which tokens of the window are inside ``ranges``, and which begin one."""
    marks = torch.zeros(2, length, dtype=torch.bool)
    size = window.end - window.start
    for start, end in ranges:
        first, last = max(0, start - window.start + 1), min(size + 2, end - window.start + 1)
        if first < last:
            marks[0, first:last] = True
            marks[1, first] = True
    return marks


def measure_loss(reader: Reader, batch: Batch) -> dict[str, torch.Tensor]:
    """Return the loss of each head that the batch has gold for."""
    mask = None if bool(batch.mask.all()) else batch.mask
    state = reader.encode(batch.ids, batch.codes, mask)
    losses: dict[str, torch.Tensor] = {}
    if batch.chains:
        losses |= _measure_chains(reader, batch, state)
    if batch.mentions is not None:
        losses["mention"] = 10 * functional.cross_entropy(
            reader.mention(state).flatten(0, 1), batch.mentions.flatten(), ignore_index=_IGNORE
        )
    if batch.sources:
        kinds = torch.stack([reader.kind(state[row, start:end]).mean(0) for row, start, end, _, _ in batch.sources])
        named = torch.tensor([float(one[3]) for one in batch.sources])
        number = torch.tensor([one[4] for one in batch.sources])
        losses["named"] = 2 * functional.binary_cross_entropy_with_logits(kinds[:, 0], named)
        losses["kind"] = functional.cross_entropy(kinds[:, 1:], number)
    if batch.vectors is not None:
        summed = functional.pad(state.cumsum(1), (0, 0, 1, 0))
        rows, start, end = torch.tensor(batch.sentences).unbind(1)
        mean = (summed[rows, end] - summed[rows, start]) / (end - start)[:, None]
        losses["vector"] = 5 * (1 - functional.cosine_similarity(reader.vector(mean), batch.vectors)).mean()
    return losses


def _measure_chains(reader: Reader, batch: Batch, state: torch.Tensor) -> dict[str, torch.Tensor]:
    unary = reader.unary(state).transpose(1, 2)
    rows = len(batch.mask)
    inner = batch.mask.clone()
    inner[:, 0] = False
    cue = chain_loss(unary[:, :3], batch.chains["cue"], inner).sum()
    places = batch.chains["places"]
    if not len(places):
        return {"cue": cue / rows / 4}
    pairs = reader.score_pairs(state, places) + unary[places[:, 0], 3:]
    mask = batch.mask[places[:, 0]]
    content = chain_loss(pairs[:, :3], batch.chains["content"], mask).sum()
    source = chain_loss(pairs[:, 3:], batch.chains["source"], mask).sum()
    return {"cue": cue / rows / 4, "content": content / rows / 4, "source": source / rows / 4}


def make_optimizer(reader: Reader, settings: Settings) -> torch.optim.Optimizer:
    """Return AdamW with one rate for the encoder and a higher one for what starts at random."""
    encoder = list(reader.encoder.parameters())
    known = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in reader.parameters() if id(parameter) not in known]
    groups = [{"params": encoder, "lr": settings.rate}, {"params": heads, "lr": settings.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=settings.decay, betas=(0.9, 0.98))


def fit(
    reader: Reader, feeds: Mapping[str, Iterator[Batch]], settings: Settings
) -> Iterator[tuple[int, dict[str, float]]]:
    """Train ``reader``, yielding (step, losses) after each step; the caller prints, saves and scores."""
    optimizer = make_optimizer(reader, settings)
    peaks = (settings.rate, settings.head_rate)
    for step in range(settings.until):
        scale = min(1.0, (step + 1) / settings.warmup) * max(0.0, 1 - step / settings.steps)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        turn = step % settings.aside
        name = "gum" if turn == 1 else "factappeal" if turn == settings.aside // 2 + 1 else "polnear"
        losses = measure_loss(reader, next(feeds[name]))
        sum(losses.values(), torch.zeros(())).backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), _LONGEST)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        yield step + 1, {name: float(value.detach()) for name, value in losses.items()}
