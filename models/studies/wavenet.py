"""WaveNet learns plucked strings in 32 levels, and is shown the beginning of some.

Waves of a fundamental and two overtones that die away. On the right the part after the line is sampled, given the test
waves before it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..autoregressive import WaveNet, ancestral_sample
from .descent import Descent
from .pictures import figure
from .study import Losses, Study, batch

LENGTH, LEVELS, BEGINNING = 160, 32, 64


def plucked_strings(n: int, generator: Generator) -> Tensor:
    """Waves [n, LENGTH] of a fundamental and two overtones that die away, with levels from 0 to LEVELS - 1."""
    t = torch.arange(LENGTH)
    period = 12 + 20 * torch.rand(n, 1, generator=generator)
    waves = torch.zeros(n, LENGTH)
    for overtone in (1, 2, 3):
        phase = 2 * math.pi * torch.rand(n, 1, generator=generator)
        waves = waves + torch.sin(2 * math.pi * overtone * t / period + phase) / overtone**1.5
    waves = 0.6 * waves * torch.exp(-t / 150)
    noisy = waves + 0.02 * torch.randn(waves.shape, generator=generator)
    return ((noisy.clamp(-1, 1) + 1) / 2 * (LEVELS - 1)).round().long()


class Strings(Study):
    steps = 1000

    def __init__(self) -> None:
        generator = Generator().manual_seed(0)
        self.train, self.test = plucked_strings(2000, generator), plucked_strings(200, generator)
        self.model = WaveNet(LENGTH, LEVELS, channels=32, layers=6)
        self.descent = Descent(self.model, 3e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 24, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean() / LENGTH)}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            nats = self.model.log_prob(self.test).mean().item() / LENGTH
        return {
            "log-likelihood of a step of test waves, nats": nats,
            "bits per step": -nats / math.log(2),
            "bits per step if all levels were alike": math.log2(LEVELS),
        }

    def picture(self, losses: Losses) -> Any:
        drawn, (real, sampled, continued) = figure(3)
        generator = Generator().manual_seed(1)
        show_waves(real, self.test[:4], "test waves")
        show_waves(sampled, self.model.sample(4, generator), "samples")
        uniform = torch.rand(4, LENGTH, generator=generator)
        rest = range(BEGINNING, LENGTH)
        show_waves(
            continued, ancestral_sample(self.model.logits, self.test[:4], uniform, rest), "test waves, continued"
        )
        continued.axvline(BEGINNING, color="0.5", linewidth=0.8)
        return drawn


def show_waves(panel: Any, waves: Tensor, title: str) -> None:
    for number, wave in enumerate(waves.tolist()):
        panel.plot([level - 1.1 * LEVELS * number for level in wave], linewidth=1)
    panel.set_title(title)
    panel.set_xlabel("step")
    panel.set_yticks([])
