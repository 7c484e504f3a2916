"""The stochastic temporal convolutional network."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from .causal_convolution import StepByStep
from .conditionals import normal_log_prob
from .normal_network import Normal, NormalNetwork, normal_divergence
from .tcn import TemporalBlock


class STCN(nn.Module):
    """Temporal blocks whose maps d^1, .., d^L see further and further back, and a hierarchy of latent variables on
    them at each step, the topmost first:

    p(z_t^l | z_t^{l+1}, d_{t-1}^l),  q(z_t^l | z_t^{l+1}, d_t^l),  p(x_t | z_t^1, .., z_t^L),

    all normal. The prior sees x before t, the posterior x_t too: it combines, weighted by their precisions, the
    prior with what a network reads off d_t^l. Nothing recurs but x, so that all steps can be computed at once.

    E. Aksan, O. Hilliges, "STCN: stochastic temporal convolutional networks", 2019.

    >>> import torch
    >>> model = STCN(length=6, features=2, latent=3, channels=16, layers=2)
    >>> x = model.sample(4, torch.Generator().manual_seed(1))
    >>> x.shape, model.elbo(x, torch.Generator().manual_seed(2)).shape
    (torch.Size([4, 6, 2]), torch.Size([4]))
    """

    def __init__(self, length: int, features: int, latent: int, channels: int, layers: int, kernel: int = 2) -> None:
        super().__init__()
        self.length, self.features, self.latent = length, features, latent
        self.blocks = nn.ModuleList(
            TemporalBlock(features if layer == 0 else channels, channels, kernel, 2**layer) for layer in range(layers)
        )
        above = [latent] * (layers - 1) + [0]
        self.priors = nn.ModuleList(NormalNetwork(channels + size, channels, latent) for size in above)
        self.encoders = nn.ModuleList(NormalNetwork(channels + size, channels, latent) for size in above)
        self.decoder = NormalNetwork(layers * latent, channels, features)

    def elbo(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """A lower bound on log p(x) in nats [batch], estimated with one draw of the latent variables."""
        return self.elbo_steps(x, generator).sum(1)

    def elbo_steps(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """Its terms [batch, time], of which the one at t depends on x up to t, for x [batch, time, features]."""
        batch, length, _ = x.shape
        noise = torch.randn(
            len(self.blocks), batch, length, self.latent, generator=generator, dtype=x.dtype, device=x.device
        )
        maps, on = [], x
        for block in self.blocks:
            on = block(on)
            maps.append(on)
        above = x.new_zeros(batch, length, 0)
        drawn, divergence = [], torch.zeros_like(x[:, :, 0])
        for prior, encoder, now, eps in reversed(list(zip(self.priors, self.encoders, maps, noise, strict=True))):
            before = pad(now, (0, 0, 1, 0))[:, :-1]
            expected = prior(before, above)
            posterior = combined(expected, encoder(now, above))
            mean, log_scale = posterior
            above = mean + log_scale.exp() * eps
            divergence = divergence + normal_divergence(posterior, expected)
            drawn.append(above)
        mean, log_scale = self.decoder(*drawn)
        return normal_log_prob(mean, log_scale, x).sum(2) - divergence

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n sequences [n, length, features]; a step costs the same however many came before."""
        like = next(self.parameters())
        size = len(self.blocks) * self.latent + self.features
        noise = torch.randn(n, self.length, size, generator=generator, dtype=like.dtype, device=like.device)
        queues = [(StepByStep(block.first, n), StepByStep(block.second, n)) for block in self.blocks]
        maps = [like.new_zeros(n, block.second.taps.out_features) for block in self.blocks]
        steps = []
        for each in noise.unbind(1):
            *latent_noise, own_noise = each.split([self.latent] * len(self.blocks) + [self.features], 1)
            above, drawn = like.new_zeros(n, 0), []
            for prior, before, eps in reversed(list(zip(self.priors, maps, latent_noise, strict=True))):
                mean, log_scale = prior(before, above)
                above = mean + log_scale.exp() * eps
                drawn.append(above)
            mean, log_scale = self.decoder(*drawn)
            on = mean + log_scale.exp() * own_noise
            steps.append(on)
            for layer, (block, causal) in enumerate(zip(self.blocks, queues, strict=True)):
                on = maps[layer] = block(on, causal)
        return torch.stack(steps, 1)


def combined(p: Normal, q: Normal) -> Normal:
    """The normal law proportional to the product of two: precisions add up, and weigh the means."""
    (mean, log_scale), (other_mean, other_log_scale) = p, q
    weight = torch.sigmoid(2 * (other_log_scale - log_scale))  # of p: its precision by the sum of both
    return weight * mean + (1 - weight) * other_mean, -torch.logaddexp(-2 * log_scale, -2 * other_log_scale) / 2
