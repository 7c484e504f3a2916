"""Decision regions of a softmax classifier and a multilayer perceptron for three species of iris.

Petals say nearly all. Far from the flowers the softmax classifier's regions go on as wedges, those of the multilayer
perceptron go where they happen to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..neural import MLP, SoftmaxClassifier, accuracy, negative_log_likelihood
from ..training import Standardisation
from .pictures import figure, show_losses
from .study import Losses, Study, batch

TRAIN = 100
NAMES = ("softmax classifier", "multilayer perceptron")


class IrisBoundaries(Study):
    steps = 1500

    def __init__(self) -> None:
        from sklearn.datasets import load_iris

        loaded = load_iris()
        petals, species = torch.tensor(loaded.data[:, 2:], dtype=torch.float32), torch.tensor(loaded.target)
        order = torch.randperm(len(petals), generator=Generator().manual_seed(0))
        self.train, self.test = order[:TRAIN], order[TRAIN:]
        self.standardisation = Standardisation(2)
        self.standardisation.fit(petals[self.train])
        self.x, self.y = self.standardisation(petals), species
        self.names = [*loaded.target_names]

        self.models: dict[str, Any] = dict(zip(NAMES, (SoftmaxClassifier(2, 3), MLP([2, 16, 16, 3])), strict=True))
        self.optimisers = {
            name: torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=1e-3)
            for name, model in self.models.items()
        }
        self.parts = {name: self.models[name] for name in NAMES}
        self.parts |= {f"optimiser of the {name}": self.optimisers[name] for name in NAMES}

    def step(self, generator: Generator) -> Mapping[str, float]:
        x, y = batch(generator, 32, self.x[self.train], self.y[self.train])
        losses = {}
        for name, model in self.models.items():
            loss = negative_log_likelihood(model(x), _one_hot(y)).mean()
            self.optimisers[name].zero_grad()
            loss.backward()
            self.optimisers[name].step()
            losses[name] = loss.item()
        return losses

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        x, y = self.x[self.test], self.y[self.test]
        results = {}
        for name, model in self.models.items():
            results[f"accuracy of the {name} on test flowers"] = accuracy(model(x), y).item()
            results[f"its loss there, nats per flower ({name})"] = (
                negative_log_likelihood(model(x), _one_hot(y)).mean().item()
            )
        return results

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (*panels, curves) = figure(3)
        side = torch.linspace(-2.2, 2.2, 300)
        grid = torch.stack(torch.meshgrid(side, side, indexing="xy"), -1)
        colours = torch.tensor([[0.27, 0.47, 0.67], [0.93, 0.70, 0.20], [0.67, 0.27, 0.40]])
        extent = self.standardisation.inverse(torch.tensor([[-2.2, -2.2], [2.2, 2.2]])).T.flatten().tolist()
        flowers = self.standardisation.inverse(self.x)
        for panel, (name, model) in zip(panels, self.models.items(), strict=True):
            mixed = torch.softmax(model(grid), -1) @ colours
            panel.imshow(mixed.clamp(0, 1).numpy(), origin="lower", extent=extent, aspect="auto", alpha=0.6)
            for k, species in enumerate(self.names):
                own = flowers[self.y == k]
                panel.scatter(
                    *own.T, s=12, color=colours[k].tolist(), edgecolors="black", linewidths=0.4, label=species
                )
            panel.set_title(name)
            panel.set_xlabel("petal length, cm")
            panel.set_ylabel("petal width, cm")
        panels[0].legend(frameon=False, loc="upper left", fontsize=8)
        show_losses(curves, losses, "loss, nats per flower", average=20)
        return drawn


def _one_hot(y: Tensor) -> Tensor:
    return torch.nn.functional.one_hot(y, 3).float()
