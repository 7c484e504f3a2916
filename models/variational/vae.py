"""The variational autoencoder."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor, nn

from .likelihoods import Likelihood


class VAE(nn.Module):
    r"""A latent variable model with an encoder that is learned beside it (Kingma and Welling, 2014).

    The model is :math:`z \sim \mathcal N(0, I)`, :math:`x \sim p_\theta(x \mid z)`; the encoder gives
    :math:`q(z \mid x) = \mathcal N(\mu(x), \operatorname{diag} \sigma(x)^2)`. The evidence lower bound

    .. math:: E_{q(z \mid x)}[\log p_\theta(x \mid z)] - D_{KL}(q(z \mid x) \| p(z))
              = \log p_\theta(x) - D_{KL}(q(z \mid x) \| p_\theta(z \mid x))

    is estimated with samples :math:`z = \mu + \sigma \epsilon`, through which its gradient passes; the divergence is
    :math:`\frac12 \sum_j (\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2)`.

    Args:
        encoder: from data (n, d) to means and logarithms of deviations side by side, (n, 2 J).
        decoder: from latent values (.., J) to what the likelihood takes.
        likelihood: the law of the data given the decoder's output.
        latent: J, the number of latent variables.

    Shapes: data (n, d); bounds, divergences and likelihoods (n), in nats.

    >>> vae = VAE(MLP([64, 32, 4]), MLP([2, 32, 64]), BernoulliLikelihood(), latent=2)
    >>> x = torch.bernoulli(torch.full((10, 64), 0.3))
    >>> vae.elbo(x).shape
    torch.Size([10])
    >>> (-vae.elbo(x).mean()).backward()  # what is minimised
    >>> vae.sample(5).shape
    torch.Size([5, 64])
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module, likelihood: Likelihood, latent: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self.likelihood = likelihood
        self.latent = latent

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Means and deviations of q(z | x), (n, J) each."""
        mu, log_sigma = self.encoder(x).split(self.latent, -1)
        return mu, log_sigma.exp()

    def rsample(self, x: Tensor, samples: int = 1, generator: Generator | None = None) -> Tensor:
        """Latent values drawn from q(z | x), (samples, n, J); gradients pass through them."""
        mu, sigma = self.encode(x)
        epsilon = torch.randn(samples, *mu.shape, generator=generator, dtype=mu.dtype, device=mu.device)
        return mu + sigma * epsilon

    def reconstruction(self, x: Tensor, samples: int = 1, generator: Generator | None = None) -> Tensor:
        """An unbiased estimate of the mean of log p(x | z) under q(z | x)."""
        z = self.rsample(x, samples, generator)
        return self.likelihood.log_prob(self.decoder(z), x).mean(0)

    def kl(self, x: Tensor) -> Tensor:
        """The divergence of q(z | x) from the prior."""
        mu, sigma = self.encode(x)
        return (mu**2 + sigma**2 - 1 - 2 * sigma.log()).sum(-1) / 2

    def elbo(self, x: Tensor, samples: int = 1, generator: Generator | None = None) -> Tensor:
        """An unbiased estimate of the evidence lower bound."""
        return self.reconstruction(x, samples, generator) - self.kl(x)

    def log_prob(self, x: Tensor, samples: int, generator: Generator | None = None) -> Tensor:
        r"""The importance weighted estimate :math:`\log \frac1S \sum_s \frac{p(x, z_s)}{q(z_s \mid x)}` of log p(x).

        Its mean is between the evidence lower bound and log p(x), and tends to it with S (Burda et al., 2016).
        """
        mu, sigma = self.encode(x)
        z = self.rsample(x, samples, generator)
        log_prior = -(z**2).sum(-1) / 2
        log_q = -(((z - mu) / sigma) ** 2).sum(-1) / 2 - sigma.log().sum(-1)  # less what both have in common
        log_weights = self.likelihood.log_prob(self.decoder(z), x) + log_prior - log_q
        return torch.logsumexp(log_weights, 0) - math.log(samples)

    def sample(self, n: int, generator: Generator | None = None) -> Tensor:
        """Data drawn from the model, (n, d)."""
        like = next(self.parameters())
        z = torch.randn(n, self.latent, generator=generator, dtype=like.dtype, device=like.device)
        return self.likelihood.sample(self.decoder(z), generator)
