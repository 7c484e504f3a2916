"""A TCN learns a series of jumps and rests, beside a linear autoregressive model.

Van der Pol's oscillator, seen through noise: no linear model knows when the next jump comes. The log-density of the
noise alone is the most that can be reached on average.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from ..autoregressive import TCN, LinearAR
from .descent import Descent
from .pictures import figure
from .study import Losses, Study, batch

LENGTH, LAGS = 128, 16


def van_der_pol(n: int, generator: Generator, length: int = LENGTH) -> Tensor:
    """Noisy observations [n, length] of relaxation oscillations: x'' = 3 (1 - x^2) x' - x, from anywhere, at a step of
    0.2, by small Euler steps."""
    x, speed = torch.randn(2, n, generator=generator)
    seen = []
    fine = 20
    for step in range(-50 * fine, length * fine):
        x, speed = x + speed * 0.2 / fine, speed + (3 * (1 - x**2) * speed - x) * 0.2 / fine
        speed = speed.clamp(-10, 10)
        if step >= 0 and step % fine == 0:
            seen.append(x)
    clean = torch.stack(seen, 1)
    return clean / 2 + 0.1 * torch.randn(clean.shape, generator=generator)


class Oscillations(Study):
    steps = 1500

    def __init__(self) -> None:
        generator = Generator().manual_seed(0)
        self.train, self.test = van_der_pol(400, generator), van_der_pol(200, generator)
        self.linear = LinearAR.fit(self.train, LAGS)
        self.model = TCN(LENGTH, channels=24, layers=5)
        self.descent = Descent(self.model, 3e-3, self.steps)
        self.parts = self.descent.parts

    def step(self, generator: Generator) -> Mapping[str, float]:
        [x] = batch(generator, 32, self.train)
        return {"nats": self.descent.step(-self.model.log_prob(x).mean())}

    def evaluate(self, losses: Losses) -> Mapping[str, float]:
        with torch.no_grad():
            return {
                "log-density of a step of test series, nats": self.model.log_prob(self.test).mean().item() / LENGTH,
                f"by a linear AR({LAGS}), nats": self.linear.log_prob(self.test).mean().item() / LENGTH,
                "of the noise alone, nats": torch.distributions.Normal(0.0, 0.1).entropy().neg().item(),
            }

    def picture(self, losses: Losses) -> Any:
        drawn, panels = figure(3)
        generator = Generator().manual_seed(1)
        shown = {
            "test series": self.test[:3],
            "samples of the TCN": self.model.sample(3, generator),
            f"samples of a linear AR({LAGS})": self.linear.sample(3, generator),
        }
        for panel, (title, series) in zip(panels, shown.items(), strict=True):
            for number, one in enumerate(series.tolist()):
                panel.plot([value - 3 * number for value in one], linewidth=1)
            panel.set_title(title)
            panel.set_xlabel("step")
            panel.set_yticks([])
            panel.set_ylim(-8, 2)
        return drawn
