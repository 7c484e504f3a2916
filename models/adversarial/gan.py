"""Generative adversarial networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Generator, Tensor, nn

from .losses import discriminator_loss, non_saturating_loss, saturating_loss


class GAN(nn.Module):
    r"""A generator :math:`G(z)`, :math:`z \sim \mathcal N(0, I)`, that learns to deceive a discriminator D.

    D is trained to tell data from generated samples, G to make D take its samples for data (Goodfellow et al., 2014).
    There is no likelihood; :func:`alternate` takes a step of the training.

    Args:
        generator: from noise (n, latent) to samples.
        discriminator: from samples to logits, one or several a sample.
        latent: the size of the noise.
        saturating: whether the generator minimises E[log(1 - D(G(z)))], as the game has it, or -E[log D(G(z))].

    Shapes: those of the networks; losses are scalars, in nats.

    >>> gan = GAN(MLP([2, 16, 1]), MLP([1, 16, 1]), latent=2)
    >>> gan.discriminator_loss(torch.randn(32, 1)).backward()
    >>> gan.sample(5).shape
    torch.Size([5, 1])
    """

    def __init__(self, generator: nn.Module, discriminator: nn.Module, latent: int, saturating: bool = False) -> None:
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.latent = latent
        self.saturating = saturating

    def sample(self, n: int, generator: Generator | None = None) -> Tensor:
        """Samples G(z); gradients pass to the generator."""
        like = next(self.parameters())
        z = torch.randn(n, self.latent, generator=generator, dtype=like.dtype, device=like.device)
        return self.generator(z)

    def discriminator_loss(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Of data x and as many generated samples. The generator gets no gradient."""
        fake = self.sample(len(x), generator).detach()
        return discriminator_loss(self.discriminator(x), self.discriminator(fake))

    def generator_loss(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Of as many generated samples as there are data."""
        loss = saturating_loss if self.saturating else non_saturating_loss
        return loss(self.discriminator(self.sample(len(x), generator)))

    def constrain(self) -> None:
        """What has to be done to the discriminator after each of its steps: nothing."""


def alternate(
    model: Any,
    optimisers: Sequence[torch.optim.Optimizer],
    batches: Sequence[tuple[Tensor, ...]],
    generator: Generator | None = None,
) -> tuple[float, float]:
    """One round of the game: a step of the discriminator on each batch, and one of the generator; the last losses.

    The optimisers are those of the discriminator and of the generator. A batch is the tuple of what the losses of the
    model take; noise is drawn anew for each step. The model is a :class:`GAN`, or what has losses like it.

    >>> gan = GAN(MLP([2, 16, 1]), MLP([1, 16, 1]), latent=2)
    >>> optimisers = [torch.optim.SGD(part.parameters(), lr=0.1) for part in (gan.discriminator, gan.generator)]
    >>> two_steps = alternate(gan, optimisers, batches=[(torch.randn(32, 1),), (torch.randn(32, 1),)])
    """
    of_discriminator, of_generator = optimisers
    d_loss = torch.tensor(torch.nan)
    for batch in batches:
        d_loss = model.discriminator_loss(*batch, generator=generator)
        of_discriminator.zero_grad()
        d_loss.backward()
        of_discriminator.step()
        model.constrain()
    g_loss = model.generator_loss(*batches[-1], generator=generator)
    of_generator.zero_grad()
    g_loss.backward()
    of_generator.step()
    return d_loss.item(), g_loss.item()
