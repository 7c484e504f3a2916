"""How studies of densities are trained."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


class Descent:
    """Adam, with steps of limited length that shrink to nothing in the course of the run, and grow again after it."""

    def __init__(self, model: nn.Module, rate: float, steps: int) -> None:
        self.model = model
        self.optimiser = torch.optim.Adam(model.parameters(), rate)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimiser, steps)

    @property
    def parts(self) -> dict[str, Any]:
        """What a step changes."""
        return {"model": self.model, "optimiser": self.optimiser, "schedule": self.schedule}

    def step(self, loss: Tensor) -> float:
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 10.0)
        self.optimiser.step()
        self.schedule.step()
        return loss.item()
