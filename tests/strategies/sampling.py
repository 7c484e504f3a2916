"""Statistical tests that say how often they fail by chance."""

from __future__ import annotations

import torch
from torch import Tensor

LARGEST = 0.2  # share of one sample in the variance


def assert_mean(samples: Tensor, expected: Tensor | float, failure: float = 1e-6) -> None:
    """The mean over the first axis is as expected. Independent samples, enough of them for the central limit: were one
    of them most of the variance, as with quotients of normal numbers, any mean would pass for any other.

    Right samples fail with probability `failure`, shared out among all components; wrong ones pass if they are off by
    less than about five standard errors of their mean.
    """
    n = len(samples)
    assert n >= 1000
    samples = samples.detach().double()
    squares = (samples - samples.mean(0)) ** 2
    largest = (squares.amax(0) / squares.sum(0)).nan_to_num().max()
    assert largest <= LARGEST, f"one sample has {largest:.0%} of the variance"
    expected = torch.as_tensor(expected, dtype=torch.float64).expand(samples.shape[1:])
    share = torch.tensor(failure / max(expected.numel(), 1), dtype=torch.float64)
    errors = -torch.special.ndtri(share / 2)
    standard = samples.std(0) / n**0.5
    off = (samples.mean(0) - expected).abs()
    assert (off <= errors * standard + 1e-12).all(), f"off by {(off / standard).max():.1f} standard errors"
