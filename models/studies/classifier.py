"""A network reads digits: batch norm, dropout, augmentation, early stopping; its hardest images.

Left what the augmentation makes of the training images, in the middle the test images that it finds hardest, right the
losses, with a line where the validation loss was least and the parameters were kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import one_hot

from ..activations import ReLU
from ..neural import accuracy, negative_log_likelihood
from ..training import BatchNorm, Dropout, EarlyStopping, add_noise, rotation, scaling, warp
from .digits import digits
from .pictures import figure, show_images, show_losses
from .study import Losses, Study

VALIDATION, BATCH = 300, 64


class Reader(nn.Module):
    """Images (n, 1, 8, 8) to logits (n, 10)."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(64, 256, bias=False)
        self.norm = BatchNorm(256)
        self.activation = ReLU()
        self.second = nn.Linear(256, 128)
        self.dropout = Dropout(keep=0.6)
        self.last = nn.Linear(128, 10)

    def forward(self, images: Tensor, generator: Generator | None = None) -> Tensor:
        h = self.activation(self.norm(self.first(images.flatten(1))))
        return self.last(self.dropout(self.activation(self.second(h)), generator))


class DigitReader(Study):
    """A step is an epoch. After early stopping there is nothing more to do."""

    steps = 150

    def __init__(self) -> None:
        self.data = digits()
        self.model = Reader()
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.stopping = EarlyStopping(self.model, patience=20)
        self.parts = {"model": self.model, "optimiser": self.optimiser, "early stopping": self.stopping}

    def step(self, generator: Generator) -> Mapping[str, float]:
        if self.stopping.waited == self.stopping.patience:
            return {}
        images, labels = self.data.train[VALIDATION:], self.data.train_labels[VALIDATION:]
        total = 0.0
        for chosen in torch.randperm(len(images), generator=generator).split(BATCH):
            logits = self.model(_augmented(images[chosen], generator), generator)
            loss = _loss(logits, labels[chosen])
            self.optimiser.zero_grad()
            loss.backward()
            self.optimiser.step()
            total += loss.item() * len(chosen)
        validation = self._validate()
        epoch = self.stopping.step + self.stopping.waited + 1
        self.stopping.observe(epoch, validation)
        return {"training": total / len(images), "validation": validation}

    @torch.no_grad()
    def _validate(self) -> float:
        self.model.eval()
        loss = _loss(self.model(self.data.train[:VALIDATION]), self.data.train_labels[:VALIDATION]).item()
        self.model.train()
        return loss

    def _best(self) -> Reader:
        best = deepcopy(self.model)
        best.load_state_dict(self.stopping.best)
        return best.eval()

    @torch.no_grad()
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        logits = self._best()(self.data.test)
        return {
            "epochs until the best validation loss": self.stopping.step,
            "accuracy on test images": accuracy(logits, self.data.test_labels).item(),
            "loss there, nats per image": _loss(logits, self.data.test_labels).item(),
        }

    @torch.no_grad()
    def picture(self, losses: Losses) -> Any:
        drawn, (augmented, mistaken, curves) = figure(3)
        images = self.data.train[VALIDATION : VALIDATION + 64]
        show_images(augmented, _augmented(images, Generator().manual_seed(1)), 8, "what it is trained on")
        logits = self._best()(self.data.test)
        surprise = -torch.log_softmax(logits, -1).gather(1, self.data.test_labels[:, None])[:, 0]
        worst = surprise.argsort(descending=True)[:16]
        said = [
            f"{self.data.test_labels[k].item()} read as {logits[k].argmax().item()}"
            for k in worst
            if logits[k].argmax() != self.data.test_labels[k]
        ]
        title = "the hardest test images\n" + ", ".join(said[:3]) + (", .." if len(said) > 3 else "")
        show_images(mistaken, self.data.test[worst], 4, title)
        show_losses(curves, losses, "loss, nats per image")
        curves.axvline(self.stopping.step, color="black", linewidth=0.8, linestyle="--")
        curves.set(xlabel="epoch", ylim=(0, 1))
        return drawn


def _augmented(images: Tensor, generator: Generator) -> Tensor:
    """Turned by up to 14 degrees, scaled by up to a tenth, with some noise."""
    turn, size = (2 * torch.rand(2, len(images), generator=generator) - 1) * torch.tensor([[0.25], [0.1]])
    return add_noise(warp(images, rotation(turn) @ scaling(1 + size)), 0.05, generator)


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    return negative_log_likelihood(logits, one_hot(labels, 10).float()).mean()
