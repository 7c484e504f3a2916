"""The perceptron: a linear threshold unit that learns from its mistakes."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Perceptron(nn.Module):
    r"""A linear threshold unit with the learning rule of Rosenblatt (1958).

    It predicts :math:`\hat y = [\langle w, x \rangle > 0]`. Learning starts at :math:`w = 0` and, while some sample is
    misclassified, adds :math:`\eta (y - \hat y) x`, for labels y in {0, 1}. On linearly separable data this ends after
    at most :func:`mistake_bound` mistakes (Novikoff, 1962), whatever the order of the samples and :math:`\eta > 0`;
    on other data it never does. There is no bias: give the samples a feature that is always 1.

    Args:
        features: the size of a sample.

    Shapes: samples (.., features), labels (..).

    >>> x = torch.tensor([[1., 0., 0.], [1., 0., 1.], [1., 1., 0.], [1., 1., 1.]])
    >>> y = torch.tensor([0., 0., 0., 1.])  # x_1 and x_2
    >>> perceptron = Perceptron(3)
    >>> mistakes = perceptron.fit(x, y)
    >>> perceptron(x)
    tensor([0., 0., 0., 1.])
    >>> mistakes <= mistake_bound(x, y, torch.tensor([-3., 2., 2.]))
    tensor(True)
    """

    weight: Tensor

    def __init__(self, features: int) -> None:
        super().__init__()
        self.register_buffer("weight", torch.zeros(features))

    def forward(self, x: Tensor) -> Tensor:
        """Labels 0 and 1, in the dtype of x."""
        return (x @ self.weight > 0).to(x.dtype)

    def update(self, x: Tensor, y: Tensor, eta: float = 1.0) -> bool:
        """Learns from one sample, and says whether it was a mistake."""
        error = y - self(x)
        self.weight += eta * error * x
        return bool(error != 0)

    def fit(self, x: Tensor, y: Tensor, eta: float = 1.0, passes: int = 1000) -> int:
        """Goes over the samples until a pass has no mistake, `passes` times at most; returns how many there were."""
        mistakes = 0
        for _ in range(passes):
            found = sum(self.update(xi, yi, eta) for xi, yi in zip(x, y, strict=True))
            mistakes += found
            if not found:
                break
        return mistakes


def mistake_bound(x: Tensor, y: Tensor, direction: Tensor) -> Tensor:
    r"""Novikoff's bound :math:`(R / \gamma)^2` on the mistakes of a perceptron that starts at 0.

    R is the greatest norm of a sample, :math:`\gamma` the least distance of one from the plane through the origin
    across `direction`, which must separate the labels: infinite where it does not.

    Shapes: samples (n, features), labels (n), direction (features); gives a scalar.

    >>> mistake_bound(torch.tensor([[3., 4.], [-1., 0.]]), torch.tensor([1., 0.]), torch.tensor([2., 0.]))
    tensor(25.)
    """
    margin = ((2 * y - 1) * (x @ direction)).min() / direction.norm()
    return torch.where(margin > 0, (x.norm(dim=-1).max() / margin) ** 2, torch.inf)
