"""A formula that a text calls the likelihood of its data is checked against the law of these."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

NORMAL = r"Let $x_1, \ldots, x_n$ be i.i.d. samples from $\mathcal{N}(\mu, \sigma^2)$. The log-likelihood is"
SQUARES = r"\frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2"
POISSON = r"Let $x_1, \ldots, x_n$ be i.i.d. Poisson with rate $\lambda$. The log-likelihood is"
COINS = (
    r"Let $x_1, \ldots, x_n$ be i.i.d. Bernoulli with parameter $p$ and $s = \sum_{i=1}^n x_i$. "
    r"The likelihood function is"
)
WAITS = r"Let $X_1, \ldots, X_n$ be i.i.d. exponential with rate $\lambda$. Then the likelihood is"
LINE = (
    r"Let $y_i \sim \mathcal{N}(w x_i, \sigma^2)$ independently for $i = 1, \ldots, n$. The negative log-likelihood is"
)

LIKELIHOODS = {
    "normal": (NORMAL, rf"\ell(\mu, \sigma^2) = -\frac{{n}}{{2}} \log(2 \pi \sigma^2) - {SQUARES}", "proved"),
    "normal, a sign": (NORMAL, rf"\ell(\mu, \sigma^2) = -\frac{{n}}{{2}} \log(2 \pi \sigma^2) + {SQUARES}", "refuted"),
    "normal, a factor": (NORMAL, rf"\ell(\mu, \sigma^2) = -n \log(2 \pi \sigma^2) - {SQUARES}", "refuted"),
    "normal, no constant": (NORMAL, rf"\ell(\mu, \sigma^2) = -\frac{{n}}{{2}} \log \sigma^2 - {SQUARES}", "unknown"),
    "Poisson": (
        POISSON, r"\ell(\lambda) = \sum_{i=1}^n x_i \log \lambda - n \lambda - \sum_{i=1}^n \log(x_i!)", "proved"),
    "Poisson, a sign": (
        POISSON, r"\ell(\lambda) = \sum_{i=1}^n x_i \log \lambda + n \lambda - \sum_{i=1}^n \log(x_i!)", "refuted"),
    "Poisson, no factorials": (POISSON, r"\ell(\lambda) = \sum_{i=1}^n x_i \log \lambda - n \lambda", "unknown"),
    "coins": (COINS, "L(p) = p^s (1 - p)^{n - s}", "proved"),
    "coins, an exponent": (COINS, "L(p) = p^s (1 - p)^s", "refuted"),
    "waiting times": (WAITS, r"L(\lambda) = \lambda^n e^{-\lambda \sum_{i=1}^n x_i}", "proved"),
    "waiting times, an exponent": (WAITS, r"L(\lambda) = \lambda e^{-\lambda \sum_{i=1}^n x_i}", "refuted"),
    "regression": (
        LINE, r"J(w) = \frac{n}{2} \log(2 \pi \sigma^2) + \frac{1}{2 \sigma^2} \sum_{i=1}^n (y_i - w x_i)^2", "proved"),
    "regression, a sign": (
        LINE, r"J(w) = \frac{n}{2} \log(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \sum_{i=1}^n (y_i - w x_i)^2",
        "refuted"),
    "of one thing only": (
        NORMAL.replace("The log", "The penalised log"), rf"\ell(\mu) = -{SQUARES} - \mu^2", "definition"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIKELIHOODS)
def test_likelihoods(name: str) -> None:
    words, claim, verdict = LIKELIHOODS[name]
    found = verdicts(f"{words} $$ {claim} $$")[-1]
    assert found == verdict or (verdict, found) == ("proved", "confirmed")


def test_it_is_a_definition_from_there_on() -> None:
    text = rf"{NORMAL} $$ \ell(\mu) = -\frac{{n}}{{2}} \log(2 \pi \sigma^2) - {SQUARES} $$ Then $$ \ell(\mu) \leq 7 $$"
    assert verdicts(text)[0] in ("proved", "confirmed")
    assert verdicts(text)[1] != "definition"


def test_what_is_left_out_is_said() -> None:
    words, claim, _ = LIKELIHOODS["normal, no constant"]
    assert "but for what does not depend on its parameters" in reports(f"{words} $$ {claim} $$")[-1].because
