"""NADE with several layers, for any order of the variables."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from .orderless import Orderless


class DeepNADE(Orderless):
    """A multilayer perceptron that sees x with the hidden variables at zero, and which they are.

    B. Uria, I. Murray, H. Larochelle, "A deep and tractable density estimator", 2014.

    >>> import torch
    >>> model = DeepNADE(5, hidden=[32, 32])
    >>> x = model.sample(3, torch.Generator().manual_seed(1))
    >>> model.log_prob(x, order=torch.tensor([4, 2, 0, 1, 3])).shape
    torch.Size([3])
    >>> loss = -model.order_agnostic(x, torch.Generator().manual_seed(2)).mean()
    """

    def __init__(self, dimension: int, hidden: Sequence[int]) -> None:
        super().__init__(dimension)
        layers: list[nn.Module] = []
        width = 2 * dimension
        for units in hidden:
            layers += [nn.Linear(width, units), nn.ReLU()]
            width = units
        self.network = nn.Sequential(*layers, nn.Linear(width, dimension))

    def reconstruct(self, x: Tensor, visible: Tensor) -> Tensor:
        return self.network(torch.cat([x * visible, visible], 1))
