"""Jointly normal numbers, and what is said of two numbers together."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

MOMENTS = (
    r"Let $X$ and $Y$ be jointly normal with means $\mu_1, \mu_2$, variances $\sigma_1^2, \sigma_2^2$ "
    r"and correlation $\rho$."
)
STANDARD = r"Let $(X, Y)$ be bivariate normal with mean zero, unit variances and correlation $\rho$."
COVARIANCE = (
    r"Suppose $(X, Y)$ has a bivariate normal distribution with zero means, variances $\sigma_X^2$ and $\sigma_Y^2$, "
    r"and covariance $c$."
)
DECIDED = {
    (MOMENTS, r"E[XY] = \rho \sigma_1 \sigma_2 + \mu_1 \mu_2"): "proved",
    (MOMENTS, r"E[XY] = \rho \sigma_1 \sigma_2"): "refuted",
    (MOMENTS, r"E[X \mid Y] = \mu_1 + \rho \frac{\sigma_1}{\sigma_2} (Y - \mu_2)"): "proved",
    (MOMENTS, r"E[X \mid Y] = \mu_1 + \rho \frac{\sigma_2}{\sigma_1} (Y - \mu_2)"): "refuted",
    (MOMENTS, r"\mathrm{Var}(Y \mid X) = \sigma_2^2 (1 - \rho^2)"): "proved",
    (MOMENTS, r"\mathrm{Var}(Y \mid X) = \sigma_2^2 (1 - \rho)"): "refuted",
    (MOMENTS, r"E[Y \mid X = x] = \mu_2 + \rho \frac{\sigma_2}{\sigma_1} (x - \mu_1)"): "proved",
    (MOMENTS, r"E[e^X] = e^{\mu_1 + \sigma_1^2 / 2}"): "proved",
    (STANDARD, r"\mathrm{Cov}(X, Y - \rho X) = 0"): "proved",
    (STANDARD, r"E[X^2 Y^2] = 1 + 2 \rho^2"): "proved",
    (STANDARD, r"\mathrm{Var}(X + Y) = 2 - 2 \rho"): "refuted",
    (COVARIANCE, r"E[X \mid Y] = \frac{c}{\sigma_Y^2} Y"): "proved",
    (COVARIANCE, r"E[X \mid Y] = \frac{c}{\sigma_X^2} Y"): "refuted",
    (f"{STANDARD} Suppose that $X$ and $Y$ are independent.", r"E[X Y] = 0"): "proved",
    (f"{STANDARD} Suppose that $X$ and $Y$ are independent.", r"\rho = 0"): "proved",
    (f"{STANDARD} Suppose that $\\mathrm{{Cov}}(X, Y) = 0$.", r"E[X^2 Y^2] = 1"): "proved",
    (f"{STANDARD} Suppose that $\\mathrm{{Cov}}(X, Y) = 0$.", r"E[X^2 Y] = 1"): "refuted",
    (f"{COVARIANCE} Suppose that $X$ and $Y$ are uncorrelated.", "c = 0"): "proved",
    ("Let $X$ and $Y$ be jointly normal.", r"\mathrm{Cov}(X, Y) = 0"): "refuted",
    ("Let $X$ and $Y$ be uncorrelated with unit variances.", r"\mathrm{Var}(X + Y) = 2"): "proved",
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_jointly_normal_numbers(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]


@pytest.mark.parametrize(
    "given",
    [
        r"Let $X$ and $Y$ be jointly normal with correlation $\rho$ given $Z$.",
        r"We show that $X$ and $Y$ are jointly normal with mean zero, unit variances and correlation $\rho$.",
        r"Let $X$ and $Y$ be not jointly normal, with mean zero, unit variances and correlation $\rho$.",
        r"Let $X$, $Y$ and $Z$ be jointly normal with mean zero, unit variances and correlation $\rho$.",
    ],
)
def test_what_is_said_otherwise_is_not_taken(given: str) -> None:
    for claim in (r"\mathrm{Var}(Y \mid X) = 1 - \rho^2", r"E[Y \mid X] = X^3 + \rho"):
        assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] in ("unknown", "assumption")
