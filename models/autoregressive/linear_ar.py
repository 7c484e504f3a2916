"""The linear autoregressive model AR(n) of a stationary series."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from .conditionals import normal_log_prob


class LinearAR(nn.Module):
    """x_t = c + b_1 x_{t-1} + .. + b_n x_{t-n} + s e_t, with e_t standard normal.

    The series is stationary if every root of the characteristic polynomial lies inside the unit circle. Its law then
    begins with the stationary one: the first n values are jointly normal, with mean c / (1 - b_1 - .. - b_n) and
    with the covariance P that the recursion keeps, P = F P F' + s^2 e_1 e_1' for the companion matrix F.

    G. U. Yule, "On a method of investigating periodicities in disturbed series", 1927.

    >>> import torch
    >>> series = LinearAR(order=1, length=3)
    >>> _ = series.coefficients.data.fill_(0.5)
    >>> f"{series.autocovariance(1)[0]:.4f}"  # s^2 / (1 - b^2)
    '1.3333'
    >>> series.log_prob(torch.zeros(4, 3)).shape
    torch.Size([4])
    """

    def __init__(self, order: int, length: int) -> None:
        super().__init__()
        self.order = order
        self.length = length
        self.constant = nn.Parameter(torch.zeros(()))
        self.coefficients = nn.Parameter(torch.zeros(order))
        self.log_scale = nn.Parameter(torch.zeros(()))

    @classmethod
    def fit(cls, x: Tensor, order: int) -> LinearAR:
        """The least-squares fit to series x [batch, time]: maximum likelihood given the first n values of each."""
        targets = x[:, order:].reshape(-1)
        lags = x.unfold(1, order, 1)[:, :-1].flip(-1).reshape(-1, order)
        design = torch.cat([torch.ones_like(targets).unsqueeze(1), lags], 1)
        solution = torch.linalg.lstsq(design, targets.unsqueeze(1)).solution.squeeze(1)
        residuals = targets - design @ solution
        model = cls(order, x.shape[1]).to(x)
        with torch.no_grad():
            model.constant.copy_(solution[0])
            model.coefficients.copy_(solution[1:])
            model.log_scale.copy_(residuals.square().mean().log() / 2)
        return model

    @property
    def companion(self) -> Tensor:
        """The matrix F [n, n] that takes (x_{t-1}, .., x_{t-n}) to (x_t, .., x_{t-n+1}), but for c and the noise."""
        below = torch.eye(self.order - 1, self.order, dtype=self.coefficients.dtype, device=self.coefficients.device)
        return torch.cat([self.coefficients.unsqueeze(0), below])

    @property
    def is_stationary(self) -> bool:
        return bool(torch.linalg.eigvals(self.companion).abs().max() < 1)

    @property
    def mean(self) -> Tensor:
        """Of the stationary law, []."""
        return self.constant / (1 - self.coefficients.sum())

    def autocovariance(self, lags: int) -> Tensor:
        """Cov(x_t, x_{t+k}) of the stationary law for k = 0, .., lags - 1; ValueError if there is none."""
        if not self.is_stationary:
            raise ValueError("the series is not stationary: a root of its polynomial is not inside the unit circle")
        F, n = self.companion, self.order
        noise = torch.zeros_like(F)
        noise[0, 0] = (2 * self.log_scale).exp()
        identity = torch.eye(n * n, dtype=F.dtype, device=F.device)
        covariance = torch.linalg.solve(identity - torch.kron(F, F), noise.reshape(-1)).reshape(n, n)
        known = list(covariance[0])
        while len(known) < lags:
            known.append(sum(self.coefficients[k] * known[-1 - k] for k in range(n)))
        return torch.stack(known[:lags])

    def log_prob(self, x: Tensor) -> Tensor:
        """The density in nats [batch] of series [batch, time], of any length; ValueError if none is stationary."""
        n = min(self.order, x.shape[1])
        factor = self._start(n)
        whitened = torch.linalg.solve_triangular(factor, (x[:, :n] - self.mean).T, upper=False).T
        start = -whitened.square().sum(1) / 2 - n * math.log(2 * math.pi) / 2 - factor.diagonal().log().sum()
        if x.shape[1] <= self.order:
            return start
        lags = x.unfold(1, self.order, 1)[:, :-1].flip(-1)
        means = self.constant + lags @ self.coefficients
        return start + normal_log_prob(means, self.log_scale, x[:, self.order :]).sum(1)

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n series [n, length] from the stationary law."""
        like = {"dtype": self.coefficients.dtype, "device": self.coefficients.device}
        noise = torch.randn(n, self.length, generator=generator, **like)
        head = min(self.order, self.length)
        x = torch.empty_like(noise)
        x[:, :head] = self.mean + noise[:, :head] @ self._start(head).T
        backwards = self.coefficients.flip(0)
        for t in range(head, self.length):
            x[:, t] = self.constant + x[:, t - self.order : t] @ backwards + self.log_scale.exp() * noise[:, t]
        return x

    def _start(self, n: int) -> Tensor:
        """The Cholesky factor of the covariance of n values in a row."""
        lags = torch.arange(n, device=self.coefficients.device)
        return torch.linalg.cholesky(self.autocovariance(n)[(lags - lags.unsqueeze(1)).abs()])
