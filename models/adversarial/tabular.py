"""The adversarial game on a finite space, where every mean is a sum."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid


class TabularGAN(nn.Module):
    r"""A generator with one logit for each of k outcomes and a discriminator likewise (Goodfellow et al., 2014).

    The generator's law is :math:`p_g = \operatorname{softmax}(g)`, the discriminator :math:`D = \sigma(a)`. Whatever
    :math:`p_g`, the best discriminator is :math:`D^* = p_d / (p_d + p_g)`; the game ends at :math:`p_g = p_d`,
    :math:`D = 1/2` and the value :math:`-\log 4`.

    Args:
        outcomes: k.

    Shapes: laws (k).

    >>> p = torch.tensor([0.5, 0.3, 0.2])
    >>> gan = TabularGAN(3)
    >>> for _ in range(500):
    ...     gan.step(p, discriminator_steps=4, rate=2.)
    >>> gan.law
    tensor([0.5000, 0.3000, 0.2000], grad_fn=<SoftmaxBackward0>)
    >>> gan.value(p)  # -log 4
    tensor(-1.3863, grad_fn=<SumBackward0>)
    """

    def __init__(self, outcomes: int) -> None:
        super().__init__()
        self.generator = nn.Parameter(torch.randn(outcomes))
        self.discriminator = nn.Parameter(torch.randn(outcomes))

    @property
    def law(self) -> Tensor:
        """The generator's."""
        return torch.softmax(self.generator, -1)

    def value(self, p: Tensor) -> Tensor:
        """E_p[log D] + E_g[log(1 - D)], in nats; p is the law of the data."""
        return (p * logsigmoid(self.discriminator) + self.law * logsigmoid(-self.discriminator)).sum()

    def best_discriminator(self, p: Tensor) -> Tensor:
        """p / (p + p_g), which `discriminator` reaches by the logits log p - log p_g."""
        return p / (p + self.law)

    def step(self, p: Tensor, discriminator_steps: int, rate: float, saturating: bool = False) -> None:
        """Some steps of gradient ascent on the value by the discriminator, and one of descent by the generator, on the
        value or on E_g[-log D]."""
        for _ in range(discriminator_steps):
            self._move(self.discriminator, self.value(p), rate)
        loss = self.value(p) if saturating else -(self.law * logsigmoid(self.discriminator)).sum()
        self._move(self.generator, loss, -rate)

    def _move(self, table: nn.Parameter, value: Tensor, rate: float) -> None:
        (gradient,) = torch.autograd.grad(value, table)
        with torch.no_grad():
            table += rate * gradient
