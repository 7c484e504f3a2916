"""`dl/dm = .. = 0 \\implies \\hat{m} = ..`: the derivative is a claim, and so is that the estimate solves it."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

DATA = r"Let $x_1, \dots, x_n \sim \mathcal{N}(\mu, \sigma^2)$ i.i.d. The log-likelihood is" "\n\n"
LIKELIHOOD = (
    r"$$ \ell(\mu) = -\frac{n}{2} \log(2\pi\sigma^2) - \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2. $$"
    "\n\nSetting the derivative to zero,\n\n"
)


def of_row(derivative: str, estimate: str, sign: str = r"\hat\mu") -> list[str]:
    row = rf"$$ \frac{{\partial \ell}}{{\partial \mu}} = {derivative} = 0 \implies {sign} = {estimate}. $$"
    return verdicts(f"{DATA}{LIKELIHOOD}{row}\n")[1:]


SCORE, MEAN = r"\frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \mu)", r"\frac{1}{n} \sum_{i=1}^n x_i"


@pytest.mark.parametrize("sign", [r"\hat\mu", r"\hat{\mu}", r"\mu^*", r"\mu_{\text{MLE}}"])
def test_the_derivative_and_the_estimate_are_checked(sign: str) -> None:
    assert of_row(SCORE, MEAN, sign) == ["proved", "proved"]


def test_a_wrong_derivative_is_refuted() -> None:
    assert of_row(SCORE.replace("{1}", "{2}", 1), MEAN)[0] == "refuted"


def test_what_does_not_solve_the_equation_is_refuted() -> None:
    assert of_row(SCORE, r"\sum_{i=1}^n x_i") == ["proved", "refuted"]


def test_the_estimate_is_used() -> None:
    row = rf"$$ \frac{{\partial \ell}}{{\partial \mu}} = {SCORE} = 0 \implies \hat\mu = {MEAN} $$"
    after = (
        r"$$ \mathbb{E}[\hat\mu] = \mu, \qquad \mathrm{Var}(\hat\mu) = \frac{\sigma^2}{n} $$ "
        r"$$ \mathrm{Var}(\hat\mu) = \sigma^2 $$"
    )
    assert verdicts(f"{DATA}{LIKELIHOOD}{row}\n\n{after}\n")[-3:] == ["proved", "proved", "refuted"]


def test_a_premise_that_is_no_derivative_is_supposed() -> None:
    assert verdicts(r"Let $x, y \in \mathbb{R}$. $$ x = y = 0 \implies x y = 0 $$") == ["proved"]


def test_a_function_of_a_square() -> None:
    before = (
        r"Let $x \in \mathbb{R}^n$ and $\sigma > 0$. $$ \ell(\mu, \sigma^2) = "
        r"-\frac{n}{2} \log(2\pi\sigma^2) - \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2 $$"
    )
    by_mean = rf"$$ \frac{{\partial \ell}}{{\partial \mu}} = {SCORE} $$"
    squares = r"\frac{1}{2\sigma^4} \sum_{i=1}^n (x_i - \mu)^2"
    by_square = rf"$$ \frac{{\partial \ell}}{{\partial \sigma^2}} = -\frac{{n}}{{2\sigma^2}} + {squares} $$"
    false = rf"$$ \frac{{\partial \ell}}{{\partial \sigma^2}} = -\frac{{n}}{{\sigma^2}} + {squares} $$"
    assert verdicts(f"{before} {by_mean} {by_square} {false}") == ["definition", "proved", "proved", "refuted"]


def test_a_bernoulli_likelihood() -> None:
    text = (
        r"Let $\theta \in (0, 1)$. "
        r"$$ L(\theta) = \prod_{i=1}^n \theta^{x_i} (1-\theta)^{1-x_i} $$ "
        r"$$ \log L(\theta) = \sum_i x_i \log\theta + \left(n - \sum_i x_i\right) \log (1-\theta) $$ "
        r"$$ \frac{d}{d\theta} \log L(\theta) = \frac{\sum_i x_i}{\theta} - \frac{n - \sum_i x_i}{1-\theta} = 0 "
        r"\Rightarrow \hat\theta = \frac{1}{n} \sum_i x_i $$"
    )
    assert verdicts(text) == ["definition", "proved", "proved", "proved"]
