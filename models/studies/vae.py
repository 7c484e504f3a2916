"""A VAE with two latent variables draws digits: samples, reconstructions, the latent plane.

Each pixel is a count from 0 to 16, with a beta-binomial law. The grid of the latent plane is even in probability; the
encoder has not seen the labels of the test images.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, nn

from ..activations import LeakyReLU
from ..neural import MLP
from ..variational import VAE, BetaBinomialLikelihood
from .digits import PIXELS, SHADES, Centred, as_counts, as_images, digits
from .pictures import figure, show_images, show_losses
from .study import Losses, Study, batch


class DigitVAE(Study):
    steps = 6000

    def __init__(self) -> None:
        data = digits()
        self.train, self.test = as_counts(data.train), as_counts(data.test)
        self.test_labels = data.test_labels
        encoder = nn.Sequential(Centred(), MLP([PIXELS, 128, 128, 4], LeakyReLU))
        decoder = MLP([2, 128, 128, 2 * PIXELS], LeakyReLU)
        self.vae = VAE(encoder, decoder, BetaBinomialLikelihood(SHADES), latent=2)
        self.optimiser = torch.optim.Adam(self.vae.parameters(), lr=1e-3)
        self.parts = {"vae": self.vae, "optimiser": self.optimiser}

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        divergence = self.vae.kl(x).mean()
        loss = divergence - self.vae.reconstruction(x, generator=generator).mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        return {"minus the bound": loss.item(), "divergence from the prior": divergence.item()}

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        generator = Generator().manual_seed(1)
        bound = self.vae.elbo(self.test, 100, generator).mean().item()
        log_prob = self.vae.log_prob(self.test, 500, generator).mean().item()
        return {
            "evidence lower bound on test images, nats per image": bound,
            "importance weighted log-likelihood, nats per image": log_prob,
            "the same in bits per dimension": -log_prob / (PIXELS * math.log(2)),
            "of which an even law over 17 shades needs": math.log2(SHADES + 1),
        }

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (data, samples, pairs, plane, places, curves) = figure(3, 2)
        show_images(data, as_images(self.train[:64]), 8, "data")
        show_images(samples, as_images(self.vae.sample(64, Generator().manual_seed(2))), 8, "samples")

        some = self.test[:32]
        means, _ = self.vae.encode(some)
        made = self.vae.likelihood.mean(self.vae.decoder(means))
        both = torch.stack([some, made], 1).flatten(0, 1)
        show_images(pairs, as_images(both), 8, "test images and reconstructions")

        quantiles = torch.special.ndtri(torch.linspace(0.03, 0.97, 14))
        grid = torch.stack(torch.meshgrid(quantiles, quantiles.flip(0), indexing="xy"), -1).flatten(0, 1)
        show_images(plane, as_images(self.vae.likelihood.mean(self.vae.decoder(grid))), 14, "the latent plane")

        means, _ = self.vae.encode(self.test)
        shown = places.scatter(*means.T, c=self.test_labels, cmap="tab10", s=6)
        places.legend(*shown.legend_elements(), frameon=False, fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
        places.set_title("where the encoder puts test images")
        show_losses(curves, losses, "nats per image", average=100)
        return drawn
