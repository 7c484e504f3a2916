"""The networks inside flows: from what a layer keeps, and perhaps a context, to what it does to the rest.

Their last layer starts at zero, so that a new flow starts near the identity; they are smooth, and so are the densities.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate


class VectorConditioner(nn.Module):
    """A perceptron of two hidden layers, from vectors [batch, inputs] with a context [batch, context]."""

    def __init__(self, inputs: int, outputs: int, hidden: int, context: int = 0) -> None:
        super().__init__()
        self.network = nn.Sequential(
            nn.Linear(inputs + context, hidden),
            nn.SiLU(),
            nn.Linear(hidden, hidden),
            nn.SiLU(),
            nn.Linear(hidden, outputs),
        )
        start_at_zero(self.network[-1])

    def forward(self, kept: Tensor, context: Tensor | None = None) -> Tensor:
        return self.network(kept if context is None else torch.cat([kept, context], 1))


class ImageConditioner(nn.Module):
    """Convolutions, 3 x 3, 1 x 1 and 3 x 3, over maps [batch, inputs, height, width]; with a context of maps of any
    size, each value of which goes to the pixels of its place."""

    def __init__(self, inputs: int, outputs: int, hidden: int, context: int = 0) -> None:
        super().__init__()
        self.network = nn.Sequential(
            nn.Conv2d(inputs + context, hidden, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(hidden, hidden, 1),
            nn.SiLU(),
            nn.Conv2d(hidden, outputs, 3, padding=1),
        )
        start_at_zero(self.network[-1])

    def forward(self, kept: Tensor, context: Tensor | None = None) -> Tensor:
        if context is None:
            return self.network(kept)
        return self.network(torch.cat([kept, interpolate(context, kept.shape[2:])], 1))


def start_at_zero(layer: nn.Module) -> None:
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
