"""Losses, one number a sample, in nats where they are likelihoods."""

from __future__ import annotations

import torch
from torch import Tensor


def squared_loss(y_hat: Tensor, y: Tensor) -> Tensor:
    r"""Half the squared error, :math:`\frac12 (y - \hat y)^2`.

    It is :math:`-\log \mathcal N(y; \hat y, 1)` less the constant :math:`\frac12 \log 2\pi`.

    Shapes: any that broadcast.

    >>> squared_loss(torch.tensor([1., 4.]), torch.tensor([1., 1.]))
    tensor([0.0000, 4.5000])
    """
    return (y - y_hat) ** 2 / 2


def binary_cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    r"""The cross-entropy :math:`-y \log \sigma(a) - (1 - y) \log(1 - \sigma(a))` of a logit a, in nats.

    It is the negative log-likelihood of a Bernoulli law; :math:`\log(1 + e^a) - y a`, so that nothing overflows.

    Shapes: any that broadcast; labels y in [0, 1].

    >>> binary_cross_entropy(torch.tensor([0., 1000., 1000.]), torch.tensor([1., 1., 0.]))
    tensor([6.9315e-01, 0.0000e+00, 1.0000e+03])
    """
    return torch.logaddexp(logits, torch.zeros_like(logits)) - y * logits


def negative_log_likelihood(logits: Tensor, y: Tensor) -> Tensor:
    r"""The negative log-likelihood :math:`-\sum_i y_i \log \operatorname{softmax}(a)_i`, in nats.

    Its gradient in the logits is :math:`\operatorname{softmax}(a) - y`.

    Shapes: logits and labels (.., classes), the labels one-hot or a law, which sums to 1; gives (..).

    >>> negative_log_likelihood(torch.zeros(4), torch.tensor([0., 0., 1., 0.]))
    tensor(1.3863)
    """
    return torch.logsumexp(logits, -1) - (y * logits).sum(-1)


def accuracy(logits: Tensor, y: Tensor) -> Tensor:
    """The share of samples whose greatest logit is that of the label. A step function: it has no gradient to follow.

    Shapes: logits (n, classes), labels (n), whole numbers; gives a scalar.

    >>> accuracy(torch.tensor([[1., 2.], [3., 0.]]), torch.tensor([1, 1]))
    tensor(0.5000)
    """
    return (logits.argmax(-1) == y).to(logits.dtype).mean()
