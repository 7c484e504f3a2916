"""Losses are negative log-likelihoods, with the gradients of the catalogue."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator, Tensor
from torch.distributions import Bernoulli, Categorical, Normal
from torch.func import grad, vmap

from probatum import identities as ids
from probatum.models import LogisticRegression, accuracy, binary_cross_entropy, negative_log_likelihood, squared_loss


def normal(generator: Generator, *shape: int) -> Tensor:
    return 3 * torch.randn(*shape, generator=generator, dtype=torch.float64)


@pytest.mark.shows("nn.squared_loss")
def test_squared_loss(generator: Generator) -> None:
    m, y = normal(generator, 100), normal(generator, 100)
    loss = squared_loss(m, y)
    torch.testing.assert_close(loss, ids.squared_loss.torch(y, m))
    torch.testing.assert_close(loss, -Normal(m, 1.0).log_prob(y) - math.log(2 * math.pi) / 2)
    torch.testing.assert_close(vmap(grad(squared_loss))(m, y), ids.squared_loss_gradient.torch(y, m))


@pytest.mark.shows("nn.cross_entropy_loss")
def test_binary_cross_entropy(generator: Generator) -> None:
    a = normal(generator, 100)
    for y in (torch.zeros(100), torch.ones(100), torch.rand(100, generator=generator)):
        y = y.double()
        loss = binary_cross_entropy(a, y)
        torch.testing.assert_close(loss, ids.binary_cross_entropy.torch(y, a.sigmoid()), rtol=1e-9, atol=1e-12)
        torch.testing.assert_close(vmap(grad(binary_cross_entropy))(a, y), a.sigmoid() - y)
        if set(y.tolist()) <= {0.0, 1.0}:
            torch.testing.assert_close(loss, -Bernoulli(logits=a).log_prob(y))


@pytest.mark.shows("nn.nll_loss")
def test_negative_log_likelihood(generator: Generator) -> None:
    a, labels = normal(generator, 100, 5), torch.arange(100) % 5
    y = torch.nn.functional.one_hot(labels, 5).double()
    loss = negative_log_likelihood(a, y)
    torch.testing.assert_close(loss, -Categorical(logits=a).log_prob(labels))
    torch.testing.assert_close(loss, -(y * torch.softmax(a, -1).log()).sum(-1), rtol=1e-9, atol=1e-12)
    torch.testing.assert_close(vmap(grad(negative_log_likelihood))(a, y), torch.softmax(a, -1) - y)


def test_losses_do_not_overflow() -> None:
    a = torch.tensor([-1e4, 1e4], requires_grad=True)
    for y in (torch.zeros(2), torch.ones(2)):
        loss = binary_cross_entropy(a, y)
        torch.testing.assert_close(loss, torch.nn.functional.binary_cross_entropy_with_logits(a, y, reduction="none"))
        assert torch.autograd.grad(loss.sum(), a)[0].isfinite().all()
    assert negative_log_likelihood(a, torch.tensor([1.0, 0.0])) == 2e4


@pytest.mark.shows("nn.accuracy_gradient")
def test_accuracy_is_a_step_function(generator: Generator) -> None:
    """Small steps of the weights leave it as it is, large ones make it jump; the likelihood moves with either."""
    x = normal(generator, 50, 2)
    y = (x @ torch.tensor([1.0, -1.0], dtype=torch.float64) + normal(generator, 50) > 0).long()
    model, direction = LogisticRegression(2).double(), normal(generator, 2)
    torch.nn.init.normal_(model.weight, generator=generator)
    start = model.weight.detach().clone()

    def at(step: float) -> tuple[float, float]:
        with torch.no_grad():
            model.weight.copy_(start + step * direction)
            logits = model(x)
            hits = accuracy(torch.stack([-logits, logits], -1), y)
            return hits.item(), model.nll(x, y.double()).item()

    assert at(0.0)[0] == ((model(x) > 0).long() == y).double().mean()
    assert {at(step)[0] for step in (-1e-9, 0.0, 1e-9)} == {at(0.0)[0]}
    assert at(1e-6)[1] != at(0.0)[1]
    assert len({at(step)[0] for step in torch.linspace(-2, 2, 40).tolist()}) > 1


def test_accuracy_counts_hits() -> None:
    logits = torch.tensor([[0.1, 0.5, 0.4], [2.0, -1.0, 0.0], [0.0, 0.0, 1.0], [3.0, 4.0, 5.0]])
    assert accuracy(logits, torch.tensor([1, 0, 1, 0])) == 0.5
    assert accuracy(logits.double(), torch.tensor([1, 0, 2, 2])).dtype is torch.float64
