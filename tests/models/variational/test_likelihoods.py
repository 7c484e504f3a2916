"""Likelihoods are those of torch's distributions, and samples follow them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor
from torch.distributions import Bernoulli, Binomial, Distribution, Normal

from probatum.models import BernoulliLikelihood, BinomialLikelihood, NormalLikelihood

LAWS: dict[str, tuple[Any, Callable[[Tensor], Distribution]]] = {
    "bernoulli": (BernoulliLikelihood(), lambda a: Bernoulli(logits=a)),
    "binomial": (BinomialLikelihood(16), lambda a: Binomial(16, logits=a)),
    "normal": (NormalLikelihood(0.6).double(), lambda a: Normal(a, NormalLikelihood(0.6).double().sigma.detach())),
}
each = pytest.mark.parametrize("name", LAWS)


@each
def test_it_is_that_of_torch(generator: Generator, name: str) -> None:
    ours, theirs = LAWS[name]
    output = 2 * torch.randn(5, 4, 3, generator=generator, dtype=torch.float64)
    x = ours.sample(output, generator)
    found = ours.log_prob(output, x)
    torch.testing.assert_close(found, theirs(output).log_prob(x).sum(-1), rtol=1e-11, atol=1e-11)
    torch.testing.assert_close(ours.mean(output), theirs(output).mean)


@each
def test_samples_follow_it(generator: Generator, name: str) -> None:
    """Mean and variance; each fails by chance with 1e-6."""
    ours, theirs = LAWS[name]
    output = 2 * torch.randn(3, generator=generator, dtype=torch.float64)
    x = ours.sample(output.expand(100_000, 3), generator)
    assert_mean(x, theirs(output).mean)
    assert_mean((x - theirs(output).mean) ** 2, theirs(output).variance)


@pytest.mark.parametrize("name", ["bernoulli", "binomial"])
def test_probabilities_sum_to_one(generator: Generator, name: str) -> None:
    law = LAWS[name][0]
    counts = torch.arange(getattr(law, "trials", 1) + 1, dtype=torch.float64)[:, None]
    output = torch.randn(6, 1, 1, generator=generator, dtype=torch.float64)
    total = law.log_prob(output, counts).exp().sum(-1)
    torch.testing.assert_close(total, torch.ones(6, dtype=torch.float64), rtol=1e-11, atol=0)


@each
def test_far_out_it_is_finite(name: str) -> None:
    law = LAWS[name][0]
    output = torch.tensor([[-1e4], [1e4]], dtype=torch.float64, requires_grad=True)
    value = law.log_prob(output, torch.ones(2, 1, dtype=torch.float64))
    assert value.isfinite().all()
    assert torch.autograd.grad(value.sum(), output)[0].isfinite().all()


def test_the_deviation_is_learned(generator: Generator) -> None:
    law = NormalLikelihood(0.6).double()
    x, output = (torch.randn(50, 2, generator=generator, dtype=torch.float64) for _ in range(2))
    law.log_prob(output, x).sum().backward()
    sigma = law.sigma.detach()
    torch.testing.assert_close(law.log_sigma.grad, (((x - output) / sigma) ** 2 - 1).sum())
