"""A pmf is at most 1 and a density is not: what is true of one of them alone needs a word that says which is meant."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

BELOW_ONE = [
    (r"p(x) \leq 1", ""),
    (r"E_{x \sim p}[\log p(x)] \leq 0", ""),
    (r"E_{x \sim p}[p(x)] \leq 1", ""),
    (r"E_{x \sim p}[1 - p(x)] \geq 0", ""),
    (r"p(x, z) \leq p(x)", ""),
    (r"\log p(x) \geq \log p(x, z)", ""),
    (r"p(z \mid x) \leq 1", ""),
    (r"H(p) \geq 0", "Here $H(p)$ is the entropy of $p$. "),
]
DENSITIES = [
    r"Let $p$ be a probability density on $\mathbb{R}$. Then",
    "Let $p$ be a density. Then",
    "Let $p$ be a probability density function. Then",
    "Let $p$ be a continuous distribution. Then",
    r"Let $p$ be a density, so that $\int p(x) \, dx = 1$. Then",
]
MASSES = [
    "Let $p$ be a probability mass function. Then",
    "Let $p$ be a pmf. Then",
    "Let $p$ be a discrete distribution. Then",
    r"Let $p$ be a distribution, so that $\sum_x p(x) = 1$ and $\sum_z p(z) = 1$. Then",
]
NEITHER = [
    "We see that",
    "Let $p$ be a probability distribution. Then",
    "Nobody said that $p$ is a pmf. We see that",
    "Note that $p$ is not a pmf. We see that",
    "Many students believe $p$ is a pmf. We see that",
    "Suppose wrongly that $p$ is a pmf. Then",
    "If only $X$ were a discrete random variable! We see that",
    "The variable $X$ is not discrete, nor is $Z$. We see that",
    "Let $r$ be a pmf, with $r(u) > 0$. We see that",
    "Let $W$ be a discrete random variable. We see that",
    "Let $p(w)$ be the pmf of $W$. We see that",
]


MIXED = "Let $X$ be a discrete random variable and $Y$ a continuous random variable."


def verdict(words: str, claim: str) -> str:
    return verdicts(f"{words}\n$$ {claim} $$\n")[-1]


@pytest.mark.parametrize("words", DENSITIES)
@pytest.mark.parametrize(("claim", "more"), BELOW_ONE)
def test_densities_exceed_one(words: str, claim: str, more: str) -> None:
    assert verdict(more + words, claim) == "refuted"


@pytest.mark.parametrize("words", MASSES)
@pytest.mark.parametrize(("claim", "more"), BELOW_ONE)
def test_masses_do_not(words: str, claim: str, more: str) -> None:
    assert verdict(more + words, claim) in ("proved", "confirmed")


@pytest.mark.parametrize("words", NEITHER)
@pytest.mark.parametrize(("claim", "more"), BELOW_ONE)
def test_what_is_not_said_is_open(words: str, claim: str, more: str) -> None:
    assert verdict(more + words, claim) == "unknown"


@pytest.mark.parametrize(
    "claim",
    [
        r"D_{KL}(p \| q) \geq 0",
        r"p(y \mid x) = \frac{p(x \mid y) p(y)}{p(x)}",
        r"\log p(x) \geq E_{z \sim q(z \mid x)}[\log p(x, z) - \log q(z \mid x)]",
        r"H(X \mid Y) \leq H(X)",
        r"I(X; Y) = H(X) - H(X \mid Y)",
    ],
)
def test_what_holds_of_both_is_proved(claim: str) -> None:
    assert verdict("We see that", claim) == "proved"


@pytest.mark.parametrize(
    "claim", [r"D_{KL}(p \| q) = D_{KL}(q \| p)", r"p(y \mid x) = p(x \mid y)", r"H(X, Y) = H(X) + H(Y)"]
)
def test_what_fails_of_both_is_refuted(claim: str) -> None:
    assert verdict("We see that", claim) == "refuted"


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        (MIXED, r"p(x \mid y) \leq 1", "confirmed"),
        (MIXED, r"p(y \mid x) \leq 1", "refuted"),
        ("Let $X$ be discrete with distribution $p$.", r"p(x) \leq 1", "confirmed"),
        ("Let $X$ be continuous with distribution $p$.", r"p(x) \leq 1", "refuted"),
        ("Let $Y$ be discrete with pmf $p$, and $X$ a random variable.", r"q(x \mid y) \leq 1", "unknown"),
        ("Let $p(x)$ be the pmf of $X$.", r"p(x) \leq 1", "confirmed"),
        ("Let $p_X$ be the pmf of $X$.", r"p_X(x) \leq 1", "confirmed"),
        ("Let $p_X$ be the pmf of $X$.", r"p_Y(y) \leq 1", "unknown"),
        (r"Let $x \in \{1, \dots, K\}$.", r"p(x) \leq 1", "confirmed"),
        ("Let $E$ be an event.", r"p(E) \leq 1", "proved"),
    ],
)  # fmt: skip
def test_variables_differ(words: str, claim: str, expected: str) -> None:
    assert verdict(words, claim) == expected


TOTAL = r"p(y = 1 \mid x) + p(y = 0 \mid x) = 1"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (r"Let $y \in \{0, 1\}$.", "confirmed"),
        (r"Let $y \in \{0, 1, 2\}$.", "refuted"),
        ("We see that", "unknown"),  # where y has more values it fails
        ("Let $p$ be a pmf.", "unknown"),
    ],
)
def test_two_values_may_not_be_all(words: str, expected: str) -> None:
    assert verdict(words, TOTAL) == expected


def test_densities_at_numbers_exceed_one() -> None:
    assert verdict(r"Let $p$ be a density on the real line.", r"p(x=0) + p(x=1) \leq 1") == "refuted"
