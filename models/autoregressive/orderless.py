"""What orderless models share: one network for any conditional given any subset, and so a density for each order."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from .conditionals import bernoulli_draw, bernoulli_log_prob


class Orderless(nn.Module, ABC):
    """Binary variables x [batch, *shape]. `reconstruct` gives the logits of every x_i given the visible ones; by the
    chain rule along any order of the (flattened) variables they make a density, and for another order another one.

    B. Uria, I. Murray, H. Larochelle, "A deep and tractable density estimator", 2014.
    """

    def __init__(self, *shape: int) -> None:
        super().__init__()
        self.shape = shape
        self.dimension = math.prod(shape)

    @abstractmethod
    def reconstruct(self, x: Tensor, visible: Tensor) -> Tensor:
        """Logits [batch, *shape] of each x_i given the visible ones, `visible` [batch, *shape] in {0, 1}.

        Of what is hidden no value may have an influence.
        """

    def logits(self, x: Tensor, order: Tensor | None = None) -> Tensor:
        """Of each x_i given those before it in the order, [batch, *shape] both ways; D passes of the network.

        order: the variables [dimension] as they come; ascending if not given
        """
        order = torch.arange(self.dimension, device=x.device) if order is None else order
        rank = order.argsort().view(self.shape)
        logits = torch.zeros_like(x)
        for step in range(self.dimension):
            visible = (rank < step).to(x).expand_as(x)
            logits = torch.where(rank == step, self.reconstruct(x, visible), logits)
        return logits

    def log_prob(self, x: Tensor, order: Tensor | None = None) -> Tensor:
        """log p(x) in nats [batch] along one order."""
        return bernoulli_log_prob(self.logits(x, order), x).flatten(1).sum(1)

    def ensemble_log_prob(self, x: Tensor, orders: Tensor) -> Tensor:
        """log p(x) [batch] of the mixture, in equal parts, of the densities along `orders` [number, dimension]."""
        each = torch.stack([self.log_prob(x, order) for order in orders])
        return each.logsumexp(0) - math.log(len(orders))

    def order_agnostic(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """An unbiased estimate [batch] of the mean of log p(x) over all D! orders, in one pass of the network.

        Draws an order and a number of variables that are visible, 0 to D - 1, for each sample.
        """
        keys = torch.rand(len(x), self.dimension, generator=generator, dtype=x.dtype, device=x.device)
        seen = torch.randint(self.dimension, (len(x), 1), generator=generator, device=x.device)
        visible = (keys.argsort(1).argsort(1) < seen).to(x).view_as(x)
        return self.hidden_log_prob(x, visible)

    def hidden_log_prob(self, x: Tensor, visible: Tensor) -> Tensor:
        """D times the mean, over the hidden variables, of log p(x_i | the visible ones), [batch]."""
        hidden = (1 - visible).flatten(1)
        each = bernoulli_log_prob(self.reconstruct(x, visible), x).flatten(1)
        return self.dimension * (hidden * each).sum(1) / hidden.sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None, order: Tensor | None = None) -> Tensor:
        """n draws [n, *shape] along one order, in D passes: what becomes visible may change every hidden unit."""
        like = next(self.parameters())
        uniform = torch.rand(n, *self.shape, generator=generator, dtype=like.dtype, device=like.device)
        x, visible = torch.zeros_like(uniform), torch.zeros_like(uniform)
        for i in range(self.dimension) if order is None else order.tolist():
            logits = self.reconstruct(x, visible).flatten(1)[:, i]
            x.flatten(1)[:, i] = bernoulli_draw(logits, uniform.flatten(1)[:, i])
            visible.flatten(1)[:, i] = 1
        return x
