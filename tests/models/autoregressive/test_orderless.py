"""Orderless models: a density for each order, and the estimate that trains them all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from math import comb

import pytest
import torch
from densities.enumeration import chance_of_fit, every_event, place_of_event
from densities.weights import randomised
from torch import Generator, Tensor

from probatum.models import ConvNADE, DeepNADE
from probatum.models.autoregressive.orderless import Orderless

MODELS: dict[str, Callable[[], Orderless]] = {
    "DeepNADE": lambda: DeepNADE(4, [9, 9]),
    "ConvNADE": lambda: ConvNADE(2, 2, channels=5, layers=2),
}
each = pytest.mark.parametrize("build", MODELS.values(), ids=MODELS)
ORDERS = torch.tensor(list(permutations(range(4))))


@pytest.fixture
def model(build: Callable[[], Orderless], generator: Generator) -> Orderless:
    return randomised(build(), generator)


def events(model: Orderless) -> Tensor:
    return every_event(model.shape, 2).double()


@each
@pytest.mark.shows("autoregressive.deepnade", "autoregressive.convnade")
def test_along_every_order_probabilities_sum_to_one(model: Orderless) -> None:
    log_p = torch.stack([model.log_prob(events(model), order) for order in ORDERS])
    torch.testing.assert_close(log_p.logsumexp(1), torch.zeros(24, dtype=torch.float64), rtol=0, atol=1e-12)
    assert (log_p.std(0) > 1e-3).all(), "every order has a density of its own"


@each
@pytest.mark.shows("autoregressive.deepnade", "autoregressive.convnade")
def test_the_chain_rule_goes_along_the_order(model: Orderless, generator: Generator) -> None:
    """Each conditional by one pass that sees exactly those before it."""
    x = events(model)
    for order in ORDERS[torch.randperm(24, generator=generator)[:5]]:
        total = torch.zeros(len(x), dtype=torch.float64)
        for step, i in enumerate(order):
            visible = torch.zeros(4, dtype=torch.float64)
            visible[order[:step]] = 1
            logits = model.reconstruct(x, visible.reshape(model.shape).expand_as(x)).flatten(1)[:, i]
            total = total + torch.distributions.Bernoulli(logits=logits).log_prob(x.flatten(1)[:, i])
        torch.testing.assert_close(model.log_prob(x, order), total, rtol=1e-12, atol=1e-12)


@each
@pytest.mark.shows("autoregressive.deepnade", "autoregressive.convnade")
def test_the_order_agnostic_estimate_is_unbiased(model: Orderless) -> None:
    """Its mean, over all that may be visible, is the mean of log p over all 24 orders, exactly."""
    x = events(model)
    mean = torch.zeros(len(x), dtype=torch.float64)
    for seen in range(4):
        for subset in combinations(range(4), seen):
            visible = torch.zeros(4, dtype=torch.float64)
            visible[list(subset)] = 1
            estimate = model.hidden_log_prob(x, visible.reshape(model.shape).expand_as(x))
            mean = mean + estimate / (4 * comb(4, seen))
    expected = torch.stack([model.log_prob(x, order) for order in ORDERS]).mean(0)
    torch.testing.assert_close(mean, expected, rtol=1e-11, atol=1e-11)


@each
@pytest.mark.shows("autoregressive.deepnade", "autoregressive.convnade")
def test_the_estimate_as_it_is_drawn_has_that_mean(model: Orderless, generator: Generator) -> None:
    """Within 6 standard errors, for each of 16 events: by chance it fails once in ten million runs."""
    x = events(model)
    n = 4000
    drawn = torch.stack(model.order_agnostic(x.repeat(n, *[1] * len(model.shape)), generator).split(len(x)))
    expected = torch.stack([model.log_prob(x, order) for order in ORDERS]).mean(0)
    assert ((drawn.mean(0) - expected).abs() < 6 * drawn.std(0) / n**0.5).all()


@each
def test_what_is_hidden_has_no_influence(model: Orderless, generator: Generator) -> None:
    x = events(model)
    visible = torch.randint(2, x.shape, generator=generator).double()
    other = torch.where(visible == 1, x, 1 - x)
    assert torch.equal(model.reconstruct(x, visible), model.reconstruct(other, visible))


@each
def test_the_ensemble_is_the_mixture_of_its_orders(model: Orderless, generator: Generator) -> None:
    x, orders = events(model), ORDERS[torch.randperm(24, generator=generator)[:5]]
    expected = torch.stack([model.log_prob(x, order).exp() for order in orders]).mean(0)
    found = model.ensemble_log_prob(x, orders).exp()
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(found.sum(), torch.ones((), dtype=torch.float64))


@each
def test_samples_along_an_order_have_its_density(model: Orderless, generator: Generator) -> None:
    """Fails by chance once in a million runs."""
    order = torch.tensor([2, 0, 3, 1])
    counts = place_of_event(model.sample(20_000, generator, order), 2).bincount(minlength=16)
    assert chance_of_fit(counts, model.log_prob(events(model), order).exp().detach()) > 1e-6


@each
def test_the_network_is_told_what_is_hidden(model: Orderless) -> None:
    """A visible zero says something that a hidden variable does not."""
    zeros = torch.zeros(1, *model.shape, dtype=torch.float64)
    nothing, everything = model.reconstruct(zeros, zeros), model.reconstruct(zeros, zeros + 1)
    assert ((nothing - everything).abs() > 1e-6).any()
