"""What every activation has to be: itself, its derivative, and finite far out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Generator, Tensor, nn
from torch.func import grad, vmap
from torch.nn import functional as F

from probatum import identities as ids
from probatum.models import LeakyReLU, RandomisedLeakyReLU, ReLU, Sigmoid, Tanh

UNITS: dict[str, Callable[[], nn.Module]] = {
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky relu": lambda: LeakyReLU(0.2),
    "randomised leaky relu": lambda: RandomisedLeakyReLU(0.1, 0.5).eval(),
}
TORCHS: dict[str, Callable[[Tensor], Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky relu": lambda x: F.leaky_relu(x, 0.2),
    "randomised leaky relu": lambda x: F.rrelu(x, 0.1, 0.5, training=False),
}
CATALOGUE = {
    "sigmoid": (ids.logistic_sigmoid.torch, ids.sigmoid_derivative.torch),
    "tanh": (ids.hyperbolic_tangent.torch, ids.tanh_derivative.torch),
    "relu": (ids.rectified_linear.torch, ids.relu_derivative.torch),
}
AT_ZERO = {"sigmoid": 0.25, "tanh": 1.0, "relu": 0.0, "leaky relu": 1.0, "randomised leaky relu": 1.0}
each = pytest.mark.parametrize("name", UNITS)


def points(generator: Generator) -> Tensor:
    return 4 * torch.randn(1000, generator=generator, dtype=torch.float64)


@each
def test_it_is_what_torch_has(name: str, generator: Generator) -> None:
    x = points(generator)
    torch.testing.assert_close(UNITS[name]()(x), TORCHS[name](x), rtol=1e-12, atol=1e-14)


@pytest.mark.shows("activation.sigmoid_derivative", "activation.tanh_definition", "activation.tanh_derivative")
@pytest.mark.parametrize("name", CATALOGUE)
def test_it_is_what_the_catalogue_has(name: str, generator: Generator) -> None:
    x, unit = points(generator), UNITS[name]()
    value, derivative = CATALOGUE[name]
    torch.testing.assert_close(unit(x), value(x), rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(unit.derivative(x), derivative(x), rtol=1e-12, atol=1e-14)


@pytest.mark.shows("activation.relu", "activation.leaky_relu", "activation.randomised_leaky_relu")
@each
def test_its_derivative_is_that_of_autograd(name: str, generator: Generator) -> None:
    unit, x = UNITS[name](), torch.cat([points(generator), torch.zeros(1, dtype=torch.float64)])
    torch.testing.assert_close(vmap(grad(unit))(x), unit.derivative(x), rtol=1e-10, atol=1e-14)
    assert unit.derivative(x)[-1] == AT_ZERO[name]


@each
def test_its_derivative_is_its_slope(name: str, generator: Generator) -> None:
    unit, x, h = UNITS[name](), points(generator), 1e-5
    x = x[x.abs() > 2 * h]
    slope = (unit(x + h) - unit(x - h)) / (2 * h)
    torch.testing.assert_close(unit.derivative(x), slope, rtol=1e-7, atol=1e-9)


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_far_out_it_is_finite_and_keeps_its_precision(name: str, dtype: torch.dtype) -> None:
    unit = UNITS[name]()
    x = torch.tensor([-1e4, -1e2, -0.0, 1e2, 1e4], dtype=dtype, requires_grad=True)
    y = unit(x)
    y.sum().backward()
    for found in (y, x.grad, unit.derivative(x)):
        assert found.dtype is dtype
        assert found.isfinite().all()
    torch.testing.assert_close(y, TORCHS[name](x))


@pytest.mark.shows("activation.sigmoid_derivative", "activation.tanh_derivative")
def test_sigmoid_and_tanh_saturate() -> None:
    x = torch.tensor([-30.0, 30.0], dtype=torch.float64)
    for unit, steepest in ((Sigmoid(), 0.25), (Tanh(), 1.0)):
        grid = torch.linspace(-30, 30, 6001, dtype=torch.float64)
        assert (unit.derivative(grid) > 0).all()
        assert unit.derivative(grid).max() == unit.derivative(torch.zeros(1, dtype=torch.float64)) == steepest
        assert (unit.derivative(x) < 1e-12).all()


@pytest.mark.shows("activation.relu", "activation.leaky_relu")
def test_a_dead_unit_learns_only_if_it_leaks(generator: Generator) -> None:
    """A unit that is negative on all data gets no gradient from ReLU, and some from the leaky ones."""
    x = torch.rand(50, 3, generator=generator, dtype=torch.float64)
    for unit, alive in ((ReLU(), False), (LeakyReLU(0.1), True), (RandomisedLeakyReLU(0.1, 0.3), True)):
        weight = torch.tensor([-1.0, -2.0, -0.5], dtype=torch.float64, requires_grad=True)
        unit(x @ weight).sum().backward()
        assert bool((weight.grad != 0).all()) is alive


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, float("nan")])
def test_a_leak_is_between_0_and_1(alpha: float) -> None:
    with pytest.raises(ValueError, match=f"alpha has to be between 0 and 1, not {alpha}"):
        LeakyReLU(alpha)
