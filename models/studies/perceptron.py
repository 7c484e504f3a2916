"""A perceptron learns to tell handwritten threes from eights: its mistakes, pass by pass.

The digits are separable, so it stops making mistakes, long before Novikoff's bound says that it must.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..neural import Perceptron, mistake_bound
from .digits import digits
from .pictures import figure, show_images, show_losses
from .study import Losses, Study

PAIR = (3, 8)


class ThreesAndEights(Study):
    steps = 40

    def __init__(self) -> None:
        data = digits()
        self.x, self.y = _pair(data.train, data.train_labels)
        self.test_x, self.test_y = _pair(data.test, data.test_labels)
        self.perceptron = Perceptron(self.x.shape[1])
        self.parts = {"perceptron": self.perceptron}

    def step(self, generator: Generator) -> Mapping[str, float]:
        order = torch.randperm(len(self.x), generator=generator)
        return {"mistakes": float(self.perceptron.fit(self.x[order], self.y[order], passes=1))}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        right = (self.perceptron(self.test_x) == self.test_y).float().mean()
        return {
            "mistakes while learning": sum(losses.get("mistakes", ())),
            "most mistakes possible, by Novikoff's bound": mistake_bound(self.x, self.y, self.perceptron.weight).item(),
            "accuracy on test images": right.item(),
        }

    def picture(self, losses: Losses) -> Any:
        drawn, (curve, weights) = figure(2)
        show_losses(curve, losses, "mistakes in a pass")
        curve.set_xlabel("pass")
        image = self.perceptron.weight[1:].reshape(1, 1, 8, 8)
        scale = 2 * image.abs().max().clamp(min=1e-9)  # they are 0 before the first step
        show_images(weights, 0.5 + image / scale, 1, "weights: bright for eight")
        return drawn


def _pair(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """The images of the two digits as vectors that begin with a 1; labels 0 and 1."""
    chosen = (labels == PAIR[0]) | (labels == PAIR[1])
    pixels = images[chosen].flatten(1)
    return torch.cat([torch.ones(len(pixels), 1), pixels], 1), (labels[chosen] == PAIR[1]).float()
