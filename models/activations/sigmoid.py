"""The logistic sigmoid."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Sigmoid(nn.Module):
    r"""The logistic sigmoid :math:`\sigma(x) = 1 / (1 + e^{-x})`.

    Its derivative :math:`\sigma(x)(1 - \sigma(x))` is positive, at most 1/4, and vanishes at both ends: the unit
    saturates. Computed as :math:`e^{-\log(1 + e^{-x})}`, in which nothing overflows.

    Shapes: any.

    >>> Sigmoid()(torch.tensor([-1000., 0., 1000.]))
    tensor([0.0000, 0.5000, 1.0000])
    >>> Sigmoid().derivative(torch.tensor(0.))
    tensor(0.2500)
    """

    def forward(self, x: Tensor) -> Tensor:
        return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))

    def derivative(self, x: Tensor) -> Tensor:
        return self(x) * self(-x)
