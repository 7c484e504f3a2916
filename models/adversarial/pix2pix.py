"""Pix2Pix: from an image to an image."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Generator, Tensor, nn

from ..activations import LeakyReLU, ReLU, Tanh
from ..training import BatchNorm
from .dcgan import down, up
from .losses import discriminator_loss, non_saturating_loss


class UNet(nn.Module):
    r"""The generator: convolutions down, transposed ones up, with each image of the way down beside that of the way up.

    The noise of the conditional GAN is dropout on the way up, in training and after it (Ronneberger et al., 2015; Isola
    et al., 2017).

    Args:
        channels: of the image that is given.
        outputs: channels of the one that is made.
        widths: channels of the images of s / 2, s / 4, .. places.
        keep: the probability that the dropout keeps a value.

    Shapes: (n, channels, s, s) to (n, outputs, s, s), s a multiple of 2 ** len(widths), with values in (-1, 1).

    >>> UNet(1, 3, [8, 16])(torch.randn(2, 1, 8, 8)).shape
    torch.Size([2, 3, 8, 8])
    """

    def __init__(self, channels: int, outputs: int, widths: Sequence[int], keep: float = 0.5) -> None:
        super().__init__()
        self.keep = keep
        self.downs = nn.ModuleList([down(channels, widths[0])])
        self.downs.extend(down(width, wider, bias=False) for width, wider in pairwise(widths))
        self.down_norms = nn.ModuleList(BatchNorm(width, variance="biased") for width in widths[1:])
        self.ups, self.up_norms = nn.ModuleList(), nn.ModuleList()
        width = widths[-1]
        for narrower in reversed(widths[:-1]):
            self.ups.append(up(width, narrower, bias=False))
            self.up_norms.append(BatchNorm(narrower, variance="biased"))
            width = 2 * narrower  # with the image of the way down beside it
        self.last = up(width, outputs)
        self.leaky, self.relu, self.tanh = LeakyReLU(0.2), ReLU(), Tanh()

    def forward(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        seen = []
        for layer, norm in zip(self.downs, [nn.Identity(), *self.down_norms], strict=True):
            x = self.leaky(norm(layer(x)))
            seen.append(x)
        for layer, norm, beside in zip(self.ups, self.up_norms, reversed(seen[:-1]), strict=True):
            x = norm(layer(x))
            x = x * torch.bernoulli(torch.full_like(x, self.keep), generator=generator)
            x = self.relu(torch.cat([x, beside], 1))
        return self.tanh(self.last(x))


class PatchDiscriminator(nn.Module):
    """The discriminator: one logit for each patch of an image and the one that it belongs to (Isola et al., 2017).

    Convolutions of stride 2, then two of stride 1, with batch normalisation after all but the first and the last. With
    four widths a logit sees 70 x 70 places.

    Args:
        channels: of both images together.
        widths: channels after each convolution but the last; the last of them has stride 1.

    Shapes: images (n, .., s, s) to (n, 1, s', s').

    >>> discriminator = PatchDiscriminator(2, [8, 16, 32, 64])
    >>> discriminator.receptive_field
    70
    >>> discriminator(torch.randn(2, 1, 64, 64), torch.randn(2, 1, 64, 64)).shape
    torch.Size([2, 1, 6, 6])
    """

    def __init__(self, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        sizes = pairwise([channels, *widths, 1])
        strides = [2] * (len(widths) - 1) + [1, 1]
        biases = [True] + [False] * (len(widths) - 1) + [True]
        self.convolutions = nn.ModuleList(
            nn.Conv2d(width, after, 4, stride=stride, padding=1, bias=bias)
            for (width, after), stride, bias in zip(sizes, strides, biases, strict=True)
        )
        self.norms = nn.ModuleList(BatchNorm(width, variance="biased") for width in widths[1:])
        self.leaky = LeakyReLU(0.2)

    @property
    def receptive_field(self) -> int:
        """The side of the patch that a logit sees."""
        side = 1
        for layer in reversed(self.convolutions):
            side = layer.stride[0] * (side - 1) + layer.kernel_size[0]
        return side

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        both = torch.cat([x, y], 1)
        *hidden, last = self.convolutions
        for layer, norm in zip(hidden, [nn.Identity(), *self.norms], strict=True):
            both = self.leaky(norm(layer(both)))
        return last(both)


class Pix2Pix(nn.Module):
    r"""A conditional GAN between images, with an L1 term (Isola et al., 2017).

    .. math:: \min_G \max_D E_{x, y}[\log D(x, y)] + E_{x, z}[\log(1 - D(x, G(x, z)))]
              + \lambda E_{x, y, z}[\|y - G(x, z)\|_1]

    The generator minimises :math:`-E[\log D(x, G(x, z))]` in the place of the second term; the L1 norm is divided by
    the number of values in an image, so that :math:`\lambda` does not depend on its size.

    Args:
        generator: from images, and a generator of noise, to images.
        discriminator: from pairs of images to logits.
        weight: lambda.

    Shapes: pairs of images x, y (n, .., s, s); losses are scalars, in nats and units of the image.

    >>> model = Pix2Pix(UNet(1, 1, [8, 16]), PatchDiscriminator(2, [8, 16]))
    >>> x, y = torch.rand(2, 4, 1, 8, 8)
    >>> model.discriminator_loss(x, y).backward()
    >>> model.generator_loss(x, y).backward()
    """

    def __init__(self, generator: nn.Module, discriminator: nn.Module, weight: float = 100.0) -> None:
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.weight = weight

    def discriminator_loss(self, x: Tensor, y: Tensor, generator: Generator | None = None) -> Tensor:
        """Of pairs x, y and pairs x, G(x, z). The generator gets no gradient."""
        made = self.generator(x, generator).detach()
        return discriminator_loss(self.discriminator(x, y), self.discriminator(x, made))

    def generator_loss(self, x: Tensor, y: Tensor, generator: Generator | None = None) -> Tensor:
        """The adversarial term and lambda times the L1 term."""
        made = self.generator(x, generator)
        return non_saturating_loss(self.discriminator(x, made)) + self.weight * (y - made).abs().mean()

    def constrain(self) -> None:
        """What has to be done to the discriminator after each of its steps: nothing."""
