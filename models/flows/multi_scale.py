"""Levels of ever smaller images, half of each split off."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from .composition import Composition
from .layer import FlowLayer
from .squeeze import Squeeze


class MultiScale(FlowLayer):
    """At each level: squeeze, the level's layers, and split off the second half of the channels, which is latent from
    there on; the last level keeps all. The log-determinants of the levels add up.

    z has the shape of x. In a row it holds the halves split off, in the order of the levels, then what was left.

    L. Dinh, J. Sohl-Dickstein, S. Bengio, "Density estimation using Real NVP", 2016.

    levels: the layers of each; the first sees 4 C channels of x [batch, C, H, W], each further one twice as many

    >>> import torch
    >>> from probatum.models.flows import ActNorm
    >>> z, log_det = MultiScale([ActNorm(4), ActNorm(8)])(torch.zeros(5, 1, 8, 8))
    >>> z.shape, log_det.shape
    (torch.Size([5, 1, 8, 8]), torch.Size([5]))
    """

    def __init__(self, levels: Sequence[FlowLayer]) -> None:
        super().__init__()
        self.levels = nn.ModuleList(Composition(Squeeze(), level) for level in levels)

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        shape, latent, log_det = x.shape, [], x.new_zeros(len(x))
        *levels, last = self.levels
        for level in levels:
            x, step = level(x, context)
            x, split_off = x.chunk(2, 1)
            latent.append(split_off.flatten(1))
            log_det = log_det + step
        x, step = last(x, context)
        return torch.cat([*latent, x.flatten(1)], 1).view(shape), log_det + step

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        *levels, last = self.levels
        halves, rest = [], z.flatten(1)
        for _ in levels:
            half, rest = rest.chunk(2, 1)
            halves.append(half)
        batch, channels, height, width = z.shape
        scale = 2 ** len(self.levels)
        x, log_det = last.inverse(rest.view(batch, 2 * scale * channels, height // scale, width // scale), context)
        for level, half in zip(reversed(levels), reversed(halves), strict=True):
            x, step = level.inverse(torch.cat([x, half.view_as(x)], 1), context)
            log_det = log_det + step
        return x, log_det

    def initialise(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        rest = x
        for level in self.levels:
            rest, _ = level.initialise(rest, context).chunk(2, 1)
        return super().initialise(x, context)
