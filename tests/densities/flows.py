"""Every layer of flows and every flow, small, with random weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from probatum.models import (
    MAF,
    NICE,
    ActNorm,
    AdditiveCoupling,
    AffineCoupling,
    CFlow,
    ConditionalFlow,
    ContinuousFlow,
    Glow,
    InvertibleConvolution,
    MaskedAutoregressive,
    MultiScale,
    RealNVP,
    Squeeze,
    SuperResolutionFlow,
)
from probatum.models.flows import Composition, FlowLayer, ImageConditioner, Scaling, VectorConditioner
from probatum.models.flows.glow import GlowStep

from .dependence import after, along, window
from .weights import randomised


@dataclass(frozen=True)
class Case:
    """A layer or a flow with the samples that it is for. `pattern` says where its Jacobian [D, D] is not zero."""

    build: Callable[[], FlowLayer]
    shape: tuple[int, ...]
    pattern: Callable[[], Tensor]
    context: tuple[int, ...] | None = None
    gain: float = 1.5
    accuracy: float = 1e-10  # of what a solver computes
    grid: tuple[int, float] = (801, 1e-7)  # points a side for an integral over the plane, and the error that they leave

    def layer(self, generator: Generator) -> FlowLayer:
        return randomised(self.build(), generator, self.gain)

    def samples(self, n: int, generator: Generator) -> Tensor:
        return torch.randn(n, *self.shape, generator=generator, dtype=torch.float64)

    def contexts(self, n: int, generator: Generator) -> Tensor | None:
        if self.context is None:
            return None
        return torch.randn(n, *self.context, generator=generator, dtype=torch.float64)

    @property
    def dimension(self) -> int:
        return torch.Size(self.shape).numel()


def everything(dimension: int) -> Callable[[], Tensor]:
    return lambda: torch.ones(dimension, dimension, dtype=torch.bool)


def itself(dimension: int) -> Callable[[], Tensor]:
    return lambda: torch.eye(dimension, dtype=torch.bool)


def coupled(kept: list[int], changed: list[int]) -> Callable[[], Tensor]:
    """What is kept is itself; what is changed depends on itself and on all that is kept."""

    def pattern() -> Tensor:
        found = torch.eye(len(kept) + len(changed), dtype=torch.bool)
        for i in changed:
            found[i, kept] = True
        return found

    return pattern


def coupled_images(shape: tuple[int, int, int], kept: int) -> Callable[[], Tensor]:
    """The same by channels, through kernels of 3 x 3 twice."""

    def sees(down: int, right: int, channel: int, other: int) -> bool:
        if channel >= kept and other < kept:
            return max(abs(down), abs(right)) <= 2
        return (down, right, channel) == (0, 0, other)

    return lambda: window(shape, sees)


def one_by_one(shape: tuple[int, int, int]) -> Callable[[], Tensor]:
    return lambda: window(shape, lambda down, right, *_: (down, right) == (0, 0))


def squeezed(channels: int, height: int, width: int) -> Callable[[], Tensor]:
    """Row by row of the result, (channel, place in the square, square)."""

    def pattern() -> Tensor:
        number = torch.arange(channels * height * width).reshape(channels, height // 2, 2, width // 2, 2)
        order = number.permute(0, 2, 4, 1, 3).flatten()
        return torch.eye(len(order), dtype=torch.bool)[order]

    return pattern


def in_order(*order: int) -> Callable[[], Tensor]:
    return lambda: along(torch.tensor(order)) | torch.eye(len(order), dtype=torch.bool)


def blocks(first: int, second: int) -> Callable[[], Tensor]:
    """(a, b) with b depending on a, and not the other way."""

    def pattern() -> Tensor:
        found = torch.ones(first + second, first + second, dtype=torch.bool)
        found[:first, first:] = False
        return found

    return pattern


def two_scales() -> Tensor:
    """On 1 x 4 x 4: the first level is a scale; half of its channels, the rows 1, 3, .. of the image, are latent. The
    others are squeezed again and mixed, one pixel with four channels of each of two."""
    squeeze = squeezed(1, 4, 4)()
    split_off, rest = squeeze[8:], squeeze[:8]
    again = squeezed(2, 2, 2)()
    mixed = torch.ones(8, 8, dtype=torch.bool)
    return torch.cat([split_off, after(mixed, after(again, rest))])


LAYERS = {
    "additive coupling": Case(
        lambda: AdditiveCoupling(2, VectorConditioner(2, 3, 8)), (5,), coupled([0, 1], [2, 3, 4])
    ),
    "additive coupling, swapped": Case(
        lambda: AdditiveCoupling(3, VectorConditioner(3, 2, 8), swap=True), (5,), coupled([2, 3, 4], [0, 1])
    ),
    "affine coupling": Case(
        lambda: AffineCoupling(2, VectorConditioner(2, 6, 8)), (5,), coupled([0, 1], [2, 3, 4])
    ),
    "affine coupling, swapped": Case(
        lambda: AffineCoupling(3, VectorConditioner(3, 4, 8), swap=True), (5,), coupled([2, 3, 4], [0, 1])
    ),
    "affine coupling of images": Case(
        lambda: AffineCoupling(1, ImageConditioner(1, 4, 8)), (3, 2, 4), coupled_images((3, 2, 4), 1)
    ),
    "additive coupling, given something": Case(
        lambda: AdditiveCoupling(2, VectorConditioner(2, 2, 8, context=3)), (4,), coupled([0, 1], [2, 3]), (3,)
    ),
    "affine coupling, given something": Case(
        lambda: AffineCoupling(2, VectorConditioner(2, 4, 8, context=3)), (4,), coupled([0, 1], [2, 3]), (3,)
    ),
    "affine coupling, something alone decides": Case(
        lambda: AffineCoupling(0, VectorConditioner(0, 8, 8, context=3)), (4,), itself(4), (3,)
    ),
    "affine coupling of images, given smaller ones": Case(
        lambda: AffineCoupling(1, ImageConditioner(1, 2, 8, context=2)),
        (2, 4, 4),
        coupled_images((2, 4, 4), 1),
        (2, 2, 2),
    ),
    "scaling": Case(lambda: Scaling(4), (4,), itself(4)),
    "activation normalisation": Case(lambda: ActNorm(4), (4,), itself(4)),
    "activation normalisation of images": Case(lambda: ActNorm(2), (2, 3, 2), itself(12)),
    "invertible convolution of vectors": Case(lambda: InvertibleConvolution(4), (4,), everything(4), gain=0.8),
    "invertible convolution": Case(lambda: InvertibleConvolution(3), (3, 2, 2), one_by_one((3, 2, 2)), gain=0.8),
    "squeeze": Case(Squeeze, (2, 4, 2), squeezed(2, 4, 2)),
    "masked autoregressive": Case(
        lambda: MaskedAutoregressive(5, [16, 16], torch.tensor([2, 0, 4, 1, 3])), (5,), in_order(2, 0, 4, 1, 3)
    ),
    "composition": Case(
        lambda: Composition(ActNorm(4), InvertibleConvolution(4), Scaling(4)), (4,), everything(4), gain=0.8
    ),
    "a step of Glow": Case(lambda: GlowStep(3, 8), (3, 1, 1), everything(3), gain=0.8),
    "several scales": Case(
        lambda: MultiScale([ActNorm(4), InvertibleConvolution(8)]), (1, 4, 4), two_scales, gain=0.8
    ),
}  # fmt: skip

FLOWS = {
    "NICE": Case(lambda: NICE(5, layers=4, hidden=8), (5,), everything(5)),
    "RealNVP": Case(lambda: RealNVP(5, layers=4, hidden=8), (5,), everything(5)),
    "MAF": Case(lambda: MAF(5, layers=2, hidden=[16]), (5,), everything(5), gain=1.0),
    "Glow": Case(lambda: Glow((1, 4, 4), levels=2, steps=2, hidden=8), (1, 4, 4), everything(16), gain=0.8),
    "Glow in colour": Case(lambda: Glow((3, 2, 2), levels=1, steps=2, hidden=8), (3, 2, 2), everything(12), gain=0.8),
    "conditional flow": Case(
        lambda: ConditionalFlow(5, attributes=3, layers=4, hidden=8), (5,), everything(5), (3,)
    ),
    "super-resolution": Case(
        lambda: SuperResolutionFlow((1, 4, 4), levels=2, steps=2, hidden=8),
        (1, 4, 4),
        everything(16),
        (1, 2, 2),
        gain=0.6,
    ),
    "C-Flow": Case(lambda: CFlow(3, 4, layers=4, hidden=8), (7,), blocks(3, 4)),
    "continuous": Case(
        lambda: ContinuousFlow(3, hidden=8, tolerance=1e-10), (3,), everything(3), gain=0.8, accuracy=1e-8
    ),
}  # fmt: skip

# Flows of two numbers, whose densities can be integrated over the plane.
PLANE = {
    "NICE": Case(lambda: NICE(2, layers=4, hidden=8), (2,), everything(2), gain=0.6),
    "RealNVP": Case(lambda: RealNVP(2, layers=4, hidden=8), (2,), everything(2), gain=0.6),
    # The density has a kink where a ReLU has.
    "MAF": Case(lambda: MAF(2, layers=2, hidden=[8]), (2,), everything(2), gain=0.6, grid=(801, 2e-4)),
    "conditional flow": Case(
        lambda: ConditionalFlow(2, attributes=3, layers=4, hidden=8), (2,), everything(2), (3,), gain=0.6
    ),
    "continuous": Case(
        lambda: ContinuousFlow(2, hidden=8, tolerance=1e-9), (2,), everything(2), gain=0.8, accuracy=1e-8,
        grid=(161, 1e-7)
    ),
}  # fmt: skip
