"""VRNN and STCN: their bounds beside exact likelihoods, where everything is linear and normal."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
import torch
from densities.enumeration import chance_of_fit, place_of_event
from densities.weights import randomised
from torch import Generator, Tensor, nn
from torch.distributions import MultivariateNormal, kl_divergence

from probatum.models import STCN, VRNN
from probatum.models.autoregressive.normal_network import NormalNetwork, normal_divergence
from probatum.models.autoregressive.stcn import combined


def randn(generator: Generator, *shape: int) -> Tensor:
    """Not by torch.randn, which some tests replace."""
    return torch.empty(shape, dtype=torch.float64).normal_(generator=generator)


class Linear(nn.Module):
    """A normal law with a mean that is affine in the inputs, joined, and a constant scale."""

    def __init__(self, weight: Tensor, bias: Tensor, log_scale: Tensor) -> None:
        super().__init__()
        for name, value in {"weight": weight, "bias": bias, "log_scale": log_scale}.items():
            self.register_parameter(name, nn.Parameter(value, requires_grad=False))

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        mean = torch.cat(inputs, -1) @ self.weight.T + self.bias
        return mean, self.log_scale.expand_as(mean)


def random_linear(generator: Generator, inputs: int, outputs: int) -> Linear:
    weight, bias, log_scale = (randn(generator, *shape) for shape in ((outputs, inputs), (outputs,), (outputs,)))
    return Linear(0.8 * weight, 0.5 * bias, 0.3 * log_scale)


class Expectation:
    """The noise of a model as Gauss-Hermite nodes, one for each sample of a batch: with three a variable the mean of a
    polynomial of degree five in each is exact, and a linear-normal bound is of degree two."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, variables: int) -> None:
        nodes, weights = np.polynomial.hermite_e.hermegauss(3)
        self.nodes = torch.tensor(list(product(nodes, repeat=variables)))
        shares = list(product(weights / weights.sum(), repeat=variables))
        self.weights = torch.tensor(shares, dtype=torch.float64).prod(1)
        monkeypatch.setattr(torch, "randn", self.randn)

    def randn(self, *shape: int, generator: Generator | None, dtype: torch.dtype, device: torch.device) -> Tensor:
        """In the shape [.., batch, ..] that is asked for."""
        batch = len(self.nodes)
        place = shape.index(batch)
        rest = [*shape[:place], *shape[place + 1 :]]
        return self.nodes.reshape(batch, *rest).movedim(0, place)

    def of_bound(self, model: nn.Module, x: Tensor) -> Tensor:
        """For one sequence x [time, features]."""
        return self.weights @ model.elbo(x.expand(len(self.nodes), *x.shape))


class Keep(nn.Module):
    """A recurrence whose state is the part of (x, z) from `start` on."""

    def __init__(self, start: int, stop: int) -> None:
        super().__init__()
        self.part = slice(start, stop)

    def forward(self, new: Tensor, state: Tensor) -> Tensor:
        return new[:, self.part]


def kalman_log_prob(model: VRNN, x: Tensor) -> float:
    """log p(x [time, features]) of z_t = A z_{t-1} + a + noise, x_t = C z_t + D z_{t-1} + c + noise: the filter, on
    the pair (z_t, z_{t-1})."""
    prior, decoder, n = model.prior, model.decoder, model.latent
    transition = torch.zeros(2 * n, 2 * n, dtype=torch.float64)
    transition[:n, :n], transition[n:, :n] = prior.weight, torch.eye(n)
    noise = torch.zeros(2 * n, 2 * n, dtype=torch.float64)
    noise[:n, :n] = (2 * prior.log_scale).exp().diag()
    shift = torch.cat([prior.bias, torch.zeros(n, dtype=torch.float64)])
    mean, covariance = torch.zeros(2 * n, dtype=torch.float64), torch.zeros(2 * n, 2 * n, dtype=torch.float64)
    total = 0.0
    for now in x:
        mean, covariance = transition @ mean + shift, transition @ covariance @ transition.T + noise
        C = decoder.weight
        S = C @ covariance @ C.T + (2 * decoder.log_scale).exp().diag()
        gap = now - C @ mean - decoder.bias
        total += float(MultivariateNormal(torch.zeros_like(gap), S).log_prob(gap))
        gain = covariance @ C.T @ torch.linalg.inv(S)
        mean, covariance = mean + gain @ gap, covariance - gain @ C @ covariance
    return total


def state_space(generator: Generator, length: int, latent: int, features: int) -> VRNN:
    """A VRNN that is a linear state space model: its state is the last z; the encoder is any."""
    model = VRNN(length, features, latent, hidden=latent)
    model.prior = random_linear(generator, latent, latent)
    model.encoder = random_linear(generator, features + latent, latent)
    model.decoder = random_linear(generator, latent + latent, features)
    model.recurrence = Keep(features, features + latent)
    return model.double()


def joint_of_latents(model: VRNN, x: Tensor) -> tuple[MultivariateNormal, MultivariateNormal]:
    """q(z | x) and p(z | x) of all steps, with the encoder as it is."""
    length, n, m = len(x), model.latent, model.features
    steps = length * n
    # p(z): (I - shifted A) z = shift + noise; q(z | x) likewise.
    lower, lower_q = torch.eye(steps, dtype=torch.float64), torch.eye(steps, dtype=torch.float64)
    reads = torch.zeros(length * m, steps, dtype=torch.float64)
    encoder, decoder = model.encoder, model.decoder
    for t in range(length):
        here = slice(t * n, (t + 1) * n)
        reads[t * m : (t + 1) * m, here] = decoder.weight[:, :n]
        if t:
            last = slice((t - 1) * n, t * n)
            lower[here, last] = -model.prior.weight
            lower_q[here, last] = -encoder.weight[:, m:]
            reads[t * m : (t + 1) * m, last] = decoder.weight[:, n:]
    root, root_q = torch.linalg.inv(lower), torch.linalg.inv(lower_q)
    prior_mean = root @ model.prior.bias.repeat(length)
    prior = root @ (2 * model.prior.log_scale).exp().repeat(length).diag() @ root.T
    S = reads @ prior @ reads.T + (2 * decoder.log_scale).exp().repeat(length).diag()
    gain = prior @ reads.T @ torch.linalg.inv(S)
    gap = x.flatten() - reads @ prior_mean - decoder.bias.repeat(length)
    posterior = prior - gain @ reads @ prior
    exact = MultivariateNormal(prior_mean + gain @ gap, (posterior + posterior.T) / 2)
    told = (x @ encoder.weight[:, :m].T + encoder.bias).flatten()
    spread = root_q @ (2 * encoder.log_scale).exp().repeat(length).diag() @ root_q.T
    return MultivariateNormal(root_q @ told, (spread + spread.T) / 2), exact


@pytest.mark.shows("autoregressive.vrnn")
@pytest.mark.parametrize(("length", "latent", "features"), [(1, 1, 1), (3, 1, 2), (2, 2, 1)])
def test_the_bound_of_vrnn_misses_kalmans_likelihood_by_the_divergence(
    length: int, latent: int, features: int, generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    expectation = Expectation(monkeypatch, length * latent)
    for _ in range(5):
        model = state_space(generator, length, latent, features)
        x = randn(generator, length, features)
        q, exact = joint_of_latents(model, x)
        gap = kl_divergence(q, exact)
        bound = expectation.of_bound(model, x)
        likelihood = kalman_log_prob(model, x)
        assert bound < likelihood
        torch.testing.assert_close(bound, likelihood - gap, rtol=1e-9, atol=1e-9)


@pytest.mark.shows("autoregressive.vrnn")
def test_the_bound_of_vrnn_is_the_likelihood_at_the_exact_posterior(
    generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what is to come hangs on x alone (the state is the last x), p(z_t | x) is what an encoder can be: normal
    with precision Q^-1 + C' R^-1 C."""
    length, latent, features = 3, 2, 2
    expectation = Expectation(monkeypatch, length * latent)
    for _ in range(3):
        model = VRNN(length, features, latent, hidden=features).double()
        model.prior = random_linear(generator, features, latent)
        model.decoder = random_linear(generator, latent + features, features)
        model.recurrence = Keep(0, features)
        # A diagonal posterior needs orthogonal columns of C in the metric of R.
        C = torch.linalg.qr(randn(generator, 2, 2)).Q * torch.tensor([0.7, 1.4], dtype=torch.float64)
        R = (2 * model.decoder.log_scale).exp()
        model.decoder.weight[:, :latent] = R.sqrt().unsqueeze(1) * C
        C = model.decoder.weight[:, :latent]
        Q = (2 * model.prior.log_scale).exp()
        precision = 1 / Q.diag().diagonal() + (C.T / R @ C).diagonal()
        # Its mean is P (Q^-1 (A h + a) + C' R^-1 (x - D h - c)), affine in (x, h).
        from_x = C.T / R
        from_h = model.prior.weight / Q.unsqueeze(1) - from_x @ model.decoder.weight[:, latent:]
        shift = model.prior.bias / Q - from_x @ model.decoder.bias
        model.encoder = Linear(
            torch.cat([from_x, from_h], 1) / precision.unsqueeze(1), shift / precision, -precision.log() / 2
        )
        x = randn(generator, length, features)
        exact = torch.zeros((), dtype=torch.float64)
        before = torch.zeros(features, dtype=torch.float64)
        for now in x:
            expected = model.prior.weight @ before + model.prior.bias
            mean = C @ expected + model.decoder.weight[:, latent:] @ before + model.decoder.bias
            exact = exact + MultivariateNormal(mean, C @ Q.diag() @ C.T + R.diag()).log_prob(now)
            before = now
        torch.testing.assert_close(expectation.of_bound(model, x), exact, rtol=1e-10, atol=1e-10)
        # And nowhere else: any other encoder does worse.
        model.encoder.bias += 0.3
        assert expectation.of_bound(model, x) < exact - 1e-3


class Lags(nn.Module):
    """In the place of a temporal block: the last values of the first channel, the present first."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def forward(self, x: Tensor) -> Tensor:
        first = x[:, :, 0]
        shifted = [nn.functional.pad(first, (lag, 0))[:, : first.shape[1]] for lag in range(self.count)]
        return torch.stack(shifted, 2)


def linear_stcn(generator: Generator, length: int) -> STCN:
    """Of two layers, one latent variable each, on series of one feature: d^1 holds the last two values, d^2 three."""
    model = STCN(length, features=1, latent=1, channels=3, layers=2).double()
    model.blocks = nn.ModuleList([Lags(2), Lags(3)])
    model.priors = nn.ModuleList([random_linear(generator, 2 + 1, 1), random_linear(generator, 3, 1)])
    model.decoder = random_linear(generator, 2, 1)  # of z^2 and z^1
    return model


def exact_stcn_log_prob(model: STCN, x: Tensor) -> Tensor:
    """Each x_t given those before it is normal: z^2, then z^1 on it, then x_t on both."""
    low, high = model.priors
    over_high, over_low = model.decoder.weight[0]
    total = torch.zeros((), dtype=torch.float64)
    values = [0.0, 0.0, 0.0, *x[:, 0].tolist()]
    for t in range(len(x)):
        past = torch.tensor(values[t : t + 3][::-1], dtype=torch.float64)  # x_{t-1}, x_{t-2}, x_{t-3}
        high_mean = high.weight[0] @ past + high.bias[0]
        low_mean = low.weight[0, :2] @ past[:2] + low.weight[0, 2] * high_mean + low.bias[0]
        mean = over_high * high_mean + over_low * low_mean + model.decoder.bias[0]
        by_high = over_high + over_low * low.weight[0, 2]
        variance = (
            by_high**2 * (2 * high.log_scale[0]).exp()
            + over_low**2 * (2 * low.log_scale[0]).exp()
            + (2 * model.decoder.log_scale[0]).exp()
        )
        total = total + torch.distributions.Normal(mean, variance.sqrt()).log_prob(x[t, 0])
    return total


@pytest.mark.shows("autoregressive.stcn")
def test_the_bound_of_stcn_is_the_likelihood_at_the_exact_posterior_and_below_elsewhere(
    generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the encoders have to say of a latent variable is what x_t says of it: the model weighs it with the prior."""
    length = 2
    expectation = Expectation(monkeypatch, 2 * length)
    for _ in range(3):
        model = linear_stcn(generator, length)
        low, _ = model.priors
        over_high, over_low = model.decoder.weight[0]
        c, R = model.decoder.bias[0], (2 * model.decoder.log_scale[0]).exp()
        Q = (2 * low.log_scale[0]).exp()
        # Of z^1, given z^2: (x_t - c - over_high z^2) / over_low. The encoder sees (x_t, x_{t-1}; z^2).
        of_low = Linear(
            torch.stack([1 / over_low, torch.zeros_like(c), -over_high / over_low]).unsqueeze(0),
            (-c / over_low).unsqueeze(0),
            (R.sqrt() / over_low.abs()).log().unsqueeze(0),
        )
        # Of z^2, with z^1 averaged out; the encoder sees (x_t, x_{t-1}, x_{t-2}).
        by_high = over_high + over_low * low.weight[0, 2]
        of_high = Linear(
            torch.stack([torch.ones_like(c), -over_low * low.weight[0, 0], -over_low * low.weight[0, 1]]).unsqueeze(0)
            / by_high,
            ((-c - over_low * low.bias[0]) / by_high).unsqueeze(0),
            ((R + over_low**2 * Q).sqrt() / by_high.abs()).log().unsqueeze(0),
        )
        model.encoders = nn.ModuleList([of_low, of_high])
        x = randn(generator, length, 1)
        exact = exact_stcn_log_prob(model, x)
        torch.testing.assert_close(expectation.of_bound(model, x), exact, rtol=1e-10, atol=1e-10)
        for encoder in model.encoders:
            encoder.bias += 0.3
            assert expectation.of_bound(model, x) < exact - 1e-9
            encoder.bias -= 0.3


def whitened_chance(samples: Tensor, law: MultivariateNormal) -> float:
    """How probable so bad a fit of samples to a normal law is, by a test over cells of the whitened cube."""
    white = torch.linalg.solve_triangular(law.scale_tril, (samples - law.mean).T, upper=False).T
    cells = (torch.special.ndtr(white).clamp(max=1 - 1e-12) * 4).long()
    number = 4 ** cells.shape[1]
    counts = place_of_event(cells, 4).bincount(minlength=number)
    return chance_of_fit(counts, torch.full((number,), 1 / number))


@pytest.mark.shows("autoregressive.vrnn")
def test_samples_of_vrnn_have_the_law_of_the_state_space(generator: Generator) -> None:
    """Fails by chance once in a million runs."""
    length, latent, features = 2, 2, 2
    model = state_space(generator, length, latent, features)
    x = model.sample(20_000, generator).flatten(1)
    # The law of x: its density by the filter, read off at 0 and at unit vectors as a quadratic form.
    zero = torch.zeros(length * features, dtype=torch.float64)

    def log_p(x: Tensor) -> float:
        return kalman_log_prob(model, x.reshape(length, features))

    size = len(zero)
    unit = torch.eye(size, dtype=torch.float64)
    at_zero = log_p(zero)
    ahead, back = (torch.tensor([log_p(sign * unit[i]) for i in range(size)]) for sign in (1, -1))
    precision = torch.zeros(size, size, dtype=torch.float64)
    for i, j in product(range(size), repeat=2):
        precision[i, j] = at_zero + log_p(unit[i] + unit[j]) - log_p(unit[i]) - log_p(unit[j])
    covariance = torch.linalg.inv(-precision)
    law = MultivariateNormal(covariance @ ((ahead - back).double() / 2), (covariance + covariance.T) / 2)
    assert whitened_chance(x, law) > 1e-6


@pytest.mark.shows("autoregressive.stcn")
def test_samples_of_stcn_follow_the_density_of_its_prior(generator: Generator) -> None:
    """One step, with linear networks: z^2 normal, z^1 on it, x on both. Fails by chance once in a million runs."""
    model = STCN(1, features=2, latent=2, channels=3, layers=2).double()
    model.priors = nn.ModuleList([random_linear(generator, 3 + 2, 2), random_linear(generator, 3, 2)])
    model.decoder = random_linear(generator, 4, 2)
    low, high = model.priors
    high_mean, high_cov = high.bias, (2 * high.log_scale).exp().diag()  # with nothing seen before
    down = low.weight[:, 3:]
    low_mean, low_cov = down @ high_mean + low.bias, down @ high_cov @ down.T + (2 * low.log_scale).exp().diag()
    both_mean = torch.cat([high_mean, low_mean])
    both_cov = torch.cat([torch.cat([high_cov, high_cov @ down.T], 1), torch.cat([down @ high_cov, low_cov], 1)])
    C = model.decoder.weight
    law = MultivariateNormal(
        C @ both_mean + model.decoder.bias, C @ both_cov @ C.T + (2 * model.decoder.log_scale).exp().diag()
    )
    x = model.sample(20_000, generator)
    assert x.shape == (20_000, 1, 2)
    assert whitened_chance(x[:, 0], law) > 1e-6


@pytest.mark.shows("autoregressive.stcn")
def test_samples_go_on_from_the_maps_of_what_came_before(generator: Generator) -> None:
    """Step by step as by full passes over what is known so far, with the same noise."""
    model, seed = randomised(STCN(5, features=2, latent=3, channels=4, layers=2), generator), generator.initial_seed()
    noise = torch.randn(6, 5, 2 * 3 + 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    x = torch.zeros(6, 5, 2, dtype=torch.float64)
    with torch.no_grad():
        for t in range(5):
            maps = [torch.zeros(6, 1, 4, dtype=torch.float64)] * 2
            if t:
                low = model.blocks[0](x[:, :t])
                maps = [low[:, -1:], model.blocks[1](low)[:, -1:]]
            low_noise, high_noise, own_noise = noise[:, t : t + 1].split([3, 3, 2], 2)
            mean, log_scale = model.priors[1](maps[1])
            high = mean + log_scale.exp() * high_noise
            mean, log_scale = model.priors[0](maps[0], high)
            low = mean + log_scale.exp() * low_noise
            mean, log_scale = model.decoder(high, low)
            x[:, t] = (mean + log_scale.exp() * own_noise)[:, 0]
    torch.testing.assert_close(model.sample(6, torch.Generator().manual_seed(seed)), x, rtol=1e-9, atol=1e-9)


@pytest.mark.shows("autoregressive.vrnn", "autoregressive.stcn")
@pytest.mark.parametrize(
    "build",
    [lambda: VRNN(6, features=2, latent=3, hidden=5), lambda: STCN(6, features=2, latent=3, channels=5, layers=2)],
    ids=["VRNN", "STCN"],
)
def test_terms_see_the_past_and_the_present(build: object, generator: Generator) -> None:
    assert callable(build)
    model = randomised(build(), generator)
    x = randn(generator, 1, 6, 2)
    seed = generator.initial_seed()

    def terms(x: Tensor) -> Tensor:
        return model.elbo_steps(x, torch.Generator().manual_seed(seed))[0]

    torch.testing.assert_close(model.elbo(x, torch.Generator().manual_seed(seed)), terms(x).sum().reshape(1))
    for t in range(6):
        other = x.clone()
        other[0, t] += 1
        changed = terms(other) != terms(x)
        assert not changed[:t].any()
        assert changed[t]
        assert changed[t + 1 :].any() == (t < 5)


@pytest.mark.parametrize("name", ["VRNN", "STCN"])
def test_the_bound_stays_below_a_likelihood_found_by_integration(
    name: str, generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the networks as they are and one latent variable: log p(x) of one step by quadrature over z."""
    if name == "VRNN":
        model = randomised(VRNN(1, features=2, latent=1, hidden=4), generator)
    else:
        model = randomised(STCN(1, features=2, latent=1, channels=4, layers=1), generator)
    z = torch.linspace(-40, 40, 80_001, dtype=torch.float64).unsqueeze(1)
    start = torch.zeros(1, 4, dtype=torch.float64)
    empty = torch.zeros(1, 0, dtype=torch.float64)
    prior = model.prior(start) if name == "VRNN" else model.priors[0](start, empty)
    given = (z, start.expand(len(z), 4)) if name == "VRNN" else (z,)
    mean, log_scale = model.decoder(*given)
    prior_law = torch.distributions.Normal(prior[0], prior[1].exp())
    for x in randn(generator, 3, 1, 2):
        fit = torch.distributions.Normal(mean, log_scale.exp()).log_prob(x).sum(1)
        joint = fit + prior_law.log_prob(z)[:, 0]
        exact = joint.logsumexp(0) + math.log(80 / 80_000)
        noise = torch.linspace(-9, 9, 4001, dtype=torch.float64)
        weights = torch.softmax(-(noise**2) / 2, 0)
        with monkeypatch.context() as patched:
            patched.setattr(torch, "randn", lambda *shape, noise=noise, **_: noise.reshape(shape))
            bound = weights @ model.elbo(x.expand(4001, 1, 2))
        assert bound < exact
        assert bound > -torch.inf


def test_the_divergence_is_torchs(generator: Generator) -> None:
    q, p = ((randn(generator, 4, 3), randn(generator, 4, 3)) for _ in range(2))
    theirs = kl_divergence(*(torch.distributions.Normal(mean, log_scale.exp()) for mean, log_scale in (q, p)))
    torch.testing.assert_close(normal_divergence(q, p), theirs.sum(1))
    assert (normal_divergence(q, q) == 0).all()


@pytest.mark.parametrize("size", [1.0, 1e3])
def test_precisions_add_up_and_weigh_the_means(size: float, generator: Generator) -> None:
    p, q = ((randn(generator, 5), randn(generator, 5) * size) for _ in range(2))
    mean, log_scale = combined(p, q)
    assert torch.isfinite(mean).all() and torch.isfinite(log_scale).all()
    if size == 1.0:
        weights = [(-2 * each[1]).exp() for each in (p, q)]
        torch.testing.assert_close((-2 * log_scale).exp(), sum(weights))
        torch.testing.assert_close(mean, (weights[0] * p[0] + weights[1] * q[0]) / sum(weights))


@pytest.mark.parametrize("size", [1.0, 1e6])
def test_a_network_never_gives_a_scale_that_overflows(size: float, generator: Generator) -> None:
    mean, log_scale = randomised(NormalNetwork(3, 4, 2), generator)(size * randn(generator, 100, 3))
    assert mean.shape == log_scale.shape == (100, 2)
    assert log_scale.abs().max() <= 10
