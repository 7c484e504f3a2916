"""Sampling by full passes, the reference for every shorter way."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor

from probatum.models.autoregressive import ancestral_sample


def test_each_variable_is_drawn_once_given_those_before_it() -> None:
    """A chain in which x_i is certainly what x_{i-1} in the order is not; the first is 1 with probability 1/2."""
    order = [2, 0, 3, 1]
    passes: list[Tensor] = []

    def logits(x: Tensor) -> Tensor:
        passes.append(x.clone())
        found = torch.zeros_like(x)
        for before, i in pairwise(order):
            found[:, i] = 1000 * (1 - 2 * x[:, before])
        return found

    start = torch.full((2, 4), 7.0)
    uniform = torch.tensor([[0.5, 0.5, 0.4, 0.5], [0.5, 0.5, 0.6, 0.5]])
    found = ancestral_sample(logits, start, uniform, order)
    assert found.tolist() == [[0, 0, 1, 1], [1, 1, 0, 0]]
    assert len(passes) == 4
    assert (passes[0] == 7).all()
    assert (start == 7).all()


def test_levels_come_in_ascending_order_if_none_is_given() -> None:
    """x_i is certainly x_{i-1} + 1; the first is decided by its random number. Events may have several dimensions."""

    def logits(x: Tensor) -> Tensor:
        flat = x.flatten(1)
        found = torch.zeros(*flat.shape, 5)
        found[:, 1:] = -1000
        for i in range(1, 4):
            found[torch.arange(len(x)), i, flat[:, i - 1] + 1] = 0
        return found.unflatten(1, (2, 2))

    uniform = torch.tensor([0.05, 0.5, 0.5, 0.5]).reshape(1, 2, 2)
    found = ancestral_sample(logits, torch.zeros(1, 2, 2, dtype=torch.long), uniform)
    assert found.dtype == torch.long
    assert found.tolist() == [[[0, 1], [2, 3]]]
