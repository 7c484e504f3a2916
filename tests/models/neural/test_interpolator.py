"""One hidden layer of rectified units comes as close to a function as one likes, as the theorem says."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Generator, Tensor

from probatum.models import ReLUInterpolator

# Functions with their intervals and the greatest |f''| there.
FUNCTIONS: dict[str, tuple[Callable[[Tensor], Tensor], float, float, float]] = {
    "sine": (torch.sin, -2.0, 7.0, 1.0),
    "square": (torch.square, -1.0, 3.0, 2.0),
    "exponential": (torch.exp, -1.0, 2.0, math.e**2),
    "bump": (lambda x: torch.exp(-(x**2)), -3.0, 3.0, 2.0),
    "line": (lambda x: 3 * x - 1, 0.5, 4.0, 1e-9),
}
each = pytest.mark.parametrize("name", FUNCTIONS)


def error(network: ReLUInterpolator, name: str) -> float:
    """The greatest on a fine grid."""
    f, low, high, _ = FUNCTIONS[name]
    x = torch.linspace(low, high, 20_001, dtype=torch.float64)
    return (network(x) - f(x)).abs().max().item()


@pytest.mark.shows("nn.universal_approximation")
@each
@pytest.mark.parametrize("epsilon", [0.3, 0.01, 1e-5])
def test_it_is_within_epsilon(name: str, epsilon: float) -> None:
    f, low, high, curvature = FUNCTIONS[name]
    network = ReLUInterpolator.within(epsilon, f, low, high, curvature)
    assert error(network, name) <= epsilon + 1e-12  # rounding, where the bound is reached
    width = (high - low) / network.intervals
    assert width**2 / 8 * curvature <= epsilon * (1 + 1e-12)
    assert network.intervals == 1 or ((high - low) / (network.intervals - 1)) ** 2 / 8 * curvature > epsilon


@pytest.mark.shows("nn.universal_approximation")
@each
def test_the_error_is_below_the_bound_of_the_grid(name: str) -> None:
    f, low, high, curvature = FUNCTIONS[name]
    for intervals in (1, 3, 10, 50):
        network = ReLUInterpolator(f, low, high, intervals)
        bound = ((high - low) / intervals) ** 2 / 8 * curvature
        assert error(network, name) <= bound + 1e-12
        if name == "square":  # where the bound is reached, between any two knots
            assert error(network, name) > 0.99 * bound


@each
def test_it_equals_the_function_at_the_knots_and_is_straight_between(name: str, generator: Generator) -> None:
    f, low, high, _ = FUNCTIONS[name]
    network = ReLUInterpolator(f, low, high, 13)
    knots = torch.linspace(low, high, 14, dtype=torch.float64)
    torch.testing.assert_close(network(knots), f(knots), rtol=1e-12, atol=1e-12)
    t = torch.rand(13, generator=generator, dtype=torch.float64)
    between = network((1 - t) * knots[:-1] + t * knots[1:])
    torch.testing.assert_close(between, (1 - t) * network(knots[:-1]) + t * network(knots[1:]), rtol=1e-12, atol=1e-12)
    outside = torch.tensor([low - 5.0], dtype=torch.float64)
    torch.testing.assert_close(network(outside), f(torch.tensor([low], dtype=torch.float64)), rtol=1e-12, atol=1e-12)


def test_it_has_one_hidden_layer_with_a_unit_for_each_interval() -> None:
    network = ReLUInterpolator(torch.sin, 0.0, 1.0, 7)
    assert network.hidden.weight.shape == (7, 1)
    assert network.output.weight.shape == (1, 7)
    assert network.float()(torch.zeros(2, 5)).shape == (2, 5)
