"""Self-attention, causal if masked."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


def causal_mask(length: int, like: Tensor) -> Tensor:
    """M [length, length]: 0 on and below the diagonal, -infinity above it, in the type of `like`."""
    return torch.full((length, length), -torch.inf, dtype=like.dtype, device=like.device).triu(1)


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """alpha v and the weights alpha = softmax(q k' / sqrt(D) + M), with rows that sum to one.

    q: [.., queries, D]; k: [.., keys, D]; v: [.., keys, values]; M: [queries, keys], added

    A. Vaswani et al., "Attention is all you need", 2017.

    >>> import torch
    >>> q, k, v = torch.randn(3, 5, 8).unbind(0)
    >>> found, alpha = attention(q, k, v, causal_mask(5, q))
    >>> found.shape, alpha[0]
    (torch.Size([5, 8]), tensor([1., 0., 0., 0., 0.]))
    """
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + mask
    alpha = scores.softmax(-1)
    return alpha @ v, alpha


class Cache:
    """The keys and values [n, heads, length, D] of the steps so far, in the rows that they will have."""

    def __init__(self, n: int, heads: int, length: int, like: Tensor) -> None:
        size = like.shape[0] // heads
        self.keys = like.new_zeros(n, heads, length, size)
        self.values = torch.zeros_like(self.keys)
        self.steps = 0

    def extend(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Takes in one more step [n, heads, 1, D] of each; gives all so far."""
        at = slice(self.steps, self.steps + 1)
        self.keys[:, :, at], self.values[:, :, at] = keys, values
        self.steps += 1
        return self.keys[:, :, : self.steps], self.values[:, :, : self.steps]


class SelfAttention(nn.Module):
    """Attention with K = X W_k, V = X W_v, Q = X W_q in several heads, whose results are joined and mapped linearly.

    Sequences are [batch, time, channels]; the heads share the channels in equal parts. Without a mask it treats the
    steps alike: permuted, they give the permuted result.

    >>> import torch
    >>> SelfAttention(8, heads=2)(torch.zeros(1, 5, 8)).shape
    torch.Size([1, 5, 8])
    """

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(channels, channels, bias=False)
        self.key = nn.Linear(channels, channels, bias=False)
        self.value = nn.Linear(channels, channels, bias=False)
        self.join = nn.Linear(channels, channels)

    def forward(self, x: Tensor, mask: Tensor | None = None, cache: Cache | None = None) -> Tensor:
        """Of whole sequences; or of the next step [batch, 1, channels], attending to those in the cache and itself."""
        q, k, v = (
            part(x).unflatten(2, (self.heads, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        if cache is not None:
            k, v = cache.extend(k, v)
        found, _ = attention(q, k, v, mask)
        return self.join(found.transpose(1, 2).flatten(2))
