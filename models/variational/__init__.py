"""Variational inference: gradient estimators, the variational autoencoder, and one that can be solved."""

from __future__ import annotations

from .beta_vae import BetaVAE
from .gradient_estimators import reparameterised_gradient, score_function_gradient
from .likelihoods import BernoulliLikelihood, BetaBinomialLikelihood, NormalLikelihood
from .linear_gaussian import LinearGaussianVAE
from .vae import VAE

__all__ = [
    "reparameterised_gradient",
    "score_function_gradient",
    "VAE",
    "BetaVAE",
    "LinearGaussianVAE",
    "BernoulliLikelihood",
    "BetaBinomialLikelihood",
    "NormalLikelihood",
]
