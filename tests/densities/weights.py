"""Random weights, none of them zero, also where a layer starts at zero or as the identity."""

from __future__ import annotations

from typing import TypeVar

import torch
from torch import Generator, nn

M = TypeVar("M", bound=nn.Module)


def randomised(model: M, generator: Generator, gain: float = 1.5) -> M:
    """The model in float64, its weights drawn: of matrices and kernels by the number of inputs, of others by 1/2."""
    model = model.double()
    with torch.no_grad():
        for parameter in model.parameters():
            scale = gain / parameter[0].numel() ** 0.5 if parameter.dim() > 1 else 0.5
            parameter.copy_(scale * torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
    return model
