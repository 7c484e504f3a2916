"""WaveNet."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, relu

from .causal_convolution import CausalConv1d, StepByStep
from .conditionals import categorical_draw, categorical_log_prob


class WaveNetLayer(nn.Module):
    """A gated causal convolution, whose output goes on to the next layer and out to the skip connections."""

    def __init__(self, channels: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.causal = CausalConv1d(channels, 2 * channels, kernel, dilation)
        self.on = nn.Linear(channels, channels)
        self.skip = nn.Linear(channels, channels)

    def forward(self, x: Tensor, causal: Callable[[Tensor], Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """Of sequences [batch, time, channels]; or of one step [batch, channels], with a convolution step by step."""
        f, g = (causal or self.causal)(x).chunk(2, -1)
        gated = torch.tanh(f) * torch.sigmoid(g)
        return x + self.on(gated), self.skip(gated)


class WaveNet(nn.Module):
    """Sequences of levels, each by a softmax given those before it: gated causal convolutions, tanh(W_f * x) ⊙
    sigmoid(W_g * x), with dilations 1, 2, 4, .., as long out as in. Each x_t sees the
    1 + (kernel - 1) (2^layers - 1) steps before it.

    A. van den Oord et al., "WaveNet: a generative model for raw audio", 2016.

    >>> import torch
    >>> model = WaveNet(length=20, levels=4, channels=8, layers=3)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(self, length: int, levels: int, channels: int, layers: int, kernel: int = 2) -> None:
        super().__init__()
        self.length, self.levels = length, levels
        self.embedding = nn.Embedding(levels, channels)
        self.layers = nn.ModuleList(WaveNetLayer(channels, kernel, 2**layer) for layer in range(layers))
        self.mix = nn.Linear(channels, channels)
        self.read = nn.Linear(channels, levels)

    def logits(self, x: Tensor) -> Tensor:
        """Of each level given those before it, [batch, time, levels], for sequences x [batch, time]."""
        on = pad(self.embedding(x), (0, 0, 1, 0))[:, :-1]  # at the first step nothing is known
        return self._read(on, [None] * len(self.layers))

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of sequences x [batch, time] of levels 0, 1, .."""
        return categorical_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n sequences [n, length]; a step costs the same however many came before."""
        like = self.read.weight
        uniform = torch.rand(n, self.length, generator=generator, dtype=like.dtype, device=like.device)
        x = torch.zeros_like(uniform, dtype=torch.long)
        queues = [StepByStep(layer.causal, n) for layer in self.layers]
        on = like.new_zeros(n, like.shape[1])
        for t in range(self.length):
            x[:, t] = categorical_draw(self._read(on, queues), uniform[:, t])
            on = self.embedding(x[:, t])
        return x

    def _read(self, on: Tensor, causal: list[StepByStep] | list[None]) -> Tensor:
        skipped = torch.zeros_like(on)
        for layer, convolution in zip(self.layers, causal, strict=True):
            on, skip = layer(on, convolution)
            skipped = skipped + skip
        return self.read(relu(self.mix(relu(skipped))))
