"""The neural autoregressive distribution estimator."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from .conditionals import bernoulli_draw, bernoulli_log_prob

# Dimensions, and activations [batch, dimensions, hidden], that are worked on at once. Of 784 dimensions with 500 hidden
# units, 16 at once take a sixth of the time of single ones for one sample; for a hundred samples the activations of 2
# no longer stay in the cache.
BLOCK, AT_ONCE = 16, 2**16


def block_size(batch: int, hidden: int) -> int:
    """Dimensions that `preactivations` had best work on at once."""
    return max(1, min(BLOCK, AT_ONCE // (batch * hidden)))


def preactivations(W: Tensor, b: Tensor, x: Tensor, size: int) -> Iterator[Tensor]:
    """b + W_{<i} x_{<i} for each i in turn, `size` of them at a time, [batch, size, hidden].

    By the recursion a_{i+1} = a_i + W_i x_i each weight is met once, so that all D take O(DH), not O(D^2 H).

    W: the rows W_i [dimension, hidden]; b: [hidden]; x: [batch, dimension]
    """
    before = b.expand(x.shape[0], -1)
    earlier = torch.ones(size, size, dtype=x.dtype, device=x.device).tril(-1)
    for columns, rows in zip(x.split(size, 1), W.split(size), strict=True):
        block = len(rows)
        within = columns.unsqueeze(1) * earlier[:block, :block]
        yield before.unsqueeze(1) + within @ rows if block > 1 else before.unsqueeze(1)
        before = torch.addmm(before, columns, rows)


class NADE(nn.Module):
    """Binary variables, each given those before it by a hidden layer that they all share:

    h_i = sigmoid(b + W_{<i} x_{<i}),  p(x_i = 1 | x_{<i}) = sigmoid(c_i + V_i h_i).

    H. Larochelle, I. Murray, "The neural autoregressive distribution estimator", 2011.

    >>> import torch
    >>> model = NADE(dimension=784, hidden=50)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(self, dimension: int, hidden: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.W = nn.Parameter(torch.randn(dimension, hidden) / dimension**0.5)
        self.b = nn.Parameter(torch.zeros(hidden))
        self.V = nn.Parameter(torch.randn(dimension, hidden) / hidden**0.5)
        self.c = nn.Parameter(torch.zeros(dimension))

    def logits(self, x: Tensor) -> Tensor:
        """Of each x_i given those before it, [batch, dimension] both ways."""
        size = block_size(len(x), len(self.b))
        blocks = zip(preactivations(self.W, self.b, x, size), self.V.split(size), strict=True)
        return torch.cat([torch.linalg.vecdot(torch.sigmoid(a), V) for a, V in blocks], 1) + self.c

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of x [batch, dimension] in {0, 1}."""
        return bernoulli_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n draws [n, dimension]; each weight is used once for each."""
        uniform = torch.rand(n, self.dimension, generator=generator, dtype=self.W.dtype, device=self.W.device)
        x = torch.empty_like(uniform)
        a = self.b.repeat(n, 1)
        for i in range(self.dimension):
            logits = torch.sigmoid(a) @ self.V[i] + self.c[i]
            x[:, i] = bernoulli_draw(logits, uniform[:, i])
            a.addcmul_(x[:, i : i + 1], self.W[i])
        return x
