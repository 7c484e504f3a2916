"""Glow learns the digits in 17 shades, and goes from one to another through its latents.

Latent variables between those of two images are images again. The likelihood is a bound, since the shades are
dequantised by uniform noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..flows import Glow
from .descent import Descent
from .digits import PIXELS, digits
from .levels import as_levels, gathered, likelihood, spread
from .pictures import figure, show_images, show_losses
from .study import Losses, Study, batch

DRAWS = 4


class Interpolations(Study):
    steps = 1000

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = as_levels(data.train), as_levels(data.test)
        self.model = Glow((1, 8, 8), levels=2, steps=4, hidden=48)
        self.model.initialise(spread(self.train, Generator().manual_seed(0))[0])
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def log_prob(self, levels: Tensor, generator: Generator) -> Tensor:
        y, log_det = spread(levels, generator)
        return self.model.log_prob(y) + log_det

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.log_prob(x, generator).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        generator = Generator().manual_seed(1)
        with torch.no_grad():
            bound = torch.stack([self.log_prob(self.test, generator) for _ in range(DRAWS)]).mean(0)
        nats, bits = likelihood(bound, PIXELS).values()
        return {
            "log-likelihood of test images, nats, at least": nats,
            "bits per dimension, at most": bits,
        }

    def picture(self, losses: Losses) -> Any:
        generator = Generator().manual_seed(1)
        drawn, (curve, sampled, between) = figure(3)
        show_losses(curve, losses, "nats per image", average=50)
        show_images(sampled, gathered(self.model.sample(64, generator)), 8, "samples")
        ends, _ = spread(self.test[:16], generator)
        with torch.no_grad():
            z, _ = self.model(ends)
            ways = [torch.lerp(z[:8], z[8:], weight) for weight in torch.linspace(0, 1, 8).tolist()]
            y, _ = self.model.inverse(torch.cat(ways))
        show_images(between, gathered(y), 8, "from one to another")
        return drawn
