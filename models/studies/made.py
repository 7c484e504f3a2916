"""MADE learns the binarised digits with sixteen masks in turn; tested as their mixture.

Each mask is drawn once and has the pixels in the same order, row by row; the likelihood is exact, also that of the
mixture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..autoregressive import MADE
from .descent import Descent
from .digits import PIXELS, digits
from .levels import as_binary, likelihood
from .pictures import figure, show_images
from .study import Losses, Study, batch

MASKS = 16


class MaskedAutoencoder(Study):
    steps = 3000

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = (as_binary(each).flatten(1) for each in (data.train, data.test))
        self.model = MADE(PIXELS, [256])
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def take_mask(self, number: int) -> None:
        self.model.set_masks(torch.arange(PIXELS), Generator().manual_seed(number))

    def step(self, generator: Generator) -> Mapping[str, float]:
        self.take_mask(int(torch.randint(MASKS, (), generator=generator)))
        [x] = batch(generator, 64, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            each = []
            for number in range(MASKS):
                self.take_mask(number)
                each.append(self.model.log_prob(self.test))
        log_probs = torch.stack(each)
        return {
            **likelihood(log_probs.logsumexp(0) - math.log(MASKS), PIXELS),
            "of one mask, on average, nats": log_probs.mean().item(),
        }

    def picture(self, losses: Losses) -> Any:
        drawn, (real, sampled) = figure(2)
        show_images(real, square(self.test[:64]), 8, "test images")
        generator = Generator().manual_seed(1)
        samples = []
        for number in range(MASKS):
            self.take_mask(number)
            samples.append(self.model.sample(4, generator))
        show_images(sampled, square(torch.cat(samples)), 8, "samples")
        return drawn


def square(x: Tensor) -> Tensor:
    return x.view(-1, 1, 8, 8)
