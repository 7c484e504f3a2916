"""A linear-Gaussian VAE learns a table of wines: its bound, the evidence, and its exact maximum.

Everything is known here: the evidence that the bound is below, by how much, and the greatest evidence there is.
Training sees the bound alone, by single samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator

from ..training import Standardisation
from ..variational import LinearGaussianVAE
from .pictures import figure
from .study import Losses, Study, batch

LATENT, TEST = 2, 38


class WineTable(Study):
    steps = 2500

    def __init__(self) -> None:
        from sklearn.datasets import load_wine

        loaded = load_wine()
        table, self.kinds = torch.tensor(loaded.data), torch.tensor(loaded.target)
        order = torch.randperm(len(table), generator=Generator().manual_seed(0))
        self.rows = order[TEST:]
        standardisation = Standardisation(table.shape[1]).double()
        standardisation.fit(table[order[TEST:]])
        self.train, self.test = standardisation(table[order[TEST:]]), standardisation(table[order[:TEST]])

        self.vae = LinearGaussianVAE(table.shape[1], LATENT).double()
        self.best = LinearGaussianVAE(table.shape[1], LATENT).double()
        self.best.fit(self.train)
        self.optimiser = torch.optim.Adam(self.vae.parameters(), lr=3e-3)
        self.parts = {"vae": self.vae, "optimiser": self.optimiser}

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 64, self.train)
        loss = -self.vae.elbo(x, generator=generator).mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        with torch.no_grad():
            return {
                "evidence": self.vae.exact_log_prob(self.train).mean().item(),
                "its lower bound": self.vae.exact_elbo(self.train).mean().item(),
            }

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        return {
            "evidence lower bound, nats per wine": self.vae.exact_elbo(self.train).mean().item(),
            "log-likelihood, nats per wine": self.vae.exact_log_prob(self.train).mean().item(),
            "the greatest there is, in closed form": self.best.exact_log_prob(self.train).mean().item(),
            "log-likelihood of test wines, nats per wine": self.vae.exact_log_prob(self.test).mean().item(),
            "that of the closed form": self.best.exact_log_prob(self.test).mean().item(),
        }

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (curves, gap, plane) = figure(3)
        best = self.best.exact_log_prob(self.train).mean().item()
        for name, values in losses.items():
            curves.plot(values, linewidth=1, label=name)
        curves.axhline(best, color="black", linewidth=0.8, linestyle="--", label="greatest evidence")
        curves.set_ylim(best - 5, best + 0.5)
        curves.set_ylabel("nats per wine")
        curves.legend(frameon=False, loc="lower right")
        lacking = [e - b for e, b in zip(losses.get("evidence", ()), losses.get("its lower bound", ()), strict=True)]
        gap.semilogy(lacking, linewidth=1)
        gap.set_title("what the bound lacks")
        gap.set_ylabel("divergence from the posterior, nats")
        for panel in (curves, gap):
            panel.set_xlabel("step")
        means, _ = self.vae.posterior(self.train)
        plane.scatter(*means.T, c=self.kinds[self.rows], cmap="tab10", vmax=9, s=10)
        plane.set_title("the latent plane, by grower")
        return drawn
