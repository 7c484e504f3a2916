"""Which variables decide which: measured on a model, and predicted from what its layers are said to see.

A pattern [D, D] has True at i, j where what is said of variable i depends on variable j; variables are flattened.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def measured(said: Callable[[Tensor], Tensor], x: Tensor, levels: int) -> Tensor:
    """Where `said(x)`, [1, D, ..] for x [1, ..], changes when a variable takes any other level: at all, not nearly."""
    known = said(x)
    pattern = torch.zeros(known.shape[1], x.numel(), dtype=torch.bool)
    for j in range(x.numel()):
        for shift in range(1, levels):
            other = x.clone()
            other.view(-1)[j] = (other.view(-1)[j] + shift) % levels
            pattern[:, j] |= (said(other) != known).flatten(2).any(2).squeeze(0)
    return pattern


def jacobian_pattern(function: Callable[[Tensor], Tensor], x: Tensor, rounding: float = 0.0) -> Tensor:
    """Where the Jacobian [D, D] of a function of vectors [D] is not zero at one of x [batch, D]."""
    jacobians = [torch.autograd.functional.jacobian(function, each) for each in x]
    return (torch.stack(jacobians).abs() > rounding).any(0)


def along(order: Tensor) -> Tensor:
    """Every variable depends on all those before it in the order."""
    rank = order.argsort()
    return rank.unsqueeze(1) > rank


def after(outer: Tensor, inner: Tensor) -> Tensor:
    """What depends through an inner pattern and then an outer one."""
    return (outer.double() @ inner.double()) > 0


def closure(step: Tensor) -> Tensor:
    """What depends through any number of steps, none included."""
    reach = torch.eye(len(step), dtype=torch.bool)
    for _ in range(len(step)):
        reach = reach | after(step, reach)
    return reach


def window(shape: tuple[int, int, int], sees: Callable[[int, int, int, int], bool]) -> Tensor:
    """The pattern of a layer over images (colours, height, width): `sees(down, right, colour, other)` says whether a
    map of `colour` sees one of `other` at the pixel that lies so far down and to the right of it."""
    colours, height, width = shape
    places = [(k, r, c) for k in range(colours) for r in range(height) for c in range(width)]
    return torch.tensor([[sees(s - r, d - c, k, other) for other, s, d in places] for k, r, c in places])


def masked_window(shape: tuple[int, int, int], height: int, width: int, strict: bool) -> Tensor:
    """Of a masked convolution with this kernel."""

    def sees(down: int, right: int, colour: int, other: int) -> bool:
        if abs(down) > height // 2 or abs(right) > width // 2:
            return False
        if (down, right) == (0, 0):
            return other < colour or (other == colour and not strict)
        return down < 0 or (down == 0 and right < 0)

    return window(shape, sees)
