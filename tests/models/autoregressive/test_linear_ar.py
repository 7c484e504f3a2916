"""AR(n): what the fit finds, when a series is stationary, and its stationary law."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Generator

from probatum.identities import ar_stationary_variance
from probatum.models import LinearAR


def model(coefficients: list[float], constant: float = 0.0, scale: float = 1.0, length: int = 6) -> LinearAR:
    made = LinearAR(len(coefficients), length).double()
    with torch.no_grad():
        made.coefficients.copy_(torch.tensor(coefficients, dtype=torch.float64))
        made.constant.fill_(constant)
        made.log_scale.fill_(scale).log_()
    return made


@pytest.mark.shows("autoregressive.linear")
def test_the_fit_recovers_the_coefficients_of_a_series(generator: Generator) -> None:
    """Estimates are asymptotically normal with covariance s^2 Gamma^{-1} / T: each is within 6 of its standard
    deviations, of which chance misses one in 10^8."""
    true = model([0.6, -0.3, 0.2], constant=1.5, scale=0.7, length=20_000)
    series = true.sample(1, generator)
    found = LinearAR.fit(series, 3)
    gamma = true.autocovariance(3)[(torch.arange(3) - torch.arange(3).unsqueeze(1)).abs()]
    deviation = (0.7**2 * torch.linalg.inv(gamma).diagonal() / 20_000).sqrt()
    assert ((found.coefficients - true.coefficients).abs() < 6 * deviation).all()
    assert (found.mean - true.mean).abs() < 6 * 0.7 / (1 - 0.5) / 20_000**0.5
    assert (found.log_scale.exp() - 0.7).abs() < 6 * 0.7 / (2 * 20_000) ** 0.5


def test_the_fit_is_least_squares(generator: Generator) -> None:
    x = torch.randn(3, 40, generator=generator, dtype=torch.float64).cumsum(1)
    found = LinearAR.fit(x, 2)
    rows, targets = [], []
    for series in x.tolist():
        for t in range(2, 40):
            rows.append([1.0, series[t - 1], series[t - 2]])
            targets.append(series[t])
    solution, squares, *_ = np.linalg.lstsq(np.array(rows), np.array(targets), rcond=None)
    expected = torch.tensor(solution)
    torch.testing.assert_close(torch.cat([found.constant.reshape(1), found.coefficients]).detach(), expected)
    assert found.log_scale.exp().item() ** 2 == pytest.approx(squares.item() / len(targets))
    assert found.length == 40


@pytest.mark.shows("autoregressive.linear")
@pytest.mark.parametrize("b", [0.9, 0.5, -0.8])
def test_the_variance_of_an_ar1_is_s2_by_1_minus_b2(b: float) -> None:
    found = model([b], scale=1.7).autocovariance(4)
    variance = 1.7**2 / (1 - b**2)
    assert variance == pytest.approx(float(ar_stationary_variance.numpy(b, 1.7)))  # as proved
    expected = torch.tensor([variance * b**k for k in range(4)], dtype=torch.float64)
    torch.testing.assert_close(found.detach(), expected, rtol=1e-12, atol=0)


@pytest.mark.shows("autoregressive.linear")
def test_a_series_is_stationary_if_the_roots_are_inside_the_circle(generator: Generator) -> None:
    """Beside NumPy's roots of z^n - b_1 z^{n-1} - .. - b_n."""
    outcomes = []
    for _ in range(100):
        b = torch.randn(3, generator=generator, dtype=torch.float64).tolist()
        inside = bool(np.abs(np.roots([1.0, *(-each for each in b)])).max() < 1)
        assert model(b).is_stationary is inside
        outcomes.append(inside)
    assert 5 < sum(outcomes) < 95


@pytest.mark.parametrize("b", [[1.0], [0.5, 0.5], [2.0, -0.3]])
def test_a_series_that_is_not_stationary_has_no_density(b: list[float]) -> None:
    with pytest.raises(ValueError, match="not stationary"):
        model(b).log_prob(torch.zeros(1, 5, dtype=torch.float64))
    with pytest.raises(ValueError, match="not stationary"):
        model(b).sample(1)


@pytest.mark.shows("autoregressive.linear")
@pytest.mark.parametrize("length", [1, 2, 3, 4, 9])
def test_the_density_is_that_of_the_stationary_normal_law(length: int, generator: Generator) -> None:
    """With the covariance of the spectral density s^2 / |1 - sum b_k e^{-ikw}|^2, by a sum over frequencies."""
    made = model([0.4, 0.3, -0.5], constant=0.8, scale=1.3)
    n = 2**14
    frequency = 2 * torch.pi * torch.arange(n, dtype=torch.float64) / n
    k = torch.arange(1, 4, dtype=torch.float64)
    transfer = 1 - (made.coefficients * torch.exp(-1j * frequency.unsqueeze(1) * k)).sum(1)
    lags = torch.fft.ifft(1.3**2 / transfer.abs() ** 2).real[:length]
    covariance = lags[(torch.arange(length) - torch.arange(length).unsqueeze(1)).abs()]
    mean = torch.full((length,), 0.8 / (1 - 0.2), dtype=torch.float64)
    x = torch.randn(7, length, generator=generator, dtype=torch.float64) * 3
    expected = torch.distributions.MultivariateNormal(mean, covariance).log_prob(x)
    torch.testing.assert_close(made.log_prob(x), expected, rtol=1e-10, atol=1e-10)
    torch.testing.assert_close(made.autocovariance(length), lags, rtol=1e-10, atol=1e-12)


def test_samples_can_be_shorter_than_the_order(generator: Generator) -> None:
    assert model([0.1, 0.2, 0.3], length=2).sample(5, generator).shape == (5, 2)
