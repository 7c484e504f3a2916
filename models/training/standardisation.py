"""Standardisation: features with mean 0 and variance 1, by the statistics of the training data."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Standardisation(nn.Module):
    r"""Centres and scales each feature, :math:`(x - \mu) / \sigma`.

    :math:`\mu = \frac1n \sum_i x_i` and :math:`\sigma^2 = \frac{1}{n-1} \sum_i (x_i - \mu)^2` are those of the training
    data, which afterwards has mean 0 and unbiased variance 1. Test data is standardised by the same numbers, not by its
    own.

    Args:
        features: the size of a sample.

    Shapes: (n, features).

    >>> standardisation = Standardisation(1)
    >>> standardisation.fit(torch.tensor([[1.], [3.], [5.]]))
    >>> standardisation(torch.tensor([[5.], [7.]]))
    tensor([[1.],
            [2.]])
    >>> standardisation.inverse(torch.tensor([[2.]]))
    tensor([[7.]])
    """

    mean: Tensor
    std: Tensor

    def __init__(self, features: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("std", torch.ones(features))

    def fit(self, x: Tensor) -> None:
        """Takes mean and deviation from the training data. Raises a ValueError if a feature is constant there."""
        constant = (x == x[:1]).all(0)
        if constant.any():
            raise ValueError(f"feature {constant.nonzero()[0].item()} is constant in the {len(x)} samples")
        self.mean.copy_(x.mean(0))
        self.std.copy_(x.std(0, correction=1))

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.std

    def inverse(self, x: Tensor) -> Tensor:
        """Back to the units of the data."""
        return x * self.std + self.mean
