"""The temporal convolutional network."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, relu

from ..bounded import bounded
from .causal_convolution import CausalConv1d, StepByStep
from .conditionals import normal_log_prob
from .normal_network import WIDEST


class TemporalBlock(nn.Module):
    """relu(x + F(x)) with F two causal convolutions of the same dilation, each followed by a ReLU; x is mapped
    linearly where the width changes."""

    def __init__(self, inputs: int, channels: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.first = CausalConv1d(inputs, channels, kernel, dilation)
        self.second = CausalConv1d(channels, channels, kernel, dilation)
        self.shortcut = nn.Linear(inputs, channels) if inputs != channels else nn.Identity()

    def forward(self, x: Tensor, causal: tuple[StepByStep, StepByStep] | None = None) -> Tensor:
        """Of sequences [batch, time, inputs]; or of one step [batch, inputs], with convolutions step by step."""
        first, second = causal or (self.first, self.second)
        return relu(self.shortcut(x) + relu(second(relu(first(x)))))


class TCN(nn.Module):
    """Real series, each x_t normal given those before it: its mean and log-scale are read off temporal blocks with
    dilations 1, 2, 4, .., which see the 1 + 2 (kernel - 1) (2^layers - 1) steps before it.

    S. Bai, J. Z. Kolter, V. Koltun, "An empirical evaluation of generic convolutional and recurrent networks for
    sequence modeling", 2018; without its weight normalisation and dropout.

    >>> import torch
    >>> model = TCN(length=20, channels=8, layers=2)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(self, length: int, channels: int, layers: int, kernel: int = 2) -> None:
        super().__init__()
        self.length = length
        self.blocks = nn.ModuleList(
            TemporalBlock(1 if layer == 0 else channels, channels, kernel, 2**layer) for layer in range(layers)
        )
        self.read = nn.Linear(channels, 2)

    def conditionals(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-scale of each x_t given those before it, [batch, time] all."""
        on = pad(x.unsqueeze(2), (0, 0, 1, 0))[:, :-1]
        for block in self.blocks:
            on = block(on)
        return self._law(on)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of series x [batch, time]."""
        return normal_log_prob(*self.conditionals(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n series [n, length]; a step costs the same however many came before."""
        like = self.read.weight
        noise = torch.randn(n, self.length, generator=generator, dtype=like.dtype, device=like.device)
        x = torch.zeros_like(noise)
        queues = [(StepByStep(block.first, n), StepByStep(block.second, n)) for block in self.blocks]
        last = like.new_zeros(n, 1)
        for t in range(self.length):
            on = last
            for block, causal in zip(self.blocks, queues, strict=True):
                on = block(on, causal)
            mean, log_scale = self._law(on)
            x[:, t] = mean + log_scale.exp() * noise[:, t]
            last = x[:, t : t + 1]
        return x

    def _law(self, on: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_scale = self.read(on).unbind(-1)
        return mean, bounded(log_scale, WIDEST)
