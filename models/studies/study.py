"""The parts of a study: data, models, one step of training, what is measured, a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import torch
from torch import Generator, Tensor

Losses = Mapping[str, Sequence[float]]


class Study(ABC):
    """A model with its data. The loop is in `Run`, and written once.

    Data and models are made by `__init__`, which draws from torch's global generator; after that all that is random
    comes from the generator that `step` is given, so that a run that was stopped goes on as if it had not been.

    `steps` says how many make the run that the gallery shows. `parts` are the modules and optimisers that a step
    changes, by name: they are what is saved. `losses` has those of every step so far, by name: before the
    first, no name.
    """

    steps: ClassVar[int]
    parts: dict[str, Any]

    @abstractmethod
    def step(self, generator: Generator) -> Mapping[str, float]:
        """One step of training; returns its losses, by name."""

    @abstractmethod
    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        """What the field measures, by its name and unit."""

    @abstractmethod
    def picture(self, losses: Losses) -> Any:
        """A matplotlib figure."""


def batch(generator: Generator, size: int, *data: Tensor) -> list[Tensor]:
    """As many samples drawn with replacement, the same ones of each tensor."""
    chosen = torch.randint(len(data[0]), (size,), generator=generator)
    return [each[chosen] for each in data]
