"""Coupling layers, and flows of them."""

from __future__ import annotations

import pytest
import torch
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.identities import affine_coupling_log_det, log_prob_of_scaled_normal
from probatum.models import NICE, ActNorm, AdditiveCoupling, AffineCoupling, Flow, Glow, MultiScale, RealNVP
from probatum.models.bounded import bounded
from probatum.models.flows import Composition, ImageConditioner, Scaling, VectorConditioner
from probatum.models.flows.coupling import STEEPEST, halves


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


class Recorder(nn.Module):
    """A network that keeps what it is shown, and says zero."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.outputs = outputs
        self.seen: list[Tensor] = []

    def forward(self, *shown: Tensor) -> Tensor:
        self.seen.append(torch.cat(shown, 1))
        return shown[0].new_zeros(len(shown[0]), self.outputs)


@pytest.mark.shows("flow.coupling")
@pytest.mark.parametrize("swap", [False, True])
def test_the_network_sees_what_is_kept_and_nothing_else(swap: bool, generator: Generator) -> None:
    """Both ways the same: beta(x^B), not beta(x^A) as printed, or the inverse could not know it."""
    x, given = randn(generator, 4, 5), randn(generator, 4, 3)
    for layer in (AdditiveCoupling(2, Recorder(3), swap), AffineCoupling(2, Recorder(6), swap)):
        kept = x[:, 3:] if swap else x[:, :2]
        z, _ = layer(x)
        layer.inverse(z)
        layer(x, given)
        assert torch.equal(layer.network.seen[0], kept)
        assert torch.equal(layer.network.seen[1], kept)
        assert torch.equal(layer.network.seen[2], torch.cat([kept, given], 1))
        assert torch.equal(z[:, 3:] if swap else z[:, :2], kept)


@pytest.mark.shows("flow.coupling")
def test_the_rest_is_scaled_and_shifted(generator: Generator) -> None:
    network = randomised(VectorConditioner(2, 6, 8), generator)
    layer, x = AffineCoupling(2, network), randn(generator, 4, 5)
    s, t = network(x[:, :2])[:, :3], network(x[:, :2])[:, 3:]
    s = STEEPEST * torch.tanh(s / STEEPEST)
    z, log_det = layer(x)
    torch.testing.assert_close(z[:, 2:], torch.exp(s) * x[:, 2:] + t)
    torch.testing.assert_close(log_det, affine_coupling_log_det.torch(s))


@pytest.mark.shows("flow.coupling")
def test_an_additive_coupling_keeps_volume(generator: Generator) -> None:
    network = randomised(VectorConditioner(2, 3, 8), generator)
    layer, x = AdditiveCoupling(2, network), randn(generator, 4, 5)
    z, log_det = layer(x)
    torch.testing.assert_close(z[:, 2:], x[:, 2:] + network(x[:, :2]))
    assert (log_det == 0).all()


@pytest.mark.parametrize("dimension", [2, 5, 8])
def test_two_layers_in_a_row_change_everything(dimension: int) -> None:
    changed = set()
    for layer in (0, 1):
        kept, other, swap = halves(dimension, layer)
        assert kept + other == dimension
        places = range(dimension)
        changed |= set(places[: dimension - kept] if swap else places[kept:])
    assert changed == set(range(dimension))
    assert halves(dimension, 2) == halves(dimension, 0)


@pytest.mark.parametrize("build", [lambda: NICE(5, 4, 8), lambda: RealNVP(5, 4, 8)], ids=["NICE", "RealNVP"])
def test_a_new_flow_is_the_identity(build: object, generator: Generator) -> None:
    assert callable(build)
    x = randn(generator, 4, 5)
    z, log_det = build().double()(x)
    torch.testing.assert_close(z, x)
    assert (log_det == 0).all()


@pytest.mark.shows("flow.coupling")
def test_scales_have_a_limit_and_small_ones_are_hardly_touched() -> None:
    """Far from the data: the weights are such that without a limit exp would overflow."""
    layer = AffineCoupling(1, nn.Linear(1, 2)).double()
    with torch.no_grad():
        layer.network.weight.fill_(1e5)
    z, log_det = layer(torch.full((1, 2), 1e3, dtype=torch.float64))
    assert torch.isfinite(z).all()
    assert log_det == STEEPEST
    small = torch.tensor([-0.1, 0.0, 0.1], dtype=torch.float64)
    torch.testing.assert_close(bounded(small, STEEPEST), small, rtol=1e-3, atol=0)
    assert bounded(torch.tensor(7.0), 2.0) <= 2


def test_log_determinants_of_layers_add_up_each_at_its_own_input(generator: Generator) -> None:
    parts = [randomised(AffineCoupling(*halves(4, k)[:1], VectorConditioner(2, 4, 8), bool(k % 2)), generator)
             for k in range(3)]  # fmt: skip
    whole, x = Composition(*parts), randn(generator, 5, 4)
    total, on = torch.zeros(5, dtype=torch.float64), x
    for part in parts:
        on, step = part(on)
        total = total + step
    z, log_det = whole(x)
    torch.testing.assert_close(z, on)
    torch.testing.assert_close(log_det, total)


def test_a_context_of_images_is_spread_over_the_pixels_of_its_place(generator: Generator) -> None:
    network = randomised(ImageConditioner(1, 2, 8, context=1), generator)
    kept, small = randn(generator, 2, 1, 4, 4), randn(generator, 2, 1, 2, 2)
    spread = small.repeat_interleave(2, 2).repeat_interleave(2, 3)
    torch.testing.assert_close(network(kept, small), network.network(torch.cat([kept, spread], 1)))


@pytest.mark.shows("flow.multiscale")
def test_what_a_level_splits_off_is_latent_from_there_on(generator: Generator) -> None:
    """Half of the numbers after the first level, a quarter after the second, the rest after the third."""
    levels = [randomised(ActNorm(channels), generator) for channels in (4, 8, 16)]
    flow, x = MultiScale(levels), randn(generator, 2, 1, 8, 8)
    before, _ = flow(x)
    for number, level in enumerate(levels):
        kept = level.shift.data.clone()
        level.shift.data += 1
        after, _ = flow(x)
        changed = (after != before).flatten(1).any(0)
        level.shift.data = kept
        start = 64 - 64 // 2**number
        assert changed.tolist() == [False] * start + [True] * (64 - start)


@pytest.mark.shows("flow.multiscale")
def test_log_determinants_of_levels_add_up(generator: Generator) -> None:
    """Each level's times the pixels that it has: 16 of 4 channels, 4 of 8, 1 of 16."""
    levels = [randomised(ActNorm(channels), generator) for channels in (4, 8, 16)]
    _, log_det = MultiScale(levels)(randn(generator, 2, 1, 8, 8))
    expected = sum(pixels * level.log_scale.sum() for pixels, level in zip((16, 4, 1), levels, strict=True))
    torch.testing.assert_close(log_det, expected.expand(2))


def test_glow_is_initialised_from_a_first_batch(generator: Generator) -> None:
    """After it, every activation normalisation gives that batch mean 0 and variance 1, in each channel."""
    flow = randomised(Glow((1, 8, 8), levels=2, steps=2, hidden=8), generator, gain=0.8)
    x = 3 + 2 * randn(generator, 50, 1, 8, 8)
    said = flow.initialise(x)
    given: list[Tensor] = []
    for layer in flow.modules():
        if isinstance(layer, ActNorm):
            layer.register_forward_hook(lambda module, inputs, outputs: given.append(outputs[0]))
    z, _ = flow(x)
    torch.testing.assert_close(said, z)
    assert len(given) == 4
    for maps in given:
        by_channel = maps.transpose(0, 1).flatten(1)
        torch.testing.assert_close(by_channel.mean(1), torch.zeros(len(by_channel), dtype=torch.float64))
        torch.testing.assert_close(by_channel.var(1, correction=0), torch.ones(len(by_channel), dtype=torch.float64))


def test_a_channel_that_never_changes_can_be_normalised() -> None:
    layer = ActNorm(2)
    z = layer.initialise(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))
    assert torch.isfinite(z).all()
    torch.testing.assert_close(z, torch.tensor([[-1.0, 0.0], [1.0, 0.0]]))


def test_one_scaling_gives_normal_laws(generator: Generator) -> None:
    """z = exp(s) (x + b): each x is normal with mean -b and scale exp(-s)."""
    layer, x = randomised(ActNorm(3), generator), randn(generator, 4, 3)
    expected = log_prob_of_scaled_normal.torch(x, -layer.shift, torch.exp(-layer.log_scale)).sum(1)
    torch.testing.assert_close(Flow((3,), layer).log_prob(x), expected)


def test_scaling_multiplies(generator: Generator) -> None:
    layer, x = randomised(Scaling(3), generator), randn(generator, 4, 3)
    z, log_det = layer(x)
    torch.testing.assert_close(z, x * layer.log_scale.exp())
    torch.testing.assert_close(log_det, layer.log_scale.sum().expand(4))


@pytest.mark.shows("flow.multiscale")
def test_three_scales_are_undone(generator: Generator) -> None:
    flow = MultiScale([randomised(ActNorm(channels), generator) for channels in (8, 16, 32)])
    x = randn(generator, 2, 2, 8, 8)
    z, log_det = flow(x)
    again, back = flow.inverse(z)
    torch.testing.assert_close(again, x)
    torch.testing.assert_close(back, -log_det)


def test_nice_ends_with_a_scale(generator: Generator) -> None:
    """All else keeps volume."""
    flow, x = randomised(NICE(5, 4, 8), generator), randn(generator, 3, 5)
    _, log_det = flow(x)
    torch.testing.assert_close(log_det, flow.layers[-1].log_scale.sum().expand(3))
    assert (log_det != 0).all()
