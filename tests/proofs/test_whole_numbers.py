"""Probabilities of what variables with whole values do."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

TRUE = {
    r"Let $N \sim \mathrm{Poisson}(\lambda)$ and let $k$ be a nonnegative integer.": (
        r"P(N = k) = \frac{\lambda^k e^{-\lambda}}{k!}", r"P(N = 0) = e^{-\lambda}",
        r"P(N \leq 1) = (1 + \lambda) e^{-\lambda}", r"P(N < 1) = e^{-\lambda}",
        r"P(N > 1) = 1 - (1 + \lambda) e^{-\lambda}", r"P(2 N \geq 3) = 1 - (1 + \lambda) e^{-\lambda}",
        r"\frac{P(N = k + 1)}{P(N = k)} = \frac{\lambda}{k + 1}"),
    r"Let $X \sim \mathrm{Bin}(n, p)$ and $n \geq 1$.": (
        "P(X = n) = p^n", "P(X = 0) = (1-p)^n", r"P(X \geq 1) = 1 - (1-p)^n", "P(X = 1) = n p (1-p)^{n-1}"),
    r"Let $X \sim \mathrm{Bin}(3, p)$.": ("P(X = 2) = 3 p^2 (1-p)", r"P(X \geq 2) = 3 p^2 (1-p) + p^3"),
    r"Let $X \sim \mathrm{Geom}(p)$ with $0 < p < 1$.": (
        "P(X = 1) = p", r"P(X \leq 2) = p + p (1-p)", r"P(X \leq k) = 1 - (1-p)^k",
        r"P(X \geq k) = (1-p)^{k-1}", r"P(X > 3) = (1-p)^3", r"P(X > m + n \mid X > m) = P(X > n)"),
    r"Let $X \sim \mathrm{Poisson}(3)$.": ("P(X = 0) = e^{-3}", r"P(X = 2) = \frac92 e^{-3}"),
    r"Let $N \sim \mathrm{Poisson}(\lambda)$ and $M \sim \mathrm{Poisson}(\mu)$ be independent.": (
        r"P(N = 0, M = 0) = e^{-\lambda - \mu}", r"P(N + M = 1) = (\lambda + \mu) e^{-\lambda - \mu}",
        r"P(N = 1 \mid N + M = 1) = \frac{\lambda}{\lambda + \mu}"),
}  # fmt: skip
FALSE = {
    r"Let $N \sim \mathrm{Poisson}(\lambda)$ and let $k$ be a nonnegative integer.": (
        r"P(N = 0) = 1 - e^{-\lambda}", r"P(N \leq 1) = \lambda e^{-\lambda}", r"P(N < 1) = (1 + \lambda) e^{-\lambda}",
        r"\frac{P(N = k + 1)}{P(N = k)} = \frac{\lambda}{k}", r"P(N = k) = \frac{\lambda^k e^{\lambda}}{k!}"),
    r"Let $X \sim \mathrm{Bin}(n, p)$.": (r"P(X \geq 1) = p^n", "P(X = 0) = 1 - p^n", r"P(X \leq n - 1) = p^n"),
    r"Let $X \sim \mathrm{Geom}(p)$ with $0 < p < 1$.": (
        r"P(X > 3) = (1-p)^4", r"P(X > m + n \mid X > m) = P(X > m)", "P(X = 2) = p^2"),
    r"Let $N \sim \mathrm{Poisson}(\lambda)$ and $M \sim \mathrm{Poisson}(\mu)$ be independent.": (
        "P(N = M) = 0", r"P(N + M = 0) = e^{-\lambda} + e^{-\mu}",
        r"P(N = 1 \mid N + M = 1) = \frac{\mu}{\lambda + \mu}"),
}  # fmt: skip


@pytest.mark.parametrize("words", TRUE)
def test_true_ones_are_shown(words: str) -> None:
    for claim in TRUE[words]:
        assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] in ("proved", "confirmed"), claim


@pytest.mark.parametrize("words", FALSE)
def test_false_ones_are_refuted(words: str) -> None:
    for claim in FALSE[words]:
        assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] == "refuted", claim


@pytest.mark.parametrize("claim", [r"P(N = 0, M = 0) = e^{-\lambda - \mu}", r"P(N + M = 0) = e^{-\lambda - \mu}"])
def test_nothing_is_shown_of_variables_that_may_depend_on_each_other(claim: str) -> None:
    words = r"Let $N \sim \mathrm{Poisson}(\lambda)$ and $M \sim \mathrm{Poisson}(\mu)$."
    assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] in ("refuted", "unknown")


def test_a_value_outside_of_those_of_the_law_has_no_chance() -> None:
    words = r"Let $X \sim \mathrm{Geom}(p)$, $N \sim \mathrm{Poisson}(\lambda)$ and $0 < p < 1$."
    for claim in ("P(X = 0) = 0", "P(N = -1) = 0", r"P(N = \frac12) = 0", r"P(N \leq -1) = 0", r"P(X \geq 1) = 1"):
        assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] in ("proved", "confirmed"), claim
