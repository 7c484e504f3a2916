"""The Wasserstein GAN, and the distance that it is about."""

from __future__ import annotations

import torch
from torch import Generator, Tensor, nn

from .gan import GAN


class WassersteinGAN(GAN):
    r"""A GAN whose discriminator is a critic f, which estimates a distance (Arjovsky et al., 2017).

    By Kantorovich's duality :math:`W_1(p_d, p_g) = \max_{\|f\|_L \leq 1} E_{p_d}[f] - E_{p_g}[f]`. It goes to 0 as the
    laws approach each other even where their supports are disjoint and the Jensen-Shannon divergence stays at log 2.
    The critic is kept Lipschitz by clipping its weights, or near 1-Lipschitz by a penalty on its gradient (Gulrajani
    et al., 2017).

    Args:
        generator, critic, latent: as for the GAN; the critic's outputs are no logits but any numbers.
        clip: the greatest size of a weight of the critic, or
        penalty: what :func:`gradient_penalty` counts; one of the two.

    >>> gan = WassersteinGAN(MLP([2, 16, 1]), MLP([1, 16, 1]), latent=2, penalty=10.)
    >>> data = torch.randn(32, 1) + 3
    >>> gan.discriminator_loss(data).backward()
    >>> gan.generator_loss(data).backward()
    """

    def __init__(
        self,
        generator: nn.Module,
        critic: nn.Module,
        latent: int,
        clip: float | None = None,
        penalty: float | None = None,
    ) -> None:
        super().__init__(generator, critic, latent)
        if (clip is None) == (penalty is None):
            raise ValueError(f"the critic is kept by one of clip and penalty, not by clip={clip} and penalty={penalty}")
        self.clip = clip
        self.penalty = penalty

    def discriminator_loss(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Minus the critic's estimate of the distance, and the penalty."""
        fake = self.sample(len(x), generator).detach()
        loss = self.discriminator(fake).mean() - self.discriminator(x).mean()
        if self.penalty is not None:
            loss = loss + self.penalty * gradient_penalty(self.discriminator, x, fake, generator)
        return loss

    def generator_loss(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Minus the critic's mean output for as many samples as there are data."""
        return -self.discriminator(self.sample(len(x), generator)).mean()

    @torch.no_grad()
    def constrain(self) -> None:
        """Clips the critic's weights."""
        if self.clip is not None:
            for parameter in self.discriminator.parameters():
                parameter.clamp_(-self.clip, self.clip)


def gradient_penalty(critic: nn.Module, real: Tensor, fake: Tensor, generator: Generator | None = None) -> Tensor:
    r"""The mean of :math:`(\|\nabla f(\hat x)\|_2 - 1)^2` at random points between pairs of samples.

    Shapes: samples (n, ..) of either law; gives a scalar.

    >>> slope_3 = nn.Linear(1, 1)
    >>> _ = nn.init.constant_(slope_3.weight, 3.)
    >>> gradient_penalty(slope_3, torch.zeros(4, 1), torch.ones(4, 1))
    tensor(4., grad_fn=<MeanBackward0>)
    """
    t = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator, dtype=real.dtype, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()


def wasserstein_distance(x: Tensor, y: Tensor) -> Tensor:
    r"""The Wasserstein-1 distance of two samples of one variable, exactly: the mean distance of their sorted values.

    Shapes: (n) both; gives a scalar.

    >>> wasserstein_distance(torch.tensor([0., 1.]), torch.tensor([3., 5.]))
    tensor(3.5000)
    """
    return (x.sort().values - y.sort().values).abs().mean()
