"""DCGAN: a generator of transposed convolutions and a discriminator of convolutions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn

from ..activations import LeakyReLU, ReLU, Tanh
from ..training import BatchNorm


class DCGenerator(nn.Module):
    r"""The generator of a deep convolutional GAN (Radford et al., 2016).

    Noise becomes an image of 4 x 4 places, and each further transposed convolution doubles it. There is batch
    normalisation and ReLU after all of them but the last, which ends in tanh: no upsampling layers, no hidden fully
    connected ones. Images can be added and subtracted in the space of the noise.

    Args:
        latent: the size of the noise.
        widths: channels of the images of 4, 8, 16, .. places.
        channels: of the result.

    Shapes: (n, latent) to (n, channels, s, s), s = 4 * 2 ** len(widths), with values in (-1, 1).

    >>> DCGenerator(10, [32, 16], 1)(torch.randn(5, 10)).shape
    torch.Size([5, 1, 16, 16])
    """

    def __init__(self, latent: int, widths: Sequence[int], channels: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.ConvTranspose2d(latent, widths[0], 4, bias=False)]
        for wider, width in pairwise(widths):
            layers += [BatchNorm(wider, variance="biased"), ReLU(), up(wider, width, bias=False)]
        layers += [BatchNorm(widths[-1], variance="biased"), ReLU(), up(widths[-1], channels), Tanh()]
        self.layers = nn.Sequential(*layers)
        self.apply(_start)

    def forward(self, z: Tensor) -> Tensor:
        return self.layers(z[:, :, None, None])


class DCDiscriminator(nn.Module):
    r"""The discriminator of a deep convolutional GAN (Radford et al., 2016).

    Each strided convolution halves the image, down to 4 x 4 places, and the last makes one logit of these. There is
    batch normalisation after all of them but the first and the last, and LeakyReLU(0.2): no pooling, no hidden fully
    connected layers.

    Args:
        channels: of the image.
        widths: channels of the images of s / 2, s / 4, .. places.

    Shapes: (n, channels, s, s) to (n), s = 4 * 2 ** len(widths).

    >>> DCDiscriminator(1, [16, 32])(torch.randn(5, 1, 16, 16)).shape
    torch.Size([5])
    """

    def __init__(self, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        layers: list[nn.Module] = [down(channels, widths[0]), LeakyReLU(0.2)]
        for width, wider in pairwise(widths):
            layers += [down(width, wider, bias=False), BatchNorm(wider, variance="biased"), LeakyReLU(0.2)]
        layers.append(nn.Conv2d(widths[-1], 1, 4))
        self.layers = nn.Sequential(*layers)
        self.apply(_start)

    def forward(self, images: Tensor) -> Tensor:
        return self.layers(images)[:, 0, 0, 0]


def down(channels: int, width: int, bias: bool = True) -> nn.Conv2d:
    """Halves the image.

    >>> down(3, 8)(torch.zeros(1, 3, 16, 16)).shape
    torch.Size([1, 8, 8, 8])
    """
    return nn.Conv2d(channels, width, 4, stride=2, padding=1, bias=bias)


def up(channels: int, width: int, bias: bool = True) -> nn.ConvTranspose2d:
    """Doubles it: the adjoint of the linear map that :func:`down` is, with the same weights and without a bias.

    >>> up(8, 3)(torch.zeros(1, 8, 8, 8)).shape
    torch.Size([1, 3, 16, 16])
    """
    return nn.ConvTranspose2d(channels, width, 4, stride=2, padding=1, bias=bias)


def _start(module: nn.Module) -> None:
    """The first weights of the paper: normal, of deviation 0.02."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, std=0.02)
    elif isinstance(module, BatchNorm):
        nn.init.normal_(module.gamma, mean=1.0, std=0.02)
