"""A VRNN learns strokes like handwriting, a latent variable at each step of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..autoregressive import VRNN
from .descent import Descent
from .digits import batch
from .pictures import figure, show_losses
from .strokes import LENGTH, show_strokes, strokes
from .study import Losses, Study


class WritingStepByStep(Study):
    steps = 700

    def __init__(self) -> None:
        generator = Generator().manual_seed(0)
        self.train, self.test = strokes(2000, generator), strokes(200, generator)
        self.model = VRNN(LENGTH, features=2, latent=4, hidden=64)
        self.descent = Descent(self.model, 3e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.model.elbo(x, generator).mean() / LENGTH)}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            bound = self.model.elbo(self.test, Generator().manual_seed(1)).mean().item() / LENGTH
        return {"log-density of a step of test strokes, nats, at least": bound}

    def picture(self, losses: Losses) -> Any:
        drawn, (curve, real, sampled) = figure(3)
        show_losses(curve, losses, "nats per step", average=20)
        show_strokes(real, self.test[:6], "test strokes")
        show_strokes(sampled, self.model.sample(6, Generator().manual_seed(1)), "samples")
        return drawn
