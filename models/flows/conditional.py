"""A flow given attributes."""

from __future__ import annotations

from .composition import Flow
from .conditioner import VectorConditioner
from .coupling import AffineCoupling, halves


class ConditionalFlow(Flow):
    """p(x | a): a RealNVP each of whose couplings also sees the attributes a [batch, attributes], under an affine map
    that they alone decide.

    For each a it is invertible, so that x can be taken to z with its own attributes and back with others: what z
    holds of x is what they leave open.

    C. Winkler, D. Worrall, E. Hoogeboom, M. Welling, "Learning likelihoods with conditional normalizing flows", 2019.

    >>> import torch
    >>> flow = ConditionalFlow(dimension=4, attributes=3, layers=4, hidden=16)
    >>> a, b = torch.eye(3)[:2]
    >>> x = flow.sample(5, torch.Generator().manual_seed(1), context=a.expand(5, 3))
    >>> z, _ = flow(x, a.expand(5, 3))
    >>> changed, _ = flow.inverse(z, b.expand(5, 3))
    >>> flow.log_prob(changed, b.expand(5, 3)).shape
    torch.Size([5])
    """

    def __init__(self, dimension: int, attributes: int, layers: int, hidden: int) -> None:
        couplings = []
        for layer in range(layers):
            kept, changed, swap = halves(dimension, layer)
            network = VectorConditioner(kept, 2 * changed, hidden, attributes)
            couplings.append(AffineCoupling(kept, network, swap))
        outermost = AffineCoupling(0, VectorConditioner(0, 2 * dimension, hidden, attributes))
        super().__init__((dimension,), *couplings, outermost)
