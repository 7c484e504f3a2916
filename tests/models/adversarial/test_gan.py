"""Neural GANs: who learns from which loss, in which order; and what becomes of the modes of a ring."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn

from probatum.models import (
    GAN,
    MLP,
    PatchDiscriminator,
    Pix2Pix,
    Tanh,
    UNet,
    WassersteinGAN,
    alternate,
    covered_modes,
    discriminator_loss,
    non_saturating_loss,
    ring_centres,
    ring_sample,
    saturating_loss,
)


def nets() -> tuple[nn.Module, nn.Module]:
    return MLP([3, 8, 2], Tanh), MLP([2, 8, 1], Tanh)


MODELS: dict[str, Callable[[], Any]] = {
    "saturating": lambda: GAN(*nets(), latent=3, saturating=True),
    "non-saturating": lambda: GAN(*nets(), latent=3),
    "wasserstein, clipped": lambda: WassersteinGAN(*nets(), latent=3, clip=0.3),
    "wasserstein, with penalty": lambda: WassersteinGAN(*nets(), latent=3, penalty=2.0),
    "pix2pix": lambda: Pix2Pix(UNet(1, 1, [4, 6]), PatchDiscriminator(2, [4, 6]), weight=3.0),
}
each = pytest.mark.parametrize("name", MODELS)


def drawn(name: str, generator: Generator) -> tuple[Any, list[tuple[Tensor, ...]]]:
    """A model with random weights, and three batches."""
    model = MODELS[name]().double()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.5, generator=generator)
    shapes = [(7, 1, 8, 8)] * 2 if name == "pix2pix" else [(7, 2)]
    return model, [
        tuple(torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes) for _ in range(3)
    ]


def gradients(loss: Tensor, module: nn.Module) -> list[Tensor | None]:
    return list(torch.autograd.grad(loss, [*module.parameters()], retain_graph=True, allow_unused=True))


@pytest.mark.shows("gan.training")
@each
def test_the_discriminators_loss_moves_the_discriminator_alone(generator: Generator, name: str) -> None:
    model, [batch, *_] = drawn(name, generator)
    loss = model.discriminator_loss(*batch, generator=generator)
    assert all(gradient is None for gradient in gradients(loss, model.generator))
    assert sum(gradient.abs().sum() for gradient in gradients(loss, model.discriminator) if gradient is not None) > 0


@pytest.mark.shows("gan.training")
@each
def test_the_generators_loss_reaches_all_of_the_generator(generator: Generator, name: str) -> None:
    model, [batch, *_] = drawn(name, generator)
    loss = model.generator_loss(*batch, generator=generator)
    assert all(gradient is not None and gradient.abs().sum() > 1e-6 for gradient in gradients(loss, model.generator))


@pytest.mark.shows("gan.training")
@each
def test_a_round_is_a_step_of_the_discriminator_on_each_batch_and_one_of_the_generator(
    generator: Generator, name: str
) -> None:
    model, batches = drawn(name, generator)
    model.train()
    by_hand = deepcopy(model)
    state = generator.get_state()
    rates = {"discriminator": 0.1, "generator": 0.2}
    optimisers = [torch.optim.SGD(getattr(model, part).parameters(), lr=rate) for part, rate in rates.items()]
    for _ in range(2):
        said = alternate(model, optimisers, batches, generator)

    generator.set_state(state)
    for _ in range(2):
        for batch in batches:
            loss = by_hand.discriminator_loss(*batch, generator=generator)
            _descend(by_hand.discriminator, loss, 0.1)
            if name == "wasserstein, clipped":
                with torch.no_grad():
                    for parameter in by_hand.discriminator.parameters():
                        parameter.copy_(parameter.clip(-0.3, 0.3))
        last = by_hand.generator_loss(*batches[-1], generator=generator)
        _descend(by_hand.generator, last, 0.2)
    assert said == pytest.approx((loss.item(), last.item()), rel=1e-12)
    for ours, theirs in zip(model.parameters(), by_hand.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-14)


def _descend(module: nn.Module, loss: Tensor, rate: float) -> None:
    found = gradients(loss, module)
    with torch.no_grad():
        for parameter, gradient in zip(module.parameters(), found, strict=True):
            parameter -= rate * (torch.zeros_like(parameter) if gradient is None else gradient)


@pytest.mark.shows("gan.value_function", "gan.non_saturating")
@pytest.mark.parametrize("saturating", [True, False])
def test_the_losses_are_those_of_the_game(generator: Generator, saturating: bool) -> None:
    model, [(x,), *_] = drawn("saturating" if saturating else "non-saturating", generator)
    state = generator.get_state()
    found = model.discriminator_loss(x, generator), model.generator_loss(x, generator)
    generator.set_state(state)
    first, second = model.sample(7, generator), model.sample(7, generator)
    expected = discriminator_loss(model.discriminator(x), model.discriminator(first))
    torch.testing.assert_close(found[0], expected)
    loss = saturating_loss if saturating else non_saturating_loss
    torch.testing.assert_close(found[1], loss(model.discriminator(second)))


@pytest.mark.shows("gan.value_function")
def test_a_mean_over_noise_is_one_over_the_generators_law(generator: Generator) -> None:
    """Of an affine generator, whose law is normal; fails by chance with 1e-6."""
    gan = GAN(nn.Linear(2, 2), nn.Identity(), latent=2).double()
    weight, bias = (parameter.detach() for parameter in gan.generator.parameters())
    away = gan.sample(100_000, generator) - bias
    assert_mean(away, 0.0)
    assert_mean(away[:, :, None] * away[:, None, :], weight @ weight.T)


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(generator: Generator, name: str, dtype: torch.dtype) -> None:
    model, [batch, *_] = drawn(name, generator)
    model, batch = model.to(dtype), [each.to(dtype) for each in batch]
    for loss in (model.discriminator_loss(*batch), model.generator_loss(*batch)):
        assert (loss.dtype, loss.shape) == (dtype, ())


# ------------------------------------------------------------------ the modes of a ring


def test_the_ring_has_even_modes_on_a_circle(generator: Generator) -> None:
    """Fails by chance with 1e-6 each."""
    centres = ring_centres(6, radius=3.0)
    torch.testing.assert_close(centres.norm(dim=1), torch.full((6,), 3.0))
    torch.testing.assert_close((centres - centres.roll(1, 0)).norm(dim=1), torch.full((6,), 3.0))  # a hexagon
    samples = ring_sample(centres, 100_000, sigma=0.1, generator=generator)
    nearest = torch.cdist(samples, centres).argmin(1)
    assert_mean(nn.functional.one_hot(nearest, 6).double(), 1 / 6)
    away = samples - centres[nearest]
    assert_mean(away, 0.0)
    assert_mean(away[:, :, None] * away[:, None, :], 0.01 * torch.eye(2))


def test_modes_are_covered_by_samples_near_them(generator: Generator) -> None:
    centres = ring_centres(8)
    for k in range(9):
        chosen = centres[torch.randperm(8, generator=generator)[:k]]
        samples = ring_sample(chosen, 800, generator=generator) if k else torch.zeros(800, 2)
        assert covered_modes(samples, centres, within=0.3) == k
    few = torch.cat([centres[:1].expand(981, 2), centres[1:2].expand(19, 2)])  # an even part would be 125
    assert covered_modes(few, centres, within=0.3) == 1
    assert covered_modes(few, centres, within=0.3, share=0.152) == 2  # exactly that share
    assert covered_modes(1.2 * centres, centres, within=0.39) == 0
    assert covered_modes(1.2 * centres, centres, within=0.41) == 8


def modes_after(model: GAN, steps: int, generator: Generator) -> int:
    """Of the eight of a ring, how many a model covers after some rounds of training."""
    centres = ring_centres(8)
    optimisers = [
        torch.optim.Adam(part.parameters(), lr=2e-3, betas=(0.5, 0.999))
        for part in (model.discriminator, model.generator)
    ]
    for _ in range(steps):
        alternate(model, optimisers, [(ring_sample(centres, 128, 0.02, generator),)], generator)
    return covered_modes(model.sample(2000, generator).detach(), centres, within=0.2)


@pytest.mark.shows("gan.mode_collapse")
def test_a_gan_collapses_to_few_modes_where_a_wasserstein_gan_covers_most(generator: Generator) -> None:
    """The same networks, first weights and data."""
    nets = MLP([16, 64, 64, 64, 2]), MLP([2, 64, 64, 64, 1])
    assert modes_after(GAN(*deepcopy(nets), latent=16), 800, generator) <= 3
    assert modes_after(WassersteinGAN(*nets, latent=16, penalty=1.0), 2000, generator) >= 6
