"""What models of images pixel by pixel share: rows from the top, pixels from the left, the colours of a pixel in turn.

Images are whole numbers [batch, colours, height, width] from 0 to levels - 1.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from .conditionals import categorical_draw
from .masked_convolution import MaskedConv2d, PixelByPixel


def centred(x: Tensor, levels: int, like: Tensor) -> Tensor:
    """The levels as numbers from -1 to 1, in the type of `like`."""
    return x.to(like) * (2 / (levels - 1)) - 1


class PixelLogits(nn.Module):
    """From maps [batch, channels, height, width] to logits [batch, colours, height, width, levels]."""

    def __init__(self, channels: int, colours: int, levels: int) -> None:
        super().__init__()
        self.shape = (colours, levels)
        self.mix = MaskedConv2d(channels, channels, (1, 1), colours, strict=False)
        self.read = MaskedConv2d(channels, colours * levels, (1, 1), colours, strict=False)

    def forward(self, maps: Tensor) -> Tensor:
        return self.read(relu(self.mix(relu(maps)))).unflatten(1, self.shape).movedim(2, -1)


class Walk(Protocol):
    """A model on its way over n images."""

    def maps(self, row: int, column: int, x: Tensor) -> Tensor:
        """The maps [n, channels] at a pixel, of whose centred colours x [n, colours] the first ones are known."""

    def pixel_known(self, row: int, column: int, x: Tensor) -> None:
        """All colours of this pixel are. What `maps` gave last stays right: no map of it sees the last colour."""

    def row_known(self, row: int) -> None:
        """All pixels of this row are."""


@torch.no_grad()
def raster_sample(walk: Walk, head: PixelLogits, uniform: Tensor) -> Tensor:
    """Images drawn colour by colour of pixel by pixel, where a full pass for each would compute all pixels each time.

    uniform: the numbers [n, colours, height, width] that decide the draws
    """
    n, colours, height, width = uniform.shape
    _, levels = head.shape
    x = torch.zeros_like(uniform, dtype=torch.long)
    mix, read = PixelByPixel(head.mix, n, height, width), PixelByPixel(head.read, n, height, width)
    for row in range(height):
        for column in range(width):
            for colour in range(colours):
                maps = walk.maps(row, column, centred(x[:, :, row, column], levels, uniform))
                maps = mix(row, column, relu(maps))
                logits = read(row, column, relu(maps)).unflatten(1, head.shape)[:, colour]
                x[:, colour, row, column] = categorical_draw(logits, uniform[:, colour, row, column])
            walk.pixel_known(row, column, centred(x[:, :, row, column], levels, uniform))
        walk.row_known(row)
    return x
