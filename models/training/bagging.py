"""Bagging: models trained on bootstrapped data, averaged or put to the vote."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Generator, Tensor, nn


class Bagging(nn.Module):
    r"""Bootstrap aggregating (Breiman, 1996).

    Each model is trained on n samples drawn with replacement from the n that there are; the prediction is the mean, or
    the vote. If each prediction has the variance v and any two the covariance c, that of the mean of k models is
    :math:`\frac{v}{k} + \frac{k - 1}{k} c`: what the models have in common does not average out.

    Args:
        models: of one kind, each with its own weights.

    Shapes: those of the models.

    >>> ensemble = Bagging(LogisticRegression(1) for _ in range(5))
    >>> x, y = torch.tensor([[-1.], [1.], [2.], [3.]]), torch.tensor([1., 0., 1., 1.])
    >>> ensemble.fit(lambda model, x, y: fit_sgd(model, x, y, learning_rate=0.1, epochs=5), x, y)
    >>> ensemble(x).shape
    torch.Size([4])
    """

    def __init__(self, models: Iterable[nn.Module]) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)

    def fit(
        self,
        fit: Callable[[nn.Module, Tensor, Tensor], object],
        x: Tensor,
        y: Tensor,
        generator: Generator | None = None,
    ) -> None:
        """Calls `fit` for each model, with a bootstrapped data set of its own."""
        for model in self.models:
            chosen = bootstrap(len(x), generator)
            fit(model, x[chosen], y[chosen])

    def forward(self, x: Tensor) -> Tensor:
        """The mean of the predictions."""
        return torch.stack([model(x) for model in self.models]).mean(0)

    def vote(self, x: Tensor) -> Tensor:
        """The label that most models give the greatest logit, the least of them if several: (n, classes) to (n)."""
        return torch.stack([model(x).argmax(-1) for model in self.models]).mode(0).values


def bootstrap(n: int, generator: Generator | None = None) -> Tensor:
    """Indices of a bootstrapped data set: n of n, drawn with replacement.

    >>> bootstrap(1000).unique().numel() / 1000  # about 1 - 1/e are in it
    0.6...
    """
    return torch.randint(n, (n,), generator=generator)
