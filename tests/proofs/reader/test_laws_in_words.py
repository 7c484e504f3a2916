"""Laws that a sentence gives in words: what they say is used, and what is false of them refuted."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

LAWS = {
    r"Let $X$ be uniform on $[0, 1]$.": (r"\mathrm{E}[X] = \frac{1}{2}", r"\mathrm{E}[X] = \frac{1}{3}"),
    r"Let $X$ be uniformly distributed on $[a, b]$.": (
        r"\mathrm{E}[X] = \frac{a + b}{2}", r"\mathrm{E}[X] = \frac{b - a}{2}"),
    r"Let $X$ be drawn from a uniform distribution on $[0, 1]$.": (
        r"\mathrm{Var}(X) = \frac{1}{12}", r"\mathrm{Var}(X) = \frac{1}{6}"),
    r"Let $X$ be a Poisson random variable with parameter $\lambda$.": (
        r"\mathrm{Var}(X) = \lambda", r"\mathrm{Var}(X) = \lambda^2"),
    r"Let $X$ be a Bernoulli random variable with parameter $p$.": (
        r"\mathrm{Var}(X) = p (1 - p)", r"\mathrm{Var}(X) = p"),
    r"Let $X$ be exponentially distributed with rate $\lambda$.": (
        r"\mathrm{E}[X] = \frac{1}{\lambda}", r"\mathrm{E}[X] = \lambda"),
    r"Let $X$ follow a binomial distribution with parameters $n$ and $p$.": (
        r"\mathrm{Var}(X) = n p (1 - p)", r"\mathrm{Var}(X) = n p"),
    r"Let $X_1, \dots, X_n$ be i.i.d. Bernoulli$(p)$.": (
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n p (1 - p)", r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n p"),
    r"Let $X_1, \dots, X_n$ be i.i.d. from $\mathcal{N}(\mu, \sigma^2)$.": (
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n \sigma^2",
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n^2 \sigma^2"),
    r"Let $X_1, \dots, X_n$ be i.i.d. Poisson random variables with rate $\lambda > 0$.": (
        r"\mathrm{E}[X_1 X_2] = \lambda^2", r"\mathrm{E}[X_1^2] = \lambda^2"),
    r"Let $x_1, \dots, x_n$ be a sample from a normal distribution with mean $\mu$ and variance $\sigma^2$.": (
        r"\mathrm{E}[\bar{x}] = \mu", r"\mathrm{E}[\bar{x}] = 2 \mu"),
    r"Let $X$ and $Y$ be i.i.d. $\mathcal{N}(0, 1)$.": (
        r"\mathrm{Var}(X + Y) = 2", r"\mathrm{Var}(X + Y) = 1"),
    r"Let $X, Y$ be independent $\mathcal{N}(0, 1)$ random variables.": (
        r"\mathrm{Var}(X Y) = 1", r"\mathrm{Var}(X Y) = 2"),
    r"Let $X$ and $Y$ be independent exponential random variables with rate $\lambda$.": (
        r"\mathrm{Var}(X + Y) = \frac{2}{\lambda^2}", r"\mathrm{Var}(X + Y) = \frac{1}{\lambda^2}"),
    r"Let $X$ be $\mathcal{N}(\mu, 1)$ distributed.": (
        r"\mathrm{E}[X^2] = \mu^2 + 1", r"\mathrm{E}[X^2] = \mu^2"),
    "Let $X, Y$ be iid standard normal.": (r"\mathrm{Var}(X Y) = 1", r"\mathrm{Var}(X Y) = 2"),
    "Let $X_1, X_2$ be i.i.d. standard normal random variables.": (
        r"\mathrm{E}[X_1^2 X_2^2] = 1", r"\mathrm{E}[X_1^2 X_2^2] = 3"),
    r"Let $X_1, \dots, X_n$ be iid standard normal.": (
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i^2\right) = 2 n", r"\mathrm{Var}\left(\sum_{i=1}^n X_i^2\right) = n"),
    r"Let $X$ be a Rademacher random variable.": (r"\mathrm{E}[e^{t X}] = \cosh t", r"\mathrm{E}[X] = 1"),
    r"Let $X \sim \mathrm{Rademacher}$.": (r"\mathrm{Var}(X) = 1", r"\mathrm{Var}(X) = 2"),
    r"For independent Rademacher variables $X_1, \ldots, X_n$ we have": (
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n", r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = 2 n"),
    r"Let $X$ be the number shown by a fair six-sided die.": (
        r"\mathrm{E}[X^2] = \frac{91}{6}", r"\mathrm{E}[X^2] = \frac{49}{4}"),
    r"Let $X \sim \mathrm{Unif}(\{-1, 1\})$.": (r"\mathrm{Var}(X) = 1", r"\mathrm{Var}(X) = \frac13"),
    r"Let $X$ be drawn uniformly from $\{1, \dots, n\}$.": (
        r"\mathrm{E}[X] = \frac{n + 1}{2}", r"\mathrm{E}[X] = \frac{n}{2}"),
    r"Let $X$ and $Y$ be independent and uniformly distributed on $\{0, 1\}$.": (
        r"P(X = Y) = \frac12", r"P(X = Y) = \frac14"),
}  # fmt: skip


@pytest.mark.parametrize("words", LAWS)
def test_a_law_in_words(words: str) -> None:
    true, false = LAWS[words]
    assert verdicts(f"{words}\n\n$$ {true} $$\n\n$$ {false} $$\n") == ["proved", "refuted"]


NO_LAWS = {
    "Let $X$ and $Y$ be standard normal.": r"\mathrm{E}[X Y] = 0",
    "Let $X$ be standard normal given $Z$.": r"\mathrm{E}[X^2] = 1",
    "Let $X$ be a truncated standard normal variable.": r"\mathrm{E}[X^2] = 1",
    r"Let $X_1, \dots, X_n$ be Rademacher variables.": r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n",
    r"Let $X$ and $Y$ be uniform on $\{0, 1\}$.": r"P(X = Y) = \frac12",
    r"Let $X$ and $Y$ be $\mathcal{N}(0, 1)$.": r"\mathrm{Var}(X + Y) = 2",  # they may depend on each other
    "Let $X$ be a variable that is not uniform on $[0, 1]$.": r"\mathrm{E}[X] = \frac{1}{2}",
    "Many take $X$ to be uniform on $[0, 1]$.": r"\mathrm{E}[X] = \frac{1}{2}",
    "Let $X$ be almost uniform on $[0, 1]$.": r"\mathrm{E}[X] = \frac{1}{2}",
    r"Pretend $X$ is a Poisson random variable with parameter $\lambda$.": r"\mathrm{Var}(X) = \lambda",
    "Let $X$ be a mixture of uniform variables on $[0, 1]$.": r"\mathrm{Var}(X) = \frac{1}{12}",
    r"Let $X_1, \dots, X_n$ be far from $\mathcal{N}(\mu, \sigma^2)$.": r"\mathrm{E}[X_1] = \mu",
    r"Let $X_1, \dots, X_n$ be i.i.d. but hardly Bernoulli$(p)$.": r"\mathrm{E}[X_1] = p",
}


@pytest.mark.parametrize("words", NO_LAWS)
def test_no_law_in_words_that_may_take_it_back(words: str) -> None:
    assert verdicts(f"Let $X$ be a random variable. {words}\n\n$$ {NO_LAWS[words]} $$\n")[-1] not in (
        "proved", "confirmed")  # fmt: skip


DEFINED = {
    r"Let $p = \mathcal{N}(\mu, \sigma^2)$.": [
        (r"H(p) = \frac12 \log(2 \pi e \sigma^2)", r"H(p) = \frac12 \log(2 \pi \sigma^2)"),
        (r"E_p[x^2] = \mu^2 + \sigma^2", r"E_p[x^2] = \sigma^2"),
    ],
    r"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $p(z) = \mathcal{N}(z; 0, 1)$.": [
        (r"H(q) = \frac12 \log(2 \pi e \sigma^2)", r"H(q) = \frac12 \log(2 \pi \sigma^2)"),
        (r"E_q[z^2] = \mu^2 + \sigma^2", r"E_{z \sim q}[z^2] = \sigma^2"),
        (
            r"D_{KL}(q \| p) = \frac12 (\mu^2 + \sigma^2 - 1 - \log \sigma^2)",
            r"D_{KL}(q \| p) = \frac12 (\mu^2 + \sigma^2 - \log \sigma^2)",
        ),
    ],
}


@pytest.mark.parametrize(("words", "at"), [(words, at) for words, pairs in DEFINED.items() for at in range(len(pairs))])
def test_a_law_or_a_density_that_is_given_is_used_by_its_letter(words: str, at: int) -> None:
    true, false = DEFINED[words][at]
    assert verdicts(f"{words}\n\n$$ {true} $$\n")[0] in ("proved", "confirmed")
    assert verdicts(f"{words}\n\n$$ {false} $$\n")[0] in ("refuted", "unknown")


def test_a_parameter_of_the_density_is_not_defined_by_its_mean() -> None:
    assert verdicts(r"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$. $$ E_{q(z)}[z^2] = \mu^2 $$") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (r"Let $X$ have mean $\mu$ and variance $\sigma^2$.", r"E[(X - c)^2] = \sigma^2 + (\mu - c)^2", "E[X] = 0"),
        (r"Suppose $X$ has mean $\mu$ and variance $\sigma^2$.", r"E[X^2] = \sigma^2 + \mu^2", r"E[X^2] = \sigma^2"),
        ("Let $X$ have expectation $m$.", "E[2 X + 1] = 2 m + 1", "E[2 X + 1] = 2 m"),
        (r"Let $X \sim \mathrm{U}(0, 1)$.", r"P(X \leq u) = u", r"P(X \leq u) = 1 - u"),
        (r"Let $X \sim \mathrm{Exp}(\lambda)$.", r"P(X > t) = e^{-\lambda t}", r"P(X > t) = e^{\lambda t}"),
    ],
)
def test_moments_and_thresholds(words: str, true: str, false: str) -> None:
    """What has a mean is random; t of P(X > t) is a value that X may have, where nothing is said of it."""
    assert verdicts(f"{words} $$ {true} $$")[0] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


def test_a_threshold_of_which_something_is_said_is_that() -> None:
    words = r"Let $X \sim \mathrm{Exp}(\lambda)$ and let $t$ be real."
    assert verdicts(rf"{words} $$ P(X > t) = e^{{-\lambda t}} $$") == ["refuted"]


@pytest.mark.parametrize("words", ["be uniform on $(0, 1)$", "uniform on $(0, 1)$", "be standard normal"])
def test_a_law_in_words_is_none_of_what_has_one(words: str) -> None:
    given = rf"Let $X \sim \mathrm{{Exp}}(3)$ and $Y$ {words}."
    assert verdicts(rf"{given} $$ E[X] = \frac{{1}}{{3}} $$")[-1] == "proved"
    assert verdicts(rf"{given} $$ E[X] = \frac{{1}}{{2}} $$")[-1] == "refuted"
