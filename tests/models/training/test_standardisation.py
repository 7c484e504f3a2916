"""Training data gets mean 0 and unbiased variance 1; test data gets the same numbers."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor

from probatum.models import Standardisation


@pytest.fixture
def train(generator: Generator) -> Tensor:
    return torch.randn(9, 3, generator=generator, dtype=torch.float64) * torch.tensor([0.1, 2.0, 30.0]) + 5


@pytest.mark.shows("training.standardisation")
def test_training_data_has_mean_0_and_unbiased_variance_1(train: Tensor) -> None:
    standardisation = Standardisation(3).double()
    standardisation.fit(train)
    made = standardisation(train)
    torch.testing.assert_close(made.sum(0) / 9, torch.zeros(3, dtype=torch.float64), rtol=0, atol=1e-12)
    torch.testing.assert_close((made**2).sum(0) / 8, torch.ones(3, dtype=torch.float64), rtol=1e-12, atol=0)


@pytest.mark.shows("training.standardisation")
def test_test_data_is_standardised_by_the_statistics_of_training(train: Tensor, generator: Generator) -> None:
    standardisation = Standardisation(3).double()
    standardisation.fit(train)
    test = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    mu = train.sum(0) / 9
    sigma = (((train - mu) ** 2).sum(0) / 8).sqrt()
    torch.testing.assert_close(standardisation(test), (test - mu) / sigma, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(standardisation(test[:1]), standardisation(test)[:1])
    torch.testing.assert_close(standardisation.inverse(standardisation(test)), test, rtol=1e-12, atol=1e-12)


def test_the_statistics_are_saved_with_the_weights(train: Tensor) -> None:
    standardisation, other = Standardisation(3).double(), Standardisation(3).double()
    standardisation.fit(train)
    other.load_state_dict(standardisation.state_dict())
    assert torch.equal(other(train), standardisation(train))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(train: Tensor, dtype: torch.dtype) -> None:
    standardisation = Standardisation(3).to(dtype)
    standardisation.fit(train.to(dtype))
    assert standardisation(train.to(dtype)).dtype is dtype


def test_a_constant_feature_is_named(train: Tensor) -> None:
    train[:, 1] = 4.0
    with pytest.raises(ValueError, match="feature 1 is constant in the 9 samples"):
        Standardisation(3).fit(train)
    with pytest.raises(ValueError, match="feature 0 is constant in the 1 samples"):
        Standardisation(3).fit(train[:1])
