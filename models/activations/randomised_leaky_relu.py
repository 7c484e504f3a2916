"""The randomised leaky rectified linear unit."""

from __future__ import annotations

import torch
from torch import Generator, Tensor, nn


class RandomisedLeakyReLU(nn.Module):
    r"""A leaky rectified linear unit with a slope drawn anew for each value (Xu et al., 2015).

    In training :math:`\alpha \sim U(a, b)`; at test time it is the mean :math:`(a + b) / 2`, so that the output is the
    mean of those of training. Its derivative is :math:`\alpha` for x < 0 and 1 for :math:`x \geq 0`.

    Args:
        low, high: a and b, the bounds of the slope.

    Shapes: any.

    >>> unit = RandomisedLeakyReLU(0.1, 0.3).eval()
    >>> x = torch.tensor([-2., 0., 3.])
    >>> unit(x), unit.derivative(x)
    (tensor([-0.4000,  0.0000,  3.0000]), tensor([0.2000, 1.0000, 1.0000]))
    """

    def __init__(self, low: float = 1 / 8, high: float = 1 / 3) -> None:
        super().__init__()
        if not 0 <= low <= high:
            raise ValueError(f"slopes are drawn between two bounds from 0, the lower first, not {low} and {high}")
        self.low = low
        self.high = high

    def forward(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        return torch.where(x >= 0, x, self._slopes(x, generator) * x)

    def derivative(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """In training, with the slopes that `forward` draws from a generator in the same state."""
        return torch.where(x >= 0, torch.ones_like(x), self._slopes(x, generator))

    def _slopes(self, x: Tensor, generator: Generator | None) -> Tensor:
        if not self.training:
            return torch.full_like(x, (self.low + self.high) / 2)
        uniform = torch.rand(x.shape, generator=generator, dtype=x.dtype, device=x.device)
        return self.low + (self.high - self.low) * uniform
