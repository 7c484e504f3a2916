"""The leaky rectified linear unit."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LeakyReLU(nn.Module):
    r"""The leaky rectified linear unit: x for :math:`x \geq 0` and :math:`\alpha x` for x < 0 (Maas et al., 2013).

    Its derivative is 1 and alpha: a unit that is negative on all samples still learns. At 0, where there is none, 1 is
    taken.

    Args:
        alpha: the slope for x < 0, between 0 and 1.

    Shapes: any.

    >>> x = torch.tensor([-2., 0., 3.])
    >>> LeakyReLU(0.1)(x), LeakyReLU(0.1).derivative(x)
    (tensor([-0.2000,  0.0000,  3.0000]), tensor([0.1000, 1.0000, 1.0000]))
    """

    def __init__(self, alpha: float = 0.01) -> None:
        super().__init__()
        if not 0 < alpha < 1:
            raise ValueError(f"alpha has to be between 0 and 1, not {alpha}")
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        return torch.where(x >= 0, x, self.alpha * x)

    def derivative(self, x: Tensor) -> Tensor:
        return torch.where(x >= 0, torch.ones_like(x), self.alpha)
