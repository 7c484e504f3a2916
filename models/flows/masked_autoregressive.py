"""The masked autoregressive flow."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ..autoregressive.made import MADE
from ..bounded import bounded
from .composition import Flow
from .coupling import STEEPEST
from .layer import FlowLayer


class MaskedAutoregressive(FlowLayer):
    """z_i = exp(-s_i) (x_i - m_i), with the mean m_i and the log-scale s_i of x_i given those before it in the order,
    by a MADE of two outputs: triangular, with log-determinant -sum s.

    Forward it takes one pass, back D steps, of which the next x_i is needed for each; they use each weight once. Only
    where the inverse has to be differentiable do they take D passes.

    G. Papamakarios, T. Pavlakou, I. Murray, "Masked autoregressive flow for density estimation", 2017.

    >>> import torch
    >>> layer = MaskedAutoregressive(4, hidden=[16], order=torch.tensor([3, 1, 0, 2]))
    >>> z, log_det = layer(torch.ones(5, 4))
    >>> z.shape, log_det.shape
    (torch.Size([5, 4]), torch.Size([5]))
    """

    def __init__(self, dimension: int, hidden: Sequence[int], order: Tensor | None = None) -> None:
        super().__init__()
        self.made = MADE(dimension, hidden, outputs=2, order=order)

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        mean, log_scale = self._law(self.made(x))
        return (x - mean) * torch.exp(-log_scale), -log_scale.sum(1)

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        if not torch.is_grad_enabled():
            return self._fill(z)
        x = log_scale = z
        for _ in range(self.made.dimension):  # after k passes the first k entries in the order are right
            mean, log_scale = self._law(self.made(x))
            x = mean + log_scale.exp() * z
        return x, log_scale.sum(1)

    def _fill(self, z: Tensor) -> tuple[Tensor, Tensor]:
        log_det = z.new_zeros(len(z))

        def choose(i: int, outputs: Tensor) -> Tensor:
            mean, log_scale = self._law(outputs)
            log_det.add_(log_scale)
            return mean + log_scale.exp() * z[:, i]

        return self.made.fill(len(z), choose), log_det

    @staticmethod
    def _law(outputs: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-scale, from outputs [.., 2]."""
        mean, log_scale = outputs.unbind(-1)
        return mean, bounded(log_scale, STEEPEST)


class MAF(Flow):
    """Masked autoregressive layers, each in the order opposite to that of the one before.

    G. Papamakarios, T. Pavlakou, I. Murray, "Masked autoregressive flow for density estimation", 2017; without its
    batch normalisation.

    >>> import torch
    >>> flow = MAF(dimension=5, layers=2, hidden=[16])
    >>> flow.log_prob(flow.sample(3, torch.Generator().manual_seed(1))).shape
    torch.Size([3])
    """

    def __init__(self, dimension: int, layers: int, hidden: Sequence[int]) -> None:
        forwards = torch.arange(dimension)
        orders = [forwards.flip(0) if layer % 2 else forwards for layer in range(layers)]
        super().__init__((dimension,), *(MaskedAutoregressive(dimension, hidden, order) for order in orders))
