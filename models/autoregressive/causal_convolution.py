"""Convolutions that see the present and the past, at some dilation; over a sequence, or step by step."""

from __future__ import annotations

from collections import deque

import torch
from torch import Tensor, nn
from torch.nn.functional import pad


class CausalConv1d(nn.Module):
    """y_t = bias + sum_j W_j x_{t - j d} over j = 0, .., kernel - 1, with zeros before the first step; as long as x.

    L layers on one another with dilations d = 1, 2, 4, .., 2^{L-1} see 1 + (kernel - 1) (2^L - 1) steps.

    Sequences are [batch, time, channels]. The taps are joined and mapped at once, so that a step is the same map.

    >>> import torch
    >>> causal = CausalConv1d(3, 4, kernel=2, dilation=8)
    >>> causal(torch.zeros(1, 20, 3)).shape
    torch.Size([1, 20, 4])
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.kernel, self.dilation = kernel, dilation
        self.taps = nn.Linear(kernel * inputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        lags = [lag * self.dilation for lag in range(self.kernel)]
        return self.taps(torch.cat([pad(x, (0, 0, lag, 0))[:, :length] for lag in lags], 2))


class StepByStep:
    """A causal convolution of n sequences that come in step by step. What will be seen again waits in a queue.

    T. Le Paine et al., "Fast Wavenet generation algorithm", 2016.
    """

    def __init__(self, convolution: CausalConv1d, n: int) -> None:
        self.convolution = convolution
        weight = convolution.taps.weight
        nothing = weight.new_zeros(n, weight.shape[1] // convolution.kernel)
        span = (convolution.kernel - 1) * convolution.dilation + 1
        self.queue = deque([nothing] * span, maxlen=span)  # the present first

    def __call__(self, x: Tensor) -> Tensor:
        """Takes in a step [n, inputs] and gives the output [n, outputs] at it."""
        self.queue.appendleft(x)
        seen = [self.queue[lag * self.convolution.dilation] for lag in range(self.convolution.kernel)]
        return self.convolution.taps(torch.cat(seen, 1))
