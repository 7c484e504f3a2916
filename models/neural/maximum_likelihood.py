"""Maximum likelihood by gradients, for every model with a negative log-likelihood `nll(x, y)`."""

from __future__ import annotations

import torch
from torch import Generator, Tensor, nn


def fit_lbfgs(model: nn.Module, x: Tensor, y: Tensor, steps: int = 200) -> float:
    """Minimises `model.nll(x, y)` by L-BFGS, a quasi-Newton method on all samples at once; returns the least value.

    It stops where the loss or the weights stand still to rounding (Nocedal, 1980; line search by the strong Wolfe
    conditions).

    >>> x, y = torch.tensor([[1., 0.], [1., 1.], [1., 2.], [1., 3.]]), torch.tensor([0., 1., 0., 1.])
    >>> model = LogisticRegression(2)
    >>> loss = fit_lbfgs(model, x, y)
    >>> model.fit(x, y)  # Newton's method finds no better
    >>> abs(model.nll(x, y).item() - loss) < 1e-6
    True
    """
    precision = torch.finfo(x.dtype).eps
    optimiser = torch.optim.LBFGS(
        model.parameters(),
        max_iter=steps,
        tolerance_grad=0.0,
        tolerance_change=precision,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = model.nll(x, y)
        loss.backward()
        return loss

    optimiser.step(closure)
    return model.nll(x, y).item()


def fit_sgd(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    learning_rate: float,
    epochs: int,
    batch: int = 32,
    generator: Generator | None = None,
) -> list[float]:
    """Stochastic gradient descent on the mean of `model.nll` over batches; returns that of each epoch, in nats.

    The order of the samples is drawn anew in each epoch (Robbins and Monro, 1951).

    >>> x, y = torch.tensor([[1., 0.], [1., 1.], [1., 2.], [1., 3.]]), torch.tensor([0., 1., 0., 1.])
    >>> losses = fit_sgd(LogisticRegression(2), x, y, learning_rate=0.1, epochs=300)
    >>> losses[0] > losses[-1]
    True
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for chosen in torch.randperm(len(x), generator=generator).split(batch):
            loss = model.nll(x[chosen], y[chosen])
            optimiser.zero_grad()
            (loss / len(chosen)).backward()
            optimiser.step()
            total += loss.item()
        losses.append(total / len(x))
    return losses
