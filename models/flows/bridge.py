"""Flows as transforms of torch's distributions."""

from __future__ import annotations

from torch import Tensor
from torch.distributions import Transform, constraints

from .layer import FlowLayer


class FlowTransform(Transform):
    """From latents to samples, z -> x: the inverse of a flow, or of one of its layers, as one of torch's transforms.

    event_dim: how many dimensions a sample has; any number of batch dimensions may come before

    >>> import torch
    >>> from torch.distributions import Independent, Normal, TransformedDistribution
    >>> from probatum.models.flows import ActNorm
    >>> base = Independent(Normal(torch.zeros(3), torch.ones(3)), 1)
    >>> density = TransformedDistribution(base, [FlowTransform(ActNorm(3), event_dim=1)])
    >>> density.log_prob(density.rsample((5, 2))).shape
    torch.Size([5, 2])
    """

    bijective = True

    def __init__(self, flow: FlowLayer, event_dim: int) -> None:
        super().__init__()
        self.flow = flow
        self.domain = self.codomain = constraints.independent(constraints.real, event_dim)

    def _call(self, z: Tensor) -> Tensor:
        x, _ = self.flow.inverse(self._as_batch(z))
        return x.reshape(z.shape)

    def _inverse(self, x: Tensor) -> Tensor:
        z, _ = self.flow(self._as_batch(x))
        return z.reshape(x.shape)

    def log_abs_det_jacobian(self, z: Tensor, x: Tensor) -> Tensor:
        # Of the two ways, that from x is the fast one where they differ.
        _, log_det = self.flow(self._as_batch(x))
        return -log_det.reshape(x.shape[: x.dim() - self.domain.event_dim])

    def _as_batch(self, x: Tensor) -> Tensor:
        return x.reshape(-1, *x.shape[x.dim() - self.domain.event_dim :])
