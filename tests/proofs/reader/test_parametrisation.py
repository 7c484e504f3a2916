"""A law means what its parameters are said to be: a scale, a standard deviation, a precision."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (r"Let $X \sim \mathrm{Gamma}(k, \theta)$ with scale $\theta$.",
         r"E[X] = k \theta", r"E[X] = \frac{k}{\theta}"),
        (r"Let $X \sim \mathrm{Gamma}(k, \theta)$ with rate $\theta$.", r"E[X] = \frac{k}{\theta}", r"E[X] = k \theta"),
        (r"Let $X \sim \mathcal{N}(\mu, s)$, where $s$ is the standard deviation.",
         r"\mathrm{Var}(X) = s^2", r"\mathrm{Var}(X) = s"),
        (r"Let $X \sim \mathcal{N}(\mu, v)$, where $v$ is the variance.",
         r"\mathrm{Var}(X) = v", r"\mathrm{Var}(X) = v^2"),
        (r"Let $X \sim \mathcal{N}(\mu, \tau)$ with precision $\tau$.",
         r"\mathrm{Var}(X) = \frac{1}{\tau}", r"\mathrm{Var}(X) = \tau"),
        (r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$, where $\sigma$ is the standard deviation.",
         r"\mathrm{Var}(X) = \sigma^2", r"\mathrm{Var}(X) = \sigma^4"),
    ],
)  # fmt: skip
def test_parameters_are_what_the_text_calls_them(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


def test_a_mean_is_that_of_the_law_beside_it() -> None:
    near = r"Let $X \sim \mathrm{Exp}(\beta)$ with mean $\beta$."
    apart = r"Let $X \sim \mathrm{Exp}(\beta)$. Let $Y$ have mean $\beta$."
    assert verdicts(rf"{near} $$ E[X] = \frac{{1}}{{\beta}} $$")[-1] not in ("proved", "confirmed")
    assert verdicts(rf"{apart} $$ E[X] = \frac{{1}}{{\beta}} $$") == ["proved"]


def test_a_density_that_is_given_with_a_variable_refutes_nothing() -> None:
    words = "Let $X$ be a random variable with density $f(x) = 2 x$ on $[0, 1]$."
    assert verdicts(rf"{words} $$ P(X \leq \frac{{1}}{{2}}) = \frac{{1}}{{4}} $$") != ["refuted"]
