"""Trading size for channels."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from .layer import FlowLayer


class Squeeze(FlowLayer):
    """Each square of 2 x 2 pixels becomes one pixel: [batch, C, H, W] to [batch, 4 C, H / 2, W / 2]. Nothing but the
    places change, so the log-determinant is 0; of all layers this one alone changes the shape.

    L. Dinh, J. Sohl-Dickstein, S. Bengio, "Density estimation using Real NVP", 2016.

    >>> import torch
    >>> z, log_det = Squeeze()(torch.zeros(5, 1, 4, 4))
    >>> z.shape, log_det
    (torch.Size([5, 4, 2, 2]), tensor([0., 0., 0., 0., 0.]))
    """

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return pixel_unshuffle(x, 2), x.new_zeros(len(x))

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return pixel_shuffle(z, 2), z.new_zeros(len(z))
