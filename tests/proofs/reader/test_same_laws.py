"""Numbers with one law, distribution functions that are any, and extremes."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

COPIES = r"Let $X_1, \ldots, X_n$ be iid with cdf $F$ and density $f$. Let $M = \max_i X_i$."
STEPS = r"Let $X_1, \ldots, X_n$ be iid with distribution function $F$."
DENSE = "Let $X$ be a continuous random variable with cdf $F$ and density $f$, and let $Y = X^2$. For $y > 0$,"
ALIKE = "Suppose that $X$ and $Y$ are identically distributed."
DECIDED = {
    (COPIES, r"P(M \leq t) = F(t)^n"): True,
    (COPIES, r"P(M \leq t) = 1 - (1 - F(t))^n"): False,
    (COPIES, r"P(\min_i X_i > t) = (1 - F(t))^n"): True,
    (COPIES, r"f_M(t) = n F(t)^{n-1} f(t)"): True,
    (COPIES, r"f_M(t) = n F(t)^n f(t)"): False,
    (STEPS, r"P(X_1 \leq t, \dots, X_n \leq t) = F(t)^n"): True,
    (STEPS, r"P(\max(X_1, \dots, X_n) > t) = (1 - F(t))^n"): False,
    (DENSE, r"P(Y \leq y) = F(\sqrt{y}) - F(-\sqrt{y})"): True,
    (DENSE, r"P(Y \leq y) = F(\sqrt{y}) + F(-\sqrt{y})"): False,
    (DENSE, r"f_Y(y) = \frac{f(\sqrt{y}) + f(-\sqrt{y})}{2 \sqrt{y}}"): True,
    (DENSE, r"f_Y(y) = f(\sqrt{y})"): False,
    (ALIKE, r"\mathrm{Cov}(X + Y, X - Y) = 0"): True,
    (ALIKE, r"E[X^3] = E[Y^3]"): True,
    (ALIKE, r"\mathrm{Var}(X + Y) = 2 \mathrm{Var}(X)"): False,
    (ALIKE, "P(X = Y) = 1"): False,
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_without_a_law_by_name(given: str, claim: str) -> None:
    found = verdicts(f"{given}\n\n$$ {claim} $$")[-1]
    assert found in (("proved", "confirmed") if DECIDED[given, claim] else ("refuted",))


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (STEPS, r"P(\max_i X_i < t) = F(t)^n"),  # F may jump
        (r"Let $X_1, \ldots, X_n$ be random variables with cdf $F$.", r"P(\max_i X_i \leq t) = F(t)^n"),
        ("Suppose that $X$ and $Y$ are not identically distributed.", "E[X] = E[Y]"),
        ("We conclude that $X$ and $Y$ are identically distributed.", r"\mathrm{Var}(X) = \mathrm{Var}(Y)"),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_not_taken(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == "unknown"
