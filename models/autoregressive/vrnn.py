"""The variational recurrent neural network."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .conditionals import normal_log_prob
from .normal_network import NormalNetwork, normal_divergence


class VRNN(nn.Module):
    """A variational autoencoder at each step of a sequence, all given the state h of a recurrent network:

    p(z_t | h_{t-1}),  p(x_t | z_t, h_{t-1}),  q(z_t | x_t, h_{t-1}),  h_t = GRU(x_t, z_t; h_{t-1}),

    all normal. As h has seen the past, so has the prior of z_t; the bound on log p(x) is a sum over the steps.

    J. Chung et al., "A recurrent latent variable model for sequential data", 2015; with its feature extractors left
    to the networks.

    >>> import torch
    >>> model = VRNN(length=6, features=2, latent=3, hidden=16)
    >>> x = model.sample(4, torch.Generator().manual_seed(1))
    >>> x.shape, model.elbo(x, torch.Generator().manual_seed(2)).shape
    (torch.Size([4, 6, 2]), torch.Size([4]))
    """

    def __init__(self, length: int, features: int, latent: int, hidden: int) -> None:
        super().__init__()
        self.length, self.features, self.latent, self.hidden = length, features, latent, hidden
        self.prior = NormalNetwork(hidden, hidden, latent)
        self.encoder = NormalNetwork(features + hidden, hidden, latent)
        self.decoder = NormalNetwork(latent + hidden, hidden, features)
        self.recurrence = nn.GRUCell(features + latent, hidden)

    def elbo(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """A lower bound on log p(x) in nats [batch], estimated with one draw of the latent sequence."""
        return self.elbo_steps(x, generator).sum(1)

    def elbo_steps(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """Its terms [batch, time], of which the one at t depends on x up to t, for x [batch, time, features]."""
        batch, length, _ = x.shape
        noise = torch.randn(batch, length, self.latent, generator=generator, dtype=x.dtype, device=x.device)
        state = x.new_zeros(batch, self.hidden)
        terms = []
        for now, eps in zip(x.unbind(1), noise.unbind(1), strict=True):
            prior, posterior = self.prior(state), self.encoder(now, state)
            mean, log_scale = posterior
            z = mean + log_scale.exp() * eps
            mean, log_scale = self.decoder(z, state)
            fit = normal_log_prob(mean, log_scale, now).sum(1)
            terms.append(fit - normal_divergence(posterior, prior))
            state = self.recurrence(torch.cat([now, z], 1), state)
        return torch.stack(terms, 1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n sequences [n, length, features]."""
        like = next(self.parameters())
        noise = torch.randn(
            n, self.length, self.latent + self.features, generator=generator, dtype=like.dtype, device=like.device
        )
        state = like.new_zeros(n, self.hidden)
        steps = []
        for eps in noise.unbind(1):
            mean, log_scale = self.prior(state)
            z = mean + log_scale.exp() * eps[:, : self.latent]
            mean, log_scale = self.decoder(z, state)
            now = mean + log_scale.exp() * eps[:, self.latent :]
            state = self.recurrence(torch.cat([now, z], 1), state)
            steps.append(now)
        return torch.stack(steps, 1)
