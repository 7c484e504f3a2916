"""Three beta-VAEs of the digits: what a greater beta costs, and which latent variables it leaves.

In each panel test images stand in the first row and what the model makes of them in the second; below, one image while
each of the six latent variables that say most goes from -2.5 to 2.5. With a greater beta fewer of them say anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor, nn

from ..activations import LeakyReLU
from ..neural import MLP
from ..variational import BetaBinomialLikelihood, BetaVAE
from .digits import PIXELS, SHADES, Centred, as_counts, as_images, digits
from .pictures import figure, show_images
from .study import Losses, Study, batch

LATENT = 10
BETAS = (1.0, 2.0, 4.0)
ACTIVE = 0.05  # nats of its divergence from the prior, above which a latent variable says something


class DigitBetaVAEs(Study):
    steps = 3500

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = as_counts(data.train), as_counts(data.test)
        self.vaes = {
            f"beta {beta:g}": BetaVAE(
                nn.Sequential(Centred(), MLP([PIXELS, 128, 2 * LATENT], LeakyReLU)),
                MLP([LATENT, 128, 2 * PIXELS], LeakyReLU),
                BetaBinomialLikelihood(SHADES),
                LATENT,
                beta,
            )
            for beta in BETAS
        }
        self.optimisers = {
            f"optimiser, {name}": torch.optim.Adam(vae.parameters(), lr=1e-3) for name, vae in self.vaes.items()
        }
        self.parts = {**self.vaes, **self.optimisers}

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        losses = {}
        for (name, vae), optimiser in zip(self.vaes.items(), self.optimisers.values(), strict=True):
            loss = vae.objective(x, generator=generator).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses[name] = loss.item()
        return losses

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        results = {}
        for name, vae in self.vaes.items():
            rate = vae.kl(self.test).mean().item()
            distortion = -vae.reconstruction(self.test, 50, Generator().manual_seed(1)).mean().item()
            results[f"{name}: reconstruction loss, nats per image"] = distortion
            results[f"{name}: divergence from the prior, nats per image"] = rate
            results[f"{name}: latent variables in use, of {LATENT}"] = int((self._rates(vae) > ACTIVE).sum())
        return results

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, panels = figure(4)
        for panel, (name, vae) in zip(panels, self.vaes.items(), strict=False):
            some = self.test[:10]
            middle, _ = vae.encode(some[:1])
            rows = [some, vae.likelihood.mean(vae.decoder(vae.encode(some)[0]))]
            for k in self._rates(vae).argsort(descending=True)[:6]:
                walk = middle.repeat(10, 1)
                walk[:, k] = torch.linspace(-2.5, 2.5, 10)
                rows.append(vae.likelihood.mean(vae.decoder(walk)))
            show_images(panel, as_images(torch.cat(rows)), 10, name)
            panels[-1].plot(range(1, LATENT + 1), self._rates(vae).sort(descending=True).values, "o-", label=name)
        panels[-1].set_xlabel("latent variables, by what they say")
        panels[-1].set_ylabel("divergence from the prior, nats")
        panels[-1].legend(frameon=False)
        return drawn

    def _rates(self, vae: BetaVAE) -> Tensor:
        """The divergence of each latent variable from its prior, in the mean over test images."""
        mu, sigma = vae.encode(self.test)
        return ((mu**2 + sigma**2 - 1) / 2 - sigma.log()).mean(0)
