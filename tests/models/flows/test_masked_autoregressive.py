"""The masked autoregressive flow: one pass there, D steps back, each weight once."""

from __future__ import annotations

import pytest
import torch
from densities.counting import Multiplications
from densities.weights import randomised
from torch import Generator, Tensor

from probatum.models import MAF, MaskedAutoregressive
from probatum.models.flows.coupling import STEEPEST

ORDER = torch.tensor([3, 0, 4, 2, 1])


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_each_variable_is_normal_given_those_before_it(generator: Generator) -> None:
    """log p(x) of one layer is the sum of log N(x_i; m_i, exp(s_i)^2), with m and s from x up to i in the order."""
    flow = randomised(MAF(5, layers=1, hidden=[16]), generator)
    flow.layers[0].made.set_masks(ORDER)
    x = randn(generator, 4, 5)
    total = torch.zeros(4, dtype=torch.float64)
    for step, i in enumerate(ORDER.tolist()):
        known = torch.zeros_like(x)
        known[:, ORDER[:step]] = x[:, ORDER[:step]]
        mean, log_scale = flow.layers[0].made(known)[:, i].unbind(1)
        scale = (STEEPEST * torch.tanh(log_scale / STEEPEST)).exp()
        total = total + torch.distributions.Normal(mean, scale).log_prob(x[:, i])
    torch.testing.assert_close(flow.log_prob(x), total)


def test_both_ways_back_are_the_same(generator: Generator) -> None:
    """D passes, which have gradients, and D steps, which have none."""
    layer = randomised(MaskedAutoregressive(5, [16, 11], ORDER), generator)
    z = randn(generator, 20, 5)
    slow = layer.inverse(z)
    with torch.no_grad():
        fast = layer.inverse(z)
    for one, other in zip(slow, fast, strict=True):
        assert one.requires_grad
        assert not other.requires_grad
        torch.testing.assert_close(one, other, rtol=1e-12, atol=1e-12)


def test_the_steps_back_use_each_unmasked_weight_once(generator: Generator) -> None:
    layer = randomised(MaskedAutoregressive(5, [16, 11], ORDER), generator)
    z = randn(generator, 7, 5)
    with torch.no_grad(), Multiplications() as counted:
        layer.inverse(z)
    masks = sum(part.weight.numel() for part in layer.made.layers)
    unmasked = sum(int(part.mask.sum()) for part in layer.made.layers)
    scales = 7 * 5 * 2  # scale times z, and the limit of the scale
    assert counted.count == masks + 7 * unmasked + scales


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_layers_take_the_variables_in_turn_forwards_and_backwards(layers: int) -> None:
    orders = [layer.made.order.tolist() for layer in MAF(4, layers, hidden=[8]).layers]
    assert orders == [[0, 1, 2, 3], [3, 2, 1, 0], [0, 1, 2, 3]][:layers]
