"""Glow."""

from __future__ import annotations

from .act_norm import ActNorm
from .composition import Composition, Flow
from .conditioner import ImageConditioner
from .coupling import AffineCoupling
from .invertible_convolution import InvertibleConvolution
from .multi_scale import MultiScale


class GlowStep(Composition):
    """Activation normalisation, an invertible 1 x 1 convolution and an affine coupling, over the channels."""

    def __init__(self, channels: int, hidden: int) -> None:
        kept = channels // 2
        network = ImageConditioner(kept, 2 * (channels - kept), hidden)
        super().__init__(ActNorm(channels), InvertibleConvolution(channels), AffineCoupling(kept, network))


class Glow(Flow):
    """Several levels of steps over images of ever smaller size.

    D. P. Kingma, P. Dhariwal, "Glow: generative flow with invertible 1x1 convolutions", 2018.

    shape: (C, H, W), sides divisible by 2 to the power of `levels`

    >>> import torch
    >>> flow = Glow((1, 8, 8), levels=2, steps=2, hidden=16)
    >>> _ = flow.initialise(torch.rand(100, 1, 8, 8))
    >>> flow.log_prob(flow.sample(3, torch.Generator().manual_seed(1))).shape
    torch.Size([3])
    """

    def __init__(self, shape: tuple[int, int, int], levels: int, steps: int, hidden: int) -> None:
        each = []
        for level in range(levels):
            channels = shape[0] * 2 ** (level + 2)
            each.append(Composition(*(GlowStep(channels, hidden) for _ in range(steps))))
        super().__init__(shape, MultiScale(each))
