"""C-Flow: one flow conditioned on another, layer by layer."""

from __future__ import annotations

import torch
from torch import Tensor

from .composition import Composition, Flow, standard_normal_log_prob
from .conditioner import VectorConditioner
from .coupling import AffineCoupling, halves
from .layer import FlowLayer


class SideBySide(FlowLayer):
    """(a, b) -> (f(a), g(b; a)) for vectors that lie in one, a first: g sees what a was, f does not see b, and the
    Jacobian is block triangular."""

    def __init__(self, size: int, f: FlowLayer, g: FlowLayer) -> None:
        super().__init__()
        self.size, self.f, self.g = size, f, g

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        a, b = x[:, : self.size], x[:, self.size :]
        z, log_det = self.f(a)
        other, other_log_det = self.g(b, a)
        return torch.cat([z, other], 1), log_det + other_log_det

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        a, log_det = self.f.inverse(z[:, : self.size])
        b, other_log_det = self.g.inverse(z[:, self.size :], a)
        return torch.cat([a, b], 1), log_det + other_log_det


class CFlow(Flow):
    """Two flows side by side, over a and over b: each coupling layer of the second also sees what a is before the
    first one's layer of the same number,

    a_i = f_i(a_{i-1}),  b_i = g_i(b_{i-1}; a_{i-1}),

    so that p(a, b) = p(a) p(b | a), with each factor at hand. Samples x are (a, b) in one vector.

    A. Pumarola, S. Popov, F. Moreno-Noguer, V. Ferrari, "C-Flow: conditional generative flow models for images and 3D
    point clouds", 2020.

    >>> import torch
    >>> flow = CFlow(2, 3, layers=4, hidden=16)
    >>> x = flow.sample(5, torch.Generator().manual_seed(1))
    >>> a, b = x.split([2, 3], 1)
    >>> flow.marginal_log_prob(a).shape, flow.conditional_log_prob(b, a).shape
    (torch.Size([5]), torch.Size([5]))
    >>> flow.conditional_sample(a, torch.Generator().manual_seed(2)).shape
    torch.Size([5, 3])
    """

    def __init__(self, first: int, second: int, layers: int, hidden: int) -> None:
        each = []
        for layer in range(layers):
            kept, changed, swap = halves(first, layer)
            f = AffineCoupling(kept, VectorConditioner(kept, 2 * changed, hidden), swap)
            kept, changed, swap = halves(second, layer)
            g = AffineCoupling(kept, VectorConditioner(kept, 2 * changed, hidden, first), swap)
            each.append(SideBySide(first, f, g))
        super().__init__((first + second,), *each)
        self.sizes = (first, second)

    def marginal_log_prob(self, a: Tensor) -> Tensor:
        """log p(a) in nats [batch]."""
        flow = Composition(*(layer.f for layer in self.layers))
        z, log_det = flow(a)
        return standard_normal_log_prob(z) + log_det

    def conditional_log_prob(self, b: Tensor, a: Tensor) -> Tensor:
        """log p(b | a) in nats [batch]."""
        return self.log_prob(torch.cat([a, b], 1)) - self.marginal_log_prob(a)

    @torch.no_grad()
    def conditional_sample(self, a: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """A draw of b for each of a [batch, first]."""
        seen = []
        for layer in self.layers:
            seen.append(a)
            a, _ = layer.f(a)
        b = torch.randn(len(a), self.sizes[1], generator=generator, dtype=a.dtype, device=a.device)
        for layer, known in zip(reversed(self.layers), reversed(seen), strict=True):
            b, _ = layer.g.inverse(b, known)
        return b
