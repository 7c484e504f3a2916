"""Chances of what independent numbers with densities do, and moments of a number where it does something."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

TWO = r"Let $X \sim \mathrm{Exp}(\lambda)$ and $Y \sim \mathrm{Exp}(\mu)$ be independent."
NORMAL, UNIT = r"Let $Z \sim N(0, 1)$.", "Let $U$ be uniform on $[0, 1]$."
MEMORYLESS = r"Let $X \sim \mathrm{Exp}(\lambda)$."
PAIRS = [
    (TWO, r"P(X < Y) = \frac{\lambda}{\lambda + \mu}", r"P(X < Y) = \frac{\mu}{\lambda + \mu}"),
    (TWO, r"P(\min(X, Y) > t) = e^{-(\lambda + \mu) t}", r"P(\min(X, Y) > t) = e^{-\lambda \mu t}"),
    (TWO, r"P(\max(X, Y) \leq t) = (1 - e^{-\lambda t})(1 - e^{-\mu t})", r"P(\max(X, Y) \leq t) = 1 - e^{-\lambda t}"),
    (TWO, r"P(X > t, Y > t) = e^{-(\lambda + \mu) t}", r"P(X > t, Y > t) = e^{-\lambda t} + e^{-\mu t}"),
    (NORMAL, r"E[\max(Z, 0)] = \frac{1}{\sqrt{2\pi}}", r"E[\max(Z, 0)] = \frac{1}{2}"),
    (NORMAL, r"P(|Z| \leq a) = 2 \Phi(a) - 1", r"P(|Z| \leq a) = 2 \Phi(a)"),
    (UNIT, r"E[U \mid U > t] = \frac{1 + t}{2}", r"E[U \mid U > t] = \frac{t}{2}"),
    (UNIT, r"\mathrm{Var}(U \mid U < t) = \frac{t^2}{12}", r"\mathrm{Var}(U \mid U < t) = \frac{t}{12}"),
    (UNIT, r"P(U^2 \leq t) = \sqrt{t}", r"P(U^2 \leq t) = t"),
    (MEMORYLESS, r"E[X \mid X > t] = t + \frac{1}{\lambda}", r"E[X \mid X > t] = t + \lambda"),
    (MEMORYLESS, r"\mathrm{Var}(X \mid X > t) = \frac{1}{\lambda^2}", r"\mathrm{Var}(X \mid X > t) = t^2"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "true", "false"), PAIRS)
def test_what_is_true_is_confirmed_and_what_is_false_refuted(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$")[-1] == "refuted"


def test_without_independence_nothing_is_said_of_two() -> None:
    said = r"Let $X \sim \mathrm{Exp}(\lambda)$ and $Y \sim \mathrm{Exp}(\mu)$."
    assert verdicts(rf"{said} $$ P(\min(X, Y) > t) = e^{{-(\lambda + \mu) t}} $$")[-1] == "unknown"
    assert verdicts(rf"{said} $$ P(X < Y) = \frac{{\lambda}}{{\lambda + \mu}} $$")[-1] == "unknown"
