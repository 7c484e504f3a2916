"""GANs on a ring of eight Gaussians: how many modes each loss covers, from the same first weights.

The saturating loss leaves the generator without a gradient: it covers nothing. The non-saturating one finds a mode or
two and stays there: mode collapse. The Wasserstein loss, with a gradient penalty, covers all eight (circles).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import torch
from torch import Generator

from ..adversarial import GAN, WassersteinGAN, alternate, covered_modes, ring_centres, ring_sample
from ..neural import MLP
from .pictures import figure, show_losses
from .study import Losses, Study

MODES, SIGMA, NEAR, LATENT, BATCH = 8, 0.02, 0.2, 16, 128


class Ring(Study):
    steps = 2500

    def __init__(self) -> None:
        self.centres = ring_centres(MODES)
        nets = MLP([LATENT, 64, 64, 64, 2]), MLP([2, 64, 64, 64, 1])
        self.gans = {
            "saturating": GAN(*deepcopy(nets), latent=LATENT, saturating=True),
            "non-saturating": GAN(*deepcopy(nets), latent=LATENT),
            "Wasserstein": WassersteinGAN(*deepcopy(nets), latent=LATENT, penalty=1.0),
        }
        self.optimisers = {
            name: [
                torch.optim.Adam(part.parameters(), lr=2e-3, betas=(0.5, 0.999))
                for part in (gan.discriminator, gan.generator)
            ]
            for name, gan in self.gans.items()
        }
        self.parts = dict(self.gans)
        for name, (discriminator, generator) in self.optimisers.items():
            self.parts |= {f"{name}, discriminator": discriminator, f"{name}, generator": generator}

    def step(self, generator: Generator) -> Mapping[str, float]:
        x = ring_sample(self.centres, BATCH, SIGMA, generator)
        for name, gan in self.gans.items():
            alternate(gan, self.optimisers[name], [(x,)], generator)
        return {f"modes, {name}": self._covered(name, 500) for name in self.gans}

    def _covered(self, name: str, n: int) -> int:
        samples = self.gans[name].sample(n, Generator().manual_seed(1)).detach()
        return covered_modes(samples, self.centres, NEAR)

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        return {f"modes covered, of {MODES}, by the {name} loss": self._covered(name, 5000) for name in self.gans}

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (*panels, curves) = figure(4)
        for panel, (name, gan) in zip(panels, self.gans.items(), strict=True):
            panel.scatter(*gan.sample(1000, Generator().manual_seed(2)).T, s=3, alpha=0.4, linewidths=0)
            panel.scatter(*self.centres.T, s=60, facecolors="none", edgecolors="black", linewidths=0.6)
            panel.set(xlim=(-3, 3), ylim=(-3, 3), title=name, aspect="equal")
        covered = {name.removeprefix("modes, "): values for name, values in losses.items()}
        show_losses(curves, covered, "modes covered, mean of 50 steps", average=50)
        curves.set_ylim(-0.3, MODES + 0.3)
        return drawn
