"""A continuous flow carries a normal density to two moons, by Hutchinson's estimate.

The divergence of the field is estimated by one vector of random signs in training, and exact in the test. A flow in
continuous time cannot tear the plane: a bridge of little density joins the moons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..flows import ContinuousFlow, random_signs
from .descent import Descent
from .pictures import figure
from .study import Losses, Study, batch
from .two_moons import show_density, show_warped_grid, two_moons


class CarriedMoons(Study):
    steps = 700

    def __init__(self) -> None:
        self.train, self.test = two_moons(4000, seed=0), two_moons(1000, seed=1)
        self.model = ContinuousFlow(2, hidden=48, tolerance=1e-3)
        self.descent = Descent(self.model, 1e-2, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 256, self.train)
        log_prob = self.model.log_prob(x, signs=random_signs(x, generator))
        return {"nats": self.descent.step(-log_prob.mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            return {"log-density of test points, nats": self.model.log_prob(self.test).mean().item()}

    def picture(self, losses: Losses) -> Any:
        drawn, (paths, density, grid) = figure(3)
        self.show_paths(paths)
        show_density(density, self.model.log_prob, "density")
        show_warped_grid(grid, lambda z: self.model.inverse(z)[0], "a grid of latents, as points")
        return drawn

    def show_paths(self, panel: Any) -> None:
        """Forty small steps along the field."""
        x = torch.randn(150, 2, generator=Generator().manual_seed(1))
        way = [x]
        with torch.no_grad():
            for t in torch.arange(0, 1, 1 / 40):
                x = x + self.model.dynamics(t, x) / 40
                way.append(x)
        x_way, y_way = torch.stack(way).unbind(2)
        panel.plot(x_way.numpy(), y_way.numpy(), color="0.75", linewidth=0.5)
        ends(panel, way[0], "tab:blue", "latent")
        ends(panel, way[-1], "tab:red", "point")
        panel.set_aspect("equal")
        panel.set_title("ways from latents to points")
        panel.set_axis_off()
        panel.legend(frameon=False)


def ends(panel: Any, points: Tensor, colour: str, label: str) -> None:
    x, y = points.T
    panel.plot(x.numpy(), y.numpy(), ".", color=colour, markersize=3, label=label)
