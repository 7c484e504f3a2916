"""The one-dimensional laws that autoregressive densities are products of, in nats.

A draw inverts the distribution function at a given uniform number, so that the same numbers give the same sample,
whichever way the parameters were computed.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits


def bernoulli_log_prob(logits: Tensor, x: Tensor) -> Tensor:
    """log p(x) of x in {0, 1} with p(1) = sigmoid(logits), elementwise; exact for logits of any size."""
    return -binary_cross_entropy_with_logits(logits, x, reduction="none")


def bernoulli_draw(logits: Tensor, uniform: Tensor) -> Tensor:
    """0 or 1, as the uniform number decides, in its type."""
    return (uniform < torch.sigmoid(logits)).to(uniform.dtype)


def categorical_log_prob(logits: Tensor, x: Tensor) -> Tensor:
    """log p(x) of classes x [..] with p = softmax(logits) over the last of the dimensions [.., classes]."""
    return logits.log_softmax(-1).gather(-1, x.unsqueeze(-1)).squeeze(-1)


def categorical_draw(logits: Tensor, uniform: Tensor) -> Tensor:
    """Classes [..] of logits [.., classes], as the uniform numbers [..] decide."""
    below = logits.softmax(-1).cumsum(-1)[..., :-1]  # without the last, which rounding may leave below 1
    return (uniform.unsqueeze(-1) >= below).sum(-1)


def normal_log_prob(mean: Tensor, log_scale: Tensor, x: Tensor) -> Tensor:
    """log N(x; mean, exp(log_scale)^2), elementwise."""
    return -((x - mean) * torch.exp(-log_scale)).square() / 2 - log_scale - math.log(2 * math.pi) / 2


def mixture_log_prob(logits: Tensor, mean: Tensor, log_scale: Tensor, x: Tensor) -> Tensor:
    """log sum_k w_k N(x; mean_k, scale_k^2) with w = softmax(logits); x [..], parameters [.., components]."""
    each = normal_log_prob(mean, log_scale, x.unsqueeze(-1))
    return (logits.log_softmax(-1) + each).logsumexp(-1)


def mixture_cdf(logits: Tensor, mean: Tensor, log_scale: Tensor, x: Tensor) -> Tensor:
    """The distribution function of that mixture at x [..]."""
    each = torch.special.ndtr((x.unsqueeze(-1) - mean) * torch.exp(-log_scale))
    return (logits.softmax(-1) * each).sum(-1)


def mixture_draw(logits: Tensor, mean: Tensor, log_scale: Tensor, uniform: Tensor, noise: Tensor) -> Tensor:
    """A draw from that mixture: the uniform number picks the component, the standard normal one moves within it."""
    component = categorical_draw(logits, uniform).unsqueeze(-1)
    chosen_mean = mean.gather(-1, component).squeeze(-1)
    chosen_scale = log_scale.gather(-1, component).squeeze(-1).exp()
    return chosen_mean + chosen_scale * noise
