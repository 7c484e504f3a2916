"""A DCGAN draws digits: samples, walks through the noise, and which of the ten digits it covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import interpolate

from ..adversarial import GAN, DCDiscriminator, DCGenerator, alternate
from ..neural import MLP, negative_log_likelihood
from .digits import batch, digits
from .pictures import figure, show_images, show_losses
from .study import Losses, Study

LATENT, BATCH = 32, 64


class DigitDCGAN(Study):
    steps = 2500

    def __init__(self) -> None:
        data = digits()
        self.images = _to_network(data.train)
        self.judge = _judge(data.train, data.train_labels)
        self.gan = GAN(DCGenerator(LATENT, [64, 32], 1), DCDiscriminator(1, [32, 64]), LATENT)
        self.optimisers = [
            torch.optim.Adam(part.parameters(), lr=2e-4 * 2, betas=(0.5, 0.999))
            for part in (self.gan.discriminator, self.gan.generator)
        ]
        self.parts = {"gan": self.gan, "optimiser, discriminator": self.optimisers[0],
                      "optimiser, generator": self.optimisers[1]}  # fmt: skip

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, BATCH, self.images)
        d_loss, g_loss = alternate(self.gan, *self.optimisers, [(x,)], generator)
        return {"discriminator": d_loss, "generator": g_loss}
