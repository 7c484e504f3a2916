"""The game on a finite space: its best discriminator, its value there, and where training ends."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator, Tensor

from probatum import identities as ids
from probatum.models import TabularGAN

K = 5


def law(generator: Generator) -> Tensor:
    return torch.softmax(torch.randn(K, generator=generator, dtype=torch.float64), -1)


def drawn(generator: Generator) -> tuple[TabularGAN, Tensor]:
    gan = TabularGAN(K).double()
    for table in gan.parameters():
        torch.nn.init.normal_(table, generator=generator)
    return gan, law(generator)


def at_best(gan: TabularGAN, p: Tensor) -> TabularGAN:
    with torch.no_grad():
        gan.discriminator.copy_(torch.logit(gan.best_discriminator(p)))
    return gan


@pytest.mark.shows("gan.value_function")
def test_the_value_is_that_of_the_catalogue(generator: Generator) -> None:
    gan, p = drawn(generator)
    expected = ids.gan_value.torch(p, gan.law, gan.discriminator.sigmoid())
    torch.testing.assert_close(gan.value(p), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.shows("gan.optimal_discriminator")
def test_the_best_discriminator_is_stationary_and_nothing_is_better(generator: Generator) -> None:
    gan, p = drawn(generator)
    torch.testing.assert_close(gan.best_discriminator(p), ids.optimal_discriminator.torch(p, gan.law))
    best = at_best(gan, p).value(p)
    (gradient,) = torch.autograd.grad(best, gan.discriminator)
    torch.testing.assert_close(gradient, torch.zeros(K, dtype=torch.float64), rtol=0, atol=1e-14)
    best_table = gan.discriminator.detach().clone()
    for _ in range(50):
        with torch.no_grad():
            gan.discriminator.copy_(best_table + torch.randn(K, generator=generator, dtype=torch.float64))
        assert gan.value(p) < best


@pytest.mark.shows("gan.js_objective", "gan.global_minimum")
def test_there_the_value_is_minus_log_4_and_twice_the_jensen_shannon_divergence(generator: Generator) -> None:
    for _ in range(10):
        gan, p = drawn(generator)
        value = at_best(gan, p).value(p)
        expected = -math.log(4) + 2 * ids.js_divergence.torch(p, gan.law)
        torch.testing.assert_close(value, expected, rtol=1e-11, atol=1e-12)
        torch.testing.assert_close(value, ids.gan_value_at_optimum.torch(p, gan.law), rtol=1e-11, atol=1e-12)
        assert value > -math.log(4)
    with torch.no_grad():
        gan.generator.copy_(p.log())
    torch.testing.assert_close(at_best(gan, p).value(p).item(), -math.log(4), rtol=1e-12, atol=0)


@pytest.mark.shows("gan.training", "gan.generator_optimum")
@pytest.mark.parametrize("saturating", [True, False])
def test_training_reaches_the_law_of_the_data(generator: Generator, saturating: bool) -> None:
    """From random tables; then D is 1/2 everywhere and the value is -log 4."""
    gan, p = drawn(generator)
    assert (gan.law - p).abs().max() > 0.05
    for _ in range(1000):
        gan.step(p, discriminator_steps=4, rate=2.0, saturating=saturating)
    torch.testing.assert_close(gan.law, p, rtol=0, atol=1e-9)
    torch.testing.assert_close(gan.discriminator.sigmoid(), gan.best_discriminator(p), rtol=0, atol=1e-9)
    torch.testing.assert_close(gan.discriminator.sigmoid(), torch.full_like(p, 0.5), rtol=0, atol=1e-9)
    assert gan.value(p).item() == pytest.approx(-math.log(4), abs=1e-12)


@pytest.mark.shows("gan.training")
@pytest.mark.parametrize("saturating", [True, False])
def test_a_step_is_k_ascents_and_one_descent(generator: Generator, saturating: bool) -> None:
    gan, p = drawn(generator)
    a, g, rate = gan.discriminator.detach().clone(), gan.generator.detach().clone(), 0.3
    q = torch.softmax(g, -1)
    for _ in range(3):
        a = a + rate * (p * torch.sigmoid(-a) - q * torch.sigmoid(a))  # the gradient of V by hand
    cost = torch.log(torch.sigmoid(-a)) if saturating else -torch.log(torch.sigmoid(a))
    g = g - rate * q * (cost - (q * cost).sum())
    gan.step(p, discriminator_steps=3, rate=rate, saturating=saturating)
    torch.testing.assert_close(gan.discriminator, torch.nn.Parameter(a), rtol=1e-11, atol=1e-12)
    torch.testing.assert_close(gan.generator, torch.nn.Parameter(g), rtol=1e-11, atol=1e-12)


@pytest.mark.shows("gan.js_saturates")
def test_on_disjoint_supports_the_divergence_is_log_2_whatever_the_distance() -> None:
    """Point masses at 0 and at theta: -log 4 + 2 log 2 = 0 for every theta but 0."""
    p = torch.zeros(K, dtype=torch.float64)
    p[0] = 1.0
    for theta in range(K):
        gan = TabularGAN(K).double()
        with torch.no_grad():
            gan.generator.copy_(torch.where(torch.arange(K) == theta, 0.0, -800.0))
            gan.discriminator.copy_(torch.where(torch.arange(K) == 0, 800.0, -800.0) * (theta > 0))
        assert gan.value(p).item() == pytest.approx(0.0 if theta else -math.log(4), abs=1e-12)
        js = ids.js_divergence.torch(p, gan.law).item()
        assert js == pytest.approx(math.log(2) if theta else 0.0, abs=1e-12)
