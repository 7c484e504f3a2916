"""A flow over images in high resolution, given them in low resolution."""

from __future__ import annotations

from torch import Tensor, nn

from .act_norm import ActNorm
from .composition import Composition, Flow
from .conditioner import ImageConditioner
from .coupling import AffineCoupling
from .invertible_convolution import InvertibleConvolution
from .multi_scale import MultiScale


class SuperResolutionStep(Composition):
    """A step of Glow, given maps of the low resolution: the coupling sees them too, and before it they scale and shift
    all of x by themselves (the affine injector)."""

    def __init__(self, channels: int, hidden: int, context: int) -> None:
        kept = channels // 2
        super().__init__(
            ActNorm(channels),
            InvertibleConvolution(channels),
            AffineCoupling(0, ImageConditioner(0, 2 * channels, hidden, context)),
            AffineCoupling(kept, ImageConditioner(kept, 2 * (channels - kept), hidden, context)),
        )


class SuperResolutionFlow(Flow):
    """p(x | y) of images x [batch, C, H, W] given y [batch, C, h, w], a smaller version of them: what the low
    resolution leaves open is latent, and drawn anew with every sample.

    A Glow all of whose steps see maps that convolutions make of y, resized to their level; each level begins with a
    transition step (activation normalisation and 1 x 1 convolution), which sees nothing.

    A. Lugmayr, M. Danelljan, L. Van Gool, R. Timofte, "SRFlow: learning the super-resolution space with normalizing
    flow", 2020; with a smaller encoder.

    shape: (C, H, W), sides divisible by 2 to the power of `levels`

    >>> import torch
    >>> flow = SuperResolutionFlow((1, 8, 8), levels=2, steps=2, hidden=16)
    >>> low = torch.rand(3, 1, 4, 4)
    >>> high = flow.sample(3, torch.Generator().manual_seed(1), context=low)
    >>> high.shape, flow.log_prob(high, low).shape
    (torch.Size([3, 1, 8, 8]), torch.Size([3]))
    """

    def __init__(self, shape: tuple[int, int, int], levels: int, steps: int, hidden: int) -> None:
        each = []
        for level in range(levels):
            channels = shape[0] * 2 ** (level + 2)
            transition = [ActNorm(channels), InvertibleConvolution(channels)]
            each.append(
                Composition(*transition, *(SuperResolutionStep(channels, hidden, hidden) for _ in range(steps)))
            )
        super().__init__(shape, MultiScale(each))
        self.encoder = nn.Sequential(
            nn.Conv2d(shape[0], hidden, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(hidden, hidden, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(hidden, hidden, 3, padding=1),
        )

    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return super().forward(x, self._encoded(context))

    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return super().inverse(z, self._encoded(context))

    def initialise(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        return super().initialise(x, self._encoded(context))

    def _encoded(self, low: Tensor | None) -> Tensor:
        if low is None:
            raise ValueError("the flow needs images in low resolution as its context")
        return self.encoder(low)
