"""The rectified linear unit."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ReLU(nn.Module):
    r"""The rectified linear unit :math:`\max(0, x)` (Nair and Hinton, 2010).

    Its derivative is 1 for x > 0 and 0 for x < 0; at 0, where there is none, 0 is taken. A unit that is negative on all
    samples gets no gradient, and never comes back.

    Shapes: any.

    >>> x = torch.tensor([-2., 0., 3.])
    >>> ReLU()(x), ReLU().derivative(x)
    (tensor([0., 0., 3.]), tensor([0., 0., 1.]))
    """

    def forward(self, x: Tensor) -> Tensor:
        return torch.where(x > 0, x, 0)

    def derivative(self, x: Tensor) -> Tensor:
        return (x > 0).to(x.dtype)
