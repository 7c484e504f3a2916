"""The decoder-only Transformer."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from .attention import Cache, SelfAttention, causal_mask
from .conditionals import categorical_draw, categorical_log_prob


class TransformerBlock(nn.Module):
    """Self-attention, then a perceptron of one hidden layer, each on normalised input and added to what came in."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.before_attention = nn.LayerNorm(channels)
        self.attention = SelfAttention(channels, heads)
        self.before_perceptron = nn.LayerNorm(channels)
        self.perceptron = nn.Sequential(nn.Linear(channels, 4 * channels), nn.GELU(), nn.Linear(4 * channels, channels))

    def forward(self, x: Tensor, mask: Tensor | None = None, cache: Cache | None = None) -> Tensor:
        x = x + self.attention(self.before_attention(x), mask, cache)
        return x + self.perceptron(self.before_perceptron(x))


class Transformer(nn.Module):
    """Sequences of levels, each by a softmax given all those before it: the levels before x_t, embedded and added to
    embeddings of their places, pass through blocks of causal self-attention.

    A. Vaswani et al., "Attention is all you need", 2017; A. Radford et al., "Language models are unsupervised
    multitask learners", 2019.

    >>> import torch
    >>> model = Transformer(length=20, levels=4, channels=8, heads=2, layers=2)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(self, length: int, levels: int, channels: int, heads: int, layers: int) -> None:
        super().__init__()
        self.length, self.levels = length, levels
        self.embedding = nn.Embedding(levels + 1, channels)  # the last one stands before the first step
        self.places = nn.Embedding(length, channels)
        self.blocks = nn.ModuleList(TransformerBlock(channels, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(channels)
        self.read = nn.Linear(channels, levels)

    def logits(self, x: Tensor) -> Tensor:
        """Of each level given those before it, [batch, time, levels], for sequences x [batch, time]."""
        before = pad(x, (1, 0), value=self.levels)[:, :-1]
        on = self.embedding(before) + self.places.weight[: x.shape[1]]
        mask = causal_mask(x.shape[1], on)
        for block in self.blocks:
            on = block(on, mask)
        return self.read(self.norm(on))

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of sequences x [batch, time] of levels 0, 1, .."""
        return categorical_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n sequences [n, length]; keys and values of earlier steps are kept, so that each step passes once."""
        like = self.read.weight
        uniform = torch.rand(n, self.length, generator=generator, dtype=like.dtype, device=like.device)
        x = torch.full_like(uniform, self.levels, dtype=torch.long)
        caches = [Cache(n, block.attention.heads, self.length, block.attention.key.weight) for block in self.blocks]
        last = torch.full((n,), self.levels, device=like.device)
        for t in range(self.length):
            on = (self.embedding(last) + self.places.weight[t]).unsqueeze(1)
            for block, cache in zip(self.blocks, caches, strict=True):
                on = block(on, cache=cache)
            last = categorical_draw(self.read(self.norm(on[:, 0])), uniform[:, t])
            x[:, t] = last
        return x
