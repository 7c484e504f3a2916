"""NADE with a convolutional network, for images."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .orderless import Orderless


class ConvNADE(Orderless):
    """Orderless NADE on binary images [batch, height, width]: a convolutional network of `layers` hidden layers sees
    two maps, x with the hidden pixels at zero and which they are, and keeps the size.

    B. Uria, M.-A. Côté, K. Gregor, I. Murray, H. Larochelle, "Neural autoregressive distribution estimation", 2016.

    >>> import torch
    >>> model = ConvNADE(4, 4, channels=8, layers=2)
    >>> x = model.sample(3, torch.Generator().manual_seed(1))
    >>> x.shape, model.log_prob(x).shape
    (torch.Size([3, 4, 4]), torch.Size([3]))
    """

    def __init__(self, height: int, width: int, channels: int, layers: int) -> None:
        super().__init__(height, width)
        stack: list[nn.Module] = []
        maps = 2
        for _ in range(layers):
            stack += [nn.Conv2d(maps, channels, 3, padding=1), nn.ReLU()]
            maps = channels
        self.network = nn.Sequential(*stack, nn.Conv2d(maps, 1, 3, padding=1))

    def reconstruct(self, x: Tensor, visible: Tensor) -> Tensor:
        return self.network(torch.stack([x * visible, visible], 1)).squeeze(1)
