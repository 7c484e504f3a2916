"""Early stopping with patience."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import Any

from torch import nn


class EarlyStopping:
    r"""Keeps the parameters with the lowest validation loss, and says when none has come for a while.

    After some steps of training, `observe` compares the new validation loss with the best one so far: if it is less,
    the parameters are kept with their step :math:`i^*`; if it is not for the `patience`-th time running, training
    stops. Then the best parameters are restored, or the model is rewound and trained on all data for as many steps.

    Stopping early is a regulariser: with gradients of norm at most K and a learning rate :math:`\epsilon`, gradient
    descent gets no further than :math:`\|\theta_0 - \theta^*\| \leq K \epsilon i^*`.

    Args:
        model: in training, with its first parameters.
        patience: how many losses in a row may bring nothing better.

    >>> model = LogisticRegression(1)
    >>> losses = iter([3., 2., 2.5, 1., 1.2, 1.1, 0.5])
    >>> stopping = EarlyStopping(model, patience=2)
    >>> step = 0
    >>> while stopping.observe(step, next(losses)):
    ...     step += 10  # of training
    >>> stopping.step, stopping.loss
    (30, 1.0)
    >>> stopping.restore()
    """

    def __init__(self, model: nn.Module, patience: int) -> None:
        self.model = model
        self.patience = patience
        self.first = deepcopy(model.state_dict())
        self.best = self.first
        self.step = 0
        self.loss = math.inf
        self.waited = 0

    def observe(self, step: int, loss: float) -> bool:
        """Takes the validation loss after this many steps in all; says whether to go on."""
        if loss < self.loss:
            self.best, self.step, self.loss, self.waited = deepcopy(self.model.state_dict()), step, loss, 0
        else:
            self.waited += 1
        return self.waited < self.patience

    def restore(self) -> None:
        """Gives the model the best parameters."""
        self.model.load_state_dict(self.best)

    def rewind(self) -> None:
        """Gives the model its first parameters, to be trained on all data for `step` steps."""
        self.model.load_state_dict(self.first)

    def state_dict(self) -> dict[str, Any]:
        return {name: deepcopy(getattr(self, name)) for name in ("first", "best", "step", "loss", "waited")}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for name in ("first", "best", "step", "loss", "waited"):
            setattr(self, name, deepcopy(state[name]))
