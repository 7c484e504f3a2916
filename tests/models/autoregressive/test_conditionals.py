"""The one-dimensional laws, beside torch's own; draws invert the distribution function."""

from __future__ import annotations

import pytest
import torch
from torch import Generator
from torch.distributions import Bernoulli, Categorical, MixtureSameFamily, Normal

from probatum.models.autoregressive import conditionals


def randn(generator: Generator, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_log_probabilities_are_those_of_torch(generator: Generator) -> None:
    logits, mean, log_scale, x = (3 * randn(generator, 4, 20, 5)).unbind(0)
    binary, level = (x[:, 0] > 0).double(), torch.randint(5, (20,), generator=generator)
    torch.testing.assert_close(
        conditionals.bernoulli_log_prob(logits[:, 0], binary), Bernoulli(logits=logits[:, 0]).log_prob(binary)
    )
    torch.testing.assert_close(
        conditionals.categorical_log_prob(logits, level), Categorical(logits=logits).log_prob(level)
    )
    torch.testing.assert_close(
        conditionals.normal_log_prob(mean, log_scale, x), Normal(mean, log_scale.exp()).log_prob(x)
    )
    mixture = MixtureSameFamily(Categorical(logits=logits), Normal(mean, log_scale.exp()))
    torch.testing.assert_close(
        conditionals.mixture_log_prob(logits, mean, log_scale, x[:, 0]), mixture.log_prob(x[:, 0])
    )
    torch.testing.assert_close(conditionals.mixture_cdf(logits, mean, log_scale, x[:, 0]), mixture.cdf(x[:, 0]))


def test_a_uniform_number_below_the_probability_draws_a_one() -> None:
    logits = torch.tensor([0.75]).logit()
    for number, drawn in {0.0: 1, 0.74: 1, 0.76: 0, 0.999: 0}.items():
        assert conditionals.bernoulli_draw(logits, torch.tensor([number])) == drawn


def test_classes_are_drawn_by_the_steps_of_the_distribution_function() -> None:
    logits = torch.tensor([0.2, 0.0, 0.5, 0.3]).log() + 7  # logits need no normalisation
    for number, drawn in {0.0: 0, 0.19: 0, 0.21: 2, 0.69: 2, 0.71: 3, 1.0: 3}.items():
        assert conditionals.categorical_draw(logits, torch.tensor(number)) == drawn


def test_rounding_draws_no_class_too_many() -> None:
    """In float32 a cumulative sum of many probabilities may end below the largest uniform number."""
    logits = torch.zeros(100_003)
    largest = torch.tensor(1 - 2**-24)
    assert conditionals.categorical_draw(logits, largest) <= 100_002


def test_a_mixture_draws_its_component_and_moves_within() -> None:
    logits = torch.tensor([0.25, 0.75]).log()
    mean, log_scale = torch.tensor([-10.0, 10.0]), torch.tensor([1.0, 2.0]).log()
    noise = torch.tensor(0.5)
    assert conditionals.mixture_draw(logits, mean, log_scale, torch.tensor(0.2), noise) == -9.5
    assert conditionals.mixture_draw(logits, mean, log_scale, torch.tensor(0.3), noise) == 11.0


@pytest.mark.parametrize("size", [50.0, 1e4, 1e30])
def test_large_logits_neither_overflow_nor_lose_what_is_improbable(size: float) -> None:
    logits = torch.tensor([size, -size])
    ones, zeros = torch.ones(2), torch.zeros(2)
    torch.testing.assert_close(conditionals.bernoulli_log_prob(logits, ones)[1], torch.tensor(-size))
    torch.testing.assert_close(conditionals.bernoulli_log_prob(logits, zeros)[0], torch.tensor(-size))
    torch.testing.assert_close(conditionals.categorical_log_prob(logits, torch.tensor(1)), torch.tensor(-2 * size))
