"""The Wasserstein distance, three ways: sorted samples, the dual linear programme, and a critic that is trained."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.optimize import linprog
from scipy.stats import wasserstein_distance as scipys
from torch import Generator, Tensor, nn
from torch.distributions import Normal

from probatum import identities as ids
from probatum.models import MLP, Tanh, WassersteinGAN, alternate, gradient_penalty, wasserstein_distance


def normal(generator: Generator, n: int) -> Tensor:
    return 2 * torch.randn(n, generator=generator, dtype=torch.float64)


def dual(x: Tensor, y: Tensor) -> float:
    """max E_x[f] - E_y[f] over 1-Lipschitz f: a linear programme in the values of f at the sorted points."""
    points = torch.cat([x, y])
    order = points.argsort()
    signs = torch.cat([torch.full_like(x, -1 / len(x)), torch.full_like(y, 1 / len(y))])[order].numpy()
    gaps = points[order].diff().numpy()
    difference = np.diff(np.eye(len(points)), axis=0)
    best = linprog(signs, A_ub=np.vstack([difference, -difference]), b_ub=np.tile(gaps, 2), bounds=(None, None))
    assert best.success
    return float(-best.fun)


@pytest.mark.shows("gan.js_saturates")
def test_the_distance_of_samples_is_the_dual_linear_programme(generator: Generator) -> None:
    """Kantorovich's duality, on random samples."""
    for shift in (0.0, 1.5):
        x, y = normal(generator, 30), normal(generator, 30) + shift
        distance = wasserstein_distance(x, y).item()
        assert distance == pytest.approx(dual(x, y), rel=1e-9)
        assert distance == pytest.approx(scipys(x.numpy(), y.numpy()), rel=1e-12)


@pytest.mark.shows("gan.js_saturates")
def test_of_point_masses_it_is_the_size_of_the_shift(generator: Generator) -> None:
    zero = torch.zeros(4, dtype=torch.float64)
    for theta in (-3.0, 0.0, 0.25):
        at = torch.tensor(theta, dtype=torch.float64)
        torch.testing.assert_close(wasserstein_distance(zero, zero + at), ids.wasserstein_of_point_masses.torch(at))
    x = normal(generator, 50)
    torch.testing.assert_close(wasserstein_distance(x, x.flip(0) + 0.7), torch.tensor(0.7, dtype=torch.float64))


DATA, MADE = Normal(3.0, 0.5), Normal(-0.5, 1.5)


def laws(generator: Generator, penalty: float | None, clip: float | None) -> tuple[WassersteinGAN, Tensor]:
    """Samples of the law of the data, and a generator of the other one."""
    gan = WassersteinGAN(nn.Linear(1, 1), MLP([1, 32, 1]), 1, clip=clip, penalty=penalty).double()
    with torch.no_grad():
        gan.generator.weight.fill_(MADE.scale)
        gan.generator.bias.fill_(MADE.loc)
    return gan, DATA.loc + DATA.scale * torch.randn(20_000, 1, generator=generator, dtype=torch.float64)


def penalised_optimum(penalty: float) -> tuple[float, float]:
    """The distance of the two laws, and what the best critic under a penalty finds.

    With the difference d of their distribution functions and the density r of the points between, it maximises the
    integral of f' d - penalty r (f' - 1)^2: so f' = 1 + d / (2 penalty r), and it finds a little more.
    """
    x = torch.linspace(-12, 12, 4001, dtype=torch.float64)
    d = MADE.cdf(x) - DATA.cdf(x)
    t = torch.linspace(0, 1, 1001, dtype=torch.float64)[:, None]
    between = Normal(t * DATA.loc + (1 - t) * MADE.loc, ((t * DATA.scale) ** 2 + ((1 - t) * MADE.scale) ** 2).sqrt())
    r = torch.trapezoid(between.log_prob(x).exp(), t, dim=0)
    distance = torch.trapezoid(d.abs(), x).item()
    return distance, distance + torch.trapezoid(d**2 / (2 * penalty * r + 1e-300), x).item()


@pytest.mark.shows("gan.js_saturates")
def test_a_trained_critic_finds_the_distance(generator: Generator) -> None:
    """At most its steepest slope times the distance, by duality; and, with the penalty, what the theory says."""
    gan, data = laws(generator, penalty=10.0, clip=None)
    optimiser = torch.optim.Adam(gan.discriminator.parameters(), lr=5e-3)
    for _ in range(1200):
        chosen = torch.randint(len(data), (256,), generator=generator)
        loss = gan.discriminator_loss(data[chosen], generator)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    made = gan.sample(20_000, generator).detach()
    distance, expected = penalised_optimum(10.0)
    assert wasserstein_distance(data[:, 0], made[:, 0]).item() == pytest.approx(distance, rel=0.02)
    with torch.no_grad():
        found = (gan.discriminator(data).mean() - gan.discriminator(made).mean()).item()
        everywhere = torch.linspace(*torch.cat([data, made]).aminmax(), 100_001, dtype=torch.float64)[:, None]
        steepest = (gan.discriminator(everywhere).diff(dim=0) / everywhere.diff(dim=0)).abs().max().item()
    assert found <= steepest * wasserstein_distance(data[:, 0], made[:, 0]).item() * (1 + 1e-6)
    assert found == pytest.approx(expected, rel=0.05)
    assert expected < 1.25 * distance


def test_the_critics_loss_is_minus_its_estimate_and_the_penalty(generator: Generator) -> None:
    for penalty, clip in ((2.5, None), (None, 0.1)):
        gan, data = laws(generator, penalty, clip)
        x, state = data[:9], generator.get_state()
        found = gan.discriminator_loss(x, generator)
        generator.set_state(state)
        made = gan.sample(9, generator).detach()
        expected = gan.discriminator(made).mean() - gan.discriminator(x).mean()
        if penalty:
            expected = expected + penalty * gradient_penalty(gan.discriminator, x, made, generator)
        torch.testing.assert_close(found, expected)
        state = generator.get_state()
        found = gan.generator_loss(x, generator)
        made = gan.sample(9, generator.set_state(state))
        torch.testing.assert_close(found, -gan.discriminator(made).mean())


def test_clipping_keeps_the_critic_and_leaves_the_generator(generator: Generator) -> None:
    gan, data = laws(generator, penalty=None, clip=0.05)
    optimisers = [torch.optim.SGD(part.parameters(), lr=0.5) for part in (gan.discriminator, gan.generator)]
    alternate(gan, optimisers, [(data[:50],)], generator)
    sizes = torch.cat([parameter.abs().flatten() for parameter in gan.discriminator.parameters()])
    assert sizes.max() == 0.05
    assert gan.generator.weight.abs().max() > 1


def test_the_penalty_is_its_formula(generator: Generator) -> None:
    """Of a critic whose gradient is known, x^T A x / 2: at points between pairs, each with a t of its own."""
    a = torch.randn(3, 3, generator=generator, dtype=torch.float64)
    a = a + a.T

    class Quadratic(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return (x @ a * x).sum(-1, keepdim=True) / 2

    real, fake = (torch.randn(6, 3, generator=generator, dtype=torch.float64) for _ in range(2))
    state = generator.get_state()
    found = gradient_penalty(Quadratic(), real, fake, generator)
    t = torch.rand(6, 1, generator=generator.set_state(state), dtype=torch.float64)
    between = t * real + (1 - t) * fake
    torch.testing.assert_close(found, (((between @ a).norm(dim=1) - 1) ** 2).mean(), rtol=1e-12, atol=0)
    assert len(t.unique()) == 6


def test_the_penalty_teaches_the_critic(generator: Generator) -> None:
    """Its gradient passes through the gradient of the critic."""
    critic = MLP([2, 5, 1], Tanh).double()
    x = torch.randn(4, 2, generator=generator, dtype=torch.float64)
    parameters = [*critic.parameters()]

    def penalty(*values: Tensor) -> Tensor:
        with torch.no_grad():
            for parameter, value in zip(parameters, values, strict=True):
                parameter.copy_(value)
        return gradient_penalty(critic, x, x)

    start = [parameter.detach().clone() for parameter in parameters]
    found = torch.autograd.grad(penalty(*start), parameters, materialize_grads=True)
    h = 1e-6
    for k, value in enumerate(start):
        direction = torch.randn(value.shape, generator=generator, dtype=torch.float64)
        up, down = ([*start[:k], value + s * h * direction, *start[k + 1 :]] for s in (1, -1))
        slope = (penalty(*up) - penalty(*down)).item() / (2 * h)
        assert slope == pytest.approx((found[k] * direction).sum().item(), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(("clip", "penalty"), [(None, None), (0.1, 10.0)])
def test_the_critic_is_kept_in_one_way(clip: float | None, penalty: float | None) -> None:
    with pytest.raises(ValueError, match=f"not by clip={clip} and penalty={penalty}"):
        WassersteinGAN(nn.Identity(), nn.Identity(), 1, clip=clip, penalty=penalty)
