"""C-Flow learns the digits as two halves, and draws lower halves to upper ones.

Each column begins with a test image; below it stand lower halves that are drawn given its upper half. The flow of the
lower halves is conditioned on the upper ones, so the joint Jacobian is block-triangular.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..flows import CFlow
from .descent import Descent
from .digits import PIXELS, digits
from .levels import as_levels, gathered, spread
from .pictures import figure, show_images
from .study import Losses, Study, batch

HALF, DRAWS = PIXELS // 2, 4
SHOWN, GUESSES = 12, 5


class LowerHalves(Study):
    steps = 1000

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = (as_levels(each).flatten(1) for each in (data.train, data.test))
        self.model = CFlow(HALF, HALF, layers=8, hidden=96)
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def log_prob(self, levels: Tensor, generator: Generator) -> Tensor:
        y, log_det = spread(levels, generator)
        return self.model.log_prob(y) + log_det

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.log_prob(x, generator).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        """Of both halves, and of the lower one given its own upper one or that of another image."""
        generator = Generator().manual_seed(1)
        with torch.no_grad():
            joint = torch.stack([self.log_prob(self.test, generator) for _ in range(DRAWS)]).mean(0)
            y, _ = spread(self.test, generator)
            upper, lower = y.split(HALF, 1)
            own = self.model.conditional_log_prob(lower, upper).mean()
            foreign = self.model.conditional_log_prob(lower, upper.roll(1, 0)).mean()
        return {
            "log-likelihood of test images, nats, at least": joint.mean().item(),
            "what the upper half says of the lower, beyond another image's, nats": (own - foreign).item(),
        }

    def picture(self, losses: Losses) -> Any:
        generator = Generator().manual_seed(1)
        y, _ = spread(self.test[:SHOWN], generator)
        upper = y[:, :HALF]
        rows = [y]
        for _ in range(GUESSES):
            rows.append(torch.cat([upper, self.model.conditional_sample(upper, generator)], 1))
        drawn, [panel] = figure(1, size=4.5)
        drawn.set_figheight(0.56 * 4.5)
        title = "images, and other lower halves to their upper ones"
        show_images(panel, gathered(torch.cat(rows).view(-1, 1, 8, 8)), SHOWN, title)
        return drawn
