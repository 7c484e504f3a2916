"""The beta-VAE."""

from __future__ import annotations

from torch import Generator, Tensor, nn

from .likelihoods import Likelihood
from .vae import VAE


class BetaVAE(VAE):
    r"""A VAE whose divergence from the prior counts beta times (Higgins et al., 2017).

    It minimises :math:`-E_{q(z \mid x)}[\log p_\theta(x \mid z)] + \beta D_{KL}(q(z \mid x) \| p(z))`. For
    :math:`\beta = 1` that is minus the evidence lower bound; above, it is a looser bound on minus the log-evidence that
    asks for latent variables which look independent.

    Args:
        encoder, decoder, likelihood, latent: as for the VAE.
        beta: what the divergence counts.

    Shapes: data (n, d); the objective (n), in nats.

    >>> vae = BetaVAE(MLP([64, 32, 4]), MLP([2, 32, 64]), BernoulliLikelihood(), latent=2, beta=4.)
    >>> vae.objective(torch.zeros(10, 64)).mean().backward()
    """

    def __init__(
        self, encoder: nn.Module, decoder: nn.Module, likelihood: Likelihood, latent: int, beta: float
    ) -> None:
        super().__init__(encoder, decoder, likelihood, latent)
        self.beta = beta

    def objective(self, x: Tensor, samples: int = 1, generator: Generator | None = None) -> Tensor:
        """An unbiased estimate of what is minimised."""
        return -self.reconstruction(x, samples, generator) + self.beta * self.kl(x)
