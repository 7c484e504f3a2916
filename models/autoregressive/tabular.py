"""Autoregression with nothing shared: a table of every conditional."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .conditionals import bernoulli_draw, bernoulli_log_prob


class Tabular(nn.Module):
    """Any distribution over D binary variables: p(x_i = 1 | x_1, .., x_{i-1}) has an entry for each of the 2^{i-1}
    prefixes, 1 + 2 + 4 + .. + 2^{D-1} = 2^D - 1 in all.

    The table is a binary tree in one row: the root is entry 0, and from entry k the value x_i leads to 2k + 1 + x_i.

    >>> import torch
    >>> model = Tabular(3)
    >>> model.table.numel()
    7
    >>> model.log_prob(torch.tensor([[0.0, 1.0, 1.0]])).exp()
    tensor([0.1250], grad_fn=<ExpBackward0>)
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.table = nn.Parameter(torch.zeros(2**dimension - 1))

    def logits(self, x: Tensor) -> Tensor:
        """Of each x_i given those before it, [batch, dimension] both ways."""
        entry = torch.zeros_like(x[:, 0], dtype=torch.long)
        entries = []
        for column in x.long().unbind(1):
            entries.append(entry)
            entry = 2 * entry + 1 + column
        return self.table[torch.stack(entries, 1)]

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of x [batch, dimension] in {0, 1}."""
        return bernoulli_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n draws [n, dimension], each one walk down the tree."""
        uniform = torch.rand(n, self.dimension, generator=generator, dtype=self.table.dtype, device=self.table.device)
        x = torch.empty_like(uniform)
        entry = torch.zeros_like(x[:, 0], dtype=torch.long)
        for i in range(self.dimension):
            x[:, i] = bernoulli_draw(self.table[entry], uniform[:, i])
            entry = 2 * entry + 1 + x[:, i].long()
        return x
