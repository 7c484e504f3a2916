"""The test of means lets right ones pass, and no other: not even one that hides behind its variance."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator


def test_a_right_mean_passes(generator: Generator) -> None:
    """Fails by chance with 1e-6 each; constants have no variance at all."""
    samples = 3 + 2 * torch.randn(2000, 5, generator=generator)
    assert_mean(samples, 3.0)
    assert_mean(samples**2, 13.0)
    assert_mean(torch.full((1000, 2), 7.0), 7.0)


def test_a_wrong_mean_does_not(generator: Generator) -> None:
    samples = 3 + 2 * torch.randn(2000, 5, generator=generator)
    samples[:, 4] += 9 * 2 / 2000**0.5
    with pytest.raises(AssertionError, match=r"off by \d+\.\d standard errors"):
        assert_mean(samples, 3.0)
    with pytest.raises(AssertionError, match="off by inf"):
        assert_mean(torch.full((1000, 2), 7.0), 7.1)


def test_samples_without_a_variance_are_refused(generator: Generator) -> None:
    """Quotients of normal numbers, whose mean would be within any error."""
    samples = 1 / torch.randn(20_000, 5, generator=generator)
    with pytest.raises(AssertionError, match=r"one sample has \d+% of the variance"):
        assert_mean(samples, 0.3)
