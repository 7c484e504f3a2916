"""DCGAN: the rules of its architecture, read off the module tree, and what a transposed convolution is."""

from __future__ import annotations

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, nn

from probatum.models import BatchNorm, DCDiscriminator, DCGenerator, LeakyReLU, ReLU, Tanh, down, up

DEPTHS = [[6], [8, 5], [9, 7, 4]]
each = pytest.mark.parametrize("widths", DEPTHS, ids=str)


def layers_of(model: nn.Module) -> list[nn.Module]:
    """In the order in which they are applied."""
    return [*model.layers]


@pytest.mark.shows("gan.dcgan")
@each
def test_the_rules_of_the_generator(widths: list[int]) -> None:
    """Transposed convolutions, batch normalisation and ReLU; tanh at the end, and nothing else."""
    layers = layers_of(DCGenerator(10, widths, 3))
    *hidden, last, end = layers
    assert [type(layer) for layer in hidden] == [nn.ConvTranspose2d, BatchNorm, ReLU] * len(widths)
    assert isinstance(last, nn.ConvTranspose2d)
    assert isinstance(end, Tanh)
    first, *doubling = [layer for layer in layers if isinstance(layer, nn.ConvTranspose2d)]
    assert (first.kernel_size, first.stride, first.padding) == ((4, 4), (1, 1), (0, 0))  # from 1 x 1 to 4 x 4
    assert all((layer.kernel_size, layer.stride, layer.padding) == ((4, 4), (2, 2), (1, 1)) for layer in doubling)


@pytest.mark.shows("gan.dcgan")
@each
def test_the_rules_of_the_discriminator(widths: list[int]) -> None:
    """Strided convolutions in the place of pooling, batch normalisation but at the ends, LeakyReLU throughout."""
    layers = layers_of(DCDiscriminator(3, widths))
    expected = [nn.Conv2d, LeakyReLU] + [nn.Conv2d, BatchNorm, LeakyReLU] * (len(widths) - 1) + [nn.Conv2d]
    assert [type(layer) for layer in layers] == expected
    assert all(layer.alpha == 0.2 for layer in layers if isinstance(layer, LeakyReLU))
    *halving, last = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    assert all((layer.kernel_size, layer.stride, layer.padding) == ((4, 4), (2, 2), (1, 1)) for layer in halving)
    assert (last.kernel_size, last.stride, last.padding) == ((4, 4), (1, 1), (0, 0))  # from 4 x 4 to 1 x 1
    assert last.out_channels == 1


@pytest.mark.shows("gan.dcgan")
@each
def test_there_is_no_pooling_and_no_fully_connected_layer(widths: list[int]) -> None:
    for model in (DCGenerator(10, widths, 3), DCDiscriminator(3, widths)):
        assert not [m for m in model.modules() if isinstance(m, nn.Linear) or "Pool" in type(m).__name__]


@pytest.mark.shows("gan.dcgan")
@each
def test_each_layer_doubles_or_halves_the_image(generator: Generator, widths: list[int]) -> None:
    size = 4 * 2 ** len(widths)
    images = torch.randn(3, 10, generator=generator)[:, :, None, None]
    sides = []
    for layer in layers_of(DCGenerator(10, widths, 3)):
        images = layer(images)
        if isinstance(layer, nn.ConvTranspose2d):
            sides.append((images.shape[1], images.shape[2], images.shape[3]))
    assert sides == [*((width, 4 * 2**k, 4 * 2**k) for k, width in enumerate(widths)), (3, size, size)]
    assert DCDiscriminator(3, widths[::-1])(images).shape == (3,)


@pytest.mark.shows("gan.dcgan")
def test_images_have_values_between_minus_1_and_1(generator: Generator) -> None:
    model = DCGenerator(5, [6, 4], 2).double()
    for parameter in model.parameters():
        nn.init.normal_(parameter, generator=generator)
    images = model(torch.randn(20, 5, generator=generator, dtype=torch.float64))
    assert images.abs().max() <= 1
    assert images.min() < -0.9
    assert images.max() > 0.9


def test_first_weights_are_those_of_the_paper() -> None:
    """Fails by chance with 1e-6 each."""
    for model in (DCGenerator(20, [80, 30], 3), DCDiscriminator(3, [30, 80])):
        for module in model.modules():
            if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
                assert_mean(module.weight.flatten(), 0.0)
                assert_mean(module.weight.flatten() ** 2, 0.02**2)
            elif isinstance(module, BatchNorm):
                assert 0.9 < module.gamma.min() < module.gamma.max() < 1.1
                assert (module.gamma != 1).all()


@pytest.mark.shows("gan.dcgan")
def test_a_layer_before_batch_normalisation_has_no_bias() -> None:
    """There it would be redundant."""
    for model in (DCGenerator(10, [8, 5], 3), DCDiscriminator(3, [5, 8])):
        layers = layers_of(model)
        for layer, after in zip(layers, [*layers[1:], None], strict=True):
            if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
                assert (layer.bias is None) == isinstance(after, BatchNorm)


@pytest.mark.shows("gan.dcgan")
def test_a_transposed_convolution_is_the_adjoint_of_the_convolution(generator: Generator) -> None:
    """<conv x, y> = <x, conv^T y> for the same weights and all x and y."""
    convolution, transposed = down(3, 5, bias=False).double(), up(5, 3, bias=False).double()
    nn.init.normal_(convolution.weight, generator=generator)
    with torch.no_grad():
        transposed.weight.copy_(convolution.weight)
    x = torch.randn(2, 3, 8, 12, generator=generator, dtype=torch.float64)
    y = torch.randn(2, 5, 4, 6, generator=generator, dtype=torch.float64)
    torch.testing.assert_close((convolution(x) * y).sum(), (x * transposed(y)).sum(), rtol=1e-10, atol=1e-10)


@pytest.mark.shows("gan.dcgan")
def test_as_a_matrix_the_transposed_convolution_is_the_transpose(generator: Generator) -> None:
    convolution, transposed = down(1, 2, bias=False).double(), up(2, 1, bias=False).double()
    nn.init.normal_(convolution.weight, generator=generator)
    with torch.no_grad():
        transposed.weight.copy_(convolution.weight)
    there = convolution(torch.eye(36, dtype=torch.float64).view(36, 1, 6, 6)).flatten(1).T
    back = transposed(torch.eye(18, dtype=torch.float64).view(18, 2, 3, 3)).flatten(1).T
    assert there.shape == (18, 36)
    torch.testing.assert_close(back, there.T, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(dtype: torch.dtype) -> None:
    images = DCGenerator(4, [3], 1).to(dtype)(torch.randn(2, 4, dtype=dtype))
    assert images.dtype is DCDiscriminator(1, [3]).to(dtype)(images).dtype is dtype
