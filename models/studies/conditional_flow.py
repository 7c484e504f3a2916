"""A flow given the label: one handwriting as every digit, and a classifier by Bayes' rule.

Each row begins with a test image; the same latent variables, given each label in turn, are the same handwriting
writing another digit. A classifier answers with the label under which an image is most probable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import one_hot

from ..flows import ConditionalFlow
from .descent import Descent
from .digits import PIXELS, digits
from .levels import as_levels, gathered, spread
from .pictures import figure, show_images
from .study import Losses, Study, batch

DRAWS, SHOWN = 4, 8


class HandwritingWithoutLabel(Study):
    steps = 800

    def __init__(self) -> None:
        self.data = digits()
        self.train, self.test = (as_levels(each).flatten(1) for each in (self.data.train, self.data.test))
        self.model = ConditionalFlow(PIXELS, attributes=10, layers=8, hidden=96)
        self.descent = Descent(self.model, 2e-3, self.steps)
        self.parts = self.descent.parts

    def log_prob(self, levels: Tensor, labels: Tensor, generator: Generator) -> Tensor:
        y, log_det = spread(levels, generator)
        return self.model.log_prob(y, as_attributes(labels)) + log_det

    def step(self, generator: Generator) -> Mapping[str, float]:
        x, labels = batch(generator, 64, self.train, self.data.train_labels)
        return {"nats": self.descent.step(-self.log_prob(x, labels, generator).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        """The bounds, given each label, of every test image."""
        generator = Generator().manual_seed(1)
        number = len(self.test)
        with torch.no_grad():
            each = [
                torch.stack([self.log_prob(self.test, torch.full((number,), label), generator) for label in range(10)])
                for _ in range(DRAWS)
            ]
        bounds = torch.stack(each).mean(0)
        right = bounds.gather(0, self.data.test_labels.unsqueeze(0))[0]
        return {
            "given the label, log-likelihood of test images, nats, at least": right.mean().item(),
            "accuracy of the most probable label": (bounds.argmax(0) == self.data.test_labels).float().mean().item(),
        }

    def picture(self, losses: Losses) -> Any:
        """Rows: a test image, and with the same latents every label."""
        images, labels = self.test[:SHOWN], self.data.test_labels[:SHOWN]
        y, _ = spread(images, Generator().manual_seed(1))
        with torch.no_grad():
            z, _ = self.model(y, as_attributes(labels))
            columns = [y]
            for label in range(10):
                other, _ = self.model.inverse(z, as_attributes(torch.full_like(labels, label)))
                columns.append(other)
        rows = torch.stack(columns, 1).view(-1, 1, 8, 8)
        drawn, [panel] = figure(1, size=4.5)
        drawn.set_figheight(0.8 * 4.5)
        show_images(panel, gathered(rows), 11, "a test image, and its latents given 0, 1, .., 9")
        return drawn


def as_attributes(labels: Tensor) -> Tensor:
    return one_hot(labels, 10).float()
