"""Likelihoods are the laws that torch and SciPy have, and samples follow them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from scipy.stats import betabinom
from strategies.sampling import assert_mean
from torch import Generator, Tensor
from torch.nn.functional import softplus

from probatum.models import BernoulliLikelihood, BetaBinomialLikelihood, NormalLikelihood

D = 3


class BetaBinomial:
    """By SciPy, as torch has none."""

    def __init__(self, output: Tensor) -> None:
        self.law = betabinom(16, *(1e-3 + softplus(output)).chunk(2, -1))
        self.mean, self.variance = torch.tensor(self.law.mean()), torch.tensor(self.law.var())

    def log_prob(self, x: Tensor) -> Tensor:
        return torch.tensor(self.law.logpmf(x))


NORMAL = NormalLikelihood().double()
torch.nn.init.constant_(NORMAL.log_sigma, math.log(0.6))

# Each with the law that it is, by others, and how many outputs of a decoder it takes.
LAWS: dict[str, tuple[Any, Callable[[Tensor], Any], int]] = {
    "bernoulli": (BernoulliLikelihood(), lambda a: torch.distributions.Bernoulli(logits=a), D),
    "beta-binomial": (BetaBinomialLikelihood(16), BetaBinomial, 2 * D),
    "normal": (NORMAL, lambda a: torch.distributions.Normal(a, 0.6), D),
}
each = pytest.mark.parametrize("name", LAWS)


@each
def test_it_is_the_law_that_others_have(generator: Generator, name: str) -> None:
    ours, theirs, outputs = LAWS[name]
    output = 2 * torch.randn(5, 4, outputs, generator=generator, dtype=torch.float64)
    x = ours.sample(output, generator)
    assert x.shape == (5, 4, D)
    found = ours.log_prob(output, x)
    torch.testing.assert_close(found, theirs(output).log_prob(x).sum(-1), rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(ours.mean(output), theirs(output).mean)


@pytest.mark.parametrize("size", [19.0, 21.0, 35.0])
def test_what_is_nearly_certain_is_not_taken_for_certain(size: float) -> None:
    """-log p = log(1 + e^-a), which a softplus that is linear from 20 on would make 0."""
    a = torch.tensor([size, -size], dtype=torch.float64)
    found = BernoulliLikelihood().log_prob(a, torch.tensor([1.0, 0.0], dtype=torch.float64))
    assert found.item() == pytest.approx(-2 * math.log1p(math.exp(-size)), abs=1e-13)


@each
def test_samples_follow_it(generator: Generator, name: str) -> None:
    """Mean and variance; each fails by chance with 1e-6."""
    ours, theirs, outputs = LAWS[name]
    output = 2 * torch.randn(outputs, generator=generator, dtype=torch.float64)
    x = ours.sample(output.expand(100_000, outputs), generator)
    assert_mean(x, theirs(output).mean)
    assert_mean((x - theirs(output).mean) ** 2, theirs(output).variance)


@pytest.mark.parametrize("name", ["bernoulli", "beta-binomial"])
def test_probabilities_sum_to_one(generator: Generator, name: str) -> None:
    law, _, outputs = LAWS[name]
    counts = torch.arange(getattr(law, "trials", 1) + 1, dtype=torch.float64)[:, None]
    output = torch.randn(6, 1, outputs // D, generator=generator, dtype=torch.float64)
    total = law.log_prob(output, counts).exp().sum(-1)
    torch.testing.assert_close(total, torch.ones(6, dtype=torch.float64), rtol=1e-11, atol=0)


@each
def test_far_out_it_is_finite(name: str) -> None:
    law, _, outputs = LAWS[name]
    output = torch.linspace(-1e4, 1e4, 2 * outputs, dtype=torch.float64).view(2, outputs).requires_grad_()
    value = law.log_prob(output, torch.ones(2, D, dtype=torch.float64))
    assert value.isfinite().all()
    assert torch.autograd.grad(value.sum(), output)[0].isfinite().all()


def test_the_deviation_is_learned(generator: Generator) -> None:
    law = NormalLikelihood(0.6).double()
    x, output = (torch.randn(50, 2, generator=generator, dtype=torch.float64) for _ in range(2))
    law.log_prob(output, x).sum().backward()
    sigma = law.sigma.detach()
    torch.testing.assert_close(law.log_sigma.grad, (((x - output) / sigma) ** 2 - 1).sum())
