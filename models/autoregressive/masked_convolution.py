"""Convolutions that see only the pixels, and the colours of a pixel, that come before; over an image, or pixel by
pixel."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class MaskedConv2d(nn.Conv2d):
    """A convolution that keeps the size of images [batch, maps, height, width] and looks back only.

    Its value at a pixel sees the rows above, and of its own row what lies to the left. At the pixel itself, the maps
    of a colour see those of the colours before it (R, G, B) and, unless `strict`, those of their own colour: the
    first layer of a model has to be strict (mask A), the later ones need not (mask B).

    Maps belong to the colours in equal parts, in order. The kernel (height, width) has odd sides.
    """

    mask: Tensor

    def __init__(self, inputs: int, outputs: int, kernel: tuple[int, int], colours: int, strict: bool) -> None:
        above, left = kernel[0] // 2, kernel[1] // 2
        super().__init__(inputs, outputs, kernel, padding=(above, left))
        into = torch.arange(outputs) * colours // outputs
        out_of = torch.arange(inputs) * colours // inputs
        seen = into.unsqueeze(1) > out_of if strict else into.unsqueeze(1) >= out_of
        mask = torch.zeros(outputs, inputs, *kernel)
        mask[:, :, :above] = 1
        mask[:, :, above, :left] = 1
        mask[:, :, above, left] = seen.to(mask)
        self.register_buffer("mask", mask)

    @property
    def masked_weight(self) -> Tensor:
        return self.mask * self.weight

    def forward(self, x: Tensor) -> Tensor:
        return torch.nn.functional.conv2d(x, self.masked_weight, self.bias, padding=self.padding)


class PixelByPixel:
    """A masked convolution of n images that come in pixel by pixel, each output computed from what has come in."""

    def __init__(self, convolution: MaskedConv2d, n: int, height: int, width: int) -> None:
        self.above, self.left = convolution.padding
        weight = convolution.masked_weight[:, :, : self.above + 1]  # below it nothing is seen
        self.weight = weight.permute(2, 3, 1, 0).flatten(0, 2)
        self.bias = convolution.bias
        self.map = weight.new_zeros(n, height + self.above, width + 2 * self.left, weight.shape[1])

    def put(self, row: int, column: int, pixel: Tensor) -> None:
        """Takes in the maps [n, inputs] at a pixel, in place of any it had."""
        self.map[:, row + self.above, column + self.left] = pixel

    def __call__(self, row: int, column: int, pixel: Tensor) -> Tensor:
        """The same, and the outputs [n, outputs] there."""
        self.put(row, column, pixel)
        seen = self.map[:, row : row + self.above + 1, column : column + 2 * self.left + 1]
        return torch.addmm(self.bias, seen.flatten(1), self.weight)
