"""Semi-supervised learning: samples without labels teach the trunk that the classifier stands on."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..neural import negative_log_likelihood, squared_loss


class SemiSupervisedClassifier(nn.Module):
    r"""A classifier and an autoencoder with one trunk.

    It supposes that p(x) says something of :math:`p(y \mid x)`: features that can be turned back into the samples are
    of use for the labels. The loss is the mean negative log-likelihood of the labels that there are, and
    :math:`\lambda` times the mean squared loss of the reconstructions of all samples, with labels or without.

    Args:
        trunk: from samples (n, features) to shared features.
        head: from there to logits (n, classes).
        decoder: from there back to samples.

    >>> model = SemiSupervisedClassifier(MLP([4, 8]), nn.Linear(8, 3), nn.Linear(8, 4))
    >>> x, y = torch.randn(5, 4), torch.eye(3)[[0, 1, 2, 0, 1]]
    >>> model.loss(x, y, unlabelled=torch.randn(100, 4)).shape
    torch.Size([])
    """

    def __init__(self, trunk: nn.Module, head: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = head
        self.decoder = decoder

    def forward(self, x: Tensor) -> Tensor:
        """Logits."""
        return self.head(self.trunk(x))

    def reconstruct(self, x: Tensor) -> Tensor:
        return self.decoder(self.trunk(x))

    def loss(self, x: Tensor, y: Tensor, unlabelled: Tensor, weight: float = 1.0) -> Tensor:
        """Samples with one-hot labels, samples without, and lambda; gives a scalar."""
        everything = torch.cat([x, unlabelled])
        reconstruction = squared_loss(self.reconstruct(everything), everything).sum(-1).mean()
        return negative_log_likelihood(self(x), y).mean() + weight * reconstruction
