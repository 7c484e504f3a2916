"""Slopes are drawn anew for each value in training; at test time there is one, their mean."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator

from probatum.models import RandomisedLeakyReLU

LOW, HIGH = 0.1, 0.6


@pytest.mark.shows("activation.randomised_leaky_relu")
def test_slopes_are_uniform(generator: Generator) -> None:
    """Their moments are those of U(a, b), and none is outside; each comparison fails by chance with 1e-6."""
    unit = RandomisedLeakyReLU(LOW, HIGH)
    slopes = -unit(torch.full((100_000,), -1.0, dtype=torch.float64), generator)
    assert LOW <= slopes.min() < LOW + 0.01
    assert HIGH - 0.01 < slopes.max() <= HIGH
    for k in (1, 2, 3):
        assert_mean(slopes**k, (HIGH ** (k + 1) - LOW ** (k + 1)) / ((k + 1) * (HIGH - LOW)))


@pytest.mark.shows("activation.randomised_leaky_relu")
def test_at_test_time_the_output_is_the_mean_of_those_of_training(generator: Generator) -> None:
    unit, x = RandomisedLeakyReLU(LOW, HIGH), torch.tensor([-3.0, -0.5, 0.0, 2.0], dtype=torch.float64)
    outputs = unit(x.expand(100_000, 4), generator)
    expected = torch.tensor([-3.0 * 0.35, -0.5 * 0.35, 0.0, 2.0], dtype=torch.float64)
    assert_mean(outputs, expected)
    torch.testing.assert_close(unit.eval()(x), expected)
    torch.testing.assert_close(unit.derivative(x), torch.tensor([0.35, 0.35, 1.0, 1.0], dtype=torch.float64))


@pytest.mark.shows("activation.randomised_leaky_relu")
def test_the_derivative_in_training_is_the_slope_that_was_drawn(generator: Generator) -> None:
    unit = RandomisedLeakyReLU(LOW, HIGH)
    x = torch.randn(100, generator=generator, dtype=torch.float64, requires_grad=True)
    state = generator.get_state()
    unit(x, generator).sum().backward()
    torch.testing.assert_close(unit.derivative(x, generator.set_state(state)), x.grad)
    assert len(x.grad[x < 0].unique()) == (x < 0).sum()


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.1), (-0.1, 0.2)])
def test_bounds_are_in_order(low: float, high: float) -> None:
    with pytest.raises(ValueError, match=f"the lower first, not {low} and {high}"):
        RandomisedLeakyReLU(low, high)
