"""Digits as the models of densities take them, and the logarithms of their probabilities in the field's units."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Generator, Tensor

from .digits import SHADES

LEVELS = SHADES + 1  # black too


def as_levels(images: Tensor) -> Tensor:
    """Images with values in [0, 1] as whole numbers from 0 to 16."""
    return (SHADES * images).round().long()


def as_binary(images: Tensor) -> Tensor:
    """Zeros and ones: whether a pixel is at least half as bright as can be."""
    return (images >= 0.5).to(images)


def spread(levels: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
    """Dequantised: levels with uniform noise, taken from the unit cubes to the whole space by a logit. Gives y, of the
    shape of the levels, and log |det dy/dx| [batch].

    The mean of log p(y) + log |det dy/dx| over the noise is a lower bound on the log-probability of the levels.
    """
    noise = torch.rand(levels.shape, generator=generator)
    share = 0.01 + 0.98 * (levels + noise) / LEVELS
    steepness = math.log(0.98 / LEVELS) - share.log() - (1 - share).log()
    return share.logit(), steepness.flatten(1).sum(1)


def gathered(y: Tensor) -> Tensor:
    """Back from there: images with values in [0, 1]."""
    levels = (LEVELS * (y.sigmoid() - 0.01) / 0.98).floor()
    return levels.clamp(0, SHADES) / SHADES


def likelihood(log_prob: Tensor, dimension: int) -> Mapping[str, float]:
    """Of test images [number] of so many dimensions, in nats an image and bits a dimension."""
    nats = log_prob.mean().item()
    return {
        "log-likelihood of test images, nats": nats,
        "bits per dimension": -nats / dimension / math.log(2),
    }
