"""The invertible 1 x 1 convolution: one matrix at every pixel, with a determinant that is read off."""

from __future__ import annotations

import pytest
import torch
from densities.weights import randomised
from torch import Generator

from probatum.models import InvertibleConvolution, Squeeze


@pytest.mark.parametrize("channels", [1, 2, 5, 12])
def test_it_starts_as_a_rotation(channels: int) -> None:
    layer = InvertibleConvolution(channels).double()
    weight = layer.weight
    torch.testing.assert_close(weight @ weight.T, torch.eye(channels, dtype=torch.float64), rtol=0, atol=1e-5)
    _, log_det = layer(torch.zeros(2, channels, 3, 3, dtype=torch.float64))
    torch.testing.assert_close(log_det, torch.zeros(2, dtype=torch.float64), rtol=0, atol=1e-5)


@pytest.mark.parametrize("channels", [1, 2, 5, 12])
def test_it_is_a_convolution_with_a_kernel_of_one_pixel(channels: int, generator: Generator) -> None:
    layer = randomised(InvertibleConvolution(channels), generator)
    x = torch.randn(2, channels, 3, 4, generator=generator, dtype=torch.float64)
    z, log_det = layer(x)
    torch.testing.assert_close(z, torch.nn.functional.conv2d(x, layer.weight[:, :, None, None]))
    expected = 12 * torch.linalg.slogdet(layer.weight).logabsdet
    torch.testing.assert_close(log_det, expected.expand(2))


def test_its_factors_stay_triangular_whatever_their_entries(generator: Generator) -> None:
    layer = randomised(InvertibleConvolution(4), generator)
    assert (layer.lower.triu() != 0).any()  # entries that training could move, and that must not count
    lower, upper = layer.factors
    assert torch.equal(lower, lower.tril())
    assert (lower.diagonal() == 1).all()
    assert torch.equal(upper, upper.triu())
    torch.testing.assert_close(upper.diagonal(), layer.signs * layer.log_scale.exp())
    assert torch.equal(layer.permutation @ layer.permutation.T, torch.eye(4, dtype=torch.float64))


def test_squares_become_pixels() -> None:
    """Channel by channel, and of each the places of a square in reading order."""
    x = torch.arange(16.0).reshape(1, 1, 4, 4)
    z, _ = Squeeze()(x)
    assert z[0, :, 0, 0].tolist() == [0, 1, 4, 5]
    assert z[0, :, 1, 1].tolist() == [10, 11, 14, 15]
    two = torch.cat([x, 100 + x], 1)
    assert Squeeze()(two)[0][0, :, 0, 1].tolist() == [2, 3, 6, 7, 102, 103, 106, 107]
