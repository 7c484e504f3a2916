"""RealNVP: real-valued non-volume preserving transformations."""

from __future__ import annotations

from .composition import Flow
from .conditioner import VectorConditioner
from .coupling import AffineCoupling, halves


class RealNVP(Flow):
    """Affine coupling layers that change the halves of a vector in turn. On images they stand in a `Glow`.

    L. Dinh, J. Sohl-Dickstein, S. Bengio, "Density estimation using Real NVP", 2016; without its batch normalisation.

    >>> import torch
    >>> flow = RealNVP(dimension=5, layers=4, hidden=16)
    >>> flow.log_prob(flow.sample(3, torch.Generator().manual_seed(1))).shape
    torch.Size([3])
    """

    def __init__(self, dimension: int, layers: int, hidden: int) -> None:
        couplings = []
        for layer in range(layers):
            kept, changed, swap = halves(dimension, layer)
            couplings.append(AffineCoupling(kept, VectorConditioner(kept, 2 * changed, hidden), swap))
        super().__init__((dimension,), *couplings)
