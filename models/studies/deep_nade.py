"""Orderless NADE learns binarised digits in any order, and fills in pixels that are hidden.

One network has every conditional given any subset, so pixels may come in any order. The second row lacks the grey half;
the rows below are draws of it, pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..autoregressive import DeepNADE
from ..autoregressive.conditionals import bernoulli_draw
from .descent import Descent
from .digits import PIXELS, digits
from .levels import as_binary, likelihood
from .pictures import figure, show_images
from .study import Losses, Study, batch

ORDERS = 4
SHOWN, GUESSES = 12, 4


class AnyOrder(Study):
    steps = 4000

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = (as_binary(each).flatten(1) for each in (data.train, data.test))
        self.model = DeepNADE(PIXELS, [256, 256])
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.model.order_agnostic(x, generator).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        generator = Generator().manual_seed(1)
        orders = torch.stack([torch.randperm(PIXELS, generator=generator) for _ in range(ORDERS)])
        with torch.no_grad():
            single = self.model.log_prob(self.test)
            return {
                **likelihood(self.model.ensemble_log_prob(self.test, orders), PIXELS),
                "along rows alone, nats": single.mean().item(),
            }

    def picture(self, losses: Losses) -> Any:
        """Rows: the image, what is left of it, with the hidden half grey, and what the hidden half may have been."""
        generator = Generator().manual_seed(1)
        order = torch.randperm(PIXELS, generator=generator)
        image, hidden = self.test[:SHOWN], order[PIXELS // 2 :]
        left = image.clone()
        left[:, hidden] = 0.5
        rows = torch.cat([image, left, self.filled_in(image.repeat(GUESSES, 1), hidden, generator)]).view(-1, 1, 8, 8)
        drawn, [panel] = figure(1, size=4.5)
        drawn.set_figheight(0.56 * 4.5)
        show_images(panel, rows, SHOWN, "images, half of their pixels, filled in again")
        return drawn

    @torch.no_grad()
    def filled_in(self, x: Tensor, hidden: Tensor, generator: Generator) -> Tensor:
        """Images [batch, PIXELS] whose hidden pixels are drawn, one after another, given all that are known by then."""
        x, visible = x.clone(), torch.ones_like(x)
        visible[:, hidden] = 0
        uniform = torch.rand(x.shape, generator=generator)
        for i in hidden.tolist():
            x[:, i] = bernoulli_draw(self.model.reconstruct(x, visible)[:, i], uniform[:, i])
            visible[:, i] = 1
        return x
