"""The invertible 1 x 1 convolution."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .layer import FlowLayer


class InvertibleConvolution(FlowLayer):
    """z = W x at every pixel (or W x of a vector), W a square matrix over the channels, dimension 1.

    W = P L (U + diag(s)), P a fixed permutation, L lower and U upper triangular, with ones and zeros on the diagonal:
    log |det W| = sum log |s| without a determinant, and the inverse by two triangular systems. W starts as a random
    rotation; the signs of s stay as they are, so that W is always invertible.

    D. P. Kingma, P. Dhariwal, "Glow: generative flow with invertible 1x1 convolutions", 2018.

    >>> import torch
    >>> layer = InvertibleConvolution(3)
    >>> z, log_det = layer(torch.randn(5, 3, 4, 4))
    >>> torch.allclose(log_det, 16 * torch.linalg.slogdet(layer.weight).logabsdet, atol=1e-5)
    True
    """

    permutation: Tensor
    signs: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        rotation, _ = torch.linalg.qr(torch.randn(channels, channels))
        permutation, lower, upper = torch.linalg.lu(rotation)
        self.register_buffer("permutation", permutation)
        self.register_buffer("signs", upper.diagonal().sign())
        self.lower = nn.Parameter(lower.tril(-1))
        self.upper = nn.Parameter(upper.triu(1))
        self.log_scale = nn.Parameter(upper.diagonal().abs().log())

    @property
    def factors(self) -> tuple[Tensor, Tensor]:
        """L and U + diag(s)."""
        ones = torch.ones_like(self.log_scale).diag()
        return self.lower.tril(-1) + ones, self.upper.triu(1) + (self.signs * self.log_scale.exp()).diag()

    @property
    def weight(self) -> Tensor:
        """W [channels, channels]."""
        lower, upper = self.factors
        return self.permutation @ lower @ upper

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return (self.weight @ _columns(x)).view_as(x), self._log_det(x)

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        lower, upper = self.factors
        x = torch.linalg.solve_triangular(lower, self.permutation.T @ _columns(z), upper=False, unitriangular=True)
        return torch.linalg.solve_triangular(upper, x, upper=True).view_as(z), -self._log_det(z)

    def _log_det(self, x: Tensor) -> Tensor:
        return (_columns(x).shape[2] * self.log_scale.sum()).expand(len(x))


def _columns(x: Tensor) -> Tensor:
    """One column a pixel, [batch, channels, pixels]."""
    return x.reshape(*x.shape[:2], -1)
