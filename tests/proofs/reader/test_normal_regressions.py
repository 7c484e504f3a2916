"""Conditional moments of sums of independent normal variables."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

POSTERIOR = (
    r"Let $\mu \sim \mathcal{N}(\mu_0, \tau^2)$ and $X \mid \mu \sim \mathcal{N}(\mu, \sigma^2)$ with "
    r"$\tau, \sigma > 0$."
)
PROCESS = (
    r"Let $f \sim \mathcal{N}(0, K)$ with $K \in \mathbb{R}^{n \times n}$ positive definite, and $y = f + \varepsilon$ "
    r"with $\varepsilon \sim \mathcal{N}(0, s I)$ independent of $f$, $s > 0$."
)
SUM = r"Let $U, V, W$ be independent standard normal and $S = U + V + W$."
DEPENDENT = r"Let $X, Y \sim \mathcal{N}(0, 1)$ with $Z = X + Y$."
OTHERS = r"Let $X \sim \mathcal{U}(0, 1)$ and $Y \sim \mathcal{N}(0, 1)$ be independent and $Z = X + Y$."
DECIDED = {
    (POSTERIOR, r"E[\mu \mid X] = \frac{\sigma^2 \mu_0 + \tau^2 X}{\sigma^2 + \tau^2}"): "proved",
    (POSTERIOR, r"E[\mu \mid X] = \frac{\tau^2 \mu_0 + \sigma^2 X}{\sigma^2 + \tau^2}"): "refuted",
    (POSTERIOR, r"\operatorname{Var}(\mu \mid X) = \frac{\sigma^2 \tau^2}{\sigma^2 + \tau^2}"): "proved",
    (POSTERIOR, r"\operatorname{Var}(\mu \mid X) = \sigma^2 + \tau^2"): "refuted",
    (POSTERIOR, r"E[\mu \mid X = x] = \frac{\sigma^2 \mu_0 + \tau^2 x}{\sigma^2 + \tau^2}"): "proved",
    (POSTERIOR, r"E[\mu \mid X = x] = x"): "refuted",
    (POSTERIOR, r"E[X \mid \mu] = \mu"): "proved",
    (PROCESS, r"E[f \mid y] = K (K + s I)^{-1} y"): "proved",
    (PROCESS, r"E[f \mid y] = (K + s I)^{-1} y"): "refuted",
    (PROCESS, r"\operatorname{Cov}(f \mid y) = K - K (K + s I)^{-1} K"): "proved",
    (PROCESS, r"\operatorname{Cov}(f \mid y) = K + K (K + s I)^{-1} K"): "refuted",
    (SUM, r"E[U + V \mid S] = \frac{2}{3} S"): "proved",
    (SUM, r"E[U + V \mid S] = \frac{1}{3} S"): "refuted",
    (SUM, r"\operatorname{Cov}(U, V \mid S) = -\frac{1}{3}"): "proved",
    (SUM, r"\operatorname{Cov}(U, V \mid S) = 0"): "refuted",
    (SUM, r"E[U \mid S] = U"): "refuted",
    (SUM, r"E[U^2 \mid S] = \frac{S^2}{9}"): "unknown",  # no linear one
    (DEPENDENT, r"E[X \mid Z] = \frac{Z}{2}"): "unknown",  # how they hang together is not said
    (OTHERS, r"E[Y \mid Z] = \frac{12}{13} (Z - \frac{1}{2})"): "unknown",  # no normal one
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_conditional_moments_of_sums_of_normal_variables(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]
