"""MADE: its masks, by the degrees that make them, and several of them."""

from __future__ import annotations

import pytest
import torch
from densities.dependence import along
from densities.weights import randomised
from torch import Generator, Tensor

from probatum.models import MADE


def paths(model: MADE) -> Tensor:
    """Where the product of the masks has a path from an input to an output, [outputs, inputs]."""
    reach = torch.eye(model.dimension)
    for layer in model.layers:
        reach = layer.mask @ reach
    return reach > 0


@pytest.mark.shows("autoregressive.made")
@pytest.mark.parametrize("hidden", [[], [7], [8, 9], [7, 12, 7]])
@pytest.mark.parametrize("outputs", [1, 3])
def test_paths_lead_from_every_earlier_variable_and_from_no_other(
    hidden: list[int], outputs: int, generator: Generator
) -> None:
    order = torch.randperm(8, generator=generator)
    model = MADE(8, hidden, outputs, order)
    expected = along(order).repeat_interleave(outputs, 0)
    assert torch.equal(paths(model), expected)


@pytest.mark.shows("autoregressive.made")
def test_drawn_masks_never_let_through_too_much(generator: Generator) -> None:
    model = MADE(6, [10, 4, 9])
    found = set()
    for _ in range(50):
        order = torch.randperm(6, generator=generator)
        model.set_masks(order, generator)
        assert torch.equal(model.order, order)
        assert not (paths(model) & ~along(order)).any()
        found.add(tuple(model.degrees.tolist()))
        assert all((layer.sort().values == layer).all() for layer in model.degrees.split(model.hidden))
        assert model.degrees.min() >= 1
        assert model.degrees.max() <= 5
        assert all(layer.mask.sum(1).min() > 0 for layer in model.layers[:-1]), "a unit that sees nothing"
    assert len(found) > 40


def test_the_evenly_spread_degrees_need_d_minus_1_units(generator: Generator) -> None:
    assert torch.equal(paths(MADE(9, [8, 8])), along(torch.arange(9)))
    assert not torch.equal(paths(MADE(9, [8, 7])), along(torch.arange(9)))
    assert MADE(5, [8]).degrees.tolist() == [1, 1, 2, 2, 3, 3, 4, 4]


def test_masks_set_again_without_a_generator_are_the_first_ones(generator: Generator) -> None:
    model = MADE(6, [10, 8])
    before = [layer.mask.clone() for layer in model.layers]
    model.set_masks(torch.randperm(6, generator=generator), generator)
    model.set_masks(torch.arange(6))
    assert all(torch.equal(layer.mask, mask) for layer, mask in zip(model.layers, before, strict=True))


@pytest.mark.shows("autoregressive.made")
def test_one_variable_has_a_probability_of_its_own(generator: Generator) -> None:
    model = randomised(MADE(1, [3]), generator)
    x = torch.tensor([[0.0], [1.0]], dtype=torch.float64)
    torch.testing.assert_close(model.log_prob(x).exp().sum(), torch.ones((), dtype=torch.float64))
    torch.testing.assert_close(model.logits(x)[:, 0], model.layers[-1].bias.expand(2))


def test_it_is_the_perceptron_of_its_masked_weights(generator: Generator) -> None:
    model = randomised(MADE(5, [9, 8], outputs=2), generator)
    x = torch.randn(3, 5, generator=generator, dtype=torch.float64)
    on = x
    for number, layer in enumerate(model.layers):
        on = on @ (layer.weight * layer.mask).T + layer.bias
        on = on.clamp(min=0) if number < 2 else on
    torch.testing.assert_close(model(x), on.reshape(3, 5, 2))


@pytest.mark.parametrize("order", [torch.arange(6), torch.tensor([4, 1, 5, 0, 3, 2])])
def test_what_is_saved_says_how_far_the_first_half_sees(order: Tensor) -> None:
    """And no farther than it has to: what it does not see is not multiplied."""
    model, other = MADE(6, [10, 20], order=order), MADE(6, [10, 20])
    other.load_state_dict(model.state_dict())
    for layer, same in zip(model.layers, other.layers, strict=True):
        half = layer.mask[: len(layer.mask) // 2]
        seen = [column for column in range(half.shape[1]) if half[:, column].any()]
        assert layer.reach == same.reach == max(seen, default=-1) + 1
    assert model.layers[1].reach < 10
