"""Pixel recurrent neural networks: row LSTM and diagonal BiLSTM."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from .conditionals import categorical_log_prob
from .masked_convolution import MaskedConv2d, PixelByPixel
from .raster import PixelLogits, centred, raster_sample


def cell(gates: Tensor, memory: Tensor, colours: int) -> tuple[Tensor, Tensor]:
    """The state h and the memory c of an LSTM, [batch, channels, ..], after its gates [batch, 4 channels, ..].

    Gates belong to the colours as maps do; of each colour they come as output, forget, input, candidate.
    """
    by_colour = gates.unflatten(1, (colours, 4, -1)).unbind(2)
    out, forget, take, candidate = (each.flatten(1, 2) for each in by_colour)
    memory = torch.sigmoid(forget) * memory + torch.sigmoid(take) * torch.tanh(candidate)
    return torch.sigmoid(out) * torch.tanh(memory), memory


class RowLSTM(nn.Module):
    """An LSTM that goes down the rows, all pixels of one at once. A pixel sees its left neighbour and itself in the
    maps before, and the states of three pixels above it: of all that came before, a triangle."""

    def __init__(self, channels: int, colours: int) -> None:
        super().__init__()
        self.channels, self.colours = channels, colours
        self.from_input = MaskedConv2d(channels, 4 * channels, (1, 3), colours, strict=False)
        self.from_state = nn.Conv1d(channels, 4 * channels, 3, padding=1)

    def forward(self, maps: Tensor) -> Tensor:
        """From and to maps [batch, channels, height, width]."""
        state = memory = torch.zeros_like(maps[:, :, 0])
        rows = []
        for gates in self.from_input(maps).unbind(2):
            state, memory = cell(gates + self.from_state(state), memory, self.colours)
            rows.append(state)
        return torch.stack(rows, 2)

    def walk(self, n: int, width: int) -> RowWalk:
        return RowWalk(self, n, width)


class RowWalk:
    """A row LSTM over n images, pixel by pixel."""

    def __init__(self, layer: RowLSTM, n: int, width: int) -> None:
        self.layer = layer
        self.from_input = PixelByPixel(layer.from_input, n, 1, width)
        self.state = layer.from_state.weight.new_zeros(n, layer.channels, width)
        self.memory = torch.zeros_like(self.state)
        self.row_known()

    def pixel(self, column: int, maps: Tensor) -> Tensor:
        gates = self.from_input(0, column, maps) + self.from_above[:, :, column]
        state, memory = cell(gates, self.memory_above[:, :, column], self.layer.colours)
        self.state[:, :, column], self.memory[:, :, column] = state, memory
        return state

    def row_known(self) -> None:
        self.from_above, self.memory_above = self.layer.from_state(self.state), self.memory.clone()


class DiagonalLSTM(nn.Module):
    """An LSTM that goes from the upper left corner, all pixels of a diagonal at once: a pixel sees itself in the maps
    before, and the states to the left and above. The memory comes from the left."""

    def __init__(self, channels: int, colours: int) -> None:
        super().__init__()
        self.channels, self.colours = channels, colours
        self.from_input = MaskedConv2d(channels, 4 * channels, (1, 1), colours, strict=False)
        self.from_state = nn.Linear(2 * channels, 4 * channels)

    def forward(self, maps: Tensor) -> Tensor:
        """From and to maps [batch, channels, height, width]."""
        height, width = maps.shape[2:]
        # Row r moves r places to the right, so that diagonals become columns.
        gates = pad(self.from_input(maps), (0, height)).flatten(2)[:, :, :-height].unflatten(2, (height, -1))
        row, column = torch.arange(height, device=maps.device), torch.arange(gates.shape[3], device=maps.device)
        inside = ((column >= row[:, None]) & (column < row[:, None] + width)).to(maps)
        state = memory = torch.zeros_like(maps[:, :, :, 0])
        columns = []
        for column_gates, within in zip(gates.unbind(3), inside.unbind(1), strict=True):
            above = pad(state, (1, 0))[:, :, :-1]
            from_state = self.from_state(torch.cat([above, state], 1).movedim(1, 2)).movedim(2, 1)
            state, memory = cell(column_gates + from_state, memory, self.colours)
            state, memory = within * state, within * memory
            columns.append(state)
        return pad(torch.stack(columns, 3).flatten(2), (0, height)).unflatten(2, (height, -1))[..., :width]


class DiagonalBiLSTM(nn.Module):
    """A diagonal LSTM, and another that goes from the upper right corner and whose states are taken from the row
    above, where it has not seen the pixel itself. Together they see all that came before but for one pixel: the last
    of the row above, which no map of that row holds if the first layer has mask A, unless that layer reaches it."""

    def __init__(self, channels: int, colours: int) -> None:
        super().__init__()
        self.from_left = DiagonalLSTM(channels, colours)
        self.from_right = DiagonalLSTM(channels, colours)

    def forward(self, maps: Tensor) -> Tensor:
        """From and to maps [batch, channels, height, width]."""
        right = self.from_right(maps.flip(3)).flip(3)
        return self.from_left(maps) + pad(right, (0, 0, 1, 0))[:, :, :-1]

    def walk(self, n: int, width: int) -> DiagonalWalk:
        return DiagonalWalk(self, n, width)


class DiagonalWalk:
    """A diagonal BiLSTM over n images: pixel by pixel, and from the right at the end of each row."""

    def __init__(self, layer: DiagonalBiLSTM, n: int, width: int) -> None:
        self.layer = layer
        self.from_left = PixelByPixel(layer.from_left.from_input, n, 1, 1)
        self.from_right = PixelByPixel(layer.from_right.from_input, n, 1, 1)
        self.nothing = layer.from_left.from_state.weight.new_zeros(n, layer.from_left.channels)
        self.inputs, self.left, self.left_above, self.right_above = (
            self.nothing.unsqueeze(2).repeat(1, 1, width) for _ in range(4)
        )
        self.memory = torch.zeros_like(self.left)

    def pixel(self, column: int, maps: Tensor) -> Tensor:
        self.inputs[:, :, column] = maps
        left = self.left[:, :, column - 1] if column else self.nothing
        memory = self.memory[:, :, column - 1] if column else self.nothing
        states = torch.cat([self.left_above[:, :, column], left], 1)
        gates = self.from_left(0, 0, maps) + self.layer.from_left.from_state(states)
        state, memory = cell(gates, memory, self.layer.from_left.colours)
        self.left[:, :, column], self.memory[:, :, column] = state, memory
        return state + self.right_above[:, :, column]

    def row_known(self) -> None:
        self.left_above = self.left.clone()
        state = memory = self.nothing
        for column in reversed(range(self.inputs.shape[2])):
            states = torch.cat([self.right_above[:, :, column], state], 1)
            gates = self.from_right(0, 0, self.inputs[:, :, column]) + self.layer.from_right.from_state(states)
            state, memory = cell(gates, memory, self.layer.from_right.colours)
            self.right_above[:, :, column] = state


LAYERS = {"row": RowLSTM, "diagonal": DiagonalBiLSTM}


class PixelRNN(nn.Module):
    """Images pixel by pixel, each level by a softmax, the colours of a pixel in turn: a convolution with mask A, then
    residual layers of LSTMs over the image.

    A. van den Oord, N. Kalchbrenner, K. Kavukcuoglu, "Pixel recurrent neural networks", 2016.

    shape: (colours, height, width); channels: maps, a multiple of the colours; kind: which LSTM

    >>> import torch
    >>> model = PixelRNN((1, 4, 4), levels=2, channels=8, layers=2, kind="diagonal")
    >>> x = model.sample(2, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([2])
    """

    def __init__(
        self,
        shape: tuple[int, int, int],
        levels: int,
        channels: int,
        layers: int,
        kind: Literal["row", "diagonal"],
    ) -> None:
        super().__init__()
        self.shape = shape
        self.levels = levels
        colours = shape[0]
        self.first = MaskedConv2d(colours, channels, (7, 7), colours, strict=True)
        self.layers = nn.ModuleList(LAYERS[kind](channels, colours) for _ in range(layers))
        self.head = PixelLogits(channels, colours, levels)

    def logits(self, x: Tensor) -> Tensor:
        """Of each level given what comes before, [batch, colours, height, width, levels], for images x."""
        maps = self.first(centred(x, self.levels, self.first.weight))
        for layer in self.layers:
            maps = maps + layer(maps)
        return self.head(maps)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of images x [batch, colours, height, width] of levels 0, 1, .."""
        return categorical_log_prob(self.logits(x), x).flatten(1).sum(1)

    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n images, each pixel computed once for each of its colours."""
        like = self.first.weight
        uniform = torch.rand(n, *self.shape, generator=generator, dtype=like.dtype, device=like.device)
        with torch.no_grad():
            return raster_sample(PixelRNNWalk(self, n), self.head, uniform)


class PixelRNNWalk:
    """A PixelRNN over n images, pixel by pixel."""

    def __init__(self, model: PixelRNN, n: int) -> None:
        _, height, width = model.shape
        self.first = PixelByPixel(model.first, n, height, width)
        self.layers = [layer.walk(n, width) for layer in model.layers]

    def maps(self, row: int, column: int, x: Tensor) -> Tensor:
        maps = self.first(row, column, x)
        for layer in self.layers:
            maps = maps + layer.pixel(column, maps)
        return maps

    def pixel_known(self, row: int, column: int, x: Tensor) -> None:
        self.first.put(row, column, x)

    def row_known(self, row: int) -> None:
        for layer in self.layers:
            layer.row_known()
