"""Dropout against the ensemble of all its masks: equal where it is linear or a softmax, near it elsewhere."""

from __future__ import annotations

import itertools

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn

from probatum.models import Dropout, geometric_mask_ensemble, mask_ensemble

N, CLASSES = 5, 3
KEEPS = [0.2, 0.5, 0.9]
each = pytest.mark.parametrize("keep", KEEPS)


def normal(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


@pytest.mark.shows("training.dropout")
@each
def test_masks_are_bernoulli_and_units_are_kept_as_they_are(generator: Generator, keep: float) -> None:
    """Each comparison fails by chance with 1e-6."""
    dropout, y = Dropout(keep), normal(generator, N)
    dropped = dropout(y.expand(50_000, N), generator)
    masks = dropped / y
    assert ((masks == 0) | (masks == 1)).all()
    assert_mean(masks, keep)
    pairs = (masks[:, :, None] * masks[:, None, :])[:, *torch.triu_indices(N, N, 1)]
    assert_mean(pairs, keep**2)  # units are dropped independently


@pytest.mark.shows("training.dropout", "training.dropout_scaling")
@each
def test_test_time_scales_the_weights_of_the_next_layer(generator: Generator, keep: float) -> None:
    dropout, y = Dropout(keep).eval(), normal(generator, 4, N)
    weight, bias = normal(generator, 2, N), normal(generator, 2)
    expected = y @ (keep * weight).T + bias
    torch.testing.assert_close(dropout(y) @ weight.T + bias, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.shows("training.dropout_ensemble")
@each
def test_the_ensemble_is_the_sum_over_all_masks(generator: Generator, keep: float) -> None:
    y = normal(generator, N)
    net = nn.Sequential(nn.Linear(N, 4), nn.Tanh(), nn.Linear(4, CLASSES), nn.Softmax(-1)).double()
    expected = torch.zeros(CLASSES, dtype=torch.float64)
    for mask in itertools.product([0, 1], repeat=N):
        probability = keep ** sum(mask) * (1 - keep) ** (N - sum(mask))
        expected += probability * net(torch.tensor(mask) * y)
    ensemble = mask_ensemble(net, y, keep)
    torch.testing.assert_close(ensemble, expected, rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(ensemble.sum(), torch.ones((), dtype=torch.float64))  # it is a law


@pytest.mark.shows("training.dropout_ensemble", "training.dropout")
def test_the_ensemble_is_the_mean_of_training_time(generator: Generator) -> None:
    """Fails by chance with 1e-6."""
    dropout, y = Dropout(0.7), normal(generator, N)
    net = nn.Sequential(nn.Linear(N, 4), nn.Tanh(), nn.Linear(4, CLASSES)).double()
    assert_mean(net(dropout(y.expand(50_000, N), generator)), mask_ensemble(net, y, 0.7).detach())


@pytest.mark.shows("training.dropout_scaling")
@each
def test_for_a_linear_layer_scaling_is_exact(generator: Generator, keep: float) -> None:
    layer, y = nn.Linear(N, CLASSES).double(), normal(generator, N)
    torch.testing.assert_close(layer(Dropout(keep).eval()(y)), mask_ensemble(layer, y, keep), rtol=1e-12, atol=1e-12)


@pytest.mark.shows("training.dropout_scaling")
@each
def test_for_a_softmax_layer_scaling_is_the_renormalised_geometric_mean(generator: Generator, keep: float) -> None:
    layer, y = nn.Sequential(nn.Linear(N, CLASSES), nn.LogSoftmax(-1)).double(), normal(generator, N)
    scaled = layer(Dropout(keep).eval()(y)).exp()
    torch.testing.assert_close(geometric_mask_ensemble(layer, y, keep), scaled, rtol=1e-11, atol=1e-13)
    arithmetic = mask_ensemble(lambda y: layer(y).exp(), y, keep)
    assert (arithmetic - scaled).abs().max() > 1e-4  # the two means differ


@pytest.mark.shows("training.dropout_scaling")
def test_after_a_nonlinearity_scaling_is_an_approximation(generator: Generator) -> None:
    """The better the less is dropped, and equal if nothing is."""
    y = normal(generator, N)
    net = nn.Sequential(nn.Linear(N, 8), nn.Tanh(), nn.Linear(8, CLASSES)).double()
    gaps = [
        (net(Dropout(keep).eval()(y)) - mask_ensemble(net, y, keep)).norm().item() for keep in (0.5, 0.9, 0.99, 1.0)
    ]
    assert 0.2 > gaps[0] > gaps[1] > gaps[2] > 1e-6
    assert gaps[3] < 1e-12


def test_the_gradient_reaches_the_units_that_are_kept(generator: Generator) -> None:
    y = normal(generator, 1000).requires_grad_()
    dropped = Dropout(0.6)(y, generator)
    dropped.sum().backward()
    assert torch.equal(y.grad, (dropped != 0).double())
    assert 0 < y.grad.sum() < 1000


@pytest.mark.parametrize("keep", [-0.1, 1.1, float("nan")])
def test_keep_is_a_probability(keep: float) -> None:
    with pytest.raises(ValueError, match=f"keep is a probability, not {keep}"):
        Dropout(keep)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(dtype: torch.dtype) -> None:
    y = torch.rand(3, dtype=dtype)
    assert Dropout(0.3)(y).dtype is Dropout(0.3).eval()(y).dtype is mask_ensemble(torch.cos, y, 0.3).dtype is dtype
