"""Layers one after another, and the density that they make of a standard normal one."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.distributions import Independent, Normal, TransformedDistribution

from .bridge import FlowTransform
from .layer import FlowLayer


class Composition(FlowLayer):
    """Layers one after another; the log-determinants, each at its own input, add up."""

    def __init__(self, *layers: FlowLayer) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        log_det = x.new_zeros(len(x))
        for layer in self.layers:
            x, step = layer(x, context)
            log_det = log_det + step
        return x, log_det

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        log_det = z.new_zeros(len(z))
        for layer in reversed(self.layers):
            z, step = layer.inverse(z, context)
            log_det = log_det + step
        return z, log_det

    def initialise(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        for layer in self.layers:
            x = layer.initialise(x, context)
        return x


class Flow(Composition):
    """The density of x for which z = f(x) is standard normal, f being the layers one after another:

    log p(x) = log N(f(x); 0, I) + log |det df/dx|.

    shape: of one sample

    >>> import torch
    >>> from probatum.models.flows import AffineCoupling, VectorConditioner
    >>> layers = [AffineCoupling(1, VectorConditioner(1, 2, hidden=16), swap) for swap in (False, True)]
    >>> flow = Flow((2,), *layers)
    >>> x = flow.sample(3, torch.Generator().manual_seed(1))
    >>> flow.log_prob(x).shape
    torch.Size([3])
    >>> flow.distribution().log_prob(x).shape  # one of torch's distributions
    torch.Size([3])
    """

    def __init__(self, shape: tuple[int, ...], *layers: FlowLayer) -> None:
        super().__init__(*layers)
        self.shape = shape

    def log_prob(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        """log p(x) in nats [batch] for x [batch, *shape]; given a context [batch, ..], of each sample in its own."""
        z, log_det = self(x, context)
        return standard_normal_log_prob(z) + log_det

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None, context: Tensor | None = None) -> Tensor:
        """n draws [n, *shape]; given a context [n, ..], each in its own."""
        like = next(self.parameters())
        z = torch.randn(n, *self.shape, generator=generator, dtype=like.dtype, device=like.device)
        x, _ = self.inverse(z, context)
        return x

    def distribution(self) -> TransformedDistribution:
        """The same density as one of torch's distributions: a standard normal one, transformed."""
        like = next(self.parameters())
        zeros = torch.zeros(self.shape, dtype=like.dtype, device=like.device)
        standard = Independent(Normal(zeros, torch.ones_like(zeros)), len(self.shape))
        return TransformedDistribution(standard, [FlowTransform(self, len(self.shape))])


def standard_normal_log_prob(z: Tensor) -> Tensor:
    """log N(z; 0, I) in nats [batch] of z [batch, ..]."""
    return -(z.square() + math.log(2 * math.pi)).flatten(1).sum(1) / 2
