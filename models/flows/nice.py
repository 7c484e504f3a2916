"""NICE: non-linear independent components estimation."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .composition import Flow
from .conditioner import VectorConditioner
from .coupling import AdditiveCoupling, halves
from .layer import FlowLayer


class Scaling(FlowLayer):
    """z_i = exp(s_i) x_i: what a flow of additive layers needs to change volume.

    >>> import torch
    >>> z, log_det = Scaling(3)(torch.ones(5, 3))
    >>> log_det.shape
    torch.Size([5])
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(dimension))

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return x * self.log_scale.exp(), self.log_scale.sum().expand(len(x))

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return z * torch.exp(-self.log_scale), -self.log_scale.sum().expand(len(z))


class NICE(Flow):
    """Additive coupling layers that change the halves of a vector in turn, then a scale for each entry.

    L. Dinh, D. Krueger, Y. Bengio, "NICE: non-linear independent components estimation", 2014; with a standard
    normal density of the latents, where the paper prefers a logistic one.

    >>> import torch
    >>> flow = NICE(dimension=5, layers=4, hidden=16)
    >>> flow.log_prob(flow.sample(3, torch.Generator().manual_seed(1))).shape
    torch.Size([3])
    """

    def __init__(self, dimension: int, layers: int, hidden: int) -> None:
        couplings = []
        for layer in range(layers):
            kept, changed, swap = halves(dimension, layer)
            couplings.append(AdditiveCoupling(kept, VectorConditioner(kept, changed, hidden), swap))
        super().__init__((dimension,), *couplings, Scaling(dimension))
