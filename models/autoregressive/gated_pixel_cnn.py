"""PixelCNN with gates and two stacks, which see all that came before."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, pad

from .conditionals import categorical_log_prob
from .masked_convolution import MaskedConv2d, PixelByPixel
from .raster import PixelLogits, centred, raster_sample


def gate(maps: Tensor, colours: int) -> Tensor:
    """tanh(f) * sigmoid(g) of maps [batch, 2 channels, ..]: of each colour's maps, f is the first half, g the other."""
    f, g = maps.unflatten(1, (colours, 2, -1)).unbind(2)
    return (torch.tanh(f) * torch.sigmoid(g)).flatten(1, 2)


class GatedLayer(nn.Module):
    """One layer of both stacks. The vertical one sees the rows down to its own, over the width of the kernel; one row
    further down its maps join the horizontal stack, which sees what lies to the left in its row."""

    def __init__(self, inputs: int, channels: int, kernel: int, colours: int, strict: bool) -> None:
        super().__init__()
        self.colours = colours
        self.reach = kernel // 2
        self.vertical = nn.Conv2d(inputs, 2 * channels, (self.reach + 1, kernel))
        self.down = nn.Conv2d(2 * channels, 2 * channels, 1)
        self.horizontal = MaskedConv2d(inputs, 2 * channels, (1, kernel), colours, strict)
        self.out = MaskedConv2d(channels, channels, (1, 1), colours, strict=False)

    def forward(self, above: Tensor, left: Tensor) -> tuple[Tensor, Tensor]:
        """The maps [batch, channels, height, width] of the vertical and of the horizontal stack."""
        vertical = self.vertical(pad(above, (self.reach, self.reach, self.reach, 0)))
        from_above = self.down(pad(vertical, (0, 0, 1, 0))[:, :, :-1])
        horizontal = self.out(gate(from_above + self.horizontal(left), self.colours))
        return gate(vertical, self.colours), horizontal


class GatedPixelCNN(nn.Module):
    """PixelCNN with the gate h = tanh(W_f * x) ⊙ sigmoid(W_g * x) and with two stacks of convolutions: one sees the
    rows above, the other the pixels to the left and the first. Together they see all that came before.

    A. van den Oord et al., "Conditional image generation with PixelCNN decoders", 2016.

    shape: (colours, height, width); channels: maps, a multiple of the colours

    >>> import torch
    >>> model = GatedPixelCNN((1, 4, 4), levels=2, channels=8, layers=3)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(self, shape: tuple[int, int, int], levels: int, channels: int, layers: int, kernel: int = 3) -> None:
        super().__init__()
        self.shape = shape
        self.levels = levels
        colours = shape[0]
        self.first = GatedLayer(colours, channels, kernel, colours, strict=True)
        self.layers = nn.ModuleList(
            GatedLayer(channels, channels, kernel, colours, strict=False) for _ in range(layers - 1)
        )
        self.head = PixelLogits(channels, colours, levels)

    def logits(self, x: Tensor) -> Tensor:
        """Of each level given what comes before, [batch, colours, height, width, levels], for images x."""
        centre = centred(x, self.levels, self.first.vertical.weight)
        above, left = self.first(centre, centre)
        for layer in self.layers:
            above, step = layer(above, left)
            left = left + step
        return self.head(left)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of images x [batch, colours, height, width] of levels 0, 1, .."""
        return categorical_log_prob(self.logits(x), x).flatten(1).sum(1)

    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n images: the vertical stack row by row, the horizontal one pixel by pixel, once for each colour."""
        like = self.first.vertical.weight
        uniform = torch.rand(n, *self.shape, generator=generator, dtype=like.dtype, device=like.device)
        with torch.no_grad():
            return raster_sample(GatedWalk(self, n), self.head, uniform)


class GatedWalk:
    """A gated PixelCNN over n images: pixel by pixel, and the vertical stack at the end of each row."""

    def __init__(self, model: GatedPixelCNN, n: int) -> None:
        _, height, width = model.shape
        self.layers = [model.first, *model.layers]
        self.horizontal = [PixelByPixel(layer.horizontal, n, height, width) for layer in self.layers]
        self.out = [PixelByPixel(layer.out, n, height, width) for layer in self.layers]
        like = model.first.vertical.weight
        self.seen_above = [
            like.new_zeros(n, layer.vertical.in_channels, height + layer.reach, width + 2 * layer.reach)
            for layer in self.layers
        ]
        self.row = like.new_zeros(n, model.shape[0], width)  # of the image, as far as it is known
        nothing = like.new_zeros(n, model.first.down.in_channels, 1, width)
        self.from_above = [layer.down(nothing).squeeze(2) for layer in self.layers]

    def maps(self, row: int, column: int, x: Tensor) -> Tensor:
        left = x
        for number, layer in enumerate(self.layers):
            both = self.from_above[number][:, :, column] + self.horizontal[number](row, column, left)
            step = self.out[number](row, column, gate(both, layer.colours))
            left = step if number == 0 else left + step
        return left

    def pixel_known(self, row: int, column: int, x: Tensor) -> None:
        self.horizontal[0].put(row, column, x)
        self.row[:, :, column] = x

    def row_known(self, row: int) -> None:
        maps = self.row
        for number, layer in enumerate(self.layers):
            seen, reach = self.seen_above[number], layer.reach
            seen[:, :, row + reach, reach : reach + maps.shape[2]] = maps
            vertical = conv2d(seen[:, :, row : row + reach + 1], layer.vertical.weight, layer.vertical.bias)
            self.from_above[number] = layer.down(vertical).squeeze(2)
            maps = gate(vertical, layer.colours).squeeze(2)
