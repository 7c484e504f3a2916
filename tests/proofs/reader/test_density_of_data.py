"""p(x | theta), f(x_i; theta): the density of a variable or of data of which the law is given."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

DOCUMENTS = {
    r"Let $X \sim \mathrm{Poisson}(\lambda)$ with pmf $p(x; \lambda)$.": (
        r"\log p(x; \lambda) = x \log \lambda - \lambda - \log x!",
        r"\log p(x; \lambda) = x \log \lambda + \lambda - \log x!"),
    r"Let $x_i \sim \mathrm{Bern}(\theta)$ for $i = 1, \dots, n$, independently.": (
        r"\prod_{i=1}^n p(x_i \mid \theta) = \theta^{\sum_i x_i} (1-\theta)^{n - \sum_i x_i}",
        r"\prod_{i=1}^n p(x_i \mid \theta) = \theta^{\sum_i x_i} (1-\theta)^{\sum_i x_i}"),
    r"Let $X_1, \dots, X_n \sim \mathrm{Exp}(\lambda)$, and let $L(\lambda) = \prod_{i=1}^n f(x_i; \lambda)$.": (
        r"L(\lambda) = \lambda^n e^{-\lambda \sum_{i=1}^n x_i}", r"L(\lambda) = \lambda e^{-\lambda \sum_{i=1}^n x_i}"),
    r"Let $X_1, \dots, X_n \sim \mathrm{Poisson}(\lambda)$ be independent. The log-likelihood is "
    r"$\ell(\lambda) = \sum_{i=1}^n \log p(x_i \mid \lambda)$.": (
        r"\ell'(\lambda) = \frac{1}{\lambda}\sum_{i=1}^n x_i - n",
        r"\ell'(\lambda) = \frac{1}{\lambda}\sum_{i=1}^n x_i - 1"),
    r"Let $X \sim N(\mu, \sigma^2)$ with $\sigma > 0$.": (
        r"\log p(x \mid \mu, \sigma) = -\frac12 \log(2 \pi \sigma^2) - \frac{(x - \mu)^2}{2 \sigma^2}",
        r"\log p(x \mid \mu, \sigma) = -\frac12 \log(2 \pi \sigma^2) - \frac{(x - \mu)^2}{\sigma^2}"),
}  # fmt: skip


@pytest.mark.parametrize("words", DOCUMENTS)
def test_it_is_that_of_the_law(words: str) -> None:
    true, false = DOCUMENTS[words]
    assert verdicts(f"{words}\n\n$$ {true} $$\n")[-1] in ("proved", "confirmed")
    assert verdicts(f"{words}\n\n$$ {false} $$\n")[-1] == "refuted"


def test_of_a_law_without_a_known_density_nothing_is_refuted() -> None:
    text = r"Let $X \sim \mathrm{Laplace}(\mu, b)$. $$ \log p(x \mid \mu, b) = -\log(2 b) - \frac{|x - \mu|}{b} $$"
    assert verdicts(text)[-1] not in ("refuted", "error")


def test_the_density_of_something_else_is_not() -> None:
    text = r"Let $Y \sim \mathrm{Poisson}(\theta)$. $$ \log p(x \mid \theta) = x \log \theta - \theta - \log x! $$"
    assert verdicts(text)[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("law", [r"\mathrm{Bern}(p)", r"\mathrm{Bin}(1, p)"])
def test_the_value_at_which_a_chance_is_taken_is_one_of_the_law(law: str) -> None:
    assert verdicts(rf"Let $X \sim {law}$. $$ P(X = x) = p^x (1 - p)^{{1 - x}} $$")[-1] != "refuted"


DATA = r"Let there be data $y = \lbrace y_1, \ldots, y_n \rbrace$:"
DATA += r"$$ y_i \sim \mathcal{N}(\mu, \sigma^2), \quad i = 1, \ldots, n $$"
OF_ALL = r"$$ p(y|\mu,\sigma^2) = \prod_{i=1}^n p(y_i|\mu,\sigma^2) $$"
OF_ONE = r"$$ p(y_i|\mu,\sigma^2) = \mathcal{N}(y_i; \mu, \sigma^2) $$"


@pytest.mark.parametrize("told", [OF_ALL, OF_ONE + OF_ALL])
def test_the_density_of_all_data_is_another_than_that_of_one(told: str) -> None:
    slope = r"\frac{\mathrm{d}}{\mathrm{d}\mu} \log p(y|\mu,\sigma^2)"
    claim = rf"$$ {slope} = \frac{{n \bar{{y}}}}{{\sigma^2}} SIGN \frac{{n \mu}}{{\sigma^2}} $$"
    assert verdicts(f"{DATA}{told}{claim.replace('SIGN', '-')}")[-1] == "proved"
    assert verdicts(f"{DATA}{told}{claim.replace('SIGN', '+')}")[-1] == "refuted"


def test_what_is_inserted_is_named_by_that() -> None:
    said = r"Let $V \in \mathbb{R}^{n \times n}$ be positive definite."
    said += r" Inserting the precision matrix $P = V^{-1}$, we have"
    assert verdicts(rf"{said} $$ x^\top V^{{-1}} x = x^\top P x $$")[-1] == "proved"
    assert verdicts(rf"{said} $$ x^\top V^{{-1}} x = 2 x^\top P x $$")[-1] == "refuted"
