"""E[x^k log x] of positive laws, and what follows for entropies and divergences."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

GAMMA, BETA = r"Let $X \sim \mathrm{Gam}(a, b)$.", r"Let $X \sim \mathrm{Bet}(a, b)$."
OF_GAMMA = r"\mathrm{KL}(P \| Q) = c \ln \frac{b}{d} - \ln \frac{\Gamma(a)}{\Gamma(c)}"
TRUE_AND_FALSE = {
    "gamma": (GAMMA, r"\mathrm{E}[\ln X] = \psi(a) - \ln b", r"\mathrm{E}[\ln X] = \psi(a) + \ln b"),
    "gamma, times x": (
        GAMMA,
        r"\mathrm{E}[X \ln X] = \frac{a}{b} (\psi(a) - \ln b) + \frac{1}{b}",
        r"\mathrm{E}[X \ln X] = \frac{a}{b} (\psi(a) - \ln b)",
    ),
    "entropy of gamma": (
        GAMMA,
        r"\mathrm{h}(X) = a + \ln \Gamma(a) + (1-a) \psi(a) - \ln b",
        r"\mathrm{h}(X) = a + \ln \Gamma(a) + (1-a) \psi(a) + \ln b",
    ),
    "exponential": (
        r"Let $X \sim \mathrm{Exp}(\lambda)$.",
        r"\mathrm{E}[\ln X] = \psi(1) - \ln \lambda",
        r"\mathrm{E}[\ln X] = \psi(1) + \ln \lambda",
    ),
    "chi-squared": (
        r"Let $X \sim \chi^2(k)$.",
        r"\mathrm{E}[\ln X] = \psi(k/2) + \ln 2",
        r"\mathrm{E}[\ln X] = \psi(k/2) - \ln 2",
    ),
    "a divergence of gamma": (
        r"Let $P = \mathrm{Gam}(a, b)$ and $Q = \mathrm{Gam}(c, d)$.",
        rf"{OF_GAMMA} + (a - c) \psi(a) - (b - d) \frac{{a}}{{b}}",
        rf"{OF_GAMMA} + (a - c) \psi(c) - (b - d) \frac{{a}}{{b}}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE_AND_FALSE)
def test_they_are_proved_and_what_is_false_refuted(name: str) -> None:
    words, true, false = TRUE_AND_FALSE[name]
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


@pytest.mark.parametrize(("of", "true", "false"), [("X", "a", "b"), ("(1 - X)", "b", "a")])
def test_the_logarithms_of_a_beta_variable_and_of_the_rest(of: str, true: str, false: str) -> None:
    claims = (rf"{BETA} $$ \mathrm{{E}}[\ln {of}] = \psi({each}) - \psi(a + b) $$" for each in (true, false))
    assert verdicts(next(claims)) == ["proved"]
    assert verdicts(next(claims))[0] in ("refuted", "unknown")


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (r"\psi(\tfrac12) = \psi(1) - 2 \ln 2", r"\psi(\tfrac12) = \psi(1) - \ln 2"),
        (r"\psi(2) = \psi(1) + 1", r"\psi(2) = 1"),
    ],
)
def test_values_of_the_digamma_function(true: str, false: str) -> None:
    said = r"Let $\psi$ be the digamma function."
    assert verdicts(f"{said} $$ {true} $$") == ["proved"]
    assert verdicts(f"{said} $$ {false} $$") == ["refuted"]
