"""The VAE in which everything is known: affine and normal."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from .likelihoods import NormalLikelihood
from .vae import VAE


class LinearGaussianVAE(VAE):
    r"""A VAE with affine encoder and decoder: probabilistic principal component analysis (Tipping and Bishop, 1999).

    For :math:`z \sim \mathcal N(0, I)` and :math:`x \sim \mathcal N(W z + b, \sigma^2 I)` the evidence, the posterior
    and the evidence lower bound have closed forms. With :math:`M = W^\top W + \sigma^2 I`

    .. math:: x \sim \mathcal N(b, W W^\top + \sigma^2 I), \quad
              z \mid x \sim \mathcal N(M^{-1} W^\top (x - b), \sigma^2 M^{-1}).

    Args:
        features: d, the size of a sample.
        latent: J, the number of latent variables.

    Shapes: data (n, d); bounds and likelihoods (n), in nats.

    >>> x = torch.randn(100, 3) @ torch.tensor([[2., 0., 0.], [1., 1., 0.], [0., 0., 0.1]])
    >>> vae = LinearGaussianVAE(3, 1)
    >>> (vae.exact_elbo(x) <= vae.exact_log_prob(x)).all()
    tensor(True)
    >>> vae.fit(x)
    >>> torch.allclose(vae.exact_elbo(x), vae.exact_log_prob(x), atol=1e-4)  # the encoder is the posterior
    True
    """

    def __init__(self, features: int, latent: int) -> None:
        super().__init__(nn.Linear(features, 2 * latent), nn.Linear(latent, features), NormalLikelihood(), latent)

    @property
    def weight(self) -> Tensor:
        """W, (d, J)."""
        return self.decoder.weight

    @property
    def precision(self) -> Tensor:
        """M, which is the precision of the posterior times sigma^2, (J, J)."""
        w, variance = self.weight, self.likelihood.sigma**2
        return w.mT @ w + variance * torch.eye(self.latent, dtype=w.dtype, device=w.device)

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Means (n, J) and covariance (J, J) of z given x."""
        inverse = torch.linalg.inv(self.precision)
        return (x - self.decoder.bias) @ self.weight @ inverse, self.likelihood.sigma**2 * inverse

    def exact_log_prob(self, x: Tensor) -> Tensor:
        """log p(x), by the matrix determinant lemma and Woodbury's identity, so that only J x J matrices are solved."""
        d, residual, variance = x.shape[-1], x - self.decoder.bias, self.likelihood.sigma**2
        mean, _ = self.posterior(x)
        log_det = (d - self.latent) * variance.log() + torch.linalg.slogdet(self.precision).logabsdet
        squares = (residual * (residual - mean @ self.weight.mT)).sum(-1) / variance
        return -(d * math.log(2 * math.pi) + log_det + squares) / 2

    def exact_elbo(self, x: Tensor) -> Tensor:
        """The evidence lower bound, in closed form."""
        mu, sigma = self.encode(x)
        spread = (sigma**2 * (self.weight**2).sum(0)).sum(-1)  # of W z under q, on top of that of its mean
        log_prob = self.likelihood.log_prob(self.decoder(mu), x)
        return log_prob - spread / (2 * self.likelihood.sigma**2) - self.kl(x)

    @torch.no_grad()
    def fit(self, x: Tensor) -> None:
        r"""Maximum likelihood in closed form, and the encoder that is the posterior.

        W has the leading eigenvectors of the covariance of the data as columns, of the squared lengths
        :math:`\lambda_j - \sigma^2`, and :math:`\sigma^2` is the mean of the other eigenvalues. Its columns are
        orthogonal, so the posterior has independent components and the bound is tight.
        """
        bias, j = x.mean(0), self.latent
        values, vectors = torch.linalg.eigh((x - bias).mT @ (x - bias) / len(x))
        variance = values[:-j].mean()
        self.decoder.bias.copy_(bias)
        self.decoder.weight.copy_(vectors[:, -j:] * (values[-j:] - variance).sqrt())
        self.likelihood.log_sigma.copy_(variance.log() / 2)
        mean, cov = self.posterior(torch.cat([torch.zeros_like(x[:1]), torch.eye(len(bias)).to(x)]))
        self.encoder.weight[:j] = (mean[1:] - mean[0]).mT
        self.encoder.bias[:j] = mean[0]
        self.encoder.weight[j:] = 0
        self.encoder.bias[j:] = cov.diagonal().log() / 2
