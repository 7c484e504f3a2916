"""Integrals of smooth densities over the plane and the line, exact to rounding where the grid is fine enough."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def integral(density: Callable[[Tensor], Tensor], low: Tensor, high: Tensor, points: int) -> Tensor:
    """Of a density of x [batch, D] by the trapezoidal rule on the box from `low` to `high`, [D] each: for a smooth
    function that vanishes at the ends the error falls faster than any power of the step."""
    lines = [torch.linspace(float(a), float(b), points, dtype=torch.float64) for a, b in zip(low, high, strict=True)]
    grid = torch.cartesian_prod(*lines).reshape(-1, len(lines))
    with torch.no_grad():
        total = sum(density(part).sum() for part in grid.split(2**16))
    return total * torch.stack([line[1] - line[0] for line in lines]).prod()


def around(samples: Tensor) -> tuple[Tensor, Tensor]:
    """A box [D], [D] with all samples [n, D] in it and much room on each side."""
    low, high = samples.min(0).values, samples.max(0).values
    return low - 1.5 * (high - low), high + 1.5 * (high - low)
