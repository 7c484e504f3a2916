"""Logistic regression: labels are Bernoulli, with a logit that is linear in the sample."""

from __future__ import annotations

import torch
from torch import Generator, Tensor, nn

from .losses import binary_cross_entropy


class LogisticRegression(nn.Module):
    r"""The model :math:`y \sim \operatorname{Bernoulli}(\sigma(w^\top x))` of Cox (1958), fitted by maximum likelihood.

    With :math:`\pi = \sigma(X w)` the negative log-likelihood has the gradient :math:`X^\top (\pi - y)` and the Hessian
    :math:`X^\top \operatorname{diag}(\pi (1 - \pi)) X`, which is positive semidefinite: every minimum is global.
    There is no bias: give the samples a feature that is always 1.

    Args:
        features: the size of a sample.

    Shapes: samples (n, features), labels (n) in {0, 1}.

    >>> x = torch.tensor([[1., 0.], [1., 1.], [1., 2.], [1., 3.]])
    >>> y = torch.tensor([0., 1., 0., 1.])
    >>> model = LogisticRegression(2)
    >>> model.fit(x, y)
    >>> model.gradient(x, y).abs().max() < 1e-6
    tensor(True)
    >>> model(torch.tensor([1., 1.5])).abs() < 1e-6  # the middle is undecided, as by symmetry it has to be
    tensor(True)
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features) * 0.01)

    def forward(self, x: Tensor) -> Tensor:
        """Logits, (n)."""
        return x @ self.weight

    def log_prob(self, x: Tensor, y: Tensor) -> Tensor:
        """log p(y | x) of each label, (n), in nats."""
        return -binary_cross_entropy(self(x), y)

    def nll(self, x: Tensor, y: Tensor) -> Tensor:
        """The negative log-likelihood of all labels together, a scalar, in nats."""
        return -self.log_prob(x, y).sum()

    def sample(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Labels drawn from the model, (n)."""
        return torch.bernoulli(self(x).sigmoid(), generator=generator)

    def gradient(self, x: Tensor, y: Tensor) -> Tensor:
        """Of `nll` in the weights, (features)."""
        return x.mT @ (self(x).sigmoid() - y)

    def hessian(self, x: Tensor) -> Tensor:
        """Of `nll` in the weights, (features, features). The labels do not matter."""
        a = self(x)
        return (x.mT * (a.sigmoid() * (-a).sigmoid())) @ x

    @torch.no_grad()
    def fit(self, x: Tensor, y: Tensor, steps: int = 100) -> None:
        """Newton's method from w = 0, each step halved until it improves.

        Raises a RuntimeError if the likelihood has no maximum, as a plane separates the labels.
        """
        self.weight.zero_()
        precision = torch.finfo(x.dtype).eps
        for _ in range(steps):
            loss, gradient, before = self.nll(x, y), self.gradient(x, y), self.weight.clone()
            direction = torch.linalg.pinv(self.hessian(x), hermitian=True) @ gradient  # features may be dependent
            for halvings in range(50):
                self.weight.copy_(before - direction / 2**halvings)
                if self.nll(x, y) <= loss * (1 + precision):
                    break
            sides = (2 * y - 1) * self(x)
            if (sides >= 0).all() and (sides > 0).any():  # longer weights in this direction are ever better
                raise RuntimeError("the likelihood has no maximum: a plane separates the labels")
            if gradient @ direction <= precision * loss:  # twice what is left to gain, before this last step
                return
        raise RuntimeError(f"no maximum of the likelihood was found in {steps} steps")
