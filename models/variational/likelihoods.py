"""Laws of data given the output of a decoder, with independent dimensions: what a VAE reconstructs."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import softplus


class BernoulliLikelihood(nn.Module):
    """Data in {0, 1}, with logits as the decoder's output.

    Shapes: output and data (.., d); `log_prob` gives (..), in nats.

    >>> BernoulliLikelihood().log_prob(torch.zeros(3), torch.tensor([0., 1., 1.]))  # 3 log 1/2
    tensor(-2.0794)
    """

    def log_prob(self, output: Tensor, x: Tensor) -> Tensor:
        return (x * output - softplus(output)).sum(-1)

    def mean(self, output: Tensor) -> Tensor:
        return output.sigmoid()

    def sample(self, output: Tensor, generator: Generator | None = None) -> Tensor:
        return torch.bernoulli(output.sigmoid(), generator=generator)


class BinomialLikelihood(nn.Module):
    """Counts of successes in n trials, with their logit as the decoder's output: an image with n + 1 shades, say.

    Args:
        trials: n.

    Shapes: output and data (.., d); `log_prob` gives (..), in nats.

    >>> BinomialLikelihood(2).log_prob(torch.zeros(1), torch.tensor([1.]))  # log 1/2
    tensor(-0.6931)
    """

    def __init__(self, trials: int) -> None:
        super().__init__()
        self.trials = trials

    def log_prob(self, output: Tensor, x: Tensor) -> Tensor:
        n = torch.as_tensor(float(self.trials), dtype=x.dtype, device=x.device)
        ways = torch.lgamma(n + 1) - torch.lgamma(x + 1) - torch.lgamma(n - x + 1)
        return (ways + x * output - self.trials * softplus(output)).sum(-1)

    def mean(self, output: Tensor) -> Tensor:
        return self.trials * output.sigmoid()

    def sample(self, output: Tensor, generator: Generator | None = None) -> Tensor:
        each = output.sigmoid().expand(self.trials, *output.shape)
        return torch.bernoulli(each, generator=generator).sum(0)


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
