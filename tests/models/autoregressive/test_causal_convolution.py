"""Dilated causal convolutions: what they see, and the same step by step."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.identities import receptive_field
from probatum.models import STCN, TCN, CausalConv1d, WaveNet
from probatum.models.autoregressive.causal_convolution import StepByStep
from probatum.models.autoregressive.tcn import TemporalBlock
from probatum.models.autoregressive.wavenet import WaveNetLayer


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


@pytest.mark.shows("autoregressive.dilated_convolution")
@pytest.mark.parametrize("kernel", [2, 3, 4])
@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_layers_see_exponentially_many_steps(kernel: int, layers: int, generator: Generator) -> None:
    """The last output has a gradient at exactly the last 1 + (k - 1)(2^L - 1) inputs."""
    stack = randomised(nn.Sequential(*(CausalConv1d(2, 2, kernel, 2**layer) for layer in range(layers))), generator)
    expected = int(receptive_field.numpy(kernel, layers))
    assert expected == 1 + (kernel - 1) * (2**layers - 1)
    length = expected + 5
    x = randn(generator, 1, length, 2).requires_grad_()
    stack(x)[0, -1].sum().backward()
    seen = x.grad[0].abs().sum(1) > 0
    assert seen.tolist() == [False] * (length - expected) + [True] * expected


@pytest.mark.shows("autoregressive.dilated_convolution")
@pytest.mark.parametrize("layers", [2, 3, 5])
def test_without_dilation_they_see_linearly_many(layers: int, generator: Generator) -> None:
    stack = randomised(nn.Sequential(*(CausalConv1d(1, 1, 3, 1) for _ in range(layers))), generator)
    x = randn(generator, 1, 40, 1).requires_grad_()
    stack(x)[0, -1].sum().backward()
    assert int((x.grad != 0).sum()) == 1 + 2 * layers


@pytest.mark.shows("autoregressive.wavenet")
@pytest.mark.parametrize(("kernel", "dilation"), [(1, 1), (2, 1), (2, 4), (3, 2)])
def test_it_is_a_padded_convolution_as_long_out_as_in(kernel: int, dilation: int, generator: Generator) -> None:
    """torch's kernels have the farthest tap first."""
    causal = randomised(CausalConv1d(3, 4, kernel, dilation), generator)
    x = randn(generator, 2, 11, 3)
    weight = causal.taps.weight.unflatten(1, (kernel, 3)).permute(0, 2, 1).flip(2)
    padded = nn.functional.pad(x.mT, ((kernel - 1) * dilation, 0))
    expected = nn.functional.conv1d(padded, weight, causal.taps.bias, dilation=dilation).mT
    assert expected.shape == (2, 11, 4)
    torch.testing.assert_close(causal(x), expected)


@pytest.mark.shows("autoregressive.wavenet")
@pytest.mark.parametrize(("kernel", "dilation"), [(1, 1), (2, 1), (2, 4), (3, 2)])
def test_step_by_step_is_the_same(kernel: int, dilation: int, generator: Generator) -> None:
    causal = randomised(CausalConv1d(3, 4, kernel, dilation), generator)
    x, queue = randn(generator, 2, 20, 3), StepByStep(causal, 2)
    found = torch.stack([queue(step) for step in x.unbind(1)], 1)
    torch.testing.assert_close(found, causal(x), rtol=1e-12, atol=1e-12)
    assert len(queue.queue) == (kernel - 1) * dilation + 1


@pytest.mark.shows("autoregressive.wavenet")
def test_a_wavenet_layer_is_gated_and_residual(generator: Generator) -> None:
    layer = randomised(WaveNetLayer(3, kernel=2, dilation=2), generator)
    x = randn(generator, 2, 9, 3)
    both = layer.causal(x)
    gated = torch.tanh(both[..., :3]) * torch.sigmoid(both[..., 3:])
    on, skip = layer(x)
    torch.testing.assert_close(on, x + layer.on(gated))
    torch.testing.assert_close(skip, layer.skip(gated))


def test_wavenet_adds_up_its_skip_connections(generator: Generator) -> None:
    model = randomised(WaveNet(7, 5, channels=4, layers=3), generator)
    assert [layer.causal.dilation for layer in model.layers] == [1, 2, 4]
    x = torch.randint(5, (2, 7), generator=generator)
    on = torch.cat([torch.zeros(2, 1, 4, dtype=torch.float64), model.embedding(x)[:, :-1]], 1)
    skipped = 0
    for layer in model.layers:
        on, skip = layer(on)
        skipped = skipped + skip
    expected = model.read(model.mix(skipped.clamp(min=0)).clamp(min=0))
    torch.testing.assert_close(model.logits(x), expected)


def test_a_temporal_block_is_residual(generator: Generator) -> None:
    for inputs in (3, 4):
        block = randomised(TemporalBlock(inputs, 4, kernel=2, dilation=2), generator)
        x = randn(generator, 2, 9, inputs)
        changed = block.second(block.first(x).clamp(min=0)).clamp(min=0)
        kept = x if inputs == 4 else x @ block.shortcut.weight.T + block.shortcut.bias
        torch.testing.assert_close(block(x), (kept + changed).clamp(min=0))


@pytest.mark.parametrize("model", [TCN(20, 3, layers=4), STCN(20, 1, 2, 3, layers=4)], ids=["TCN", "STCN"])
def test_blocks_double_their_dilation(model: TCN | STCN) -> None:
    dilations = [block.first.dilation for block in model.blocks]
    assert dilations == [block.second.dilation for block in model.blocks]
    assert all(2 * one == other for one, other in pairwise(dilations))
    assert dilations[0] == 1


@pytest.mark.shows("autoregressive.wavenet")
def test_tcn_step_by_step_gives_what_full_passes_give(generator: Generator) -> None:
    model = randomised(TCN(12, channels=4, layers=2, kernel=3), generator, gain=1.0)
    seed = generator.initial_seed()
    noise = torch.randn(5, 12, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    x = torch.zeros(5, 12, dtype=torch.float64)
    with torch.no_grad():
        for t in range(12):
            mean, log_scale = model.conditionals(x)
            x[:, t] = mean[:, t] + log_scale[:, t].exp() * noise[:, t]
    torch.testing.assert_close(model.sample(5, torch.Generator().manual_seed(seed)), x, rtol=1e-10, atol=1e-10)
