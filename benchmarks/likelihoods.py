"""The test log-likelihood of every model with one, on the same digits; writes docs/likelihoods.md.

    python benchmarks/likelihoods.py [NAME..]      (some minutes for all; with names, prints the rows of those only)

Data: the 8 x 8 digits that come with scikit-learn, split once: 1257 images to train on, 180 to stop by, 360 to test.
"""

from __future__ import annotations

import copy
import math
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import torch
from torch import Generator, Tensor, nn

from probatum import models as m
from probatum.models.studies.digits import PIXELS, SHADES, TEST, Centred, digits
from probatum.models.studies.levels import LEVELS, as_binary, as_levels, spread

PAGE = Path(__file__).parent.parent / "docs" / "likelihoods.md"
STOP_BY = 180


# ------------------------------------------------------------------ how the models see the digits


class View(nn.Module, ABC):
    """A model with what it needs to be asked for log p(x) of images x [batch, 1, 8, 8] of levels, in nats."""

    exact = True
    draws = 1  # how many random estimates a test image gets

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    @abstractmethod
    def log_prob(self, x: Tensor, generator: Generator) -> Tensor: ...

    def objective(self, x: Tensor, generator: Generator) -> Tensor:
        """What training maximises."""
        return self.log_prob(x, generator)

    def stopping(self, x: Tensor, generator: Generator) -> Tensor:
        """What decides when to stop."""
        return self.log_prob(x, generator)

    def initialise(self, x: Tensor, generator: Generator) -> None:
        """Whatever a first batch decides."""


class Binary(View):
    """Pixels as one vector of zeros and ones."""

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.log_prob(x.flatten(1).float())


class Grid(View):
    """Levels as an image."""

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.log_prob(x)


class Sequence(View):
    """Levels as a sequence, row by row."""

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.log_prob(x.flatten(1))


class Orders(View):
    """Orderless models: trained over all orders, tested as the mixture of some."""

    def __init__(self, model: nn.Module, orders: int) -> None:
        super().__init__(model)
        draw = torch.Generator().manual_seed(1)
        self.orders = torch.stack([torch.randperm(PIXELS, generator=draw) for _ in range(orders)])

    def shaped(self, x: Tensor) -> Tensor:
        return x.float().reshape(len(x), *self.model.shape)

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.ensemble_log_prob(self.shaped(x), self.orders)

    def objective(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.order_agnostic(self.shaped(x), generator)

    def stopping(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.log_prob(self.shaped(x), self.orders[0])


class Masks(View):
    """A MADE with several masks in the natural order: trained with one after another, tested as their mixture."""

    def __init__(self, model: nn.Module, masks: int) -> None:
        super().__init__(model)
        self.masks, self.turn = masks, 0

    def take(self, number: int) -> None:
        self.model.set_masks(torch.arange(PIXELS), torch.Generator().manual_seed(number))

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        each = []
        for number in range(self.masks):
            self.take(number)
            each.append(self.model.log_prob(x.flatten(1).float()))
        return torch.stack(each).logsumexp(0) - math.log(self.masks)

    def objective(self, x: Tensor, generator: Generator) -> Tensor:
        self.turn = (self.turn + 1) % self.masks
        self.take(self.turn)
        return self.model.log_prob(x.flatten(1).float())


class Bound(View):
    """A variational autoencoder: the evidence lower bound."""

    exact, draws = False, 16

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        return self.model.elbo(x.flatten(1).float(), generator=generator)


class Weighted(Bound):
    """The same, tested by the importance weighted estimate."""

    draws = 1

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        if self.training:
            return super().log_prob(x, generator)
        return self.model.log_prob(x.flatten(1).float(), 256, generator)


class Dequantised(View):
    """A density of real numbers: levels get uniform noise, and go to the whole space by a logit. The mean of the
    log-density over the noise is a lower bound on the log-probability of the levels."""

    exact, draws = False, 16
    shape: tuple[int, ...] = (PIXELS,)

    def spread(self, x: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        y, log_det = spread(x, generator)
        return y.reshape(len(x), *self.shape), log_det

    def log_prob(self, x: Tensor, generator: Generator) -> Tensor:
        y, log_det = self.spread(x, generator)
        return self.density(y, generator) + log_det

    def density(self, y: Tensor, generator: Generator) -> Tensor:
        return self.model.log_prob(y)

    def initialise(self, x: Tensor, generator: Generator) -> None:
        if isinstance(self.model, m.Flow):
            self.model.initialise(self.spread(x, generator)[0])


class DequantisedGrid(Dequantised):
    shape = (1, 8, 8)


class DequantisedSteps(Dequantised):
    """Rows as the steps of a sequence with latent variables: a bound on the density, and so again a bound."""

    shape = (8, 8)

    def density(self, y: Tensor, generator: Generator) -> Tensor:
        return self.model.elbo(y, generator)


class Hutchinson(Dequantised):
    """A continuous flow: random signs for training, the exact trace for the test."""

    draws = 1

    def density(self, y: Tensor, generator: Generator) -> Tensor:
        if self.training:
            return self.model.log_prob(y, signs=m.flows.random_signs(y, generator))
        self.model.tolerance = 1e-5
        return self.model.log_prob(y)

    def objective(self, x: Tensor, generator: Generator) -> Tensor:
        self.model.tolerance = 1e-3
        return super().objective(x, generator)


class LeastSquares(Dequantised):
    """A linear autoregressive model: it is fitted once, and needs no training."""

    def initialise(self, x: Tensor, generator: Generator) -> None:
        y, _ = self.spread(x, generator)
        self.model = m.LinearAR.fit(y, self.model.order).requires_grad_(requires_grad=False)


class PrincipalComponents(Dequantised):
    """The linear-Gaussian VAE: it is fitted once, and its evidence is known in closed form."""

    def initialise(self, x: Tensor, generator: Generator) -> None:
        y, _ = self.spread(x, generator)
        self.model.fit(y)

    def density(self, y: Tensor, generator: Generator) -> Tensor:
        return self.model.exact_log_prob(y)


# ------------------------------------------------------------------ the rows


@dataclass(frozen=True)
class Row:
    name: str
    build: Callable[[], View]
    rate: float = 2e-3
    steps: int = 3000
    decay: float = 1e-4


def binary_vae() -> nn.Module:
    return m.VAE(m.MLP([PIXELS, 128, 32]), m.MLP([16, 128, PIXELS]), m.BernoulliLikelihood(), latent=16)


def grey_vae() -> nn.Module:
    encoder = nn.Sequential(Centred(), m.MLP([PIXELS, 128, 32]))
    return m.VAE(encoder, m.MLP([16, 128, 2 * PIXELS]), m.BetaBinomialLikelihood(SHADES), latent=16)


IMAGE = (1, 8, 8)
BINARY = [
    Row("FVSBN", lambda: Binary(m.FVSBN(PIXELS))),
    Row("NADE", lambda: Binary(m.NADE(PIXELS, 64))),
    Row("DeepNADE, mixture of 16 orders", lambda: Orders(m.DeepNADE(PIXELS, [256, 256]), 16)),
    Row("ConvNADE, mixture of 16 orders", lambda: Orders(m.ConvNADE(8, 8, channels=32, layers=4), 16)),
    Row("MADE", lambda: Binary(m.MADE(PIXELS, [128]))),
    Row("MADE, mixture of 16 masks", lambda: Masks(m.MADE(PIXELS, [256]), 16)),
    Row("row LSTM", lambda: Grid(m.PixelRNN(IMAGE, 2, 16, 2, "row")), steps=1500),
    Row("diagonal BiLSTM", lambda: Grid(m.PixelRNN(IMAGE, 2, 16, 2, "diagonal")), steps=1000),
    Row("PixelCNN", lambda: Grid(m.PixelCNN(IMAGE, 2, 16, 4))),
    Row("gated PixelCNN", lambda: Grid(m.GatedPixelCNN(IMAGE, 2, 16, 5))),
    Row("WaveNet", lambda: Sequence(m.WaveNet(PIXELS, 2, 24, 6))),
    Row("Transformer", lambda: Sequence(m.Transformer(PIXELS, 2, 32, 4, 2)), steps=2000),
    Row("VAE", lambda: Bound(binary_vae())),
    Row("VAE, importance weighted", lambda: Weighted(binary_vae())),
]
GREY = [
    Row("row LSTM", lambda: Grid(m.PixelRNN(IMAGE, LEVELS, 32, 2, "row")), steps=1500),
    Row("diagonal BiLSTM", lambda: Grid(m.PixelRNN(IMAGE, LEVELS, 32, 2, "diagonal")), steps=1000),
    Row("PixelCNN", lambda: Grid(m.PixelCNN(IMAGE, LEVELS, 32, 4)), steps=2000),
    Row("gated PixelCNN", lambda: Grid(m.GatedPixelCNN(IMAGE, LEVELS, 32, 5)), steps=1500),
    Row("WaveNet", lambda: Sequence(m.WaveNet(PIXELS, LEVELS, 32, 6))),
    Row("Transformer", lambda: Sequence(m.Transformer(PIXELS, LEVELS, 48, 4, 2)), steps=1500),
    Row("VAE, beta-binomial", lambda: Bound(grey_vae())),
    Row("VAE, beta-binomial, importance weighted", lambda: Weighted(grey_vae())),
    Row("linear AR(16)", lambda: LeastSquares(m.LinearAR(16, PIXELS)), steps=0),
    Row("linear-Gaussian VAE", lambda: PrincipalComponents(m.LinearGaussianVAE(PIXELS, 24)), steps=0),
    Row("RNADE", lambda: Dequantised(m.RNADE(PIXELS, 64, 8)), steps=2000),
    Row("TCN", lambda: Dequantised(m.TCN(PIXELS, 32, 5))),
    Row("VRNN", lambda: DequantisedSteps(m.VRNN(8, 8, 8, 64))),
    Row("STCN", lambda: DequantisedSteps(m.STCN(8, 8, 8, 32, 3))),
    Row("NICE", lambda: Dequantised(m.NICE(PIXELS, 6, 128))),
    Row("RealNVP", lambda: Dequantised(m.RealNVP(PIXELS, 6, 128))),
    Row("MAF", lambda: Dequantised(m.MAF(PIXELS, 4, [128]))),
    Row("Glow", lambda: DequantisedGrid(m.Glow(IMAGE, levels=2, steps=4, hidden=48)), steps=1500),
    Row("C-Flow, upper and lower half", lambda: Dequantised(m.CFlow(32, 32, 6, 96))),
    Row("continuous", lambda: Hutchinson(m.ContinuousFlow(PIXELS, 128)), steps=400),
]


# ------------------------------------------------------------------ training and testing


@dataclass(frozen=True)
class Found:
    name: str
    test: float
    error: float
    exact: bool
    parameters: int
    seconds: float
    steps: int


def mean_over_draws(score: Callable[[Tensor, Generator], Tensor], x: Tensor, draws: int) -> Tensor:
    """Of each image [number], over that many draws of what is random."""
    generator = Generator().manual_seed(2)
    with torch.no_grad():
        each = [torch.cat([score(part, generator) for part in x.split(120)]) for _ in range(draws)]
    return torch.stack(each).mean(0)


def tried(row: Row, train: Tensor, stop_by: Tensor, test: Tensor) -> Found:
    """Trained by Adam with batches of 64, tested with the weights that were best on the images to stop by."""
    torch.manual_seed(0)
    generator = Generator().manual_seed(0)
    view = row.build()
    began = process_time()
    view.initialise(train, generator)
    parameters = sum(parameter.numel() for parameter in view.parameters())
    best, kept, best_step = -math.inf, copy.deepcopy(view.state_dict()), 0
    if row.steps:
        optimiser = torch.optim.AdamW(view.parameters(), row.rate, weight_decay=row.decay)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, row.steps)
    for step in range(1, row.steps + 1):
        chosen = torch.randint(len(train), (64,), generator=generator)
        loss = -view.objective(train[chosen], generator).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(view.parameters(), 10.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            view.eval()
            now = float(mean_over_draws(view.stopping, stop_by, 1).mean())
            view.train()
            if now > best:
                best, kept, best_step = now, copy.deepcopy(view.state_dict()), step
    seconds = process_time() - began
    view.load_state_dict(kept)
    view.eval()
    found = mean_over_draws(view.log_prob, test, view.draws)
    error = float(found.std() / len(found) ** 0.5)
    return Found(row.name, float(found.mean()), error, view.exact, parameters, seconds, best_step)


def table(found: list[Found]) -> list[str]:
    lines = [
        "| model | nats per image | bits per pixel | | parameters | seconds |",
        "|---|---:|---:|---|---:|---:|",
    ]
    for row in sorted(found, key=lambda row: -row.test):
        sign, kind = ("", "exact") if row.exact else ("≥ ", "bound")
        bits = -row.test / PIXELS / math.log(2)
        lines.append(
            f"| {row.name} | {sign}{row.test:.1f} ± {row.error:.1f} | {'' if row.exact else '≤ '}{bits:.3f} | {kind} "
            f"| {row.parameters:,} | {row.seconds:.0f} |"
        )
    return lines


def main(names: list[str]) -> None:
    torch.set_num_threads(1)
    data = digits()
    images = (data.train, data.test)
    results = []
    for rows, (train, test) in (
        (BINARY, [as_binary(each).long() for each in images]),
        (GREY, [as_levels(each) for each in images]),
    ):
        found = []
        for row in rows:
            if not names or row.name in names:
                found.append(tried(row, train[STOP_BY:], train[:STOP_BY], test))
                print(found[-1], flush=True)
        results.append(found)
    if not names:
        PAGE.write_text(page(*results), "utf-8")
        print(f"written: {PAGE}")


PAGE_TEXT = """\
# Log-likelihoods

How probable the models of this package find images that they have not seen: the handwritten digits that come with
scikit-learn, 8 x 8 pixels, split once into 1257 images to train on, {stop_by} that say when to stop, and {test} for the
test. Written by `python benchmarks/likelihoods.py`.

The models are small and the settings plain (Adam, batches of 64, no augmentation): this is a check that all of them
learn, and of what kind each number is, not a contest. Numbers are means over the test images, with the standard error
of that mean. *Exact* is the log-probability itself. A *bound* is a lower bound on it, so that the model may be
better than it looks; the importance weighted ones, of 256 draws, are lower bounds on average. Parameters are those
that are learned, seconds those of the processor, on one thread, for the training.

## Black and white

A pixel is one if it is at least half as bright as can be. Every distribution could be kept in a table, if that had
not 2^64 - 1 entries: that model is left out.

{binary}

## In 17 shades

Models of levels give a probability to each of the 17 shades. Densities of real numbers are dequantised: a level x gets
uniform noise u, and y = logit(0.01 + 0.98 (x + u) / 17) is what the model sees. The mean over u of
log p(y) + log |dy/dx| is a lower bound on the log-probability of the levels, here averaged over 16 draws of u. For a
VRNN and an STCN, which see the rows as steps, log p(y) is itself replaced by a lower bound.

{grey}

Not in these tables: the conditional flow and the super-resolution flow, which give the probability of something *given*
something else; the [gallery](gallery.md) has theirs.
"""


def page(binary: list[Found], grey: list[Found]) -> str:
    fields = {"binary": binary, "grey": grey}
    return PAGE_TEXT.format(
        stop_by=STOP_BY, test=TEST, **{name: "\n".join(table(found)) for name, found in fields.items()}
    )


if __name__ == "__main__":
    main(sys.argv[1:])
