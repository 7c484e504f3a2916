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


RIDGE = (
    r"Let $X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$ and $\lambda > 0$. "
    r"$$ J(w) = \|Xw - y\|^2 + \lambda \|w\|^2 $$ Its gradient is "
    r"$$ \nabla J(w) = 2 X^\top (Xw - y) + 2 \lambda w $$ "
)
NORMAL = (
    r"Let $x_1, \dots, x_n$ be a sample from $\mathcal{N}(\mu, \sigma^2)$. The log-likelihood is "
    r"$$ \ell(\mu, \sigma^2) = -\frac{n}{2} \log(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2 $$ "
    rf"$$ \frac{{\partial \ell}}{{\partial \mu}} = {SCORE} $$ "
    r"$$ \frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2 \sigma^2} "
    r"+ \frac{1}{2 \sigma^4} \sum_{i=1}^n (x_i - \mu)^2 $$ "
)
SPREAD = r"\frac{1}{n} \sum_{i=1}^n (x_i - \hat{\mu})^2"


@pytest.mark.parametrize(
    "words",
    [
        "Setting this to zero gives",
        "Setting the gradient equal to $0$ and solving for $w$, we get",
        "The gradient vanishes at",
        "Equating it to zero yields the minimiser",
    ],
)
def test_what_is_set_to_zero_in_words_is_checked(words: str) -> None:
    def estimate(factor: str) -> str:
        return verdicts(rf"{RIDGE} {words} $$ \hat{{w}} = (X^\top X + {factor} I)^{{-1}} X^\top y $$")[-1]

    assert estimate(r"\lambda") == "proved"
    assert estimate(r"2 \lambda") == "refuted"


def test_the_derivative_counts_and_not_what_was_written_of_it() -> None:
    wrong = RIDGE.replace(r"2 \lambda w", r"\lambda w")
    found = verdicts(wrong + r"Setting it to zero gives $$ \hat{w} = (X^\top X + \lambda I)^{-1} X^\top y $$")
    assert found[-2:] == ["refuted", "proved"]


def test_several_estimates_at_once() -> None:
    both = rf"$$ \hat{{\mu}} = {MEAN} $$ $$ \hat{{\sigma}}^2 = {SPREAD} $$"
    assert verdicts(f"{NORMAL} Setting both to zero we find {both}")[-2:] == ["proved", "proved"]
    unbiased = both.replace(SPREAD, SPREAD.replace("{n}", "{n-1}"))
    assert verdicts(f"{NORMAL} Setting both to zero we find {unbiased}")[-2:] == ["proved", "refuted"]


NORMAL_EQUATIONS = (r"X^\top X {w} + \lambda {w} = X^\top y", r"X^\top X {w} = X^\top y")


@pytest.mark.parametrize("unknown", ["w", r"\hat{w}"])
def test_the_normal_equations(unknown: str) -> None:
    def found(equation: str) -> str:
        return verdicts(f"{RIDGE} Setting this to zero gives $$ {equation.replace('{w}', unknown)} $$")[-1]

    assert found(NORMAL_EQUATIONS[0]) in ("proved", "confirmed")
    assert found(NORMAL_EQUATIONS[1]) == "refuted"


def test_what_follows_an_estimate_is_a_claim_of_its_own() -> None:
    parabola = r"Let $f(x) = x^2 - 4x + 7$. $$ f'(x) = 2x - 4 $$ Setting it to zero, the minimum is at $$ x^* = 2 $$"
    assert verdicts(rf"{parabola} $$ f(x^*) = 3 $$")[-2:] == ["proved", "proved"]
    assert verdicts(rf"{parabola} $$ f(x^*) = 4 $$")[-2:] == ["proved", "refuted"]


def test_what_only_stands_beside_it_is_not_taken_for_the_estimate() -> None:
    before = r"Let $f(x) = x^2 - 4x + 7$. $$ f'(x) = 2x - 4 $$"
    assert verdicts(rf"{before} Setting it to zero and using that $$ x^* = 5 $$")[-1] == "definition"
    assert verdicts(rf"{before} The other function has its minimum at $$ z^* = 5 $$")[-1] == "definition"


def test_which_of_two_derivatives_is_meant_is_not_guessed() -> None:
    text = r"Let $f(x) = (x - 1)^2$ and $g(x) = (x - 2)^2$. $$ g'(x) = 2(x - 2) $$ $$ f'(x) = 2(x - 1) $$"
    assert verdicts(rf"{text} Setting $g'(x) = 0$ gives $$ x^* = 2 $$")[-1] == "definition"


def test_what_else_is_done_to_the_solution_is_not_known() -> None:
    text = r"Let $f(x) = (x - a)^2$. $$ f'(x) = 2(x - a) $$"
    more = "Setting it to zero and adding one to the solution gives"
    assert verdicts(rf"{text} {more} $$ x^* = a + 1 $$")[-1] == "definition"
    assert verdicts(rf"{text} Setting it to zero and solving gives $$ x^* = a $$")[-1] == "proved"


def test_a_value_beside_others_is_not_refuted_alone() -> None:
    text = (
        r"Let $f(x, y) = x^2 + x y + y^2 - 3x$. $$ \frac{\partial f}{\partial x} = 2x + y - 3 $$ "
        r"$$ \frac{\partial f}{\partial y} = x + 2y $$ Setting both to zero gives $$ x^* = 2 $$ $$ y^* = -1 $$"
    )
    assert "refuted" not in verdicts(text)
    assert "refuted" not in verdicts(text.replace("x^* = 2", "x + 2 y = 0"))
