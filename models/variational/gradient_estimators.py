"""Two estimators of the gradient of a mean in the parameters of the law that it is taken under."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Generator, Tensor

Function = Callable[[Tensor], Tensor]


def reparameterised_gradient(
    f: Function, mu: Tensor, sigma: Tensor, samples: int, generator: Generator | None = None
) -> tuple[Tensor, Tensor]:
    r"""Estimates :math:`\nabla E_{z \sim \mathcal N(\mu, \sigma^2)}[f(z)]` through the sample.

    The reparameterisation trick (Kingma and Welling, 2014): with :math:`z = \mu + \sigma \epsilon` and
    :math:`\epsilon \sim \mathcal N(0, 1)` the gradients in :math:`\mu` and :math:`\sigma` are the means of
    :math:`\nabla f(z)` and :math:`\nabla f(z) \, \epsilon`. Unbiased, and :math:`f` has to be
    differentiable.

    Shapes: mu and sigma (d), f from (samples, d) to (samples). Gives one estimate a sample of either gradient,
    (samples, d) each; their means are the estimators.

    >>> mu, sigma = torch.tensor([1.]), torch.tensor([2.])
    >>> by_mu, by_sigma = reparameterised_gradient(lambda z: 3 * z[:, 0], mu, sigma, samples=4)
    >>> by_mu.mean(0)
    tensor([3.])
    """
    epsilon = _standard_normal(mu, samples, generator)
    z = (mu + sigma * epsilon).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope, slope * epsilon


def score_function_gradient(
    f: Function, mu: Tensor, sigma: Tensor, samples: int, generator: Generator | None = None
) -> tuple[Tensor, Tensor]:
    r"""Estimates the same gradient by the score of the law (Williams, 1992), without a derivative of f.

    It is the mean of :math:`f(z) \nabla \log \mathcal N(z; \mu, \sigma^2)`: unbiased too, for every f, with a variance
    that is mostly greater. For :math:`f(z) = z^2` it is :math:`\mu^4 / \sigma^2 + 14 \mu^2 + 15 \sigma^2` in
    :math:`\mu`, where that through the sample is :math:`4 \sigma^2`.

    Shapes: as above.

    >>> mu, sigma = torch.tensor([1.]), torch.tensor([2.])
    >>> by_mu, by_sigma = score_function_gradient(lambda z: torch.ones(len(z)), mu, sigma, samples=100_000)
    >>> by_mu.mean(0).abs() < 0.01  # the mean of a constant does not depend on the law
    tensor([True])
    """
    epsilon = _standard_normal(mu, samples, generator)
    value = f(mu + sigma * epsilon)[:, None]
    return value * epsilon / sigma, value * (epsilon**2 - 1) / sigma


def _standard_normal(like: Tensor, samples: int, generator: Generator | None) -> Tensor:
    return torch.randn(samples, *like.shape, generator=generator, dtype=like.dtype, device=like.device)
