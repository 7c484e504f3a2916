"""Diagonal normal laws whose parameters a network gives, and the divergence between two of them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..bounded import bounded

WIDEST = 10.0  # log-scales are within -10 and 10
Normal = tuple[Tensor, Tensor]  # mean and log-scale, [.., outputs] both


class NormalNetwork(nn.Module):
    """A perceptron of one hidden layer, from inputs [.., inputs] to the mean and the log-scale of each output."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.network = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 2 * outputs))

    def forward(self, *inputs: Tensor) -> Normal:
        mean, log_scale = self.network(torch.cat(inputs, -1)).chunk(2, -1)
        return mean, bounded(log_scale, WIDEST)


def normal_divergence(q: Normal, p: Normal) -> Tensor:
    """KL(q || p) in nats [..], summed over the last dimension."""
    (mean, log_scale), (prior_mean, prior_log_scale) = q, p
    ratio = 2 * (log_scale - prior_log_scale)
    gap = (mean - prior_mean) * torch.exp(-prior_log_scale)
    return (ratio.exp() + gap.square() - 1 - ratio).sum(-1) / 2
