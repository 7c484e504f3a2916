"""The softmax classifier: labels are categorical, with logits that are affine in the sample."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

from .losses import negative_log_likelihood


class SoftmaxClassifier(nn.Module):
    r"""The model :math:`p(y = k \mid x) = \operatorname{softmax}(W x + b)_k`, multinomial logistic regression.

    Adding the same vector to every row of W changes nothing. Two classes give logistic regression with the difference
    of the rows as weights. `nll` is convex; :func:`fit_lbfgs` and :func:`fit_sgd` minimise it.

    Args:
        features: the size of a sample.
        classes: how many labels there are.

    Shapes: samples (n, features), labels (n), whole numbers from 0.

    >>> model = SoftmaxClassifier(2, 3).double()
    >>> x, y = torch.randn(5, 2).double(), torch.tensor([0, 2, 1, 1, 0])
    >>> model.log_prob(x, y).shape
    torch.Size([5])
    >>> sum(model.log_prob(x, torch.full((5,), k)).exp() for k in range(3))
    tensor([1.0000, 1.0000, 1.0000, 1.0000, 1.0000], dtype=torch.float64,
           grad_fn=<AddBackward0>)
    """

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, features) * 0.01)
        self.bias = nn.Parameter(torch.zeros(classes))

    def forward(self, x: Tensor) -> Tensor:
        """Logits, (n, classes)."""
        return x @ self.weight.mT + self.bias

    def log_prob(self, x: Tensor, y: Tensor) -> Tensor:
        """log p(y | x) of each label, (n), in nats."""
        logits = self(x)
        return -negative_log_likelihood(logits, one_hot(y, len(self.bias)).to(logits.dtype))

    def nll(self, x: Tensor, y: Tensor) -> Tensor:
        """The negative log-likelihood of all labels together, a scalar, in nats."""
        return -self.log_prob(x, y).sum()
