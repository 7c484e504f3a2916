"""Batch normalisation, with either convention for the variance."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn


class BatchNorm(nn.Module):
    r"""Batch normalisation (Ioffe and Szegedy, 2015): :math:`\gamma \frac{z - \mu}{\sqrt{S^2 + \epsilon}} + \beta`.

    In training :math:`\mu` and :math:`S^2` are mean and variance of each feature over the batch (and over the places of
    an image); at test time they are exponential averages of those of training. Adding a constant to a feature changes
    nothing, so a layer before it needs no bias, and the Jacobian of a feature takes the vector of ones to zero.

    Two conventions for :math:`S^2` are in use. "unbiased" is that of the textbook formula, 1/(n - 1) throughout;
    "biased" that of the libraries: 1/n in training, and 1/(n - 1) in the average that is kept for test time.

    Args:
        features: the size of the second axis.
        epsilon: added to the variance.
        momentum: the weight of a new batch in the averages.
        variance: the convention.

    Shapes: (n, features, ..), with more than one value of each feature in training.

    >>> norm = BatchNorm(1, epsilon=0.)
    >>> norm(torch.tensor([[1.], [3.], [5.]]))
    tensor([[-1.],
            [ 0.],
            [ 1.]], grad_fn=<AddBackward0>)
    >>> norm.running_mean, norm.running_var  # a tenth of the way from 0 to 3, and from 1 to 4
    (tensor([0.3000]), tensor([1.3000]))
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(
        self,
        features: int,
        epsilon: float = 1e-5,
        momentum: float = 0.1,
        variance: Literal["unbiased", "biased"] = "unbiased",
    ) -> None:
        super().__init__()
        self.epsilon = epsilon
        self.momentum = momentum
        self.variance = variance
        self.gamma = nn.Parameter(torch.ones(features))
        self.beta = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))

    def forward(self, z: Tensor) -> Tensor:
        mean, var = self._batch(z) if self.training else (self.running_mean, self.running_var)
        places = (-1, *[1] * (z.dim() - 2))
        scale = self.gamma / torch.sqrt(var + self.epsilon)
        return (z - mean.view(places)) * scale.view(places) + self.beta.view(places)

    def _batch(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and variance of the batch, which also go into the averages. Raises a ValueError for a single value."""
        axes = [0, *range(2, z.dim())]
        if (count := z.numel() // z.shape[1]) < 2:
            raise ValueError(f"a batch has to have more than {count} value of each feature, as it has no variance")
        mean, unbiased = z.mean(axes), z.var(axes, correction=1)
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(unbiased, self.momentum)
        return mean, unbiased if self.variance == "unbiased" else z.var(axes, correction=0)
