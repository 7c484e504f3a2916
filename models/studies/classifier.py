"""A multilayer perceptron reads digits: batch norm, dropout, augmentation, early stopping; its last mistakes."""

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
from .digits import batch, digits
from .pictures import figure, show_images, show_losses
from .study import Losses, Study

VALIDATION, EVERY = 300, 50


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
        h = self.activation(self.second(h))
        return self.last(self.dropout(h, generator))


class DigitReader(Study):
    steps = 4000

    def __init__(self) -> None:
        self.data = digits()
        self.model = Reader()
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.stopping = EarlyStopping(self.model, patience=15)
        self.steps_done = Counter()
        self.parts = {"model": self.model, "optimiser": self.optimiser, "early stopping": self.stopping}
