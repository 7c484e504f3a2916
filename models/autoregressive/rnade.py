"""The neural autoregressive density estimator for real data."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .conditionals import mixture_cdf, mixture_draw, mixture_log_prob
from .nade import block_size, preactivations


class RNADE(nn.Module):
    """NADE with a mixture of K Gaussians for each conditional:

    h_i = sigmoid(rho_i (b + W_{<i} x_{<i})), and the logits of the weights, the means and the logarithms of the
    scales of p(x_i | x_{<i}) are affine in h_i. The learned factor rho_i undoes the growth of the sum with i.

    B. Uria, I. Murray, H. Larochelle, "RNADE: the real-valued neural autoregressive density-estimator", 2013.

    >>> import torch
    >>> model = RNADE(dimension=5, hidden=16, components=3)
    >>> x = model.sample(4, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape, model.pit(x).shape
    (torch.Size([4]), torch.Size([4, 5]))
    """

    def __init__(self, dimension: int, hidden: int, components: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.W = nn.Parameter(torch.randn(dimension, hidden) / dimension**0.5)
        self.b = nn.Parameter(torch.zeros(hidden))
        self.rho = nn.Parameter(torch.ones(dimension))
        self.V = nn.Parameter(torch.randn(dimension, hidden, 3 * components) / hidden**0.5)
        self.c = nn.Parameter(torch.randn(dimension, 3 * components) / 2)

    def conditionals(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the weights, means and log-scales of each x_i given those before it, [batch, dimension, K]."""
        size = block_size(len(x), len(self.b))
        blocks = zip(preactivations(self.W, self.b, x, size), self.rho.split(size), self.V.split(size), strict=True)
        found = [torch.einsum("bih,iho->bio", torch.sigmoid(rho.unsqueeze(1) * a), V) for a, rho, V in blocks]
        logits, mean, log_scale = (torch.cat(found, 1) + self.c).chunk(3, -1)
        return logits, mean, log_scale

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of x [batch, dimension]."""
        return mixture_log_prob(*self.conditionals(x), x).sum(1)

    def pit(self, x: Tensor) -> Tensor:
        """The probability integral transform u_i = P(X_i <= x_i | x_{<i}), [batch, dimension] both ways.

        Uniform on the unit cube if x is drawn from the model; its Jacobian is triangular, with determinant p(x).
        """
        return mixture_cdf(*self.conditionals(x), x)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n draws [n, dimension]; each weight is used once for each."""
        like = {"dtype": self.W.dtype, "device": self.W.device}
        uniform = torch.rand(n, self.dimension, generator=generator, **like)
        noise = torch.randn(n, self.dimension, generator=generator, **like)
        x = torch.empty_like(noise)
        a = self.b.repeat(n, 1)
        for i in range(self.dimension):
            logits, mean, log_scale = (torch.sigmoid(self.rho[i] * a) @ self.V[i] + self.c[i]).chunk(3, -1)
            x[:, i] = mixture_draw(logits, mean, log_scale, uniform[:, i], noise[:, i])
            a.addcmul_(x[:, i : i + 1], self.W[i])
        return x
