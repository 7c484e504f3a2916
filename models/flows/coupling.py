"""Coupling layers: part of a sample is changed, in a way that the other part decides."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..bounded import bounded
from .layer import FlowLayer

STEEPEST = 3.0  # no layer scales by more than exp of this


class Coupling(FlowLayer):
    """(z^A, z^B) = (h(x^A, beta(x^B)), x^B), undone by (x^A, x^B) = (h^{-1}(z^A, beta(z^B)), z^B).

    beta, any network, sees only what passes unchanged: x^B, the first `kept` entries of dimension 1, or with `swap`
    the last ones. The Jacobian is block triangular, so that its determinant is that of h alone. With nothing kept,
    the context alone decides.

    L. Dinh, D. Krueger, Y. Bengio, "NICE: non-linear independent components estimation", 2014.
    """

    def __init__(self, kept: int, network: nn.Module, swap: bool = False) -> None:
        super().__init__()
        self.kept = kept
        self.network = network
        self.swap = swap

    def parts(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x^A and x^B."""
        other = x.shape[1] - self.kept
        if self.swap:
            changed, kept = x.split([other, self.kept], 1)
        else:
            kept, changed = x.split([self.kept, other], 1)
        return changed, kept

    def joined(self, changed: Tensor, kept: Tensor) -> Tensor:
        return torch.cat([changed, kept] if self.swap else [kept, changed], 1)

    def beta(self, kept: Tensor, context: Tensor | None) -> Tensor:
        return self.network(kept) if context is None else self.network(kept, context)


class AdditiveCoupling(Coupling):
    """h(x^A, t) = x^A + t: it keeps volume. The network gives as many values as are changed.

    >>> import torch
    >>> layer = AdditiveCoupling(1, torch.nn.Linear(1, 2))
    >>> z, log_det = layer(torch.ones(5, 3))
    >>> z.shape, log_det
    (torch.Size([5, 3]), tensor([0., 0., 0., 0., 0.]))
    """

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        changed, kept = self.parts(x)
        return self.joined(changed + self.beta(kept, context), kept), x.new_zeros(len(x))

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        changed, kept = self.parts(z)
        return self.joined(changed - self.beta(kept, context), kept), z.new_zeros(len(z))


class AffineCoupling(Coupling):
    """h(x^A, (s, t)) = exp(s) x^A + t, with log-determinant sum s. The network gives s, before its limit, and t, in
    the two halves of dimension 1.

    L. Dinh, J. Sohl-Dickstein, S. Bengio, "Density estimation using Real NVP", 2016.

    >>> import torch
    >>> layer = AffineCoupling(1, torch.nn.Linear(1, 4))
    >>> z, log_det = layer(torch.ones(5, 3))
    >>> z.shape, log_det.shape
    (torch.Size([5, 3]), torch.Size([5]))
    """

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        changed, kept = self.parts(x)
        log_scale, shift = self.scale_and_shift(kept, context)
        return self.joined(log_scale.exp() * changed + shift, kept), log_scale.flatten(1).sum(1)

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        changed, kept = self.parts(z)
        log_scale, shift = self.scale_and_shift(kept, context)
        return self.joined((changed - shift) * torch.exp(-log_scale), kept), -log_scale.flatten(1).sum(1)

    def scale_and_shift(self, kept: Tensor, context: Tensor | None) -> tuple[Tensor, Tensor]:
        log_scale, shift = self.beta(kept, context).chunk(2, 1)
        return bounded(log_scale, STEEPEST), shift


def halves(dimension: int, layer: int) -> tuple[int, int, bool]:
    """What layer number 0, 1, .. of a stack keeps and what it changes, so that two in a row change everything: sizes,
    and whether to swap.

    >>> halves(5, 0), halves(5, 1)
    ((2, 3, False), (3, 2, True))
    """
    first, last = dimension // 2, dimension - dimension // 2
    return (last, first, True) if layer % 2 else (first, last, False)
