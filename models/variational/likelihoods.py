"""Laws of data given the output of a decoder, with independent dimensions: what a VAE reconstructs."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import softplus

from ..neural import binary_cross_entropy

LEAST = 1e-3  # of a and b: at 0 the law has no density to differentiate


class BernoulliLikelihood(nn.Module):
    """Data in {0, 1}, with logits as the decoder's output.

    Shapes: output and data (.., d); `log_prob` gives (..), in nats.

    >>> BernoulliLikelihood().log_prob(torch.zeros(3), torch.tensor([0., 1., 1.]))  # 3 log 1/2
    tensor(-2.0794)
    """

    def log_prob(self, output: Tensor, x: Tensor) -> Tensor:
        return -binary_cross_entropy(output, x).sum(-1)

    def mean(self, output: Tensor) -> Tensor:
        return output.sigmoid()

    def sample(self, output: Tensor, generator: Generator | None = None) -> Tensor:
        return torch.bernoulli(output.sigmoid(), generator=generator)


class BetaBinomialLikelihood(nn.Module):
    r"""Counts of successes in n trials whose probability is itself drawn from Beta(a, b): an image with n + 1 shades.

    :math:`p(x) = \binom{n}{x} \frac{B(x + a, n - x + b)}{B(a, b)}`. The decoder's output holds, side by side, what
    softplus makes a and b of, which are kept above 1/1000. A binomial law has too little variance for pixels that are
    mostly black or white.

    Args:
        trials: n.

    Shapes: output (.., 2 d) and data (.., d); `log_prob` gives (..), in nats.

    >>> even = torch.log(torch.expm1(torch.tensor([0.999, 0.999])))  # a = b = 1: all counts are alike
    >>> BetaBinomialLikelihood(4).log_prob(even, torch.tensor([3.]))  # log 1/5
    tensor(-1.6094)
    """

    def __init__(self, trials: int) -> None:
        super().__init__()
        self.trials = trials

    def log_prob(self, output: Tensor, x: Tensor) -> Tensor:
        return self._each(*self._shapes(output), x).sum(-1)

    def mean(self, output: Tensor) -> Tensor:
        a, b = self._shapes(output)
        return self.trials * a / (a + b)

    def sample(self, output: Tensor, generator: Generator | None = None) -> Tensor:
        a, b = self._shapes(output)
        counts = torch.arange(self.trials + 1, dtype=a.dtype, device=a.device)
        laws = self._each(a[..., None], b[..., None], counts).exp()
        drawn = torch.multinomial(laws.flatten(0, -2), 1, generator=generator)
        return counts[drawn].view(a.shape)

    def _shapes(self, output: Tensor) -> tuple[Tensor, Tensor]:
        a, b = (LEAST + softplus(output)).chunk(2, -1)
        return a, b

    def _each(self, a: Tensor, b: Tensor, x: Tensor) -> Tensor:
        """log p(x) of each count."""
        n = torch.as_tensor(float(self.trials), dtype=x.dtype, device=x.device)
        ways = torch.lgamma(n + 1) - torch.lgamma(x + 1) - torch.lgamma(n - x + 1)
        return ways + _log_beta(x + a, n - x + b) - _log_beta(a, b)


class NormalLikelihood(nn.Module):
    r"""Real data :math:`x \sim \mathcal N(\text{output}, \sigma^2 I)`, with a deviation that is learned.

    Args:
        sigma: the deviation at first.

    Shapes: output and data (.., d); `log_prob` gives (..), in nats.

    >>> NormalLikelihood(2.).log_prob(torch.zeros(1), torch.tensor([0.]))  # -log 2 - log(2 pi) / 2
    tensor(-1.6121, grad_fn=<SumBackward1>)
    """

    def __init__(self, sigma: float = 1.0) -> None:
        super().__init__()
        self.log_sigma = nn.Parameter(torch.tensor(math.log(sigma)))

    @property
    def sigma(self) -> Tensor:
        return self.log_sigma.exp()

    def log_prob(self, output: Tensor, x: Tensor) -> Tensor:
        standardised = (x - output) / self.sigma
        return (-(standardised**2) / 2 - self.log_sigma - math.log(2 * math.pi) / 2).sum(-1)

    def mean(self, output: Tensor) -> Tensor:
        return output

    def sample(self, output: Tensor, generator: Generator | None = None) -> Tensor:
        noise = torch.randn(output.shape, generator=generator, dtype=output.dtype, device=output.device)
        return output + self.sigma * noise


Likelihood = BernoulliLikelihood | BetaBinomialLikelihood | NormalLikelihood


def _log_beta(a: Tensor, b: Tensor) -> Tensor:
    return torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(a + b)
