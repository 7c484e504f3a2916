"""The perceptron makes few mistakes on separable data, and never ends on data that is not."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor

from probatum.models import Perceptron, mistake_bound


def separable(generator: Generator, n: int, features: int, margin: float) -> tuple[Tensor, Tensor, Tensor]:
    """Samples at least `margin` from a random plane through the origin, their labels, and the plane's normal."""
    direction = torch.randn(features, generator=generator, dtype=torch.float64)
    direction /= direction.norm()
    x = torch.randn(n, features, generator=generator, dtype=torch.float64)
    away = x @ direction
    x += torch.outer(away.sign() * margin, direction)
    return x, (away > 0).double(), direction


@pytest.mark.shows("nn.perceptron")
@pytest.mark.parametrize("features", [2, 5, 30])
@pytest.mark.parametrize("eta", [0.01, 1.0, 7.0])
def test_it_separates_with_no_more_mistakes_than_novikoff_allows(
    generator: Generator, features: int, eta: float
) -> None:
    x, y, direction = separable(generator, 200, features, margin=0.2)
    perceptron = Perceptron(features).double()
    bound = mistake_bound(x, y, direction)
    mistakes = perceptron.fit(x, y, eta, passes=int(bound) + 1)  # all but the last have a mistake
    assert torch.equal(perceptron(x), y)
    assert 0 < mistakes <= bound


def test_mistakes_are_counted_and_corrected_one_by_one(generator: Generator) -> None:
    """The weight is the sum of the corrections, whatever it was before."""
    x, y, _ = separable(generator, 40, 3, margin=0.0)
    perceptron = Perceptron(3).double()
    perceptron.weight.copy_(torch.randn(3, generator=generator))
    expected, mistakes = perceptron.weight.clone(), 0
    for xi, yi in zip(x, y, strict=True):
        says = 1.0 if expected @ xi > 0 else 0.0
        expected = expected + 0.3 * (yi - says) * xi
        mistakes += says != yi
        assert perceptron.update(xi, yi, 0.3) is bool(says != yi)
        torch.testing.assert_close(perceptron.weight, expected)
    assert mistakes > 0


def test_zero_is_the_label_at_the_threshold() -> None:
    assert Perceptron(2)(torch.zeros(2)) == 0


@pytest.mark.shows("nn.perceptron")
def test_it_never_ends_on_exclusive_or() -> None:
    x = torch.tensor([[1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0])
    perceptron = Perceptron(3)
    assert perceptron.fit(x, y, passes=500) >= 500
    assert not torch.equal(perceptron(x), y)


def test_the_bound_is_that_of_the_closest_and_the_farthest_sample() -> None:
    x = torch.tensor([[0.5, 3.0], [-2.0, -6.0]])
    y = torch.tensor([1.0, 0.0])
    assert mistake_bound(x, y, torch.tensor([4.0, 0.0])) == (4 + 36) / 0.5**2
    assert mistake_bound(x, 1 - y, torch.tensor([4.0, 0.0])) == torch.inf
