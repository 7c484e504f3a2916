"""Every autoregressive model with exact conditionals, small: binary and categorical ones with spaces to enumerate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import torch
from torch import Generator, Tensor, nn

from probatum.models import (
    FVSBN,
    MADE,
    NADE,
    ConvNADE,
    DeepNADE,
    GatedPixelCNN,
    PixelCNN,
    PixelRNN,
    Tabular,
    Transformer,
    WaveNet,
)

from .dependence import after, along, closure, masked_window, window
from .enumeration import every_event

Shape = tuple[int, int, int]
Pattern = Callable[[nn.Module], Tensor]


@dataclass(frozen=True)
class Case:
    """A model with the events that it is for. `pattern` is what its conditionals are to depend on, by construction."""

    build: Callable[[Generator], nn.Module]
    shape: tuple[int, ...]
    pattern: Pattern
    levels: int = 2
    binary: bool = False  # takes 0 and 1 as floating numbers, and gives Bernoulli logits
    order: tuple[int, ...] | None = None
    idle: str = ""  # a layer that nothing reads

    @property
    def dimension(self) -> int:
        return torch.Size(self.shape).numel()

    @property
    def factors(self) -> Tensor:
        """The variables in the order of the chain rule: as they lie, but for the colours of a pixel."""
        if self.order is not None:
            return torch.tensor(self.order)
        return torch.arange(self.dimension).view(-1, *self.shape[-2:]).flatten(1).T.flatten()

    def events(self) -> Tensor:
        x = every_event(self.shape, self.levels)
        return x.double() if self.binary else x

    def conditional_log_prob(self, model: nn.Module, x: Tensor) -> Tensor:
        """log p(x_i | those before it) [batch, D], from the logits."""
        logits = model.logits(x)
        if self.binary:
            law = torch.distributions.Bernoulli(logits=logits)
        else:
            law = torch.distributions.Categorical(logits=logits)
        return law.log_prob(x).flatten(1)


def everything_before(dimension: int) -> Pattern:
    return lambda model: along(torch.arange(dimension))


def in_order(*order: int) -> Pattern:
    return lambda model: along(torch.tensor(order))


def by_degrees(*order: int) -> Pattern:
    """Of a MADE: variable i depends on j if a chain of hidden units leads from one to the other: degrees that never
    fall, from at least the place of j to below the place of i."""

    def pattern(model: nn.Module) -> Tensor:
        degrees = [layer.tolist() for layer in model.degrees.split(model.hidden)]
        place = {variable: number for number, variable in enumerate(order, 1)}
        found = torch.zeros(len(order), len(order), dtype=torch.bool)
        for j in order:
            reached = {place[j]}
            for layer in degrees:
                reached = {unit for unit in layer if any(unit >= before for before in reached)}
            for i in order:
                found[i, j] = any(unit < place[i] for unit in reached)
        return found

    return pattern


def near_pixels(height: int, width: int, reach: int) -> Pattern:
    """All earlier pixels no farther than `reach` either way."""

    def pattern(model: nn.Module) -> Tensor:
        near = window((1, height, width), lambda down, right, *_: max(abs(down), abs(right)) <= reach)
        return near & along(torch.arange(height * width))

    return pattern


def head(shape: Shape) -> Tensor:
    one = masked_window(shape, 1, 1, strict=False)
    return after(one, one)


def plain_pixels(shape: Shape, layers: int, kernel: int = 3) -> Pattern:
    """Of a PixelCNN with its blind spot."""

    def pattern(model: nn.Module) -> Tensor:
        again = masked_window(shape, kernel, kernel, strict=False)  # with the residual connection: it sees itself
        stack = [again] * layers + [masked_window(shape, kernel, kernel, strict=True)]
        return after(head(shape), reduce(after, stack))

    return pattern


def gated_pixels(shape: Shape, layers: int, kernel: int = 3) -> Pattern:
    """Of a gated PixelCNN: the vertical stack sees rows down to its own, and is seen one row further down."""

    def pattern(model: nn.Module) -> Tensor:
        reach = kernel // 2
        vertical = window(shape, lambda down, right, *_: -reach <= down <= 0 and abs(right) <= reach)
        to_below = window(shape, lambda down, right, *_: (down, right) == (-1, 0))
        own = masked_window(shape, 1, 1, strict=False)
        above = vertical
        left = after(own, after(to_below, above) | masked_window(shape, 1, kernel, strict=True))
        for _ in range(layers - 1):
            above = after(vertical, above)
            beside = after(masked_window(shape, 1, kernel, strict=False), left)
            left = left | after(own, after(to_below, above) | beside)
        return after(head(shape), left)

    return pattern


def row_lstm(shape: Shape, layers: int) -> Pattern:
    """Of a row LSTM: states depend on three states above, and on the row's input up to the pixel."""

    def pattern(model: nn.Module) -> Tensor:
        from_state = closure(window(shape, lambda down, right, *_: down == -1 and abs(right) <= 1))
        layer = after(from_state, masked_window(shape, 1, 3, strict=False))
        stack = [layer | torch.eye(len(layer), dtype=torch.bool)] * layers + [masked_window(shape, 7, 7, strict=True)]
        return after(head(shape), reduce(after, stack))

    return pattern


def diagonal_lstm(shape: Shape, layers: int) -> Pattern:
    """Of a diagonal BiLSTM: states depend on the one above and the one beside."""

    def pattern(model: nn.Module) -> Tensor:
        own = masked_window(shape, 1, 1, strict=False)
        from_left = closure(window(shape, lambda down, right, *_: (down, right) in {(-1, 0), (0, -1)}))
        from_right = closure(window(shape, lambda down, right, *_: (down, right) in {(-1, 0), (0, 1)}))
        to_below = window(shape, lambda down, right, k, other: (down, right, k) == (-1, 0, other))
        layer = after(from_left, own) | after(to_below, after(from_right, own))
        stack = [layer | torch.eye(len(layer), dtype=torch.bool)] * layers + [masked_window(shape, 7, 7, strict=True)]
        return after(head(shape), reduce(after, stack))

    return pattern


def last_steps(length: int, steps: int) -> Pattern:
    """The last so many steps before each."""

    def pattern(model: nn.Module) -> Tensor:
        back = torch.arange(length).unsqueeze(1) - torch.arange(length)
        return (back >= 1) & (back <= steps)

    return pattern


def several_masks(generator: Generator) -> MADE:
    """A MADE with the fourth of several random masks."""
    made = MADE(6, [15, 15])
    for _ in range(4):
        made.set_masks(torch.tensor([2, 5, 0, 1, 4, 3]), generator)
    return made


GREY, FEW_COLOURS, COLOURS = (1, 3, 3), (3, 2, 1), (3, 2, 2)

CASES = {
    "tabular": Case(lambda g: Tabular(6), (6,), everything_before(6), binary=True),
    "FVSBN": Case(lambda g: FVSBN(7), (7,), everything_before(7), binary=True),
    "NADE": Case(lambda g: NADE(7, hidden=5), (7,), everything_before(7), binary=True),
    "MADE": Case(lambda g: MADE(7, [10]), (7,), everything_before(7), binary=True),
    "MADE, no hidden layer": Case(lambda g: MADE(5, []), (5,), everything_before(5), binary=True),
    "MADE, deep, in another order": Case(
        lambda g: MADE(6, [7, 11, 9], order=torch.tensor([4, 0, 5, 2, 1, 3])),
        (6,),
        in_order(4, 0, 5, 2, 1, 3),
        binary=True,
        order=(4, 0, 5, 2, 1, 3),
    ),
    "MADE, narrow": Case(
        lambda g: MADE(6, [3, 2], order=torch.tensor([1, 0, 5, 2, 4, 3])),
        (6,),
        by_degrees(1, 0, 5, 2, 4, 3),
        binary=True,
        order=(1, 0, 5, 2, 4, 3),
    ),
    "MADE, one of several masks": Case(
        several_masks, (6,), by_degrees(2, 5, 0, 1, 4, 3), binary=True, order=(2, 5, 0, 1, 4, 3)
    ),
    "DeepNADE": Case(lambda g: DeepNADE(6, [12, 12]), (6,), everything_before(6), binary=True),
    "ConvNADE": Case(
        lambda g: ConvNADE(3, 3, channels=6, layers=2), (3, 3), near_pixels(3, 3, reach=3), binary=True
    ),
    "ConvNADE, short-sighted": Case(
        lambda g: ConvNADE(2, 4, channels=6, layers=1), (2, 4), near_pixels(2, 4, reach=2), binary=True
    ),
    "PixelCNN": Case(lambda g: PixelCNN(GREY, 2, channels=6, layers=2), GREY, plain_pixels(GREY, 2)),
    "PixelCNN, colours": Case(
        lambda g: PixelCNN(COLOURS, 2, channels=9, layers=2), COLOURS, plain_pixels(COLOURS, 2)
    ),
    "PixelCNN, three levels": Case(
        lambda g: PixelCNN(FEW_COLOURS, 3, channels=6, layers=1, kernel=5),
        FEW_COLOURS,
        plain_pixels(FEW_COLOURS, 1, kernel=5),
        levels=3,
    ),
    "gated PixelCNN": Case(lambda g: GatedPixelCNN(GREY, 2, channels=4, layers=3), GREY, gated_pixels(GREY, 3)),
    "gated PixelCNN, short-sighted": Case(
        lambda g: GatedPixelCNN((1, 2, 4), 2, channels=4, layers=1), (1, 2, 4), gated_pixels((1, 2, 4), 1)
    ),
    "gated PixelCNN, colours": Case(
        lambda g: GatedPixelCNN(COLOURS, 2, channels=6, layers=2), COLOURS, gated_pixels(COLOURS, 2)
    ),
    "gated PixelCNN, three levels": Case(
        lambda g: GatedPixelCNN(FEW_COLOURS, 3, channels=6, layers=2, kernel=5),
        FEW_COLOURS,
        gated_pixels(FEW_COLOURS, 2, kernel=5),
        levels=3,
    ),
    "row LSTM": Case(lambda g: PixelRNN(GREY, 2, channels=4, layers=2, kind="row"), GREY, row_lstm(GREY, 2)),
    "row LSTM, colours": Case(
        lambda g: PixelRNN(COLOURS, 2, channels=6, layers=1, kind="row"), COLOURS, row_lstm(COLOURS, 1)
    ),
    "diagonal BiLSTM": Case(
        lambda g: PixelRNN(GREY, 2, channels=4, layers=2, kind="diagonal"), GREY, diagonal_lstm(GREY, 2)
    ),
    "diagonal BiLSTM, colours": Case(
        lambda g: PixelRNN(COLOURS, 2, channels=6, layers=1, kind="diagonal"), COLOURS, diagonal_lstm(COLOURS, 1)
    ),
    "WaveNet": Case(
        lambda g: WaveNet(6, 3, channels=5, layers=2),
        (6,),
        last_steps(6, 1 + (2 - 1) * (2**2 - 1)),
        levels=3,
        idle="layers.1.on",
    ),
    "WaveNet, wide kernel": Case(
        lambda g: WaveNet(8, 2, channels=5, layers=2, kernel=3),
        (8,),
        last_steps(8, 1 + (3 - 1) * (2**2 - 1)),
        idle="layers.1.on",
    ),
    "Transformer": Case(
        lambda g: Transformer(6, 3, channels=8, heads=2, layers=2), (6,), everything_before(6), levels=3
    ),
}  # fmt: skip
