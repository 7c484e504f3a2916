"""Images change as they should, and labels that are places change with them."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor

from probatum.models import add_noise, drop_channels, rotation, salt_and_pepper, scaling, warp, warp_points


def angles(*values: float) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def test_quarter_turns_are_exact(generator: Generator) -> None:
    images = torch.rand(4, 3, 6, 6, generator=generator, dtype=torch.float64)
    turned = warp(images, rotation(angles(0.0, math.pi / 2, math.pi, -math.pi / 2)))
    for k, quarters in enumerate((0, 1, 2, -1)):
        expected = torch.rot90(images[k], quarters, (1, 2))  # anticlockwise, as one sees it
        torch.testing.assert_close(turned[k], expected, rtol=1e-9, atol=1e-12)


def test_scaling_by_two_takes_the_middle_apart(generator: Generator) -> None:
    """A linear ramp stays one, half as steep; beyond the edge it is dark."""
    ramp = torch.linspace(-7 / 8, 7 / 8, 8, dtype=torch.float64).expand(1, 1, 8, 8)
    torch.testing.assert_close(warp(ramp, scaling(angles(2.0))), ramp / 2, rtol=1e-9, atol=1e-12)
    shrunk = warp(torch.ones(1, 1, 8, 8, dtype=torch.float64), scaling(angles(0.5)))
    expected = torch.zeros(8, 8, dtype=torch.float64)
    expected[2:6, 2:6] = 1.0
    torch.testing.assert_close(shrunk[0, 0], expected, rtol=1e-9, atol=1e-12)


def centre_of_mass(images: Tensor) -> Tensor:
    """Of each image, (n, 1, 2), in the coordinates of `warp_points`."""
    size = images.shape[-1]
    places = (2 * torch.arange(size, dtype=images.dtype) + 1) / size - 1
    mass = images.sum((1, 2, 3))
    x = (images.sum((1, 2)) * places).sum(-1) / mass
    y = (images.sum((1, 3)) * places).sum(-1) / mass
    return torch.stack([x, y], -1)[:, None]


@pytest.mark.shows("training.augmentation")
@pytest.mark.parametrize("make", [rotation, scaling], ids=["rotation", "scaling"])
def test_labels_move_with_what_they_are_of(generator: Generator, make: Callable[[Tensor], Tensor]) -> None:
    """The centre of a smooth spot, as a regression label, is moved to the centre of the moved spot."""
    n, size = 12, 101
    places = (2 * torch.arange(size, dtype=torch.float64) + 1) / size - 1
    points = 0.8 * torch.rand(n, 1, 2, generator=generator, dtype=torch.float64) - 0.4
    x, y = points[:, 0, 0, None, None], points[:, 0, 1, None, None]
    spots = torch.exp(-((places[None, None, :] - x) ** 2 + (places[None, :, None] - y) ** 2) / (2 * 0.05**2))
    images = spots[:, None]
    torch.testing.assert_close(centre_of_mass(images), points, rtol=0, atol=1e-6)
    drawn = torch.rand(n, generator=generator, dtype=torch.float64)
    matrix = make(6.28 * drawn if make is rotation else 0.6 + 0.8 * drawn)
    moved = centre_of_mass(warp(images, matrix))
    torch.testing.assert_close(moved, warp_points(points, matrix), rtol=0, atol=2e-3)
    assert (moved - points).norm(dim=-1).max() > 0.1


def test_points_turn_anticlockwise_and_spread() -> None:
    right = torch.tensor([[[1.0, 0.0], [0.0, -1.0]]], dtype=torch.float64)  # and up
    turned = warp_points(right, rotation(angles(math.pi / 6)))
    expected = torch.tensor([[[math.sqrt(3) / 2, -0.5], [-0.5, -math.sqrt(3) / 2]]], dtype=torch.float64)
    torch.testing.assert_close(turned, expected)
    torch.testing.assert_close(warp_points(right, scaling(angles(3.0))), 3 * right)


def test_turns_and_scalings_are_of_each_image_by_itself(generator: Generator) -> None:
    images = torch.rand(3, 2, 5, 5, generator=generator, dtype=torch.float64)
    matrix = rotation(angles(0.3, -1.0, 2.0)) @ scaling(angles(1.1, 0.9, 0.7))
    alone = torch.cat([warp(images[k : k + 1], matrix[k : k + 1]) for k in range(3)])
    torch.testing.assert_close(warp(images, matrix), alone)


def test_turning_back_gives_the_points_back(generator: Generator) -> None:
    points = torch.randn(4, 7, 2, generator=generator, dtype=torch.float64)
    turn = angles(0.3, -1.0, 2.0, 3.0)
    torch.testing.assert_close(warp_points(warp_points(points, rotation(turn)), rotation(-turn)), points)


def test_noise_is_normal(generator: Generator) -> None:
    """Mean, square and fourth power; each fails by chance with 1e-6."""
    image = torch.rand(1, 3, 4, 4, generator=generator, dtype=torch.float64)
    noise = add_noise(image.expand(20_000, 3, 4, 4), 0.3, generator) - image
    assert_mean(noise, 0.0)
    assert_mean(noise**2, 0.3**2)
    assert_mean(noise**4, 3 * 0.3**4)
    assert_mean(noise[:, 0] * noise[:, 1], 0.0)


def test_salt_and_pepper(generator: Generator) -> None:
    """As much of one as of the other, on whole pixels; each fails by chance with 1e-6."""
    image = torch.rand(1, 3, 4, 4, generator=generator, dtype=torch.float64) * 0.8 + 0.1
    made = salt_and_pepper(image.expand(20_000, 3, 4, 4), 0.3, generator)
    salt, pepper = (made == 1).double(), (made == 0).double()
    assert ((made == image) | (made == 0) | (made == 1)).all()
    assert_mean(salt, 0.15)
    assert_mean(pepper, 0.15)
    assert (salt.std(1) == 0).all()  # all channels of a pixel
    assert (pepper.std(1) == 0).all()


def test_channels_are_dropped_whole(generator: Generator) -> None:
    """Each by itself; fails by chance with 1e-6 each."""
    image = torch.rand(1, 3, 4, 4, generator=generator, dtype=torch.float64) + 0.1
    made = drop_channels(image.expand(20_000, 3, 4, 4), 0.2, generator)
    kept = (made == image).double().mean((2, 3))
    assert ((made == 0) | (made == image)).all()
    assert ((kept == 0) | (kept == 1)).all()
    assert_mean(kept, 0.8)
    assert_mean(kept[:, 0] * kept[:, 1], 0.64)


CHANGES: dict[str, Callable[[Tensor], Tensor]] = {
    "warp": lambda images: warp(images, rotation(torch.full((len(images),), 0.3, dtype=images.dtype))),
    "noise": lambda images: add_noise(images, 0.1),
    "salt and pepper": lambda images: salt_and_pepper(images, 0.1),
    "channels": lambda images: drop_channels(images, 0.1),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_shape_and_precision_stay(name: str, dtype: torch.dtype) -> None:
    images = torch.rand(2, 3, 5, 5, dtype=dtype)
    made = CHANGES[name](images)
    assert (made.shape, made.dtype) == (images.shape, dtype)
