"""A Transformer learns the digits in 17 shades, and completes upper halves.

Each column begins with a test image and its upper half; below stand completions, drawn pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..autoregressive import Transformer, ancestral_sample
from .descent import Descent
from .digits import PIXELS, as_images, digits
from .levels import LEVELS, as_levels, likelihood
from .pictures import figure, show_images
from .study import Losses, Study, batch

SHOWN, GUESSES = 12, 4


class Completions(Study):
    steps = 1200

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = (as_levels(each).flatten(1) for each in (data.train, data.test))
        self.model = Transformer(PIXELS, LEVELS, channels=48, heads=4, layers=2)
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            return likelihood(self.model.log_prob(self.test), PIXELS)

    def picture(self, losses: Losses) -> Any:
        """Rows: the image, its upper half, and completions of that."""
        image = self.test[:SHOWN]
        half = image.clone()
        half[:, PIXELS // 2 :] = 0
        uniform = torch.rand(GUESSES * SHOWN, PIXELS, generator=Generator().manual_seed(1))
        lower = range(PIXELS // 2, PIXELS)
        completed = ancestral_sample(self.model.logits, half.repeat(GUESSES, 1), uniform, lower)
        rows = as_images(torch.cat([image, half, completed]))
        drawn, [panel] = figure(1, size=4.5)
        drawn.set_figheight(0.56 * 4.5)
        show_images(panel, rows, SHOWN, "images, their upper halves, completions")
        return drawn
