"""A VRNN and an STCN learn strokes like handwriting, by latent variables at each step of the pen.

Loops of two heights in random order, slant and speed, as movements of a pen, with noise. The likelihoods are evidence
lower bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..autoregressive import STCN, VRNN
from .descent import Descent
from .handwriting import LENGTH, show_strokes, strokes
from .pictures import figure, show_losses
from .study import Losses, Study, batch


class Writing(Study):
    steps = 450

    def __init__(self) -> None:
        generator = Generator().manual_seed(0)
        self.train, self.test = strokes(2000, generator), strokes(200, generator)
        self.models: dict[str, VRNN | STCN] = {
            "VRNN": VRNN(LENGTH, features=2, latent=4, hidden=64),
            "STCN": STCN(LENGTH, features=2, latent=4, channels=48, layers=5),
        }
        self.descents = {name: Descent(model, 3e-3, self.steps) for name, model in self.models.items()}
        self.parts = {
            f"{part} of the {name}": kept
            for name, descent in self.descents.items()
            for part, kept in descent.parts.items()
        }

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {
            f"nats, {name}": self.descents[name].step(-model.elbo(x, generator).mean() / LENGTH)
            for name, model in self.models.items()
        }

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        found = {}
        for name, model in self.models.items():
            bound = model.elbo(self.test, Generator().manual_seed(1)).mean().item() / LENGTH
            found[f"log-density of a step of test strokes by the {name}, nats, at least"] = bound
        return found

    def picture(self, losses: Losses) -> Any:
        drawn, (curve, real, *sampled) = figure(4)
        show_losses(curve, losses, "nats per step", average=20)
        show_strokes(real, self.test[:6], "test strokes")
        for panel, (name, model) in zip(sampled, self.models.items(), strict=True):
            show_strokes(panel, model.sample(6, Generator().manual_seed(1)), f"samples of the {name}")
        return drawn
