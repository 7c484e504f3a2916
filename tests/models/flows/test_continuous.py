"""The continuous flow: its trace, its solver, and linear dynamics where all is known."""

from __future__ import annotations

from itertools import product

import pytest
import torch
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.models import ContinuousFlow
from probatum.models.flows import exact_divergence, quadratic_form, random_signs


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


class LinearField(nn.Module):
    """dx/dt = rate(t) A x + b."""

    def __init__(self, A: Tensor, b: Tensor, growing: bool = False) -> None:
        super().__init__()
        self.A, self.b, self.growing = nn.Parameter(A), b, growing

    def forward(self, t: Tensor, x: Tensor) -> Tensor:
        return (2 * t if self.growing else 1.0) * x @ self.A.T + self.b


def linear_flow(generator: Generator, dimension: int, growing: bool = False) -> ContinuousFlow:
    flow = ContinuousFlow(dimension, hidden=1, tolerance=1e-11).double()
    b = torch.zeros(dimension, dtype=torch.float64) if growing else randn(generator, dimension)
    flow.dynamics = LinearField(0.7 * randn(generator, dimension, dimension), b, growing)
    return flow


@pytest.mark.shows("flow.continuous")
@pytest.mark.parametrize("growing", [False, True])
def test_linear_dynamics_give_the_trace(growing: bool, generator: Generator) -> None:
    """Over one unit of time the log-determinant is tr A, to the sample, and -tr A, to the latent; also with the factor
    2 t, whose integral is 1. The map is the exponential of A."""
    flow = linear_flow(generator, 3, growing)
    A, z = flow.dynamics.A.detach(), randn(generator, 4, 3)
    x, log_det = flow.inverse(z)
    torch.testing.assert_close(log_det, A.trace().expand(4), rtol=1e-9, atol=1e-9)
    E = torch.linalg.matrix_exp(A)
    shift = torch.linalg.solve(A, (E - torch.eye(3, dtype=torch.float64)) @ flow.dynamics.b)
    torch.testing.assert_close(x, z @ E.T + shift, rtol=1e-9, atol=1e-9)
    again, back = flow(x)
    torch.testing.assert_close(again, z, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(back, -A.trace().expand(4), rtol=1e-9, atol=1e-9)


@pytest.mark.shows("flow.continuous")
def test_the_density_is_that_of_the_transformed_normal_law(generator: Generator) -> None:
    flow = linear_flow(generator, 3)
    E = torch.linalg.matrix_exp(flow.dynamics.A.detach())
    shift, _ = flow.inverse(torch.zeros(1, 3, dtype=torch.float64))
    law = torch.distributions.MultivariateNormal(shift[0].detach(), E @ E.T)
    x = randn(generator, 5, 3)
    torch.testing.assert_close(flow.log_prob(x), law.log_prob(x), rtol=1e-8, atol=1e-8)


@pytest.mark.shows("flow.continuous")
@pytest.mark.parametrize("dimension", [1, 2, 4])
def test_over_all_signs_the_estimate_has_the_trace_for_mean(dimension: int, generator: Generator) -> None:
    flow = randomised(ContinuousFlow(dimension, hidden=8), generator)
    t, x = torch.tensor(0.3, dtype=torch.float64), randn(generator, 5, dimension)
    signs = torch.tensor(list(product([-1.0, 1.0], repeat=dimension)), dtype=torch.float64)
    estimates = torch.stack([quadratic_form(flow.dynamics, t, x, e.expand_as(x))[1] for e in signs])
    velocity, divergence = exact_divergence(flow.dynamics, t, x)
    torch.testing.assert_close(estimates.mean(0), divergence, rtol=1e-12, atol=1e-12)
    if dimension > 1:
        assert (estimates.std(0) > 1e-6).all()
    torch.testing.assert_close(velocity, flow.dynamics(t, x))
    jacobian = torch.stack([torch.autograd.functional.jacobian(lambda y: flow.dynamics(t, y[None])[0], y) for y in x])
    torch.testing.assert_close(divergence, jacobian.diagonal(dim1=1, dim2=2).sum(1))


@pytest.mark.shows("flow.continuous")
def test_a_form_is_that_of_the_jacobian(generator: Generator) -> None:
    A, x, e = randn(generator, 3, 3), randn(generator, 4, 3), randn(generator, 4, 3)
    velocity, form = quadratic_form(LinearField(A, torch.zeros(3).double()), torch.tensor(0.0), x, e)
    torch.testing.assert_close(velocity, x @ A.T)
    torch.testing.assert_close(form, (e @ A * e).sum(1))


@pytest.mark.shows("flow.continuous")
def test_log_densities_with_signs_have_the_exact_one_for_mean(generator: Generator) -> None:
    """Over all signs, exactly: the way of x is the same for each, and the integral is linear in the trace."""
    flow = randomised(ContinuousFlow(3, hidden=8, tolerance=1e-10), generator, gain=0.8)
    x = randn(generator, 2, 3)
    signs = torch.tensor(list(product([-1.0, 1.0], repeat=3)), dtype=torch.float64)
    estimates = torch.stack([flow.log_prob(x, signs=e.expand_as(x)) for e in signs])
    torch.testing.assert_close(estimates.mean(0), flow.log_prob(x), rtol=1e-7, atol=1e-7)
    assert (estimates.std(0) > 1e-4).all()
    back = torch.stack([flow.inverse(x, signs=e.expand_as(x))[1] for e in signs])
    torch.testing.assert_close(back.mean(0), flow.inverse(x)[1], rtol=1e-7, atol=1e-7)


def test_random_signs_are_signs(generator: Generator) -> None:
    """As many of each: within 6 standard deviations, by chance missed once in a hundred million."""
    signs = random_signs(torch.zeros(10_000, 2, dtype=torch.float64), generator)
    assert signs.dtype == torch.float64
    assert torch.equal(signs.abs(), torch.ones_like(signs))
    assert abs(float(signs.mean())) < 6 / 20_000**0.5
    assert abs(float(signs.prod(1).mean())) < 6 / 10_000**0.5


@pytest.mark.shows("flow.continuous")
@pytest.mark.parametrize("tolerance", [1e-4, 1e-7])
def test_the_tolerance_is_kept(tolerance: float, generator: Generator) -> None:
    flow = randomised(ContinuousFlow(3, hidden=8, tolerance=1e-11), generator)
    x = randn(generator, 20, 3)
    with torch.no_grad():
        exact = torch.cat([part.flatten() for part in flow(x)])
        flow.tolerance = tolerance
        error = float((torch.cat([part.flatten() for part in flow(x)]) - exact).abs().max())
    assert 1e-6 * tolerance < error < 100 * tolerance


@pytest.mark.shows("flow.continuous")
def test_the_field_may_hang_on_time(generator: Generator) -> None:
    flow = randomised(ContinuousFlow(2, hidden=8), generator)
    x = randn(generator, 3, 2)
    early, late = (flow.dynamics(torch.tensor(t, dtype=torch.float64), x) for t in (0.0, 1.0))
    assert ((early - late).abs() > 1e-3).any()
