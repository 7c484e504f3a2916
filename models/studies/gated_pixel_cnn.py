"""A gated PixelCNN learns the digits in 17 shades, pixel by pixel.

Two stacks of masked convolutions, so that no pixel above is in a blind spot. The likelihood is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..autoregressive import GatedPixelCNN
from .descent import Descent
from .digits import PIXELS, as_images, digits
from .levels import LEVELS, as_levels, likelihood
from .pictures import figure, show_images, show_losses
from .study import Losses, Study, batch


class ShadesPixelByPixel(Study):
    steps = 800

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = as_levels(data.train), as_levels(data.test)
        self.model = GatedPixelCNN((1, 8, 8), LEVELS, channels=32, layers=5)
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            return likelihood(self.model.log_prob(self.test), PIXELS)

    def picture(self, losses: Losses) -> Any:
        drawn, (curve, real, sampled) = figure(3)
        show_losses(curve, losses, "nats per image", average=50)
        show_images(real, as_images(self.test[:64]), 8, "test images")
        samples = self.model.sample(64, Generator().manual_seed(1))
        show_images(sampled, as_images(samples), 8, "samples")
        return drawn
