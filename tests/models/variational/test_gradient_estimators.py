"""Both estimators have the right mean; their variances are those of the catalogue. All fail by chance with 1e-6."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor

from probatum.models import reparameterised_gradient, score_function_gradient

MU = torch.tensor([0.7, -1.2, 0.0], dtype=torch.float64)
SIGMA = torch.tensor([0.5, 1.1, 0.8], dtype=torch.float64)
A = torch.tensor([0.3, -0.4, 0.5], dtype=torch.float64)
SAMPLES = 400_000

# Functions, with their means under N(mu, sigma^2) in closed form.
FUNCTIONS: dict[str, tuple[Callable[[Tensor], Tensor], Callable[[Tensor, Tensor], Tensor]]] = {
    "linear": (lambda z: z @ A + 2, lambda mu, sigma: mu @ A + 2),
    "square": (lambda z: (z**2).sum(-1), lambda mu, sigma: (mu**2 + sigma**2).sum()),
    "exponential": (lambda z: torch.exp(z @ A), lambda mu, sigma: torch.exp(mu @ A + (sigma**2) @ (A**2) / 2)),
    "cosine": (lambda z: torch.cos(z @ A), lambda mu, sigma: torch.cos(mu @ A) * torch.exp(-(sigma**2) @ (A**2) / 2)),
}
ESTIMATORS = {"reparameterised": reparameterised_gradient, "score function": score_function_gradient}


@pytest.mark.shows("vae.mc_gradient", "vae.reparameterisation")
@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_both_are_unbiased(generator: Generator, name: str, estimator: str) -> None:
    f, mean = FUNCTIONS[name]
    mu, sigma = MU.clone().requires_grad_(), SIGMA.clone().requires_grad_()
    by_mu, by_sigma = torch.autograd.grad(mean(mu, sigma), (mu, sigma), materialize_grads=True)
    estimates = ESTIMATORS[estimator](f, MU, SIGMA, SAMPLES, generator)
    assert_mean(estimates[0], by_mu)
    assert_mean(estimates[1], by_sigma)


@pytest.mark.shows("vae.mc_gradient", "vae.reparameterisation")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_estimate_is_its_formula(generator: Generator, name: str) -> None:
    """Sample by sample, with the derivatives by autograd: a mean alone says little where the variance is large."""
    f, _ = FUNCTIONS[name]
    state = generator.get_state()
    pathwise = reparameterised_gradient(f, MU, SIGMA, 50, generator)
    score = score_function_gradient(f, MU, SIGMA, 50, generator.set_state(state))
    epsilon = torch.randn(50, 3, generator=generator.set_state(state), dtype=torch.float64)
    mu, sigma = (each.expand(50, 3).clone().requires_grad_() for each in (MU, SIGMA))
    z = mu + sigma * epsilon
    expected = torch.autograd.grad(f(z).sum(), (mu, sigma))
    for found, derivative in zip(pathwise, expected, strict=True):
        torch.testing.assert_close(found, derivative, rtol=1e-11, atol=1e-12)
    at = z.detach()
    log_prob = torch.distributions.Normal(mu, sigma).log_prob(at).sum(1)
    expected = torch.autograd.grad((f(at) * log_prob).sum(), (mu, sigma))
    for found, derivative in zip(score, expected, strict=True):
        torch.testing.assert_close(found, derivative, rtol=1e-9, atol=1e-9)


@pytest.mark.shows("vae.mc_gradient")
def test_their_variances_for_a_square_are_those_of_the_catalogue(generator: Generator) -> None:
    def square(z: Tensor) -> Tensor:
        return z[:, 0] ** 2

    for mu, sigma in ((0.7, 0.5), (-1.2, 1.1), (2.0, 0.3)):
        at = torch.tensor([mu], dtype=torch.float64), torch.tensor([sigma], dtype=torch.float64)
        pathwise = reparameterised_gradient(square, *at, SAMPLES, generator)[0][:, 0]
        score = score_function_gradient(square, *at, SAMPLES, generator)[0][:, 0]
        assert_mean((pathwise - 2 * mu) ** 2, 4 * sigma**2)
        assert_mean((score - 2 * mu) ** 2, mu**4 / sigma**2 + 14 * mu**2 + 15 * sigma**2)
        assert score.var() > 3 * pathwise.var()


@pytest.mark.shows("vae.mc_gradient")
def test_the_score_asks_for_no_derivative(generator: Generator) -> None:
    """Of a step function the gradient is a density; through the sample it would be nothing."""

    def step(z: Tensor) -> Tensor:
        return (z[:, 0] > 0).double()

    at = torch.tensor([0.4], dtype=torch.float64), torch.tensor([0.9], dtype=torch.float64)
    by_mu, by_sigma = score_function_gradient(step, *at, SAMPLES, generator)
    density = torch.distributions.Normal(*at).log_prob(torch.zeros(1)).exp()
    assert_mean(by_mu, density)
    assert_mean(by_sigma, -density * 0.4 / 0.9)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_there_is_one_estimate_a_sample_and_it_does_not_touch_the_parameters(
    generator: Generator, estimator: str
) -> None:
    mu, sigma = MU.float().requires_grad_(), SIGMA.float().requires_grad_()
    found = ESTIMATORS[estimator](lambda z: (z**3).sum(-1), mu, sigma, 7, generator)
    assert all(each.shape == (7, 3) and each.dtype is torch.float32 for each in found)
    assert mu.grad is None
    assert len(found[0].unique()) == 21
