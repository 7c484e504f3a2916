"""NADE and RNADE: the recursion, and the blocks it is done in."""

from __future__ import annotations

import pytest
import torch
from densities.weights import randomised
from torch import Generator

from probatum.models import NADE, RNADE
from probatum.models.autoregressive import nade


@pytest.mark.shows("autoregressive.nade")
def test_nade_is_the_formula_of_the_sheet(generator: Generator) -> None:
    """h_i = sigmoid(b + W_{<i} x_{<i}), x^_i = sigmoid(c_i + V_i h_i), every sum from the start."""
    model = randomised(NADE(11, 5), generator)
    x = torch.randint(2, (4, 11), generator=generator).double()
    for i in range(11):
        h = torch.sigmoid(model.b + x[:, :i] @ model.W[:i])
        expected = torch.sigmoid(model.c[i] + h @ model.V[i])
        torch.testing.assert_close(torch.sigmoid(model.logits(x))[:, i], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.shows("autoregressive.rnade")
def test_rnade_is_the_formula_of_the_paper(generator: Generator) -> None:
    model = randomised(RNADE(7, hidden=5, components=3), generator)
    x = torch.randn(4, 7, generator=generator, dtype=torch.float64)
    found = model.conditionals(x)
    for i in range(7):
        h = torch.sigmoid(model.rho[i] * (model.b + x[:, :i] @ model.W[:i]))
        for part, numbers in zip(found, (range(3), range(3, 6), range(6, 9)), strict=True):
            for component, k in enumerate(numbers):
                expected = model.c[i, k] + h @ model.V[i, :, k]
                torch.testing.assert_close(part[:, i, component], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100])
def test_the_size_of_a_block_does_not_matter(size: int, generator: Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    binary, real = randomised(NADE(7, 5), generator), randomised(RNADE(7, 5, 2), generator)
    x = torch.randint(2, (3, 7), generator=generator).double()
    expected = binary.log_prob(x), real.log_prob(x)
    monkeypatch.setattr(nade, "BLOCK", size)
    assert nade.block_size(3, 5) == size
    for found, known in zip((binary.log_prob(x), real.log_prob(x)), expected, strict=True):
        torch.testing.assert_close(found, known, rtol=1e-12, atol=1e-12)


@pytest.mark.shows("autoregressive.nade")
def test_gradients_are_right_through_the_blocks(generator: Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nade, "BLOCK", 3)
    model = randomised(NADE(7, 4), generator)
    x = torch.randint(2, (3, 7), generator=generator).double()
    weights = dict(model.named_parameters())

    def log_prob(*values: torch.Tensor) -> torch.Tensor:
        return torch.func.functional_call(model, dict(zip(weights, values, strict=True)), (x,))

    model.forward = model.log_prob
    assert torch.autograd.gradcheck(log_prob, tuple(weights.values()))


@pytest.mark.shows("autoregressive.rnade")
def test_rnade_step_by_step_gives_what_full_passes_give(generator: Generator) -> None:
    """With the same random numbers: first the uniform ones, which pick components, then the noise."""
    model, again = randomised(RNADE(6, 5, 3), generator), Generator().manual_seed(generator.initial_seed())
    uniform = torch.rand(8, 6, generator=again, dtype=torch.float64)
    noise = torch.randn(8, 6, generator=again, dtype=torch.float64)
    x = torch.zeros(8, 6, dtype=torch.float64)
    with torch.no_grad():
        for i in range(6):
            logits, mean, log_scale = (part[:, i] for part in model.conditionals(x))
            below = logits.softmax(-1).cumsum(-1)
            for n in range(8):
                component = int((uniform[n, i] >= below[n, :-1]).sum())
                x[n, i] = mean[n, component] + log_scale[n, component].exp() * noise[n, i]
    found = model.sample(8, Generator().manual_seed(generator.initial_seed()))
    torch.testing.assert_close(found, x, rtol=1e-10, atol=1e-10)
