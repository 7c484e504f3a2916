"""How many parameters there are, how many multiplications it takes, how many passes: counted, not timed."""

from __future__ import annotations

import pytest
import torch
from densities.counting import Multiplications, slope
from densities.weights import randomised
from torch import Generator, nn

from probatum.models import FVSBN, MADE, NADE, RNADE, GatedPixelCNN, PixelCNN, Tabular, Transformer, WaveNet
from probatum.models.autoregressive import ancestral_sample, nade


def size(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def multiplications_of(run: object, *arguments: object) -> int:
    assert callable(run)
    with Multiplications() as counted:
        run(*arguments)
    return counted.count


@pytest.mark.shows("autoregressive.tabular")
@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_a_table_has_2_to_the_n_less_1_parameters(n: int) -> None:
    assert size(Tabular(n)) == sum(2 ** (i - 1) for i in range(1, n + 1)) == 2**n - 1


@pytest.mark.shows("autoregressive.fvsbn")
@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_an_fvsbn_has_half_of_n_times_n_plus_1_parameters(n: int) -> None:
    assert size(FVSBN(n)) == n * (n + 1) // 2


def test_an_fvsbn_samples_with_each_weight_once(generator: Generator) -> None:
    model = randomised(FVSBN(30), generator)
    assert multiplications_of(model.sample, 4, generator) == 4 * 30 * 29 // 2


@pytest.mark.parametrize("dimension", [10, 100])
def test_nade_has_parameters_linear_in_both_sizes(dimension: int) -> None:
    assert size(NADE(dimension, 7)) == 2 * dimension * 7 + dimension + 7


@pytest.mark.shows("autoregressive.nade_complexity", "autoregressive.nade")
def test_nade_takes_multiplications_linear_in_the_dimension(generator: Generator) -> None:
    """For a density, where each weight is met once (W in a block of dimensions also once for each in the block), and
    for a sample, where it is exactly once."""
    sizes = [256, 512, 1024]
    densities, samples = [], []
    for dimension in sizes:
        model = randomised(NADE(dimension, 6), generator)
        x = model.sample(3, generator)
        densities.append(multiplications_of(model.log_prob, x))
        samples.append(multiplications_of(model.sample, 3, generator))
        assert samples[-1] == 3 * 2 * dimension * 6
        assert densities[-1] <= 3 * dimension * 6 * (2 + nade.BLOCK) + 20 * 3 * dimension
    assert slope(sizes, densities) == pytest.approx(1.0, abs=0.01)
    assert slope(sizes, samples) == 1.0


@pytest.mark.shows("autoregressive.nade_complexity")
def test_the_work_for_several_samples_is_theirs_together(generator: Generator) -> None:
    model = randomised(NADE(64, 6), generator)
    one, ten = (multiplications_of(model.sample, n, generator) for n in (1, 10))
    assert ten == 10 * one


def test_nade_has_no_blocks_that_grow_with_the_dimension() -> None:
    assert [nade.block_size(batch, 500) for batch in (1, 16, 100, 10_000)] == [16, 8, 1, 1]


@pytest.mark.shows("autoregressive.rnade")
def test_rnade_samples_with_each_weight_once(generator: Generator) -> None:
    model = randomised(RNADE(40, hidden=6, components=2), generator)
    count = multiplications_of(model.sample, 5, generator)
    matrices = 5 * 40 * 6 * (1 + 3 * 2)
    assert matrices <= count <= matrices + 5 * 40 * 6 + 5 * 40 * 20  # rho, and what a draw takes


@pytest.mark.shows("autoregressive.made")
def test_made_needs_one_pass_for_a_density_and_d_for_a_sample(generator: Generator) -> None:
    model = randomised(MADE(9, [20, 20]), generator)
    passes = []
    model.register_forward_hook(lambda *_: passes.append(1))
    x = torch.zeros(2, 9, dtype=torch.float64)
    model.log_prob(x)
    assert len(passes) == 1
    ancestral_sample(model.logits, x, torch.rand(2, 9, generator=generator))
    assert len(passes) == 1 + 9


@pytest.mark.parametrize("order", [None, torch.tensor([3, 0, 4, 2, 1])])
def test_made_samples_with_each_unmasked_weight_once(order: torch.Tensor | None, generator: Generator) -> None:
    """The D steps together do the work of one pass, without what the masks take away."""
    model = randomised(MADE(5, [11, 7], order=order), generator)
    alone = sum(layer.weight.numel() for layer in model.layers)  # the masks, multiplied once
    unmasked = sum(int(layer.mask.sum()) for layer in model.layers)
    assert multiplications_of(model.sample, 6, generator) == alone + 6 * unmasked


def test_sampling_costs_grow_by_one_power_of_the_length_less_than_full_passes(generator: Generator) -> None:
    """The powers of the length that the cost of one sample grows with: step by step, and by full passes."""
    lengths = [32, 64, 128]
    found = {}
    makers = {
        "WaveNet": lambda length: WaveNet(length, 2, channels=4, layers=3),
        "Transformer": lambda length: Transformer(length, 2, channels=16, heads=2, layers=1),
        "PixelCNN": lambda length: PixelCNN((1, length // 4, 4), 2, channels=4, layers=2),
        "gated PixelCNN": lambda length: GatedPixelCNN((1, length // 4, 4), 2, channels=4, layers=2),
    }
    for name, make in makers.items():
        steps, passes = [], []
        for length in lengths:
            model = randomised(make(length), generator)
            x = model.sample(1, generator)
            steps.append(multiplications_of(model.sample, 1, generator))
            uniform = torch.rand(x.shape, generator=generator, dtype=torch.float64)
            passes.append(multiplications_of(ancestral_sample, model.logits, torch.zeros_like(x), uniform))
        found[name] = (slope(lengths, steps), slope(lengths, passes))
    for name in ("WaveNet", "PixelCNN", "gated PixelCNN"):
        assert found[name] == (pytest.approx(1.0, abs=0.05), pytest.approx(2.0, abs=0.05))
    step, full = found["Transformer"]  # attention itself adds a power, small beside the rest here
    assert 1.0 < step < 1.5
    assert 2.0 < full < 2.5
