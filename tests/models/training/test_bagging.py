"""Bagging: bootstrapped data, the mean and the vote, and the variance that is left."""

from __future__ import annotations

import itertools

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn

from probatum.models import Bagging, bootstrap


class Mean(nn.Module):
    """The least model there is: it learns the mean of its data, squared so that it is not linear in it."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("found", torch.zeros((), dtype=torch.float64))

    def forward(self, x: Tensor) -> Tensor:
        return self.found.expand(len(x))


def learn(model: Mean, x: Tensor, y: Tensor) -> None:
    model.found.copy_(y.mean() ** 2)


@pytest.mark.shows("training.bagging")
def test_a_bootstrap_draws_with_replacement(generator: Generator) -> None:
    """How often each sample comes is binomial, n trials with 1/n; fails by chance with 1e-6 each."""
    n = 6
    counts = torch.stack([bootstrap(n, generator).bincount(minlength=n) for _ in range(20_000)]).double()
    assert (counts.sum(1) == n).all()
    assert_mean(counts, 1.0)
    assert_mean((counts == 0).double(), (1 - 1 / n) ** n)
    assert_mean(counts[:, 0] * counts[:, 1], n * (n - 1) / n**2)


@pytest.mark.shows("training.bagging")
def test_each_model_learns_from_a_bootstrap_of_its_own(generator: Generator) -> None:
    x = torch.randn(10, 2, generator=generator, dtype=torch.float64)
    y = x.sum(1)
    seen = []
    ensemble = Bagging(Mean() for _ in range(4))
    ensemble.fit(lambda model, x, y: seen.append((model, x, y)), x, y, generator)
    assert [model for model, _, _ in seen] == [*ensemble.models]
    for _, own, labels in seen:
        torch.testing.assert_close(own.sum(1), labels)  # samples keep their labels
        assert {tuple(row) for row in own.tolist()} < {tuple(row) for row in x.tolist()}
    assert len({tuple(labels.tolist()) for _, _, labels in seen}) == 4


@pytest.mark.shows("training.bagging")
def test_the_prediction_is_the_mean(generator: Generator) -> None:
    models = [nn.Linear(3, 2).double() for _ in range(4)]
    x = torch.randn(5, 3, generator=generator, dtype=torch.float64)
    expected = sum(model(x) for model in models) / 4
    torch.testing.assert_close(Bagging(models)(x), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.shows("training.bagging")
def test_the_vote_is_that_of_the_majority() -> None:
    class Constant(nn.Module):
        def __init__(self, logits: list[float]) -> None:
            super().__init__()
            self.logits = torch.tensor(logits)

        def forward(self, x: Tensor) -> Tensor:
            return self.logits.expand(len(x), 3)

    says_2, says_1, loudly_0 = [0.0, 1.0, 2.0], [1.0, 3.0, 2.0], [100.0, 0.0, 0.0]
    x = torch.zeros(4, 1)
    assert Bagging(map(Constant, [loudly_0, says_2, says_2])).vote(x).tolist() == [2] * 4
    assert Bagging(map(Constant, [says_2, says_1, loudly_0, says_1])).vote(x).tolist() == [1] * 4
    assert Bagging(map(Constant, [says_2, says_1])).vote(x).tolist() == [1] * 4  # a tie


@pytest.mark.shows("training.bagging")
@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_variance_of_the_mean_is_its_formula(k: int) -> None:
    """v/k + (k - 1) c/k exactly: over all data sets of three fair coins, and all bootstraps of k models."""
    n = 3
    predictions = []
    for data in itertools.product([0.0, 1.0], repeat=n):
        y = torch.tensor(data, dtype=torch.float64)
        single = torch.stack([y[[*chosen]].mean() ** 2 for chosen in itertools.product(range(n), repeat=n)])
        predictions.append(single)
    table = torch.stack(predictions)  # (data sets, bootstraps), all of the same probability
    centred = table - table.mean()
    v, c = (centred**2).mean(), (centred.mean(1) ** 2).mean()  # given the data, models are independent
    means = torch.stack([sum(torch.meshgrid(*[row] * k, indexing="ij")).flatten() / k for row in table])
    torch.testing.assert_close(means.var(correction=0), v / k + (k - 1) * c / k, rtol=1e-10, atol=0)
    assert 0 < c < v


@pytest.mark.shows("training.bagging")
def test_the_variance_of_bagged_predictions_is_its_formula(generator: Generator) -> None:
    """The same through the model itself, by sampling; fails by chance with 1e-6."""
    n, k, runs = 3, 4, 4000
    table = []
    for _ in range(runs):
        y = torch.randint(2, (n,), generator=generator).double()
        ensemble = Bagging(Mean() for _ in range(k))
        ensemble.fit(learn, y[:, None], y, generator)
        single = torch.stack([model.found for model in ensemble.models])
        table.append(torch.cat([single, ensemble(y[:1, None])]))
    found = torch.stack(table)
    mean = found[:, :k].mean()
    singles, ensembles = found[:, :k] - mean, found[:, k] - mean
    v = (singles**2).mean(1)
    c = (singles.sum(1) ** 2 - (singles**2).sum(1)) / (k * (k - 1))
    assert_mean(ensembles**2 - (v / k + (k - 1) * c / k), 0.0)
    assert (ensembles**2).mean() < 0.8 * v.mean()
