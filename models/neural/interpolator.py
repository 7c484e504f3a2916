"""The universal approximation theorem in one dimension, by construction."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from ..activations import ReLU


class ReLUInterpolator(nn.Module):
    r"""A network with one hidden layer of rectified units that equals f at n + 1 equally spaced knots of [low, high].

    Between knots a straight line is :math:`f(a_0) + \sum_k (s_k - s_{k-1}) \max(0, x - a_k)`, for the slopes
    :math:`s_k` of the intervals and :math:`s_{-1} = 0`. With a grid of width h it is off by at most
    :math:`\frac{h^2}{8} \max |f''|`: :meth:`within` takes as many intervals as that asks for (the theorem for every
    continuous f: Cybenko, 1989). Left of the interval it is constant, right of it the last line goes on.

    Args:
        f: takes and gives tensors of one dimension.
        low, high: the ends of the interval.
        intervals: n, the number of hidden units.

    Shapes: (..) to (..), in float64 unless converted: rounding counts towards epsilon.

    >>> network = ReLUInterpolator.within(0.001, torch.sin, 0., 6., curvature=1.)
    >>> network.intervals
    68
    >>> x = torch.linspace(0, 6, 1000, dtype=torch.float64)
    >>> (network(x) - torch.sin(x)).abs().max() < 0.001
    tensor(True)
    """

    def __init__(self, f: Callable[[Tensor], Tensor], low: float, high: float, intervals: int) -> None:
        super().__init__()
        self.intervals = intervals
        self.hidden = nn.Linear(1, intervals, dtype=torch.float64)
        self.output = nn.Linear(intervals, 1, dtype=torch.float64)
        self.activation = ReLU()
        knots = torch.linspace(low, high, intervals + 1, dtype=torch.float64)
        heights = f(knots)
        slopes = heights.diff() / knots.diff()
        with torch.no_grad():
            self.hidden.weight.fill_(1.0)
            self.hidden.bias.copy_(-knots[:-1])
            self.output.weight.copy_(slopes.diff(prepend=torch.zeros(1)))
            self.output.bias.copy_(heights[:1])

    @classmethod
    def within(
        cls, epsilon: float, f: Callable[[Tensor], Tensor], low: float, high: float, curvature: float
    ) -> ReLUInterpolator:
        """The network that is off by at most epsilon on [low, high], where `curvature` bounds |f''| there."""
        widest = math.sqrt(8 * epsilon / curvature)
        return cls(f, low, high, math.ceil((high - low) / widest))

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.activation(self.hidden(x[..., None])))[..., 0]
