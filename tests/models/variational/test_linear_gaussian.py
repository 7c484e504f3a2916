"""The linear-Gaussian VAE: evidence, posterior, bound and gap in closed form."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn
from torch.distributions import MultivariateNormal

from probatum import identities as ids
from probatum.models import LinearGaussianVAE

SIZES = [(5, 1), (5, 2), (4, 4), (2, 3)]
each = pytest.mark.parametrize(("d", "j"), SIZES)


def drawn(d: int, j: int, generator: Generator) -> tuple[LinearGaussianVAE, Tensor]:
    vae = LinearGaussianVAE(d, j).double()
    for parameter in vae.parameters():
        nn.init.normal_(parameter, std=0.4, generator=generator)
    return vae, torch.randn(6, d, generator=generator, dtype=torch.float64)


def marginal(vae: LinearGaussianVAE) -> MultivariateNormal:
    w, noise = vae.weight, vae.likelihood.sigma**2 * torch.eye(len(vae.weight), dtype=torch.float64)
    return MultivariateNormal(vae.decoder.bias, w @ w.T + noise)


@pytest.mark.shows("vae.model")
@each
def test_the_evidence_is_normal(generator: Generator, d: int, j: int) -> None:
    vae, x = drawn(d, j, generator)
    torch.testing.assert_close(vae.exact_log_prob(x), marginal(vae).log_prob(x), rtol=1e-10, atol=1e-10)


@pytest.mark.shows("vae.model")
@each
def test_the_posterior_is_bayes(generator: Generator, d: int, j: int) -> None:
    """log p(z | x) = log p(x | z) + log p(z) - log p(x) at random z."""
    vae, x = drawn(d, j, generator)
    z = torch.randn(6, j, generator=generator, dtype=torch.float64)
    mean, cov = vae.posterior(x)
    bayes = (
        vae.likelihood.log_prob(vae.decoder(z), x)
        + torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
        - vae.exact_log_prob(x)
    )
    torch.testing.assert_close(MultivariateNormal(mean, cov).log_prob(z), bayes, rtol=1e-9, atol=1e-9)


@pytest.mark.shows("vae.model", "vae.elbo")
@each
def test_the_bound_lacks_exactly_the_divergence_from_the_posterior(generator: Generator, d: int, j: int) -> None:
    vae, x = drawn(d, j, generator)
    mu, sigma = vae.encode(x)
    mean, cov = vae.posterior(x)
    gap = ids.normal_kl_full.torch(mu, torch.diag_embed(sigma**2), mean, cov.expand(6, j, j))
    torch.testing.assert_close(vae.exact_log_prob(x) - vae.exact_elbo(x), gap, rtol=1e-9, atol=1e-9)
    assert (gap > 0).all()


@pytest.mark.shows("vae.model", "vae.backprop")
@each
def test_the_estimate_of_the_bound_is_unbiased(generator: Generator, d: int, j: int) -> None:
    """As is its gradient; fails by chance with 1e-6 each."""
    vae, x = drawn(d, j, generator)
    parameters = [*vae.parameters()]

    def gradient(value: Tensor) -> Tensor:
        return torch.cat([g.flatten() for g in torch.autograd.grad(value.sum(), parameters)])

    assert_mean(vae.elbo(x.repeat(20_000, 1), 1, generator).view(-1, 6), vae.exact_elbo(x).detach())
    estimates = torch.stack([gradient(vae.elbo(x, 20, generator)) for _ in range(1000)])
    assert_mean(estimates, gradient(vae.exact_elbo(x)))


@pytest.mark.shows("vae.model")
@each
@pytest.mark.parametrize("samples", [1, 5])
def test_the_importance_weights_are_their_formula(generator: Generator, d: int, j: int, samples: int) -> None:
    """log p(x, z) - log q(z | x) at the same z."""
    vae, x = drawn(d, j, generator)
    state = generator.get_state()
    found = vae.log_prob(x, samples, generator)
    z = vae.rsample(x, samples, generator.set_state(state))
    log_weights = (
        vae.likelihood.log_prob(vae.decoder(z), x)
        + torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
        - torch.distributions.Normal(*vae.encode(x)).log_prob(z).sum(-1)
    )
    torch.testing.assert_close(found, log_weights.exp().mean(0).log(), rtol=1e-10, atol=1e-10)


@pytest.mark.shows("vae.model")
def test_samples_have_the_covariance_of_the_model(generator: Generator) -> None:
    """Fails by chance with 1e-6."""
    vae, _ = drawn(3, 2, generator)
    away = vae.sample(200_000, generator) - vae.decoder.bias
    assert_mean(away, 0.0)
    assert_mean(away[:, :, None] * away[:, None, :], marginal(vae).covariance_matrix.detach())


@pytest.mark.shows("vae.model")
def test_the_fit_is_the_maximum_of_the_likelihood_and_its_bound_is_tight(generator: Generator) -> None:
    vae, _ = drawn(5, 2, generator)
    x = torch.randn(300, 5, generator=generator, dtype=torch.float64) @ torch.randn(5, 5, generator=generator).double()
    before = vae.exact_log_prob(x).sum()
    vae.fit(x)
    best = vae.exact_log_prob(x).sum()
    assert best > before
    model = [vae.decoder.weight, vae.decoder.bias, vae.likelihood.log_sigma]
    for slope in torch.autograd.grad(best, model):
        assert slope.abs().max() < 1e-7
    for parameter in model:  # no step in any direction leads up
        for _ in range(5):
            step = 0.05 * torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            with torch.no_grad():
                parameter.add_(step)
                assert vae.exact_log_prob(x).sum() < best
                parameter.sub_(step)
    torch.testing.assert_close(vae.exact_elbo(x), vae.exact_log_prob(x), rtol=1e-9, atol=1e-9)
