r"""X \mid N = n \sim Bin(n, p): a number with a law where others are known, by the law of total expectation."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

THINNED = r"Let $N \sim \mathrm{Poisson}(\lambda)$ and $X \mid N = n \sim \mathrm{Bin}(n, p)$."
COIN = r"Let $\Theta \sim \mathrm{Beta}(a, b)$ and $X \mid \Theta = \theta \sim \mathrm{Bern}(\theta)$."
COUNT = r"Let $\Lambda \sim \mathrm{Gamma}(a, b)$ and $N \mid \Lambda \sim \mathrm{Poisson}(\Lambda)$."
PAIRS = [
    (THINNED, r"E[X] = \lambda p", r"E[X] = \lambda (1 - p)"),
    (THINNED, r"\mathrm{Var}(X) = \lambda p", r"\mathrm{Var}(X) = \lambda p (1 - p)"),
    (THINNED, r"E[X \mid N] = N p", r"E[X \mid N] = N (1 - p)"),
    (THINNED, r"E[X \mid N = 3] = 3 p", r"E[X \mid N = 3] = p^3"),
    (THINNED, r"\mathrm{Var}(X \mid N) = N p (1 - p)", r"\mathrm{Var}(X \mid N) = N p"),
    (THINNED, r"\mathrm{Cov}(X, N) = \lambda p", r"\mathrm{Cov}(X, N) = \lambda^2 p"),
    (THINNED, r"E[N - X] = \lambda (1 - p)", r"E[N - X] = \lambda p"),
    (COIN, r"E[X] = \frac{a}{a + b}", r"E[X] = \frac{b}{a + b}"),
    (COIN, r"P(X = 1) = \frac{a}{a + b}", r"P(X = 1) = \frac{b}{a + b}"),
    (COUNT, r"E[N] = \frac{a}{b}", r"E[N] = \frac{a}{b^2}"),
    (COUNT, r"\mathrm{Var}(N) = \frac{a}{b} + \frac{a}{b^2}", r"\mathrm{Var}(N) = \frac{a}{b^2}"),
]


@pytest.mark.parametrize(("words", "true", "false"), PAIRS)
def test_moments_are_those_of_what_the_law_hangs_on(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] == "proved"
    assert verdicts(f"{words} $$ {false} $$")[-1] == "refuted"


def test_the_theorem_is_named() -> None:
    (report,) = reports(rf"{THINNED} $$ E[X] = \lambda p $$")
    assert "the law of total expectation" in report.trusted


@pytest.mark.parametrize("claim", [r"E[X^3] = \lambda p", r"E[e^X] = \lambda p", r"E[N \mid X] = N", r"P(X > 2) = p"])
def test_of_what_no_rule_is_known_for_nothing_is_refuted(claim: str) -> None:
    assert verdicts(f"{THINNED} $$ {claim} $$")[-1] in ("unknown", "error")


def test_three_levels() -> None:
    said = r"Let $\Theta \sim \mathrm{Beta}(a, b)$, $N \mid \Theta \sim \mathrm{Bin}(m, \Theta)$ and $X \mid N \sim "
    assert verdicts(said + r"\mathrm{Bin}(N, p)$. $$ E[X] = \frac{m a p}{a + b} $$")[-1] == "proved"
    assert verdicts(said + r"\mathrm{Bin}(N, p)$. $$ E[X] = \frac{m b p}{a + b} $$")[-1] == "refuted"
