"""Sampling from conditionals, one full pass of the network for each dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from .conditionals import bernoulli_draw, categorical_draw


@torch.no_grad()
def ancestral_sample(
    logits: Callable[[Tensor], Tensor], x: Tensor, uniform: Tensor, order: Iterable[int] | None = None
) -> Tensor:
    """Draws each x_i from its conditional given those before it.

    What any autoregressive model can do, in D passes: the models that know a shorter way are held against it.

    logits: from x [n, ..] to the logits of binary variables, in the same shape, if x is of a floating type; of levels,
        [n, .., levels], if x is of whole numbers
    x: what to start from, overwritten in every place
    uniform: the numbers [n, ..] that decide the draws
    order: indices into the flattened event, each once; ascending if not given
    """
    x = x.clone()
    chance = uniform.flatten(1)
    for i in range(chance.shape[1]) if order is None else order:
        if x.is_floating_point():
            x.flatten(1)[:, i] = bernoulli_draw(logits(x).flatten(1)[:, i], chance[:, i])
        else:
            x.flatten(1)[:, i] = categorical_draw(logits(x).flatten(1, -2)[:, i], chance[:, i])
    return x
