"""Pix2Pix makes digits of 8 x 8 pixels from 4 x 4, beside interpolation.

Each pixel of the input is the mean of four; Pix2Pix is shown with two draws of its noise. A softmax classifier that was
trained on the data reads what is made. The discriminator wins in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ..adversarial import PatchDiscriminator, Pix2Pix, UNet, alternate
from ..neural import accuracy
from .digits import digits, judge
from .pictures import figure, show_images, show_losses
from .study import Losses, Study, batch

BATCH = 64


class DigitPix2Pix(Study):
    steps = 2500

    def __init__(self) -> None:
        self.data = digits()
        self.judge = judge(self.data)
        generator = UNet(1, 1, [32, 64, 128], keep=0.8)
        self.model = Pix2Pix(generator, PatchDiscriminator(2, [32, 64]), weight=20.0)
        self.optimisers = [
            torch.optim.Adam(part.parameters(), lr=4e-4, betas=(0.5, 0.999))
            for part in (self.model.discriminator, self.model.generator)
        ]
        of_discriminator, of_generator = self.optimisers
        self.parts = {
            "model": self.model,
            "optimiser, discriminator": of_discriminator,
            "optimiser, generator": of_generator,
        }

    def step(self, generator: Generator) -> Mapping[str, float]:
        [y] = batch(generator, BATCH, self.data.train)
        pair = (_to_network(_coarse(y)), _to_network(y))
        d_loss, g_loss = alternate(self.model, self.optimisers, [pair], generator)
        return {"discriminator": d_loss, "generator": g_loss}

    def _make(self, x: Tensor, seed: int) -> Tensor:
        """Images of coarse ones, with values in [0, 1]; another seed makes other details."""
        self.model.eval()
        made = (self.model.generator(_to_network(x), Generator().manual_seed(seed)) + 1) / 2
        self.model.train()
        return made

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        y, x = self.data.test, _coarse(self.data.test)
        shown = {"Pix2Pix": self._make(x, 1), "bilinear interpolation": _smooth(x), "the image itself": y}
        results = {}
        for name, images in shown.items():
            if images is not y:
                results[f"L1 error per pixel, of 1, {name}"] = (images - y).abs().mean().item()
            read = self.judge(images.flatten(1))
            results[f"share that is read as the right digit, {name}"] = accuracy(read, self.data.test_labels).item()
        return results

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (pairs, curves) = figure(2, size=4.8)
        drawn.set_figheight(0.55 * 4.8)
        y = self.data.test[:11]
        x = _coarse(y)
        rows = {
            "input": x,
            "bilinear": _smooth(x),
            "Pix2Pix": self._make(x, 1),
            "again": self._make(x, 2),
            "image": y,
        }
        show_images(pairs, torch.cat([*rows.values()]), len(y), "test images")
        for k, name in enumerate(rows):
            pairs.text(-2, 9 * k + 3.5, name, horizontalalignment="right", verticalalignment="center")
        show_losses(curves, losses, "loss", average=50)
        return drawn


def _coarse(y: Tensor) -> Tensor:
    """Means of 2 x 2 pixels, at the size of the image."""
    return interpolate(avg_pool2d(y, 2), scale_factor=2)


def _smooth(x: Tensor) -> Tensor:
    return interpolate(avg_pool2d(x, 2), scale_factor=2, mode="bilinear")


def _to_network(images: Tensor) -> Tensor:
    """From [0, 1] to the range of tanh."""
    return 2 * images - 1
