"""The multilayer perceptron computes its formula, and starts with activations that keep their size."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, nn

from probatum.models import MLP, LeakyReLU, Tanh


def randomised(mlp: MLP, generator: Generator) -> MLP:
    for parameter in mlp.parameters():
        nn.init.normal_(parameter, generator=generator)
    return mlp.double()


def test_it_computes_its_formula(generator: Generator) -> None:
    mlp = randomised(MLP([3, 5, 4, 2], Tanh), generator)
    (w1, b1), (w2, b2), (w3, b3) = ((layer.weight, layer.bias) for layer in mlp.layers)
    x = torch.randn(7, 3, generator=generator, dtype=torch.float64)
    expected = torch.tanh(torch.tanh(x @ w1.T + b1) @ w2.T + b2) @ w3.T + b3
    torch.testing.assert_close(mlp(x), expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(mlp(x[0]), expected[0], rtol=1e-12, atol=1e-12)


def test_hidden_units_are_rectified_unless_told_otherwise(generator: Generator) -> None:
    mlp = randomised(MLP([1, 6, 1]), generator)
    first, last = mlp.layers
    x = torch.randn(9, 1, generator=generator, dtype=torch.float64)
    torch.testing.assert_close(mlp(x), last(torch.relu(first(x))))
    assert isinstance(MLP([1, 2, 1], lambda: LeakyReLU(0.3)).activation, LeakyReLU)


def test_without_hidden_layers_it_is_affine(generator: Generator) -> None:
    mlp = randomised(MLP([3, 2]), generator)
    x = torch.randn(5, 3, generator=generator, dtype=torch.float64)
    torch.testing.assert_close(mlp(x), x @ mlp.layers[0].weight.T + mlp.layers[0].bias)


def test_backpropagation_is_right(generator: Generator) -> None:
    mlp = randomised(MLP([3, 4, 2], Tanh), generator)
    x = torch.randn(5, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(mlp, (x,))


def test_first_weights_keep_the_mean_square_of_rectified_activations() -> None:
    """Over 1000 networks, through five layers; fails by chance with 1e-6."""
    squares = []
    x = torch.ones(1, 50)
    for _ in range(1000):
        mlp = MLP([50] * 6)
        squares.append((mlp(x) ** 2).mean() / 2)  # the last layer is not rectified, which would halve it
    assert_mean(torch.stack(squares), 1.0)


def test_biases_start_at_zero() -> None:
    assert all((layer.bias == 0).all() and (layer.weight != 0).all() for layer in MLP([3, 4, 2]).layers)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(dtype: torch.dtype) -> None:
    assert MLP([2, 3, 1]).to(dtype)(torch.ones(4, 2, dtype=dtype)).dtype is dtype
