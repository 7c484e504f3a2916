"""The fully visible sigmoid belief network."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .conditionals import bernoulli_draw, bernoulli_log_prob


class FVSBN(nn.Module):
    """A logistic regression for each binary variable on those before it, p(x_i = 1 | x_{<i}) = sigmoid(b_i + W_i x):
    W is strictly lower triangular, so that there are D (D + 1) / 2 parameters, the biases included.

    R. M. Neal, "Connectionist learning of belief networks", 1992; B. J. Frey, "Graphical models for machine
    learning and digital communication", 1998.

    >>> import torch
    >>> model = FVSBN(3)
    >>> sum(parameter.numel() for parameter in model.parameters())
    6
    >>> model.log_prob(torch.ones(5, 3)).shape
    torch.Size([5])
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.bias = nn.Parameter(torch.zeros(dimension))
        self.below = nn.Parameter(torch.zeros(dimension * (dimension - 1) // 2))  # W's entries, row by row
        self.register_buffer("places", torch.tril_indices(dimension, dimension, -1))

    @property
    def weight(self) -> Tensor:
        """W [dimension, dimension]."""
        weight = torch.zeros(self.dimension, self.dimension, dtype=self.below.dtype, device=self.below.device)
        return weight.index_put(tuple(self.places), self.below)

    def logits(self, x: Tensor) -> Tensor:
        """Of each x_i given those before it, [batch, dimension] both ways."""
        return torch.addmm(self.bias, x, self.weight.T)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of x [batch, dimension] in {0, 1}."""
        return bernoulli_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n draws [n, dimension]; each entry of W is used once."""
        uniform = torch.rand(n, self.dimension, generator=generator, dtype=self.below.dtype, device=self.below.device)
        weight = self.weight
        x = torch.empty_like(uniform)
        for i in range(self.dimension):
            logits = self.bias[i] + x[:, :i] @ weight[i, :i]
            x[:, i] = bernoulli_draw(logits, uniform[:, i])
        return x
