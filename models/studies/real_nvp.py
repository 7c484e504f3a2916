"""RealNVP bends a normal density into two moons: a heat map, and the grid that it warps.

Eight affine couplings, exact both ways. The flow is a bijection of the plane, so a bridge of little density joins the
moons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..flows import RealNVP
from .descent import Descent
from .pictures import figure
from .study import Losses, Study, batch
from .two_moons import show_density, show_points, show_warped_grid, two_moons


class CoupledMoons(Study):
    steps = 3000

    def __init__(self) -> None:
        self.train, self.test = two_moons(4000, seed=0), two_moons(4000, seed=1)
        self.model = RealNVP(2, layers=8, hidden=48)
        self.descent = Descent(self.model, 3e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 256, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            return {"log-density of test points, nats": self.model.log_prob(self.test).mean().item()}

    def picture(self, losses: Losses) -> Any:
        drawn, (points, density, grid) = figure(3)
        show_points(points, self.test, "test points")
        show_density(density, self.model.log_prob, "density")
        show_warped_grid(grid, lambda z: self.model.inverse(z)[0], "a grid of latents, as points")
        return drawn
