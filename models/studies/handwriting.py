"""Strokes like handwriting: rows of loops, as the movements of a pen."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Generator, Tensor

LENGTH = 80


def strokes(n: int, generator: Generator) -> Tensor:
    """Movements [n, LENGTH, 2] of a pen that writes e's and l's: a turning point that wanders to the right, slanted,
    with loops of two heights in a random order and a hand of its own for each row. Scaled to about one."""
    speed = 2 * math.pi / (9 + 3 * torch.rand(n, 1, generator=generator))
    angle = speed * torch.arange(LENGTH + 1) + 2 * math.pi * torch.rand(n, 1, generator=generator)
    letter = (angle / (2 * math.pi)).long()
    tall = torch.rand(n, int(letter.max()) + 2, generator=generator) < 0.3
    height = torch.where(tall.gather(1, letter), 2.2, 1.0)
    slant = 0.2 + 0.3 * torch.rand(n, 1, generator=generator)
    y = height * (1 - torch.cos(angle)) / 2
    x = 0.28 * angle - 0.55 * torch.sin(angle) + slant * y
    pen = torch.stack([x, y], 2)
    movements = pen.diff(dim=1)
    return 3 * movements + 0.05 * torch.randn(movements.shape, generator=generator)


def show_strokes(panel: Any, movements: Tensor, title: str) -> None:
    """What the pen has written, one row under another."""
    for number, row in enumerate(movements.cumsum(1) / 3):
        x, y = row.T
        panel.plot(x.numpy(), (y - y.mean() - 3.2 * number).numpy(), linewidth=1, color="black")
    panel.set_title(title)
    panel.set_aspect("equal")
    panel.set_axis_off()
