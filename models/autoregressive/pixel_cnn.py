"""PixelCNN with plain masks."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from .conditionals import categorical_log_prob
from .masked_convolution import MaskedConv2d, PixelByPixel
from .raster import PixelLogits, centred, raster_sample


class PixelCNN(nn.Module):
    """Images pixel by pixel, each level by a softmax, the colours of a pixel in turn:

    p(x_i | x_{<i}) = p(x_{i,R} | x_{<i}) p(x_{i,G} | x_{i,R}, x_{<i}) p(x_{i,B} | x_{i,R}, x_{i,G}, x_{<i}).

    A convolution with mask A, then residual ones with mask B. However many there are, a pixel does not see all that
    came before: above and to the right of it a blind spot is left. `GatedPixelCNN` has none.

    A. van den Oord, N. Kalchbrenner, K. Kavukcuoglu, "Pixel recurrent neural networks", 2016.

    shape: (colours, height, width); channels: maps, a multiple of the colours

    >>> import torch
    >>> model = PixelCNN((3, 4, 4), levels=8, channels=12, layers=2)
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape, model.logits(x).shape
    (torch.Size([2]), torch.Size([2, 3, 4, 4, 8]))
    """

    def __init__(self, shape: tuple[int, int, int], levels: int, channels: int, layers: int, kernel: int = 3) -> None:
        super().__init__()
        self.shape = shape
        self.levels = levels
        colours = shape[0]
        self.first = MaskedConv2d(colours, channels, (kernel, kernel), colours, strict=True)
        self.layers = nn.ModuleList(
            MaskedConv2d(channels, channels, (kernel, kernel), colours, strict=False) for _ in range(layers)
        )
        self.head = PixelLogits(channels, colours, levels)

    def logits(self, x: Tensor) -> Tensor:
        """Of each level given what comes before, [batch, colours, height, width, levels], for images x."""
        maps = self.first(centred(x, self.levels, self.first.weight))
        for layer in self.layers:
            maps = maps + layer(relu(maps))
        return self.head(maps)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of images x [batch, colours, height, width] of levels 0, 1, .."""
        return categorical_log_prob(self.logits(x), x).flatten(1).sum(1)

    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n images, each pixel computed once for each of its colours."""
        like = self.first.weight
        uniform = torch.rand(n, *self.shape, generator=generator, dtype=like.dtype, device=like.device)
        with torch.no_grad():
            return raster_sample(PixelCNNWalk(self, n), self.head, uniform)


class PixelCNNWalk:
    """A PixelCNN over n images, pixel by pixel."""

    def __init__(self, model: PixelCNN, n: int) -> None:
        _, height, width = model.shape
        self.first = PixelByPixel(model.first, n, height, width)
        self.layers = [PixelByPixel(layer, n, height, width) for layer in model.layers]

    def maps(self, row: int, column: int, x: Tensor) -> Tensor:
        maps = self.first(row, column, x)
        for layer in self.layers:
            maps = maps + layer(row, column, relu(maps))
        return maps

    def pixel_known(self, row: int, column: int, x: Tensor) -> None:
        self.first.put(row, column, x)

    def row_known(self, row: int) -> None:
        """Nothing waits for it."""
