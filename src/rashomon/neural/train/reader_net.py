"""The reader in torch: MiniLM's encoder with frozen word vectors, token heads, and chains that score whole spans."""

from __future__ import annotations

from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional

from rashomon.neural.reader import DISTANCES, PAIRS, RANK, bucket
from rashomon.neural.reader_input import CODES
from rashomon.neural.train.reader_data import MENTION_TYPES, SOURCE_KINDS

LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
UNARY: Final = 9
"""Scores of a token by itself: in, first and last token of a cue, of a content, of a source."""
MENTIONS: Final = 1 + 2 * len(MENTION_TYPES)
KINDS: Final = 1 + len(SOURCE_KINDS)
_FAR = -1e4
_EPSILON = 1e-12


class Reader(nn.Module):  # type: ignore[misc] # torch is not there where types are checked
    """The encoder with its heads; matrices work in bfloat16 while it trains, if ``coarse``."""

    def __init__(self, tensors: dict[str, torch.Tensor], *, coarse: bool, dropout: float) -> None:
        """Take MiniLM's weights by their own names; the heads start at random, codes and distances at zero."""
        super().__init__()
        self.coarse, self.dropout = coarse, dropout
        words = "embeddings.word_embeddings.weight"
        self.register_buffer("words", tensors[words].clone())
        self.encoder = nn.ParameterDict(
            {
                name.replace(".", "/"): nn.Parameter(value.clone().float())
                for name, value in tensors.items()
                if name != words and "position_ids" not in name and not name.startswith("pooler")
            }
        )
        self.codes = nn.Embedding(CODES, WIDTH)
        nn.init.zeros_(self.codes.weight)
        self.unary = nn.Linear(WIDTH, UNARY)
        with (
            torch.no_grad()
        ):  # most tokens are in no span: a start at zero would spend the first steps on learning that
            self.unary.bias.copy_(torch.tensor([-2.0, -2.0, 0.0, -1.0, -2.0, 0.0, -2.0, -2.0, 0.0]))
        self.key = nn.Linear(WIDTH, PAIRS * RANK)
        self.first = nn.Linear(WIDTH, PAIRS * RANK)
        self.last = nn.Linear(WIDTH, PAIRS * RANK)
        self.distance = nn.Parameter(torch.zeros(PAIRS, 2 * DISTANCES + 1))
        self.mention = nn.Linear(WIDTH, MENTIONS)
        self.kind = nn.Linear(WIDTH, KINDS)
        self.vector = nn.Linear(WIDTH, WIDTH, bias=False)
        nn.init.eye_(self.vector.weight)

    def _get(self, name: str) -> torch.Tensor:
        tensor: torch.Tensor = self.encoder[name.replace(".", "/")]
        return tensor

    def _norm(self, state: torch.Tensor, name: str) -> torch.Tensor:
        weight, offset = (self._get(f"{name}.{part}").to(state.dtype) for part in ("weight", "bias"))
        return functional.layer_norm(state, (WIDTH,), weight, offset, _EPSILON)

    def _linear(self, state: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(
            state, self._get(f"{name}.weight").to(state.dtype), self._get(f"{name}.bias").to(state.dtype)
        )

    def encode(self, ids: torch.Tensor, codes: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return the state of each token, float32 (batch, length, width); ``mask`` is False at padding."""
        batch, length = ids.shape
        places = self._get("embeddings.position_embeddings.weight")[:length]
        state = functional.embedding(ids, self.words) + places
        state = state + self._get("embeddings.token_type_embeddings.weight")[0] + self.codes(codes)
        state = self._norm(state, "embeddings.LayerNorm")
        if self.coarse:
            state = state.to(torch.bfloat16)
        seen = mask[:, None, None, :] if mask is not None else None
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            parts = [self._linear(state, f"{layer}.attention.self.{part}") for part in ("query", "key", "value")]
            query, key, value = (part.view(batch, length, HEADS, -1).transpose(1, 2) for part in parts)
            attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
            attended = attended.transpose(1, 2).reshape(batch, length, WIDTH)
            attended = self._linear(attended, f"{layer}.attention.output.dense")
            state = self._norm(state + attended, f"{layer}.attention.output.LayerNorm")
            wide = functional.gelu(self._linear(state, f"{layer}.intermediate.dense"))
            narrow = functional.dropout(self._linear(wide, f"{layer}.output.dense"), self.dropout, self.training)
            state = self._norm(state + narrow, f"{layer}.output.LayerNorm")
        return functional.dropout(state.float(), self.dropout, self.training)

    def score_pairs(self, state: torch.Tensor, cues: torch.Tensor) -> torch.Tensor:
        """Return (cues, 6, length) pair scores; ``cues`` holds (row of the batch, first token, last token)."""
        rows, first, last = cues.unbind(1)
        length = state.shape[1]
        key = self.key(state).view(*state.shape[:2], PAIRS, RANK)[rows]
        query = (self.first(state[rows, first]) + self.last(state[rows, last])).view(-1, PAIRS, RANK)
        places = torch.arange(length)[None]
        before, after = places - first[:, None], places - last[:, None]
        away = torch.where(before < 0, before, after.clamp(min=0))
        away_scores = self.distance[:, torch.from_numpy(bucket(away.numpy()))].transpose(0, 1)
        return torch.einsum("npr,nlpr->npl", query, key) / RANK**0.5 + away_scores


def chain_loss(scores: torch.Tensor, gold: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the negative log-likelihood of each row's spans, shape (rows,).

    ``scores`` (rows, 3, length) are in, first, last; ``gold`` (2, rows, length) which are inside and first. A
    span's score is the sum of ``in`` over it, ``first`` of its first and ``last`` of its last token; the sum runs over
    all sets of disjoint spans: a semi-Markov field (Sarawagi and Cohen, 2004) of two states.
    """
    inside, first = gold
    member, start, end = (scores[:, part].masked_fill(~mask, 0.0) for part in range(3))
    member = member.masked_fill(~mask, _FAR)
    following = functional.pad(inside[:, 1:], (0, 1), value=False)
    again = functional.pad(first[:, 1:], (0, 1), value=False)
    last = inside & (~following | again)
    worth = (member * inside + start * first + end * last).sum(1)
    rows, length = member.shape
    leave = functional.pad(end[:, :-1], (1, 0))
    edges = torch.empty(rows, length, 2, 2)
    edges[:, :, 0, 0] = 0.0
    edges[:, :, 0, 1] = start + member
    edges[:, :, 1, 0] = leave
    edges[:, :, 1, 1] = member + torch.logaddexp(torch.zeros_like(start), leave + start)
    opening = torch.tensor([[0.0, 0.0], [_FAR, _FAR]])
    edges = torch.cat(
        [
            torch.where(torch.tensor([True, False])[:, None], edges[:, :1], opening.expand_as(edges[:, :1])),
            edges[:, 1:],
        ],
        1,
    )
    size = 1 << (length - 1).bit_length()
    if size > length:
        same = torch.tensor([[0.0, _FAR], [_FAR, 0.0]]).expand(rows, size - length, 2, 2)
        edges = torch.cat([edges, same], 1)
    while edges.shape[1] > 1:
        left, right = edges[:, 0::2], edges[:, 1::2]
        edges = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], dim=-2)
    total = edges[:, 0, 0]
    whole = torch.logaddexp(total[:, 0], total[:, 1] + end[:, -1])
    return whole - worth


def load_original(folder: Any) -> dict[str, torch.Tensor]:  # noqa: ANN401 - a path
    """Return MiniLM's own weights by name."""
    from transformers import AutoModel

    state: dict[str, torch.Tensor] = AutoModel.from_pretrained(str(folder), add_pooling_layer=False).state_dict()
    return state
