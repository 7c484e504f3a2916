"""Small finite spaces, event by event."""

from __future__ import annotations

import math

import torch
from scipy.stats import chi2
from torch import Tensor


def every_event(shape: tuple[int, ...], levels: int) -> Tensor:
    """All events [levels^D, *shape] of whole numbers from 0 to levels - 1, in the order of `place_of_event`."""
    dimension = math.prod(shape)
    digits = torch.arange(levels**dimension).unsqueeze(1) // levels ** torch.arange(dimension - 1, -1, -1)
    return (digits % levels).reshape(-1, *shape)


def place_of_event(x: Tensor, levels: int) -> Tensor:
    """Where each of x [batch, *shape] stands among all events."""
    digits = x.long().flatten(1)
    return (digits * levels ** torch.arange(digits.shape[1] - 1, -1, -1)).sum(1)


def chance_of_fit(counts: Tensor, probabilities: Tensor) -> float:
    """Of Pearson's test: how probable so bad a fit is if these are the probabilities. Rare cells are lumped."""
    expected = probabilities.double() * counts.sum()
    common = expected >= 10
    observed = torch.cat([counts[common].double(), counts[~common].sum().double().unsqueeze(0)])
    expected = torch.cat([expected[common], expected[~common].sum().unsqueeze(0)])
    if expected[-1] < 10:  # too little even together
        observed[-2] += observed[-1]
        expected[-2] += expected[-1]
        observed, expected = observed[:-1], expected[:-1]
    assert len(expected) > 1, "nothing to test: one cell has it all"
    statistic = ((observed - expected) ** 2 / expected).sum()
    return float(chi2.sf(statistic.item(), len(expected) - 1))
