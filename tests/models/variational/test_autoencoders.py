"""Every variational autoencoder: its bound is a bound, by exactly what the theory says, and it is estimated fairly.

With one latent variable, or in the linear-Gaussian case, evidence, posterior and bound are known: the integrals over
the latent variable are sums over a grid, which for these smooth functions are exact to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn

from probatum import identities as ids
from probatum.models import (
    MLP,
    VAE,
    BernoulliLikelihood,
    BetaBinomialLikelihood,
    BetaVAE,
    LinearGaussianVAE,
    NormalLikelihood,
    Tanh,
)

N, D = 5, 4


def nets(outputs: int = D) -> tuple[nn.Module, nn.Module]:
    return MLP([D, 6, 2], Tanh), MLP([1, 6, outputs], Tanh)


MODELS: dict[str, Callable[[], VAE]] = {
    "bernoulli": lambda: VAE(*nets(), BernoulliLikelihood(), 1),
    "beta-binomial": lambda: VAE(*nets(2 * D), BetaBinomialLikelihood(5), 1),
    "normal": lambda: VAE(*nets(), NormalLikelihood(0.7), 1),
    "beta": lambda: BetaVAE(*nets(), BernoulliLikelihood(), 1, beta=3.0),
    "linear-gaussian": lambda: LinearGaussianVAE(D, 1),
}
each = pytest.mark.parametrize("name", MODELS)


def drawn(name: str, generator: Generator) -> tuple[VAE, Tensor]:
    """A model with random weights, and data that it draws.

    The encoder's are smaller, so that q(z | x) is not far from the prior: its weights then have a variance.
    """
    model = MODELS[name]().double()
    for part, size in ((model.encoder, 0.1), (model.decoder, 0.7), (model.likelihood, 0.2)):
        for parameter in part.parameters():
            nn.init.normal_(parameter, std=size, generator=generator)
    return model, model.sample(N, generator).detach()


def on_a_grid(model: VAE, x: Tensor) -> tuple[Tensor, Tensor, Tensor, float]:
    """log p(x | z), log p(z) and log q(z | x) at the points of a grid of z, (points, n), and its width."""
    mu, sigma = model.encode(x)
    reach = max(12.0, (mu.abs() + 12 * sigma).max().item())
    z = torch.linspace(-reach, reach, 40_001, dtype=torch.float64)
    log_likelihood = model.likelihood.log_prob(model.decoder(z[:, None, None]), x)
    log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z)[:, None]
    log_q = torch.distributions.Normal(mu[:, 0], sigma[:, 0]).log_prob(z[:, None])
    width = reach / 20_000
    assert ((log_q.exp().sum(0) * width - 1).abs() < 1e-12).all()  # the grid is wide and fine enough
    return log_likelihood, log_prior, log_q, width


def evidence(model: VAE, x: Tensor) -> Tensor:
    log_likelihood, log_prior, _, width = on_a_grid(model, x)
    return torch.logsumexp(log_likelihood + log_prior, 0) + math.log(width)


def bound(model: VAE, x: Tensor) -> Tensor:
    """The evidence lower bound, by its definition."""
    log_likelihood, _, log_q, width = on_a_grid(model, x)
    return (log_q.exp() * log_likelihood).sum(0) * width - model.kl(x)


@pytest.mark.shows("vae.model", "vae.elbo")
@each
def test_the_bound_lacks_exactly_the_divergence_from_the_posterior(generator: Generator, name: str) -> None:
    model, x = drawn(name, generator)
    log_likelihood, log_prior, log_q, width = on_a_grid(model, x)
    log_posterior = log_likelihood + log_prior - evidence(model, x)
    gap = (log_q.exp() * (log_q - log_posterior)).sum(0) * width
    torch.testing.assert_close(evidence(model, x) - bound(model, x), gap, rtol=1e-9, atol=1e-10)
    assert (bound(model, x) <= evidence(model, x)).all()
    assert (gap > 1e-6).all()  # the encoder is random


@pytest.mark.shows("vae.model", "vae.gaussian_kl")
@each
def test_the_divergence_from_the_prior_is_that_of_the_catalogue(generator: Generator, name: str) -> None:
    model, x = drawn(name, generator)
    mu, sigma = model.encode(x)
    torch.testing.assert_close(model.kl(x), ids.normal_kl_standard.torch(mu, sigma), rtol=1e-11, atol=1e-12)
    _, log_prior, log_q, width = on_a_grid(model, x)
    integral = (log_q.exp() * (log_q - log_prior)).sum(0) * width
    torch.testing.assert_close(model.kl(x), integral, rtol=1e-9, atol=1e-10)


@pytest.mark.shows("vae.gaussian_kl")
@each
def test_the_divergence_is_the_mean_of_the_log_ratio(generator: Generator, name: str) -> None:
    """By sampling from q; fails by chance with 1e-6."""
    model, x = drawn(name, generator)
    mu, sigma = model.encode(x)
    z = model.rsample(x, 100_000, generator)
    log_q = torch.distributions.Normal(mu, sigma).log_prob(z).sum(-1)
    log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
    assert_mean(log_q - log_prior, model.kl(x).detach())


@pytest.mark.shows("vae.reparameterisation")
@each
def test_latent_samples_follow_the_encoder(generator: Generator, name: str) -> None:
    """Mean and variance; fails by chance with 1e-6 each."""
    model, x = drawn(name, generator)
    mu, sigma = (each.detach() for each in model.encode(x))
    z = model.rsample(x, 50_000, generator)
    assert_mean(z, mu)
    assert_mean((z - mu) ** 2, sigma**2)
    torch.testing.assert_close(torch.cat([mu, sigma.log()], -1), model.encoder(x).detach())


@pytest.mark.shows("vae.model", "vae.backprop")
@each
def test_the_estimate_of_the_bound_is_unbiased(generator: Generator, name: str) -> None:
    """Fails by chance with 1e-6."""
    model, x = drawn(name, generator)
    estimates = model.elbo(x.repeat(20_000, 1), 3, generator).view(-1, N)
    assert_mean(estimates, bound(model, x).detach())


@pytest.mark.shows("vae.backprop", "vae.mc_gradient")
@each
def test_the_gradient_of_the_estimate_is_unbiased(generator: Generator, name: str) -> None:
    """In encoder and decoder, through the sample; fails by chance with 1e-6."""
    model, x = drawn(name, generator)
    parameters = [*model.parameters()]

    def gradient(value: Tensor) -> Tensor:
        return torch.cat([g.flatten() for g in torch.autograd.grad(value.sum(), parameters)])

    estimates = torch.stack([gradient(model.elbo(x, 20, generator)) for _ in range(1000)])
    assert_mean(estimates, gradient(bound(model, x)))


@each
def test_more_samples_make_the_estimate_steadier(generator: Generator, name: str) -> None:
    """Sixteen times as many, a sixteenth of the variance: the estimates are compared by their squares."""
    model, x = drawn(name, generator)
    expected = bound(model, x).detach()
    one, sixteen = (model.elbo(x.repeat(10_000, 1), k, generator).view(-1, N) - expected for k in (1, 16))
    assert_mean(one**2 - 16 * sixteen**2, 0.0)


@pytest.mark.shows("vae.model", "vae.elbo")
@each
def test_the_importance_weighted_estimate_tends_to_the_evidence(generator: Generator, name: str) -> None:
    """The weights p(x, z) / q(z | x) have the mean p(x); that of their logarithm is between bound and evidence."""
    model, x = drawn(name, generator)
    truth = evidence(model, x).detach()
    estimates = model.log_prob(x.repeat(20_000, 1), 10, generator).view(-1, N).detach()
    assert_mean((estimates - truth).exp(), 1.0)
    assert (estimates.mean(0) > bound(model, x)).all()
    assert (estimates.mean(0) < truth + 0.02).all()
    single = model.log_prob(x.repeat(20_000, 1), 1, generator).view(-1, N)
    assert_mean(single, bound(model, x).detach())


@each
def test_samples_follow_the_model(generator: Generator, name: str) -> None:
    """The means of the data, as integrals over the latent variable; fails by chance with 1e-6."""
    model, _ = drawn(name, generator)
    z = torch.linspace(-14, 14, 20_001, dtype=torch.float64)[:, None]
    prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).exp() * 28 / 20_000
    expected = (prior * model.likelihood.mean(model.decoder(z))).sum(0).detach()
    samples = model.sample(50_000, generator)
    assert samples.shape == (50_000, D)
    assert_mean(samples, expected)


@each
def test_the_generator_decides_what_is_drawn(generator: Generator, name: str) -> None:
    model, x = drawn(name, generator)
    state = generator.get_state()
    first = (model.elbo(x, 2, generator), model.log_prob(x, 3, generator), model.sample(4, generator))
    torch.rand(1)
    generator.set_state(state)
    again = (model.elbo(x, 2, generator), model.log_prob(x, 3, generator), model.sample(4, generator))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(generator: Generator, name: str, dtype: torch.dtype) -> None:
    model, x = drawn(name, generator)
    model, x = model.to(dtype), x.to(dtype)
    for found in (model.elbo(x), model.log_prob(x, 3), model.kl(x)):
        assert (found.dtype, found.shape) == (dtype, (N,))
    assert model.sample(2).dtype is dtype


# ------------------------------------------------------------------ beta


@pytest.mark.shows("vae.beta")
@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0])
def test_the_objective_counts_the_divergence_beta_times(generator: Generator, beta: float) -> None:
    model, x = drawn("beta", generator)
    model.beta = beta
    state = generator.get_state()
    objective = model.objective(x, 3, generator)
    elbo = model.elbo(x, 3, generator.set_state(state))
    torch.testing.assert_close(objective, -elbo + (beta - 1) * model.kl(x), rtol=1e-11, atol=1e-12)


@pytest.mark.shows("vae.beta")
def test_for_beta_1_it_is_the_vae(generator: Generator) -> None:
    beta, x = drawn("beta", generator)
    beta.beta = 1.0
    vae = VAE(beta.encoder, beta.decoder, beta.likelihood, 1)
    state = generator.get_state()
    objective = beta.objective(x, 3, generator)
    torch.testing.assert_close(objective, -vae.elbo(x, 3, generator.set_state(state)), rtol=1e-12, atol=1e-12)


@pytest.mark.shows("vae.beta")
def test_above_1_it_is_a_looser_bound_on_the_evidence(generator: Generator) -> None:
    model, x = drawn("beta", generator)
    objective = -bound(model, x) + 2.0 * model.kl(x)
    assert (objective >= -bound(model, x)).all()
    assert (objective >= -evidence(model, x)).all()


@pytest.mark.shows("vae.beta")
def test_a_greater_beta_brings_the_encoder_closer_to_the_prior(generator: Generator) -> None:
    """In the linear-Gaussian case, where the best encoder for each beta is known: its divergence falls with beta."""
    vae, x = drawn("linear-gaussian", generator)
    divergences = []
    for beta in (0.5, 1.0, 4.0, 16.0):
        for parameter in vae.encoder.parameters():
            nn.init.zeros_(parameter)
        w, variance = vae.weight.detach(), vae.likelihood.sigma.detach() ** 2
        gain = (w.mT @ w + beta * variance).item()  # in place of M
        with torch.no_grad():
            vae.encoder.weight[0] = w[:, 0] / gain
            vae.encoder.bias[0] = -(w[:, 0] @ vae.decoder.bias) / gain
            vae.encoder.bias[1] = math.log(beta * variance.item() / gain) / 2
        reconstruction = vae.exact_elbo(x) + vae.kl(x)
        slope = torch.autograd.grad((-reconstruction + beta * vae.kl(x)).sum(), [*vae.encoder.parameters()])
        assert max(each.abs().max().item() for each in slope) < 1e-8  # it is the best
        divergences.append(vae.kl(x).sum().item())
    assert divergences == sorted(divergences, reverse=True)
    assert divergences[-1] < 0.5 * divergences[0]
