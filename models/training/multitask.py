"""Multitask learning: one trunk that the tasks share, and a head for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

Loss = Callable[[Tensor, Tensor], Tensor]


class MultitaskModel(nn.Module):
    r"""Tasks t with the outputs :math:`f_t(h(x))` and the loss :math:`\sum_t w_t L_t` (Caruana, 1997).

    It supposes that the :math:`p(y_t \mid x)` have something in common, which the trunk h learns: the gradient of its
    parameters is the sum of those of the tasks. A head learns from its own task alone.

    Args:
        trunk: from samples to shared features.
        heads: from there to the output of each task, by name.

    Shapes: those of trunk and heads.

    >>> model = MultitaskModel(MLP([4, 8]), {"digit": nn.Linear(8, 10), "slant": nn.Linear(8, 1)})
    >>> {name: tuple(output.shape) for name, output in model(torch.randn(5, 4)).items()}
    {'digit': (5, 10), 'slant': (5, 1)}
    """

    def __init__(self, trunk: nn.Module, heads: Mapping[str, nn.Module]) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.ModuleDict(heads)

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        shared = self.trunk(x)
        return {name: head(shared) for name, head in self.heads.items()}

    def loss(
        self, x: Tensor, targets: Mapping[str, Tensor], losses: Mapping[str, Loss], weights: Mapping[str, float]
    ) -> Tensor:
        """The weighted sum of the tasks' mean losses, a scalar; each loss gives one number a sample."""
        outputs = self(x)
        return torch.stack([weights[t] * losses[t](outputs[t], targets[t]).mean() for t in self.heads]).sum()
