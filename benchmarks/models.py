"""How fast the models are: as ratios, in one run, on one thread.

    python benchmarks/models.py      (peers that are not installed are skipped)

Log-densities beside those of the peers' packages, with networks of the same sizes; sampling step by step beside full
passes; and how the cost grows with the number of variables D. Seconds depend on the machine, ratios much less: of two
ways that are compared each is run in turn, and the fastest run of each counts.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from itertools import count
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, nn

from probatum.models import (
    FVSBN,
    MADE,
    MAF,
    NADE,
    RNADE,
    TCN,
    DeepNADE,
    GatedPixelCNN,
    PixelCNN,
    PixelRNN,
    RealNVP,
    Transformer,
    WaveNet,
)
from probatum.models.autoregressive import ancestral_sample

Run = Callable[[], object]


def seconds(runs: Mapping[str, Run], repeats: int, patience: float = 20.0) -> dict[str, float]:
    """The least of several runs of each, in turn; fewer where they take long."""
    best = dict.fromkeys(runs, math.inf)
    began = perf_counter()
    for number in count():
        for name, run in runs.items():
            start = perf_counter()
            run()
            if number or repeats == 1:  # the first run warms up
                best[name] = min(best[name], perf_counter() - start)
        if number >= repeats or (number and perf_counter() - began > patience) or repeats == 1:
            return best


def report(title: str, found: Mapping[str, float], reference: str) -> None:
    """Milliseconds of each, and how many times as long as the reference it takes."""
    print(f"\n{title}")
    for name, time in found.items():
        print(f"  {name:<44}{time * 1e3:10.2f} ms   {time / found[reference]:8.2f}")
    sys.stdout.flush()


def slope(sizes: list[int], times: list[float]) -> float:
    """Of log time against log size, by least squares."""
    x, y = (torch.tensor(each, dtype=torch.float64).log() for each in (sizes, times))
    return float(((x - x.mean()) * (y - y.mean())).sum() / (x - x.mean()).square().sum())


def without_gradients(run: Run) -> Run:
    def inside() -> None:
        with torch.no_grad():
            run()

    return inside


def training(model: nn.Module, loss: Callable[[], Tensor]) -> Run:
    def step() -> None:
        model.zero_grad()
        loss().backward()

    return step


# ------------------------------------------------------------------ MADE beside a dense network


def made() -> None:
    dimension, hidden = 784, [1000, 1000]
    model = MADE(dimension, hidden)
    dense = nn.Sequential(
        nn.Linear(dimension, 1000), nn.ReLU(), nn.Linear(1000, 1000), nn.ReLU(), nn.Linear(1000, dimension)
    )
    for batch in (256, 1024):
        x = (torch.rand(batch, dimension) < 0.5).float()

        def dense_log_prob(x: Tensor = x) -> Tensor:
            return -nn.functional.binary_cross_entropy_with_logits(dense(x), x, reduction="none").sum(1)

        runs: dict[str, Run] = {
            "dense network of the same size": without_gradients(dense_log_prob),
            "MADE": without_gradients(lambda x=x: model.log_prob(x)),
        }
        report(f"log-density, D = {dimension}, two layers of 1000, batch {batch}", seconds(runs, 60), next(iter(runs)))
        runs = {
            "dense network of the same size": training(dense, lambda f=dense_log_prob: f().sum()),
            "MADE": training(model, lambda x=x: model.log_prob(x).sum()),
        }
        report(f"the same with gradients, batch {batch}", seconds(runs, 30), next(iter(runs)))


# ------------------------------------------------------------------ NADE beside loops over single variables


def nade() -> None:
    dimension, hidden = 784, 500
    model = NADE(dimension, hidden)
    W, b, V, c = model.W, model.b, model.V, model.c

    def textbook(x: Tensor) -> Tensor:
        """The formula of each conditional, its sum from the start: O(D^2 H)."""
        logits = [torch.sigmoid(b + x[:, :i] @ W[:i]) @ V[i] + c[i] for i in range(dimension)]
        return torch.stack(logits, 1)

    def recursion(x: Tensor) -> Tensor:
        """One variable after another, O(D H)."""
        a, logits = b.expand(len(x), -1), []
        for i in range(dimension):
            logits.append(torch.sigmoid(a) @ V[i] + c[i])
            a = a + x[:, i : i + 1] * W[i]
        return torch.stack(logits, 1)

    for batch in (1, 16, 100):
        x = (torch.rand(batch, dimension) < 0.5).float()
        ways = {"NADE": model.logits, "one variable at a time, O(DH)": recursion, "every sum anew, O(D^2 H)": textbook}
        runs = {name: without_gradients(lambda way=way, x=x: way(x)) for name, way in ways.items()}
        report(f"conditionals of NADE, D = {dimension}, H = {hidden}, batch {batch}", seconds(runs, 5), "NADE")
        runs = {name: training(model, lambda way=way, x=x: way(x).sum()) for name, way in ways.items()}
        report(f"the same with gradients, batch {batch}", seconds(runs, 3), "NADE")


# ------------------------------------------------------------------ coupling layers beside the peers


def peers_of_coupling(dimension: int, layers: int, hidden: int) -> dict[str, tuple[Any, Callable[[Tensor], Tensor]]]:
    """Affine coupling flows of the same sizes, those that are installed: a module and its log-density."""
    found: dict[str, tuple[Any, Callable[[Tensor], Tensor]]] = {}
    half = dimension // 2

    def network(inputs: int, outputs: int) -> nn.Module:
        return nn.Sequential(
            nn.Linear(inputs, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU(), nn.Linear(hidden, outputs)
        )

    if find_spec("zuko"):
        import zuko

        lazy = zuko.flows.NICE(dimension, transforms=layers, hidden_features=(hidden, hidden), activation=nn.SiLU)
        found["zuko"] = (lazy, lambda x: lazy().log_prob(x))
    if find_spec("nflows"):
        from nflows.distributions.normal import StandardNormal
        from nflows.flows.base import Flow
        from nflows.transforms.base import CompositeTransform
        from nflows.transforms.coupling import AffineCouplingTransform

        transforms = []
        for layer in range(layers):
            mask = torch.ones(dimension)
            mask[: half if layer % 2 else None] = -1
            mask[half if not layer % 2 else dimension :] = 1
            transforms.append(AffineCouplingTransform(mask, _NflowsNetwork.maker(network)))
        nflows_flow = Flow(CompositeTransform(transforms), StandardNormal([dimension]))
        found["nflows"] = (nflows_flow, nflows_flow.log_prob)
    if find_spec("normflows"):
        import normflows

        blocks = []
        for _ in range(layers):
            blocks += [
                normflows.flows.AffineCouplingBlock(network(half, dimension)),
                normflows.flows.Permute(dimension, mode="swap"),
            ]
        normflow = normflows.NormalizingFlow(normflows.distributions.DiagGaussian(dimension, trainable=False), blocks)
        found["normflows"] = (normflow, normflow.log_prob)
    if find_spec("FrEIA"):
        from FrEIA.framework import SequenceINN
        from FrEIA.modules import GLOWCouplingBlock, RNVPCouplingBlock

        for block, name in ((RNVPCouplingBlock, "FrEIA (RNVP)"), (GLOWCouplingBlock, "FrEIA (GLOW)")):
            sequence = SequenceINN(dimension)
            for _ in range(layers):
                sequence.append(block, subnet_constructor=network)

            def log_prob(x: Tensor, sequence: Any = sequence) -> Tensor:
                z, log_det = sequence(x)
                return -(z.square() + math.log(2 * math.pi)).sum(1) / 2 + log_det

            found[name] = (sequence, log_prob)
    return found


class _NflowsNetwork(nn.Module):
    """nflows passes a context."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        return self.network(x)

    @classmethod
    def maker(cls, network: Callable[[int, int], nn.Module]) -> Callable[[int, int], nn.Module]:
        return lambda inputs, outputs: cls(network(inputs, outputs))


def coupling() -> None:
    for dimension, hidden, batch in ((2, 64, 256), (64, 128, 256), (64, 512, 1024)):
        layers = 8
        mine = RealNVP(dimension, layers, hidden)
        each = {"probatum": (mine, mine.log_prob), **peers_of_coupling(dimension, layers, hidden)}
        x = torch.randn(batch, dimension)
        title = f"D = {dimension}, {layers} affine couplings, networks of two layers of {hidden}, batch {batch}"
        runs = {name: without_gradients(lambda f=f, x=x: f(x)) for name, (_, f) in each.items()}
        report(f"log-density, {title}", seconds(runs, 30), "probatum")
        runs = {name: training(module, lambda f=f, x=x: f(x).sum()) for name, (module, f) in each.items()}
        report("the same with gradients", seconds(runs, 15), "probatum")


# ------------------------------------------------------------------ sampling


def sampling() -> None:
    n = 16
    cases: dict[str, tuple[nn.Module, tuple[int, ...], bool]] = {
        "FVSBN, D = 784": (FVSBN(784), (784,), True),
        "NADE, D = 784, H = 500": (NADE(784, 500), (784,), True),
        "MADE, D = 784, two layers of 1000": (MADE(784, [1000, 1000]), (784,), True),
        "PixelCNN, 28 x 28, 7 layers of 32": (PixelCNN((1, 28, 28), 2, 32, 7), (1, 28, 28), False),
        "gated PixelCNN, 28 x 28, 7 layers of 32": (GatedPixelCNN((1, 28, 28), 2, 32, 7), (1, 28, 28), False),
        "row LSTM, 12 x 12, 2 layers of 32": (PixelRNN((1, 12, 12), 2, 32, 2, "row"), (1, 12, 12), False),
        "diagonal BiLSTM, 12 x 12, 2 layers of 32": (PixelRNN((1, 12, 12), 2, 32, 2, "diagonal"), (1, 12, 12), False),
        "Transformer, 256 steps, 4 layers of 128": (Transformer(256, 16, 128, 4, 4), (256,), False),
        "WaveNet, 1024 steps, 8 layers of 32": (WaveNet(1024, 16, 32, 8), (1024,), False),
    }
    print(f"\nsampling {n} at once: seconds step by step, by full passes, and their ratio")
    for name, (model, shape, binary) in cases.items():
        uniform = torch.rand(n, *shape)
        start = torch.zeros(n, *shape, dtype=torch.float32 if binary else torch.long)
        fast = seconds({"": without_gradients(lambda model=model: model.sample(n))}, 3)[""]
        # Some of the D passes, and the time of all at that pace.
        passes = min(uniform[0].numel(), 60)
        began = perf_counter()
        ancestral_sample(model.logits, start, uniform, range(passes))
        slow = (perf_counter() - began) * uniform[0].numel() / passes
        print(f"  {name:<44}{fast:10.3f} {slow:10.2f} {slow / fast:8.1f}")
        sys.stdout.flush()
    inverse()


def inverse() -> None:
    """Samples of masked autoregressive flows, where the peers' inverse takes D passes a layer."""
    dimension, layers, hidden, n = 64, 3, 128, 256
    mine = MAF(dimension, layers, [hidden, hidden])
    z = torch.randn(n, dimension)
    runs: dict[str, Run] = {"probatum": without_gradients(lambda: mine.inverse(z))}
    runs["probatum, by full passes"] = lambda: mine.inverse(z)
    if find_spec("zuko"):
        import zuko

        lazy = zuko.flows.MAF(dimension, transforms=layers, hidden_features=(hidden, hidden))
        runs["zuko"] = without_gradients(lambda: lazy().transform.inv(z))
    if find_spec("nflows"):
        from nflows.transforms.autoregressive import MaskedAffineAutoregressiveTransform
        from nflows.transforms.base import CompositeTransform

        several = CompositeTransform(
            [MaskedAffineAutoregressiveTransform(dimension, hidden, num_blocks=1) for _ in range(layers)]
        )
        runs["nflows"] = without_gradients(lambda: several.inverse(z))
    if find_spec("normflows"):
        from normflows.flows import MaskedAffineAutoregressive

        blocks = [MaskedAffineAutoregressive(dimension, hidden, num_blocks=1) for _ in range(layers)]

        def normflows_inverse() -> None:
            x = z
            for block in blocks:
                x, _ = block.inverse(x)

        runs["normflows"] = without_gradients(normflows_inverse)
    title = f"samples of a masked autoregressive flow, D = {dimension}, {layers} layers of 2 x {hidden}, {n} at once"
    report(title, seconds(runs, 3), "probatum")


# ------------------------------------------------------------------ growth with D


def growth() -> None:
    n, sizes = 16, [128, 256, 512, 1024]
    makers: dict[str, tuple[Callable[[int], nn.Module], Callable[[int], tuple[int, ...]], bool]] = {
        "FVSBN": (FVSBN, lambda d: (d,), True),
        "NADE, H = 64": (lambda d: NADE(d, 64), lambda d: (d,), True),
        "RNADE, H = 32, 4 components": (lambda d: RNADE(d, 32, 4), lambda d: (d,), True),
        "DeepNADE, 64 hidden": (lambda d: DeepNADE(d, [64]), lambda d: (d,), True),
        "MADE, a layer of D": (lambda d: MADE(d, [d]), lambda d: (d,), True),
        "PixelCNN, width 16": (lambda d: PixelCNN((1, d // 16, 16), 2, 8, 3), lambda d: (1, d // 16, 16), False),
        "gated PixelCNN, width 16": (
            lambda d: GatedPixelCNN((1, d // 16, 16), 2, 8, 3), lambda d: (1, d // 16, 16), False),
        "row LSTM, width 16": (
            lambda d: PixelRNN((1, d // 16, 16), 2, 8, 1, "row"), lambda d: (1, d // 16, 16), False),
        "diagonal BiLSTM, width 16": (
            lambda d: PixelRNN((1, d // 16, 16), 2, 8, 1, "diagonal"), lambda d: (1, d // 16, 16), False),
        "WaveNet": (lambda d: WaveNet(d, 8, 16, 5), lambda d: (d,), False),
        "TCN": (lambda d: TCN(d, 16, 5), lambda d: (d,), True),
        "Transformer": (lambda d: Transformer(d, 8, 32, 2, 2), lambda d: (d,), False),
        "masked autoregressive flow, 64 hidden": (lambda d: MAF(d, 1, [64]), lambda d: (d,), True),
        "RealNVP, 64 hidden": (lambda d: RealNVP(d, 4, 64), lambda d: (d,), True),
    }  # fmt: skip
    print(f"\nthe power of D with which the time grows, D from {sizes[0]} to {sizes[-1]}: density, sample")
    for name, (make, shape, binary) in makers.items():
        densities, samples = [], []
        for size in sizes:
            model = make(size)
            x = torch.zeros(n, *shape(size), dtype=torch.float32 if binary else torch.long)
            runs: dict[str, Run] = {
                "density": without_gradients(lambda model=model, x=x: model.log_prob(x)),
                "sample": without_gradients(lambda model=model: model.sample(n)),
            }
            found = seconds(runs, 4, patience=6.0)
            densities.append(found["density"])
            samples.append(found["sample"])
        print(f"  {name:<44}{slope(sizes, densities):10.2f} {slope(sizes, samples):8.2f}")
        sys.stdout.flush()


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(0)
    for part in (made, nade, coupling, sampling, growth):
        part()
