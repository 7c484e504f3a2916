"""Batch normalisation in both conventions: values, averages, gradients, and what it makes redundant."""

from __future__ import annotations

from typing import Literal

import pytest
import torch
from torch import Generator, Tensor, nn
from torch.autograd.functional import jacobian

from probatum.models import BatchNorm

CONVENTIONS = ("unbiased", "biased")
SHAPES = [(7, 3), (4, 3, 5), (4, 3, 2, 6)]
each = pytest.mark.parametrize("variance", CONVENTIONS)
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
Variance = Literal["unbiased", "biased"]


def norm(generator: Generator, variance: Variance, epsilon: float = 1e-3) -> BatchNorm:
    """With random scale and shift."""
    made = BatchNorm(3, epsilon=epsilon, momentum=0.3, variance=variance).double()
    nn.init.normal_(made.gamma, generator=generator)
    nn.init.normal_(made.beta, generator=generator)
    return made


def batch(generator: Generator, *shape: int) -> Tensor:
    return 2 * torch.randn(*shape, generator=generator, dtype=torch.float64) + 1


@pytest.mark.shows("training.batch_norm", "training.batch_norm_transform")
@each
@each_shape
def test_it_computes_its_formula(generator: Generator, variance: Variance, shape: tuple[int, ...]) -> None:
    made, z = norm(generator, variance), batch(generator, *shape)
    flat = z.movedim(1, -1).reshape(-1, 3)
    n = len(flat)
    mu = flat.sum(0) / n
    spread = ((flat - mu) ** 2).sum(0) / (n - 1 if variance == "unbiased" else n)
    expected = made.gamma * (flat - mu) / (spread + 1e-3).sqrt() + made.beta
    torch.testing.assert_close(made(z).movedim(1, -1).reshape(-1, 3), expected, rtol=1e-11, atol=1e-11)


@pytest.mark.shows("training.batch_norm")
def test_the_conventions_differ_by_the_factor_of_the_deviations(generator: Generator) -> None:
    z = batch(generator, 7, 3)
    biased, unbiased = (BatchNorm(3, epsilon=0.0, variance=each).double()(z) for each in ("biased", "unbiased"))
    torch.testing.assert_close(unbiased, biased * (6 / 7) ** 0.5, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(unbiased.var(0, correction=1), torch.ones(3, dtype=torch.float64))
    torch.testing.assert_close(biased.var(0, correction=0), torch.ones(3, dtype=torch.float64))


@each_shape
def test_the_biased_one_is_that_of_torch(generator: Generator, shape: tuple[int, ...]) -> None:
    """In training, in its averages, and at test time."""
    made = norm(generator, "biased")
    kind = {2: nn.BatchNorm1d, 3: nn.BatchNorm1d, 4: nn.BatchNorm2d}[len(shape)]
    theirs = kind(3, eps=1e-3, momentum=0.3).double()
    with torch.no_grad():
        theirs.weight.copy_(made.gamma)
        theirs.bias.copy_(made.beta)
    for _ in range(3):
        z = batch(generator, *shape)
        torch.testing.assert_close(made(z), theirs(z), rtol=1e-11, atol=1e-11)
    z = batch(generator, *shape)
    torch.testing.assert_close(made.eval()(z), theirs.eval()(z), rtol=1e-11, atol=1e-11)


@pytest.mark.shows("training.batch_norm_test_time")
@each
def test_test_time_uses_the_exponential_averages_of_training(generator: Generator, variance: Variance) -> None:
    made = norm(generator, variance)
    mean, var = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    for _ in range(4):
        z = batch(generator, 5, 3)
        made(z)
        mean = 0.7 * mean + 0.3 * z.mean(0)
        var = 0.7 * var + 0.3 * ((z - z.mean(0)) ** 2).sum(0) / 4
    made.eval()
    before = (made.running_mean.clone(), made.running_var.clone())
    z = batch(generator, 2, 3)
    expected = made.gamma * (z - mean) / (var + 1e-3).sqrt() + made.beta
    torch.testing.assert_close(made(z), expected, rtol=1e-11, atol=1e-11)
    torch.testing.assert_close(made(z[:1]), expected[:1], rtol=1e-11, atol=1e-11)  # each sample by itself
    assert torch.equal(made.running_mean, before[0])
    assert torch.equal(made.running_var, before[1])


@pytest.mark.shows("training.batch_norm_test_time")
@each
def test_the_averages_approach_the_statistics_of_a_batch_that_comes_again(
    generator: Generator, variance: Variance
) -> None:
    made, z = norm(generator, variance), batch(generator, 9, 3)
    for _ in range(100):
        trained = made(z)
    torch.testing.assert_close(made.running_mean, z.mean(0))
    torch.testing.assert_close(made.running_var, z.var(0))
    if variance == "unbiased":  # what is normalised by at test time is then what was in training
        torch.testing.assert_close(made.eval()(z), trained)


@pytest.mark.shows("training.batch_norm_bias")
@each
@pytest.mark.parametrize(
    ("layer", "shape"), [(nn.Linear(4, 3), (7, 4)), (nn.Conv2d(4, 3, 2), (5, 4, 3, 3))], ids=["linear", "convolution"]
)
def test_a_bias_before_it_is_redundant(
    generator: Generator, variance: Variance, layer: nn.Module, shape: tuple[int, ...]
) -> None:
    made, layer, x = norm(generator, variance), layer.double(), batch(generator, *shape)
    nn.init.normal_(layer.bias, std=3.0, generator=generator)
    with_bias = made(layer(x))
    (gradient,) = torch.autograd.grad((with_bias**2).sum(), layer.bias)
    torch.testing.assert_close(gradient, torch.zeros(3, dtype=torch.float64), rtol=0, atol=1e-9)
    nn.init.zeros_(layer.bias)
    torch.testing.assert_close(made(layer(x)), with_bias, rtol=1e-10, atol=1e-10)


@pytest.mark.shows("training.batch_norm")
@each
def test_the_jacobian_takes_ones_to_zero(generator: Generator, variance: Variance) -> None:
    """J 1 = 0, as shifting the batch changes nothing; and 1^T J = 0, as the outputs keep their mean."""
    made, z = norm(generator, variance), batch(generator, 6, 3)
    j = jacobian(made, z)  # (6, 3, 6, 3)
    torch.testing.assert_close(j.sum(2), torch.zeros(6, 3, 3, dtype=torch.float64), rtol=0, atol=1e-12)
    torch.testing.assert_close(j.sum(0), torch.zeros(3, 6, 3, dtype=torch.float64), rtol=0, atol=1e-12)


@pytest.mark.shows("training.batch_norm")
@each
def test_the_jacobian_is_its_formula(generator: Generator, variance: Variance) -> None:
    r"""gamma / s (I - 1 1^T / n - (z - mu)(z - mu)^T / (m s^2)) for each feature, where s^2 = S^2 + epsilon and m = n
    or n - 1."""
    made, z = norm(generator, variance), batch(generator, 6, 3)
    j = jacobian(made, z)
    n, m = 6, {"unbiased": 5, "biased": 6}[variance]
    for k in range(3):
        centred = z[:, k] - z[:, k].mean()
        squared = (centred**2).sum() / m + 1e-3
        formula = torch.eye(n, dtype=torch.float64) - 1 / n - torch.outer(centred, centred) / (m * squared)
        torch.testing.assert_close(j[:, k, :, k], made.gamma[k] * formula / squared.sqrt(), rtol=1e-9, atol=1e-11)
        assert (j[:, k, :, [other for other in range(3) if other != k]] == 0).all()


@each
def test_the_gradient_in_scale_and_shift_is_right(generator: Generator, variance: Variance) -> None:
    made, z = norm(generator, variance), batch(generator, 6, 3).requires_grad_()

    def forward(z: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
        return torch.func.functional_call(made, {"gamma": gamma, "beta": beta}, (z,))

    assert torch.autograd.gradcheck(forward, (z, made.gamma, made.beta))


@pytest.mark.shows("training.batch_norm_transform")
@each
def test_it_can_undo_itself(generator: Generator, variance: Variance) -> None:
    """gamma = sqrt(Var + epsilon) and beta = E give the identity."""
    made, z = norm(generator, variance), batch(generator, 8, 3)
    with torch.no_grad():
        made.gamma.copy_((z.var(0, correction=1 if variance == "unbiased" else 0) + 1e-3).sqrt())
        made.beta.copy_(z.mean(0))
    torch.testing.assert_close(made(z), z, rtol=1e-11, atol=1e-11)


def test_one_value_has_no_variance() -> None:
    with pytest.raises(ValueError, match="more than 1 value of each feature"):
        BatchNorm(3)(torch.ones(1, 3))
    assert BatchNorm(3)(torch.ones(1, 3, 2)).shape == (1, 3, 2)


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(variance: Variance, dtype: torch.dtype) -> None:
    made = BatchNorm(2, variance=variance).to(dtype)
    z = torch.rand(5, 2, dtype=dtype)
    assert made(z).dtype is made.eval()(z).dtype is dtype
