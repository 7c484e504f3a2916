"""Data augmentation: new samples from old ones, with labels that stay right.

Images are (n, channels, height, width), with values in [0, 1]. Each image is changed by itself.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor
from torch.nn.functional import affine_grid, grid_sample


def rotation(angle: Tensor) -> Tensor:
    """Matrices that turn the plane anticlockwise about the centre of an image, for :func:`warp`; angles in radians.

    Shapes: (n) to (n, 2, 2). Points are (x, y) with x to the right and y downwards, both from -1 to 1.

    >>> rotation(torch.tensor([torch.pi / 2])).round()  # right becomes up
    tensor([[[-0.,  1.],
             [-1., -0.]]])
    """
    cos, sin = torch.cos(angle), torch.sin(angle)
    return torch.stack([torch.stack([cos, sin], -1), torch.stack([-sin, cos], -1)], -2)


def scaling(factor: Tensor) -> Tensor:
    """Matrices that enlarge by a factor about the centre of an image, for :func:`warp`. Shapes: (n) to (n, 2, 2).

    >>> scaling(torch.tensor([2.]))
    tensor([[[2., 0.],
             [0., 2.]]])
    """
    return factor[:, None, None] * torch.eye(2, dtype=factor.dtype, device=factor.device)


def warp(images: Tensor, matrix: Tensor) -> Tensor:
    """Moves what is at the point p of each image to A p, with zeros where nothing comes from; bilinear.

    The other half of the pair is :func:`warp_points`: labels that are places have to move along.

    Shapes: square images (n, channels, size, size), matrices (n, 2, 2).

    >>> image = torch.tensor([[[[1., 2.], [3., 4.]]]])
    >>> warp(image, rotation(torch.tensor([torch.pi / 2]))).round()
    tensor([[[[2., 4.],
              [1., 3.]]]])
    """
    backwards = torch.cat([torch.linalg.inv(matrix), matrix.new_zeros(len(matrix), 2, 1)], -1)
    return grid_sample(images, affine_grid(backwards, list(images.shape), align_corners=False), align_corners=False)


def warp_points(points: Tensor, matrix: Tensor) -> Tensor:
    """Moves points as :func:`warp` moves what is there. Shapes: points (n, k, 2), matrices (n, 2, 2).

    >>> warp_points(torch.tensor([[[0.5, 0.25]]]), scaling(torch.tensor([2.])))
    tensor([[[1.0000, 0.5000]]])
    """
    return points @ matrix.mT


def add_noise(images: Tensor, sigma: float, generator: Generator | None = None) -> Tensor:
    """Adds normal noise of this standard deviation to every value.

    >>> add_noise(torch.zeros(1, 1, 100, 100), 0.1).std()
    tensor(0.1...)
    """
    noise = torch.randn(images.shape, generator=generator, dtype=images.dtype, device=images.device)
    return images + sigma * noise


def salt_and_pepper(images: Tensor, share: float, generator: Generator | None = None) -> Tensor:
    """Makes this share of the pixels white or black, with even chances; all channels of a pixel alike.

    >>> salt_and_pepper(torch.full((1, 1, 100, 100), 0.5), 0.2).unique()
    tensor([0.0000, 0.5000, 1.0000])
    """
    n, _, height, width = images.shape
    drawn = torch.rand(n, 1, height, width, generator=generator, dtype=images.dtype, device=images.device)
    return torch.where(drawn < share, (drawn < share / 2).to(images.dtype), images)


def drop_channels(images: Tensor, probability: float, generator: Generator | None = None) -> Tensor:
    """Makes whole channels of an image 0, each with this probability.

    >>> drop_channels(torch.ones(1, 1000, 2, 2), 0.25).mean()
    tensor(0.7...)
    """
    n, channels, _, _ = images.shape
    drawn = torch.rand(n, channels, 1, 1, generator=generator, dtype=images.dtype, device=images.device)
    return images * (drawn >= probability)
