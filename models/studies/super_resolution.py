"""A flow adds detail to patches of photographs, given at half their resolution.

Patches of scikit-learn's two photographs. The flow models what interpolation lacks, given the coarse patch; each draw
is another guess at the detail. Now and then one runs wild; with latent variables of 0.8 of their spread, as in the
paper, hardly one does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ..flows import SuperResolutionFlow
from .descent import Descent
from .pictures import figure, show_images
from .study import Losses, Study, batch

SIDE, SHOWN = 16, 9
DETAIL = 8.0  # how many times as large detail is for the flow
CALM = 0.8


def patches() -> tuple[Tensor, Tensor]:
    """Patches [number, 3, SIDE, SIDE] in [0, 255] of scikit-learn's two photographs at half their size: those of the
    left three quarters to train on, those of the rest to test on."""
    from sklearn.datasets import load_sample_images

    left, right = [], []
    for photograph in load_sample_images().images:
        image = avg_pool2d(torch.tensor(photograph).permute(2, 0, 1)[None].float(), 2).round()
        border = image.shape[3] * 3 // 4
        left.append(cut(image[..., :border], SIDE // 2))
        right.append(cut(image[..., border:], SIDE))
    return torch.cat(left), torch.cat(right)


def cut(image: Tensor, step: int) -> Tensor:
    """All patches at multiples of the step."""
    found = image.unfold(2, SIDE, step).unfold(3, SIDE, step)
    return found.permute(0, 2, 3, 1, 4, 5).reshape(-1, 3, SIDE, SIDE)


def low_of(x: Tensor) -> Tensor:
    """At half the resolution, with values from 0 to 1."""
    return avg_pool2d(x, 2) / 255


def smooth(low: Tensor) -> Tensor:
    """At full resolution again, as smooth as can be."""
    return interpolate(low, scale_factor=2, mode="bilinear")


class FinerPatches(Study):
    steps = 900

    def __init__(self) -> None:
        self.train, self.test = patches()
        self.model = SuperResolutionFlow((3, SIDE, SIDE), levels=2, steps=3, hidden=32)
        generator = Generator().manual_seed(0)
        [first] = batch(generator, 256, self.train)
        self.model.initialise(self.detail(first, generator), low_of(first))
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def detail(self, x: Tensor, generator: Generator) -> Tensor:
        """What patches [batch, 3, SIDE, SIDE] of levels, dequantised, have that their smooth versions have not."""
        noise = torch.rand(x.shape, generator=generator)
        return DETAIL * ((x + noise) / 256 - smooth(low_of(x)))

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        """A lower bound, by dequantisation, on the log-probability of patches given their halves."""
        return self.model.log_prob(self.detail(x, generator), low_of(x)) + x[0].numel() * math.log(DETAIL / 256)

    @torch.no_grad()
    def finer(self, low: Tensor, generator: Generator, spread: float = 1.0) -> Tensor:
        """Draws at full resolution, with values from 0 to 1; with a spread below 1 the latent variables vary less."""
        z = spread * torch.randn(len(low), *self.model.shape, generator=generator)
        x, _ = self.model.inverse(z, low)
        return smooth(low) + x / DETAIL

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 32, self.train)
        loss = -self.log_prob(x, generator).mean() / x[0].numel()
        return {"nats per dimension": self.descent.step(loss)}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        generator = Generator().manual_seed(1)
        with torch.no_grad():
            bound = self.log_prob(self.test, generator).mean().item()
        drawn = self.finer(low_of(self.test), generator)
        dimension = self.test[0].numel()
        return {
            "log-likelihood of test patches given their halves, nats, at least": bound,
            "bits per dimension, at most": -bound / dimension / math.log(2),
            "grey levels between a draw made small and what was given": 255
            * (low_of(255 * drawn) - low_of(self.test)).abs().mean().item(),
        }

    def picture(self, losses: Losses) -> Any:
        """Of patches with much detail: what is given, smooth, two draws, the patch itself."""
        generator = Generator().manual_seed(1)
        detail = (self.test / 255 - smooth(low_of(self.test))).flatten(1).std(1)
        chosen = self.test[detail.argsort(descending=True)[: 3 * SHOWN : 3]]
        low = low_of(chosen)
        versions = {
            "given": interpolate(low, scale_factor=2, mode="nearest"),
            "smooth": smooth(low),
            "a draw": self.finer(low, generator),
            f"with {CALM} of the spread": self.finer(low, generator, CALM),
            "patch": chosen / 255,
        }
        drawn, panels = figure(len(versions), size=2.4)
        for panel, (title, images) in zip(panels, versions.items(), strict=True):
            show_images(panel, images, 3, title)
        return drawn
