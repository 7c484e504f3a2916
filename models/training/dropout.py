"""Dropout, and the ensemble of all masks that its test-time rule stands for."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn


class Dropout(nn.Module):
    r"""Dropout (Srivastava et al., 2014): in training each unit is kept with probability p, and is 0 otherwise.

    At test time nothing is dropped and the units are scaled by p, which is the same as to scale the weights of the next
    layer: :math:`W p y = E_r[W (r \odot y)]` for :math:`r_i \sim \operatorname{Bernoulli}(p)`. For a layer that is
    linear from there on, this is the mean of the ensemble of all masks, :func:`mask_ensemble`; for a softmax layer it
    is their renormalised geometric mean, :func:`geometric_mask_ensemble`; beyond that it is an approximation.

    Args:
        keep: p, the probability to keep a unit (libraries take the probability to drop one).

    Shapes: any.

    >>> dropout = Dropout(keep=0.75)
    >>> set(dropout(torch.ones(1000)).tolist()) == {0.0, 1.0}
    True
    >>> dropout.eval()(torch.ones(3))
    tensor([0.7500, 0.7500, 0.7500])
    """

    def __init__(self, keep: float = 0.5) -> None:
        super().__init__()
        if not 0 <= keep <= 1:
            raise ValueError(f"keep is a probability, not {keep}")
        self.keep = keep

    def forward(self, y: Tensor, generator: Generator | None = None) -> Tensor:
        if not self.training:
            return self.keep * y
        return torch.bernoulli(torch.full_like(y, self.keep), generator=generator) * y


def mask_ensemble(f: Callable[[Tensor], Tensor], y: Tensor, keep: float) -> Tensor:
    r"""The mean :math:`\sum_r p(r) f(r \odot y)` over all :math:`2^n` masks of the units y, exactly.

    Shapes: y (n), with n small; f takes (m, n) and gives (m, ..). Gives (..).

    >>> mask_ensemble(lambda y: y.prod(-1), torch.tensor([2., 3.]), keep=0.5)
    tensor(1.5000)
    """
    masks, probabilities = _masks(y, keep)
    return torch.tensordot(probabilities, f(masks * y), 1)


def geometric_mask_ensemble(log_prob: Callable[[Tensor], Tensor], y: Tensor, keep: float) -> Tensor:
    r"""The geometric mean :math:`\prod_r p(k \mid r \odot y)^{p(r)}` over all masks, renormalised over the classes k.

    Shapes: y (n), with n small; `log_prob` takes (m, n) and gives (m, classes), in nats. Gives probabilities (classes).

    >>> weight = torch.tensor([[1., -2.], [0., 4.]])
    >>> y = torch.tensor([1., 0.5])
    >>> geometric_mask_ensemble(lambda y: torch.log_softmax(y @ weight.T, -1), y, keep=0.5)
    tensor([0.2689, 0.7311])
    >>> torch.softmax(0.5 * weight @ y, -1)
    tensor([0.2689, 0.7311])
    """
    return torch.softmax(mask_ensemble(log_prob, y, keep), -1)


def _masks(y: Tensor, keep: float) -> tuple[Tensor, Tensor]:
    """All masks of the units, (2^n, n), and their probabilities."""
    bits = torch.arange(2 ** len(y), device=y.device)[:, None] >> torch.arange(len(y), device=y.device)
    masks = (bits % 2).to(y.dtype)
    return masks, (keep * masks + (1 - keep) * (1 - masks)).prod(-1)
