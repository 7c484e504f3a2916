"""M(T(I)) = T(M(I)) for the equivariant model, M(T(I)) = M(I) for the invariant one, for every shift there is."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import Generator, Tensor, nn

from probatum.models import ShiftEquivariant, ShiftInvariant

SHIFTS = [*itertools.product(range(4), range(5))]


@pytest.fixture
def images(generator: Generator) -> Tensor:
    return torch.randn(2, 3, 4, 5, generator=generator, dtype=torch.float64)


@pytest.mark.shows("training.augmentation")
def test_the_equivariant_model_moves_with_its_input(images: Tensor) -> None:
    model = ShiftEquivariant(3, 6, 2).double()
    for shift in SHIFTS:
        moved = model(images.roll(shift, (2, 3)))
        torch.testing.assert_close(moved, model(images).roll(shift, (2, 3)), rtol=1e-11, atol=1e-12)
    assert (model(images.roll(1, 3)) - model(images)).abs().max() > 1e-3  # it is not invariant


@pytest.mark.shows("training.augmentation")
def test_the_invariant_model_does_not_mind(images: Tensor) -> None:
    model = ShiftInvariant(3, 6, 4).double()
    for shift in SHIFTS:
        torch.testing.assert_close(model(images.roll(shift, (2, 3))), model(images), rtol=1e-11, atol=1e-12)
    assert (model(images[:1]) - model(images[1:])).abs().max() > 1e-3  # but tells images apart


def test_convolutions_with_zeros_at_the_edge_are_neither(images: Tensor) -> None:
    model = ShiftEquivariant(3, 6, 2).double()
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.padding_mode = "zeros"
    assert (model(images.roll(1, 3)) - model(images).roll(1, 3)).abs().max() > 1e-3


def test_they_are_not_linear(images: Tensor) -> None:
    """Without an activation between them two convolutions would be one."""
    for model in (ShiftEquivariant(3, 6, 2).double(), ShiftInvariant(3, 6, 4).double()):
        origin = model(torch.zeros_like(images))
        both = model(images) + model(-images) - 2 * origin
        assert both.abs().max() > 1e-3


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(dtype: torch.dtype) -> None:
    assert ShiftInvariant(1, 2, 3).to(dtype)(torch.rand(2, 1, 3, 3, dtype=dtype)).dtype is dtype
