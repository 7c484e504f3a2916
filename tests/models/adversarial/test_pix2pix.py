"""Pix2Pix: what a U-Net passes on, what a patch discriminator sees, and the two terms of the loss."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn

from probatum import identities as ids
from probatum.models import (
    BatchNorm,
    PatchDiscriminator,
    Pix2Pix,
    UNet,
    discriminator_loss,
    gan_value,
    non_saturating_loss,
)


def randomised(model: nn.Module, generator: Generator) -> nn.Module:
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.5, generator=generator)
    return model.double()


def images(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


# ------------------------------------------------------------------ the generator


@pytest.mark.shows("gan.pix2pix")
@pytest.mark.parametrize("widths", [[4], [4, 6], [4, 6, 8]], ids=str)
def test_a_u_net_keeps_the_size(generator: Generator, widths: list[int]) -> None:
    made = randomised(UNet(2, 3, widths), generator)(images(generator, 5, 2, 8, 8), generator)
    assert made.shape == (5, 3, 8, 8)
    assert made.abs().max() <= 1


def layers_by_hand(model: UNet, x: Tensor) -> Tensor:
    """Of two steps down and up, with dropout that keeps everything."""
    leaky, relu = (lambda h: nn.functional.leaky_relu(h, 0.2)), torch.relu

    def norm(module: BatchNorm, h: Tensor) -> Tensor:
        mean, var = h.mean((0, 2, 3), keepdim=True), h.var((0, 2, 3), correction=0, keepdim=True)
        return (h - mean) / (var + 1e-5).sqrt() * module.gamma[:, None, None] + module.beta[:, None, None]

    one = leaky(model.downs[0](x))
    two = leaky(norm(model.down_norms[0], model.downs[1](one)))
    back = norm(model.up_norms[0], model.ups[0](two))
    return torch.tanh(model.last(relu(torch.cat([back, one], 1))))


@pytest.mark.shows("gan.pix2pix")
def test_it_computes_its_formula_with_the_skips(generator: Generator) -> None:
    model = randomised(UNet(1, 2, [4, 6], keep=1.0), generator)
    x = images(generator, 3, 1, 8, 8)
    torch.testing.assert_close(model(x), layers_by_hand(model, x), rtol=1e-9, atol=1e-9)


@pytest.mark.shows("gan.pix2pix")
def test_what_is_seen_on_the_way_down_goes_around_the_narrow_middle(generator: Generator) -> None:
    """With the middle cut off, the output still depends on the input: by the skips."""
    model = randomised(UNet(1, 1, [4, 6, 8], keep=1.0), generator)
    nn.init.zeros_(model.ups[0].weight)
    x = images(generator, 2, 1, 8, 8).requires_grad_()
    (gradient,) = torch.autograd.grad(model(x).sum(), x)
    assert gradient.abs().min() > 0


@pytest.mark.shows("gan.pix2pix")
def test_its_noise_is_dropout_in_training_and_after(generator: Generator) -> None:
    model = randomised(UNet(1, 1, [4, 6]), generator)
    x = images(generator, 3, 1, 8, 8)
    for mode in (model.train(), model.eval()):
        assert (mode(x, generator) - mode(x, generator)).abs().max() > 1e-3
        state = generator.get_state()
        first = mode(x, generator)
        assert torch.equal(first, mode(x, generator.set_state(state)))


def test_dropout_keeps_as_much_as_it_should(generator: Generator) -> None:
    """Read off the images that reach the last layer; fails by chance with 1e-6."""
    seen = []
    model = randomised(UNet(1, 1, [4, 6], keep=0.3), generator)
    model.last.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    with torch.no_grad():
        model.up_norms[0].gamma.zero_()
        model.up_norms[0].beta.fill_(2.0)  # so that what is kept is positive
        model(images(generator, 500, 1, 8, 8), generator)
    dropped = seen[0][:, :4]
    assert ((dropped == 0) | ((dropped - 2).abs() < 1e-9)).all()
    assert_mean((dropped > 0).double().flatten(), 0.3)


# ------------------------------------------------------------------ the discriminator


@pytest.mark.shows("gan.pix2pix")
@pytest.mark.parametrize(
    ("widths", "side"), [([4, 6], 16), ([4, 6, 8], 34), ([4, 4, 6, 8], 70)], ids=["16", "34", "70"]
)
def test_a_logit_sees_a_patch_of_the_receptive_field(generator: Generator, widths: list[int], side: int) -> None:
    """By its gradient: not zero on a square of that side, and zero everywhere else."""
    model = randomised(PatchDiscriminator(2, widths), generator).eval()  # in training the batch is seen as a whole
    assert model.receptive_field == side
    size = 2 * side + 2 ** len(widths)
    x, y = (images(generator, 1, 1, size, size).requires_grad_() for _ in range(2))
    logits = model(x, y)
    middle = logits.shape[-1] // 2
    for gradient in torch.autograd.grad(logits[0, 0, middle, middle], (x, y)):
        places = gradient[0, 0].nonzero()
        assert ((places.max(0).values - places.min(0).values) == side - 1).all()
        assert len(places) == side**2


def test_it_looks_at_both_images(generator: Generator) -> None:
    model = randomised(PatchDiscriminator(3, [4, 6]), generator)
    x, y = images(generator, 2, 1, 16, 16), images(generator, 2, 2, 16, 16)
    logits = model(x, y)
    assert logits.shape == (2, 1, 6, 6)
    assert (model(x + 1, y) - logits).abs().max() > 1e-3
    assert (model(x, y.flip(1)) - logits).abs().max() > 1e-3


def test_its_layers_are_those_of_the_paper() -> None:
    model = PatchDiscriminator(6, [64, 128, 256, 512])
    assert model.receptive_field == 70
    assert [layer.stride[0] for layer in model.convolutions] == [2, 2, 2, 1, 1]
    assert [layer.out_channels for layer in model.convolutions] == [64, 128, 256, 512, 1]
    assert [len(norm.gamma) for norm in model.norms] == [128, 256, 512]
    assert model.leaky.alpha == 0.2


def test_a_layer_before_batch_normalisation_has_no_bias() -> None:
    """There it would be redundant."""
    net, discriminator = UNet(2, 1, [4, 6, 8]), PatchDiscriminator(3, [4, 6, 8])
    assert [layer.bias is None for layer in net.downs] == [False, True, True]
    assert [layer.bias is None for layer in [*net.ups, net.last]] == [True, True, False]
    assert [layer.bias is None for layer in discriminator.convolutions] == [False, True, True, False]


# ------------------------------------------------------------------ the losses


@pytest.fixture
def model(generator: Generator) -> Pix2Pix:
    return randomised(Pix2Pix(UNet(1, 1, [4, 6]), PatchDiscriminator(2, [4, 6]), weight=7.0), generator)


@pytest.mark.shows("gan.pix2pix")
def test_the_discriminator_plays_the_conditional_game(model: Pix2Pix, generator: Generator) -> None:
    """E[log D(x, y)] + E[log(1 - D(x, G(x, z)))], of which it minimises minus one half."""
    x, y = (images(generator, 3, 1, 8, 8) for _ in range(2))
    state = generator.get_state()
    found = model.discriminator_loss(x, y, generator)
    made = model.generator(x, generator.set_state(state))
    real, fake = model.discriminator(x, y), model.discriminator(x, made)
    torch.testing.assert_close(found, discriminator_loss(real, fake))
    expected = torch.log(real.sigmoid()).mean() + torch.log(1 - fake.sigmoid()).mean()
    torch.testing.assert_close(-2 * found, expected, rtol=1e-8, atol=1e-8)
    torch.testing.assert_close(-2 * found, gan_value(real, fake))


@pytest.mark.shows("gan.pix2pix", "gan.pix2pix_l1")
def test_the_generator_has_an_adversarial_and_an_l1_term(model: Pix2Pix, generator: Generator) -> None:
    x, y = (images(generator, 3, 1, 8, 8) for _ in range(2))
    state = generator.get_state()
    found = model.generator_loss(x, y, generator)
    made = model.generator(x, generator.set_state(state))
    adversarial = non_saturating_loss(model.discriminator(x, made))
    l1 = ids.l1_loss.torch(y.flatten(1), made.flatten(1)).mean() / 64
    torch.testing.assert_close(found, adversarial + 7.0 * l1, rtol=1e-10, atol=1e-10)
