"""The continuous flow: an ordinary differential equation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.func import jvp, vmap

from .composition import Flow, standard_normal_log_prob

Dynamics = Callable[[Tensor, Tensor], Tensor]  # from the time [] and x [batch, D] to dx/dt [batch, D]


def quadratic_form(dynamics: Dynamics, t: Tensor, x: Tensor, e: Tensor) -> tuple[Tensor, Tensor]:
    """dx/dt, and e' J e [batch] for J = d(dx/dt)/dx and e [batch, D], by one forward derivative."""
    velocity, change = jvp(lambda place: dynamics(t, place), (x,), (e,))
    return velocity, (e * change).sum(1)


def exact_divergence(dynamics: Dynamics, t: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """dx/dt, and its divergence tr J [batch]: the sum of e' J e over the D unit vectors e."""
    units = torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
    velocity, diagonal = vmap(lambda e: quadratic_form(dynamics, t, x, e.expand_as(x)), out_dims=(None, 0))(units)
    return velocity, diagonal.sum(0)


class VelocityField(nn.Module):
    """A perceptron of two hidden layers from the time [] and places [batch, dimension] to velocities."""

    def __init__(self, dimension: int, hidden: int) -> None:
        super().__init__()
        self.network = nn.Sequential(
            nn.Linear(dimension + 1, hidden),
            nn.Tanh(),
            nn.Linear(hidden, hidden),
            nn.Tanh(),
            nn.Linear(hidden, dimension),
        )

    def forward(self, t: Tensor, x: Tensor) -> Tensor:
        return self.network(torch.cat([x, t.expand(len(x), 1)], 1))


class ContinuousFlow(Flow):
    """x moves for one unit of time, from the latent at time 0 to the sample at time 1, as dx/dt = v(x, t) says. On
    the way

    d log p(x(t)) / dt = -tr(dv/dx),

    so that the log-determinant of the flow is the integral of the trace: exact, by D derivatives whenever the solver
    asks; or, given random signs e in {-1, 1}^D, Hutchinson's estimate e' (dv/dx) e, by one, which is unbiased.

    R. T. Q. Chen, Y. Rubanova, J. Bettencourt, D. Duvenaud, "Neural ordinary differential equations", 2018;
    W. Grathwohl et al., "FFJORD: free-form continuous dynamics for scalable reversible generative models", 2019.

    tolerance: of the solver, relative and absolute, for one step

    >>> import torch
    >>> flow = ContinuousFlow(dimension=2, hidden=16)
    >>> x = flow.sample(5, torch.Generator().manual_seed(1))
    >>> signs = random_signs(x, torch.Generator().manual_seed(2))
    >>> flow.log_prob(x).shape, flow.log_prob(x, signs=signs).shape
    (torch.Size([5]), torch.Size([5]))
    """

    def __init__(self, dimension: int, hidden: int, tolerance: float = 1e-6) -> None:
        super().__init__((dimension,))
        self.dynamics = VelocityField(dimension, hidden)
        self.tolerance = tolerance

    def forward(self, x: Tensor, context: Tensor | None = None, signs: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return self._move(x, 1.0, 0.0, signs)

    def inverse(self, z: Tensor, context: Tensor | None = None, signs: Tensor | None = None) -> tuple[Tensor, Tensor]:
        return self._move(z, 0.0, 1.0, signs)

    def log_prob(self, x: Tensor, context: Tensor | None = None, signs: Tensor | None = None) -> Tensor:
        """log p(x) in nats [batch] for x [batch, dimension]; with `signs` [batch, dimension] an unbiased estimate."""
        z, log_det = self(x, signs=signs)
        return standard_normal_log_prob(z) + log_det

    def _move(self, x: Tensor, start: float, end: float, signs: Tensor | None) -> tuple[Tensor, Tensor]:
        from torchdiffeq import odeint  # with SciPy, which takes a second to import

        def rate(t: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
            if signs is None:
                return exact_divergence(self.dynamics, t, state[0])
            return quadratic_form(self.dynamics, t, state[0], signs)

        times = torch.tensor([start, end], dtype=x.dtype, device=x.device)
        way = odeint(rate, (x, x.new_zeros(len(x))), times, rtol=self.tolerance, atol=self.tolerance)
        x, log_det = (each[-1] for each in way)
        return x, log_det


def random_signs(x: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Independent signs in the shape of x, for Hutchinson's estimate."""
    return torch.randint(2, x.shape, generator=generator, device=x.device).to(x) * 2 - 1
