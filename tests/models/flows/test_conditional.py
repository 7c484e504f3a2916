"""Flows given something: attributes, an image in low resolution, another flow's vector."""

from __future__ import annotations

import pytest
import torch
from densities.quadrature import around, integral
from densities.weights import randomised
from torch import Generator, Tensor

from probatum.models import AffineCoupling, CFlow, ConditionalFlow, SuperResolutionFlow
from probatum.models.flows.c_flow import SideBySide


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


@pytest.mark.shows("flow.conditional")
def test_attributes_decide_and_others_can_take_their_place(generator: Generator) -> None:
    flow = randomised(ConditionalFlow(4, attributes=3, layers=4, hidden=8), generator)
    x, a, b = randn(generator, 6, 4), randn(generator, 6, 3), randn(generator, 6, 3)
    assert (flow.log_prob(x, a) != flow.log_prob(x, b)).all()
    z, _ = flow(x, a)
    changed, _ = flow.inverse(z, b)
    assert ((changed - x).abs() > 1e-6).any(1).all()
    torch.testing.assert_close(flow(changed, b)[0], z)  # what is not the attributes is kept
    torch.testing.assert_close(flow.inverse(z, a)[0], x)


@pytest.mark.shows("flow.conditional")
def test_attributes_alone_decide_the_last_map(generator: Generator) -> None:
    """Affine: with all couplings as they start, the identity, x is normal with the mean and scale that it gives."""
    flow = ConditionalFlow(4, attributes=3, layers=4, hidden=8).double()
    randomised(flow.layers[-1], generator)
    x, y, a = randn(generator, 6, 4), randn(generator, 6, 4), randn(generator, 6, 3)
    (at_x, log_det), (at_y, other_log_det), (between, _) = flow(x, a), flow(y, a), flow((x + y) / 2, a)
    torch.testing.assert_close(between, (at_x + at_y) / 2)
    torch.testing.assert_close(log_det, other_log_det)
    assert (log_det != 0).all()


@pytest.mark.shows("flow.super_resolution")
def test_the_injector_is_there(generator: Generator) -> None:
    """With all couplings that see x as they start, the low resolution still decides, by an affine map."""
    flow = randomised(SuperResolutionFlow((1, 4, 4), levels=2, steps=1, hidden=8), generator, gain=0.8)
    for layer in flow.modules():
        if isinstance(layer, AffineCoupling) and layer.kept:
            for parameter in layer.network.network[-1].parameters():
                torch.nn.init.zeros_(parameter)
    x, y, low = randn(generator, 1, 1, 4, 4), randn(generator, 1, 1, 4, 4), randn(generator, 1, 1, 2, 2)
    (at_x, log_det), (at_y, other_log_det), (between, _) = flow(x, low), flow(y, low), flow((x + y) / 2, low)
    torch.testing.assert_close(between, (at_x + at_y) / 2)
    torch.testing.assert_close(log_det, other_log_det)
    assert ((flow(x, low + 1)[0] - at_x).abs() > 1e-6).all()


@pytest.mark.shows("flow.super_resolution")
def test_the_density_of_high_resolution_integrates_to_one_given_the_low(generator: Generator) -> None:
    """Over all four pixels of images of 2 x 2 given one of 1 x 1."""
    flow = randomised(SuperResolutionFlow((1, 2, 2), levels=1, steps=1, hidden=4), generator, gain=0.4)
    for low in randn(generator, 1, 1, 1, 1, 1):

        def density(x: Tensor, low: Tensor = low) -> Tensor:
            return flow.log_prob(x.reshape(-1, 1, 2, 2), low.expand(len(x), 1, 1, 1)).exp()

        samples = flow.sample(4000, generator, low.expand(4000, 1, 1, 1))
        middle, spread = samples.flatten(1).mean(0), samples.flatten(1).std(0)
        found = integral(density, middle - 7 * spread, middle + 7 * spread, points=33)
        torch.testing.assert_close(found, torch.ones((), dtype=torch.float64), rtol=0, atol=1e-6)


def test_the_encoder_keeps_the_places(generator: Generator) -> None:
    """A map of each place, which the steps take as it is or resize: a wider one would be moved."""
    flow = randomised(SuperResolutionFlow((3, 8, 8), levels=1, steps=1, hidden=5), generator)
    low = randn(generator, 2, 3, 4, 6)
    assert flow.encoder(low).shape == (2, 5, 4, 6)


@pytest.mark.shows("flow.super_resolution")
def test_the_low_resolution_decides_everywhere(generator: Generator) -> None:
    flow = randomised(SuperResolutionFlow((1, 4, 4), levels=2, steps=2, hidden=8), generator, gain=0.8)
    low, z = randn(generator, 1, 1, 2, 2), randn(generator, 1, 1, 4, 4)
    jacobian = torch.autograd.functional.jacobian(lambda given: flow.inverse(z, given)[0], low)
    assert (jacobian.reshape(16, 4) != 0).all()
    with pytest.raises(ValueError, match="low resolution"):
        flow.log_prob(z)


@pytest.fixture
def c_flow(generator: Generator) -> CFlow:
    return randomised(CFlow(2, 2, layers=4, hidden=8), generator, gain=0.6)


@pytest.mark.shows("flow.c_flow")
def test_the_first_flow_has_a_density_of_its_own(c_flow: CFlow, generator: Generator) -> None:
    a = c_flow.sample(4000, generator)[:, :2]
    found = integral(lambda x: c_flow.marginal_log_prob(x).exp(), *around(a), points=401)
    torch.testing.assert_close(found, torch.ones((), dtype=torch.float64), rtol=0, atol=1e-7)


@pytest.mark.shows("flow.c_flow")
def test_given_it_the_second_has_too(c_flow: CFlow, generator: Generator) -> None:
    for a in randn(generator, 2, 1, 2):
        b = c_flow.conditional_sample(a.expand(4000, 2), generator)
        found = integral(
            lambda x, a=a: c_flow.conditional_log_prob(x, a.expand(len(x), 2)).exp(), *around(b), points=401
        )
        torch.testing.assert_close(found, torch.ones((), dtype=torch.float64), rtol=0, atol=1e-7)


@pytest.mark.shows("flow.c_flow")
def test_the_marginal_is_that_of_the_joint(c_flow: CFlow, generator: Generator) -> None:
    """p(a) is the integral of p(a, b) over b, the joint density being that of the whole flow."""
    for a in randn(generator, 2, 1, 2):
        b = c_flow.conditional_sample(a.expand(4000, 2), generator)
        found = integral(
            lambda x, a=a: c_flow.log_prob(torch.cat([a.expand(len(x), 2), x], 1)).exp(), *around(b), points=401
        )
        torch.testing.assert_close(found, c_flow.marginal_log_prob(a)[0].exp(), rtol=1e-6, atol=1e-9)


@pytest.mark.shows("flow.c_flow")
def test_conditional_samples_are_base_noise_sent_back_beside_what_is_given(c_flow: CFlow, generator: Generator) -> None:
    a, seed = randn(generator, 50, 2), generator.initial_seed()
    b = c_flow.conditional_sample(a, torch.Generator().manual_seed(seed))
    noise = torch.randn(50, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    z, _ = c_flow(torch.cat([a, b], 1))
    torch.testing.assert_close(z[:, 2:], noise)


@pytest.mark.shows("flow.c_flow")
def test_the_second_flow_sees_what_the_first_one_is_at_the_same_depth(generator: Generator) -> None:
    flow = randomised(CFlow(2, 3, layers=3, hidden=8), generator)
    seen: list[Tensor] = []
    for layer in flow.layers:
        assert isinstance(layer, SideBySide)
        layer.g.network.register_forward_hook(lambda module, inputs, output: seen.append(inputs[1]))
    a = randn(generator, 4, 2)
    flow(torch.cat([a, randn(generator, 4, 3)], 1))
    for layer, given in zip(flow.layers, seen, strict=True):
        torch.testing.assert_close(given, a)
        a, _ = layer.f(a)
