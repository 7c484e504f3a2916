"""What holds of every autoregressive model of real numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
from densities.autoregressive import everything_before, last_steps
from densities.dependence import jacobian_pattern
from densities.enumeration import chance_of_fit, place_of_event
from densities.quadrature import integral
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.models import RNADE, TCN, LinearAR


def rnade(dimension: int) -> nn.Module:
    return RNADE(dimension, hidden=6, components=3)


def tcn(dimension: int) -> nn.Module:
    return TCN(dimension, channels=5, layers=2)


def linear_ar(dimension: int) -> LinearAR:
    return LinearAR(order=2, length=dimension)


def stationary_law(model: LinearAR, length: int) -> torch.distributions.MultivariateNormal:
    """By the weights psi of the noise: x_t = mean + s sum_j psi_j e_{t-j}, far enough back."""
    psi = [torch.ones((), dtype=torch.float64)]
    for _ in range(2000):
        psi.append(sum(b * p for b, p in zip(model.coefficients, reversed(psi[-model.order :]), strict=False)))
    row = torch.stack(psi)
    padded = torch.nn.functional.pad(row, (0, length))
    by_lag = torch.stack([(row * padded[lag : lag + len(row)]).sum() for lag in range(length)])
    lags = torch.arange(length)
    covariance = (2 * model.log_scale).exp() * by_lag[(lags - lags.unsqueeze(1)).abs()]
    mean = model.constant / (1 - model.coefficients.sum())
    return torch.distributions.MultivariateNormal(mean.expand(length), covariance)


def rnade_pit(model: nn.Module, x: Tensor) -> Tensor:
    return model.pit(x)


def tcn_pit(model: nn.Module, x: Tensor) -> Tensor:
    mean, log_scale = model.conditionals(x)
    return torch.special.ndtr((x - mean) / log_scale.exp())


def linear_ar_pit(model: LinearAR, x: Tensor) -> Tensor:
    law = stationary_law(model, x.shape[1])
    return torch.special.ndtr(torch.linalg.solve_triangular(law.scale_tril, (x - law.mean).T, upper=False).T)


@dataclass(frozen=True)
class Case:
    """A model of any number of variables, and their conditional distribution functions."""

    build: Callable[[int], nn.Module]
    pit: Callable[[nn.Module, Tensor], Tensor]
    before: Callable[[int], Tensor]  # which earlier variables each one sees
    gain: float = 1.0
    rounding: float = 0.0  # of the distribution functions, where they are computed the long way

    def model(self, dimension: int, generator: Generator) -> nn.Module:
        model = randomised(self.build(dimension), generator, self.gain)
        if isinstance(model, LinearAR):
            with torch.no_grad():  # stationary: complex roots of modulus 0.8
                model.coefficients.copy_(torch.tensor([2 * 0.8 * 0.6, -(0.8**2)]))
        return model


CASES = {
    "RNADE": Case(rnade, rnade_pit, lambda n: everything_before(n)(nn.Identity())),
    "TCN": Case(tcn, tcn_pit, lambda n: last_steps(n, 1 + 2 * (2 - 1) * (2**2 - 1))(nn.Identity()), gain=0.35),
    "linear AR": Case(linear_ar, linear_ar_pit, lambda n: last_steps(n, 2)(nn.Identity()), rounding=1e-10),
}
SHOWS = {"RNADE": pytest.mark.shows("autoregressive.rnade"), "linear AR": pytest.mark.shows("autoregressive.linear")}
each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
each_shows = pytest.mark.parametrize(
    "case", [pytest.param(case, id=name, marks=SHOWS.get(name, ())) for name, case in CASES.items()]
)


@each_shows
@pytest.mark.parametrize("dimension", [1, 2])
def test_the_density_integrates_to_one(case: Case, dimension: int, generator: Generator) -> None:
    model = case.model(dimension, generator)
    box = torch.full((dimension,), 60.0)
    found = integral(lambda x: model.log_prob(x).exp(), -box, box, points=1501)
    torch.testing.assert_close(found, torch.ones((), dtype=torch.float64), rtol=0, atol=1e-9)


@each_shows
def test_each_variable_depends_on_what_it_should_and_on_all_of_it(case: Case, generator: Generator) -> None:
    model = case.model(9, generator)
    x = torch.randn(8, 9, generator=generator, dtype=torch.float64)
    found = jacobian_pattern(lambda one: case.pit(model, one.unsqueeze(0)).squeeze(0), x, case.rounding)
    assert torch.equal(found, case.before(9) | torch.eye(9, dtype=torch.bool))


@each_shows
def test_the_density_is_the_determinant_of_the_integral_transform(case: Case, generator: Generator) -> None:
    model = case.model(5, generator)
    for x in torch.randn(6, 5, generator=generator, dtype=torch.float64):
        jacobian = torch.autograd.functional.jacobian(lambda one: case.pit(model, one.unsqueeze(0)).squeeze(0), x)
        expected = torch.linalg.slogdet(jacobian).logabsdet
        torch.testing.assert_close(model.log_prob(x.unsqueeze(0)).squeeze(0), expected, rtol=1e-9, atol=1e-9)


@each
def test_the_integral_transform_of_samples_is_uniform(case: Case, generator: Generator) -> None:
    """In the cells of a cube; fails by chance once in a million runs."""
    model = case.model(4, generator)
    with torch.no_grad():
        u = case.pit(model, model.sample(20_000, generator))
    assert ((u > 0) & (u < 1)).all()
    counts = place_of_event((u * 5).long(), levels=5).bincount(minlength=5**4)
    assert chance_of_fit(counts, torch.full((5**4,), 5.0**-4)) > 1e-6


@each
def test_the_generator_alone_decides(case: Case, generator: Generator) -> None:
    model = case.model(4, generator)
    state = torch.get_rng_state()
    first, again, other = (model.sample(10, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), state)


@each
def test_single_precision_is_enough(case: Case, generator: Generator) -> None:
    model = case.model(6, generator)
    x = torch.randn(20, 6, generator=generator, dtype=torch.float64)
    expected = model.log_prob(x)
    found = model.float().log_prob(x.float())
    assert found.dtype == model.sample(2, generator).dtype == torch.float32
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-4)


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("size", [1e4, 1e9])
def test_far_out_the_density_is_small_not_nonsense(
    case: Case, dtype: torch.dtype, size: float, generator: Generator
) -> None:
    model = case.model(6, generator).to(dtype)
    for x in (size * torch.randn(50, 6, generator=generator, dtype=dtype), torch.full((1, 6), size, dtype=dtype)):
        log_p = model.log_prob(x)
        assert torch.isfinite(log_p).all()
        assert (log_p < -100).all()
