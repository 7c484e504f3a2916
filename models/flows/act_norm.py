"""Activation normalisation, and plain scaling."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .layer import FlowLayer


class ActNorm(FlowLayer):
    """z = exp(s) (x + b) with a scale and a shift for each of `features`, the entries of dimension 1; in images they
    are shared by all pixels, and the log-determinant is the sum of s times their number.

    `initialise` sets them so that each feature of a first batch gets mean 0 and variance 1.

    D. P. Kingma, P. Dhariwal, "Glow: generative flow with invertible 1x1 convolutions", 2018.

    >>> import torch
    >>> layer = ActNorm(3)
    >>> z = layer.initialise(torch.randn(100, 3, 4, 4) * 7 + 2)
    >>> torch.allclose(z.mean((0, 2, 3)), torch.zeros(3), atol=1e-5)
    True
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(features))
        self.shift = nn.Parameter(torch.zeros(features))

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        log_scale, shift = self._beside(x)
        return log_scale.exp() * (x + shift), self._log_det(x)

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        log_scale, shift = self._beside(z)
        return torch.exp(-log_scale) * z - shift, -self._log_det(z)

    @torch.no_grad()
    def initialise(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        by_feature = x.transpose(0, 1).flatten(1)
        self.shift.copy_(-by_feature.mean(1))
        self.log_scale.copy_(-by_feature.std(1, correction=0).clamp(min=1e-6).log())
        return super().initialise(x, context)

    def _beside(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The parameters in a shape that meets features of x."""
        shape = (-1,) + (1,) * (x.dim() - 2)
        return self.log_scale.view(shape), self.shift.view(shape)

    def _log_det(self, x: Tensor) -> Tensor:
        pixels = x[0, 0].numel()
        return (pixels * self.log_scale.sum()).expand(len(x))
