"""A DCGAN draws digits: samples, walks through the noise, how many of the ten digits it covers.

The images are enlarged to 16 x 16. A softmax classifier that was trained on the data counts the digits. Each row of the
walks goes from one noise to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ..adversarial import GAN, DCDiscriminator, DCGenerator, alternate
from .digits import digits, judge
from .pictures import figure, show_images, show_losses
from .study import Losses, Study, batch

LATENT, BATCH, COVERED = 32, 64, 0.02


class DigitDCGAN(Study):
    steps = 2000

    def __init__(self) -> None:
        data = digits()
        enlarged = interpolate(data.train, scale_factor=2, mode="bilinear")
        self.images = 2 * enlarged - 1  # tanh is between -1 and 1
        self.judge = judge(data)
        self.gan = GAN(DCGenerator(LATENT, [64, 32], 1), DCDiscriminator(1, [32, 64]), LATENT)
        self.optimisers = [
            torch.optim.Adam(part.parameters(), lr=2e-4, betas=(0.5, 0.999))
            for part in (self.gan.discriminator, self.gan.generator)
        ]
        of_discriminator, of_generator = self.optimisers
        self.parts = {
            "gan": self.gan,
            "optimiser, discriminator": of_discriminator,
            "optimiser, generator": of_generator,
        }

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, BATCH, self.images)
        d_loss, g_loss = alternate(self.gan, self.optimisers, [(x,)], generator)
        return {"discriminator": d_loss, "generator": g_loss}

    def _draw(self, z: Tensor) -> Tensor:
        """Images of noise, with values in [0, 1]."""
        self.gan.eval()
        images = (self.gan.generator(z) + 1) / 2
        self.gan.train()
        return images

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        images = self._draw(torch.randn(5000, LATENT, generator=Generator().manual_seed(1)))
        read = self.judge(avg_pool2d(images, 2).flatten(1)).argmax(-1)
        shares = read.bincount(minlength=10) / len(read)
        return {
            f"digits of which at least {COVERED:.0%} of its samples are, of 10": int((shares >= COVERED).sum()),
            "entropy of the digits that it draws, nats": torch.special.entr(shares).sum().item(),
            "of which even shares have": torch.tensor(10.0).log().item(),
        }

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (real, samples, walks, curves) = figure(4)
        show_images(real, (self.images[:64] + 1) / 2, 8, "data")
        show_images(samples, self._draw(torch.randn(64, LATENT, generator=Generator().manual_seed(2))), 8, "samples")
        ends = torch.randn(2, 8, 1, LATENT, generator=Generator().manual_seed(3))
        t = torch.linspace(0, torch.pi / 2, 8)[:, None]
        show_images(walks, self._draw((t.cos() * ends[0] + t.sin() * ends[1]).flatten(0, 1)), 8, "walks in the noise")
        show_losses(curves, losses, "loss, nats", average=50)
        return drawn
