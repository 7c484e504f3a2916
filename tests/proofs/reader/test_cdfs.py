"""Distribution functions, extremes, and equality in distribution."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

GIVEN = {
    "Let $F$ be the cdf of $X$.": "F",
    "Let $X$ be a random variable with cumulative distribution function $F_X$ and $a < b$.": "F_X",
    r"Let $F(x) = P(X \leq x)$ be the distribution function of $X$ and $a < b$.": "F",
    "Suppose that $X$ has distribution function $G$.": "G",
}


@pytest.mark.parametrize("words", GIVEN)
def test_a_distribution_function(words: str) -> None:
    name = GIVEN[words]
    true = (rf"P(a < X \leq b) = {name}(b) - {name}(a)", f"P(X > a) = 1 - {name}(a)")
    false = (rf"P(a \leq X \leq b) = {name}(b) - {name}(a)", f"P(X < a) = {name}(a)")
    for claim in true:
        assert verdicts(f"{words}\n\n$$ {claim} $$")[-1] == "proved"
    for claim in false:
        assert verdicts(f"{words}\n\n$$ {claim} $$")[-1] == "refuted"


def test_of_a_continuous_variable_nothing_is_refuted_by_few_values() -> None:
    given = "Let $X$ be a continuous random variable with cdf $F$."
    for claim in ("P(X < a) = F(a)", r"P(a \leq X \leq b) = F(b) - F(a)"):
        assert verdicts(f"{given}\n\n$$ {claim} $$")[0] not in ("refuted", "error")
    assert verdicts("Let $X$ be a random variable with density $f$.\n\n$$ P(X < a) = P(X \\leq a) $$")[0] != "refuted"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"P(\max(X, Y) \leq t) = P(X \leq t) P(Y \leq t)", "proved"),
        (r"P(\min(X, Y) > t) = P(X > t) P(Y > t)", "proved"),
        (r"P(\min(X, Y) \leq t) = P(X \leq t) P(Y \leq t)", "refuted"),
        (r"P(\max(X, Y) \leq t) = P(X \leq t)^2", "refuted"),
    ],
)
def test_extremes_of_independent_variables(claim: str, verdict: str) -> None:
    assert verdicts(f"Let $X$ and $Y$ be independent random variables.\n\n$$ {claim} $$") == [verdict]


def test_extremes_of_variables_that_may_depend_on_each_other() -> None:
    given = "Let $X$ and $Y$ be random variables."
    assert verdicts(rf"{given} $$ P(\max(X, Y) \leq t) = P(X \leq t, Y \leq t) $$") == ["proved"]
    assert verdicts(rf"{given} $$ P(\max(X, Y) \leq t) = P(X \leq t) P(Y \leq t) $$") == ["refuted"]


@pytest.mark.parametrize("sign", [r"\overset{d}{=}", r"\stackrel{\mathcal{D}}{=}", r"\overset{\text{law}}{=}"])
def test_what_is_equal_in_distribution_is_not_the_same(sign: str) -> None:
    given = f"Let $X, Y$ be random variables with $X {sign} Y$."
    assert verdicts(f"{given} $$ \\mathrm{{E}}[X Y] = \\mathrm{{E}}[X^2] $$") == ["error"]
    assert verdicts(rf"Let $X \sim \mathcal{{N}}(0, 1)$. $$ X {sign} -X $$") == ["error"]
    assert verdicts(r"$$ (x + 1)^2 \overset{(d)}{=} x^2 + 2 x + 1 $$") == ["proved"]  # the step (d)


def test_uncorrelated_variables_are_not_independent() -> None:
    given = "Let $X$ and $Y$ be uncorrelated random variables."
    claim = r"P(X \leq a, Y \leq b) = P(X \leq a) P(Y \leq b)"
    assert verdicts(f"{given} $$ {claim} $$")[0] not in ("proved", "confirmed")


CORRELATED = {
    r"Let $X$ and $Y$ have correlation $\rho$ and standard deviations $\sigma_X$ and $\sigma_Y$.": (
        r"\mathrm{Cov}(X, Y) = \rho \sigma_X \sigma_Y", r"\mathrm{Cov}(X, Y) = \rho"),
    r"Let $\rho$ be the correlation coefficient of $X$ and $Y$, which have unit variance.": (
        r"\mathrm{Var}(X - Y) = 2 - 2 \rho", r"\mathrm{Cov}(X, Y) = 0"),
    "Let $c$ be the covariance of $X$ and $Y$.": (
        r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) + 2 c",
        r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) + c"),
}  # fmt: skip


@pytest.mark.parametrize("words", CORRELATED)
def test_a_correlation_in_words(words: str) -> None:
    true, false = CORRELATED[words]
    assert verdicts(f"{words}\n\n$$ {true} $$") == ["proved"]
    assert verdicts(f"{words}\n\n$$ {false} $$")[0] in ("refuted", "assumption")


@pytest.mark.parametrize(
    "words",
    [
        r"Let $\rho$ be the correlation of $X$ and $Y$, both of variance one.",
        r"Let $\rho$ be the correlation of $X$ and $Y$. Both have variance one.",
        r"Let $X$ and $Y$ be standardised random variables with correlation $\rho$.",
        r"Let $X, Y$ be standard normal with correlation $\rho$.",
    ],
)
def test_a_correlation_that_is_not_read_refutes_nothing(words: str) -> None:
    assert verdicts(rf"{words} $$ \mathrm{{Cov}}(X, Y) = \rho $$")[0] != "refuted"


@pytest.mark.parametrize("sign", [r"\overset{c}{=}", r"\stackrel{+}{=}", r"\overset{\text{const}}{=}"])
def test_up_to_a_constant_is_not_equal(sign: str) -> None:
    text = rf"Let $f(x) = 3 - x^2$. $$ f(x) {sign} -x^2 $$"
    assert verdicts(text) == ["error"]
