"""A smooth limit for what networks say."""

from __future__ import annotations

import torch
from torch import Tensor


def bounded(x: Tensor, limit: float) -> Tensor:
    """limit tanh(x / limit): between -limit and limit, and near zero hardly changed.

    For log-scales: far from the data a network may say anything, and exp of it would overflow.
    """
    return limit * torch.tanh(x / limit)
