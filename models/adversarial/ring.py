"""A ring of normal distributions: the data on which one sees whether a generator covers all modes."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor


def ring_centres(modes: int, radius: float = 2.0) -> Tensor:
    """Points on a circle, evenly spaced: (modes, 2).

    >>> ring_centres(4).round()
    tensor([[ 2.,  0.],
            [-0.,  2.],
            [-2., -0.],
            [ 0., -2.]])
    """
    angles = torch.arange(modes) * (2 * math.pi / modes)
    return radius * torch.stack([torch.cos(angles), torch.sin(angles)], -1)


def ring_sample(centres: Tensor, n: int, sigma: float = 0.05, generator: Generator | None = None) -> Tensor:
    """Samples of an even mixture of normal distributions about the centres: (n, 2).

    >>> ring_sample(ring_centres(8), 100).shape
    torch.Size([100, 2])
    """
    chosen = torch.randint(len(centres), (n,), generator=generator)
    return centres[chosen] + sigma * torch.randn(n, 2, generator=generator).to(centres)


def covered_modes(samples: Tensor, centres: Tensor, within: float, share: float = 0.2) -> int:
    """How many centres have samples: at least this share of an even part of them, within this distance.

    Shapes: samples (n, 2), centres (modes, 2).

    >>> centres = ring_centres(8)
    >>> covered_modes(ring_sample(centres, 1000), centres, within=0.2)
    8
    >>> covered_modes(ring_sample(centres[:3], 1000), centres, within=0.2)
    3
    """
    near = (torch.cdist(samples, centres) <= within).sum(0)
    return int((near >= share * len(samples) / len(centres)).sum())
