"""Variables whose law is given by another variable: what is claimed of them, and what a value of the other says."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

THINNED = r"Let $N \sim \operatorname{Poisson}(\lambda)$ and, given $N = n$, let $X \sim \operatorname{Bin}(n, p)$."
AFTER = r"Let $N \sim \operatorname{Poisson}(\lambda)$ and let $X \sim \operatorname{Bin}(n, p)$ given $N = n$."
BESIDE = r"Let $X \mid N = n \sim \operatorname{Bin}(n, p)$, where $N \sim \operatorname{Poisson}(\lambda)$."
IN_WORDS = (
    r"Let $N \sim \operatorname{Poisson}(\lambda)$. Given $N = n$, suppose that $X$ is binomial with parameters $n$ "
    r"and $p$."
)
BETA = r"Let $\theta \sim \operatorname{Beta}(a, b)$ and $X \mid \theta \sim \operatorname{Bin}(n, \theta)$."
MIXED = r"Let $\Lambda \sim \operatorname{Exp}(1)$ and $N \mid \Lambda \sim \operatorname{Poisson}(\Lambda)$."
SHIFTED = r"Let $Y \sim \operatorname{Exp}(1)$. Given $Y = y$, $X \sim \mathcal{N}(y, 1)$."
WITHOUT = r"Let $Q$ be a random variable and $X \mid Q \sim \operatorname{Bin}(n, Q)$."
DECIDED = {
    (THINNED, r"E[X] = p \lambda"): "proved",
    (THINNED, r"E[X] = n p"): "refuted",
    (THINNED, r"\operatorname{Var}(X) = p \lambda"): "proved",
    (THINNED, r"\operatorname{Var}(X) = n p (1 - p)"): "refuted",
    (THINNED, r"\operatorname{Var}(X) = p (1 - p) \lambda"): "refuted",
    (THINNED, r"E[X \mid N] = p N"): "proved",
    (THINNED, r"E[X \mid N] = p"): "refuted",
    (THINNED, r"E[X \mid N = n] = n p"): "proved",
    (THINNED, r"\operatorname{Var}(X \mid N) = N p (1 - p)"): "proved",
    (THINNED, r"\operatorname{Cov}(X, N - X) = 0"): "proved",
    (THINNED, r"\operatorname{Cov}(X, N) = 0"): "refuted",
    (THINNED, r"E[X^3] = E[X]"): "unknown",
    (AFTER, r"E[X] = p \lambda"): "proved",
    (AFTER, r"E[X] = n p"): "refuted",
    (BESIDE, r"E[X] = p \lambda"): "proved",
    (BESIDE, r"E[X] = n p"): "refuted",
    (IN_WORDS, r"E[X] = p \lambda"): "proved",
    (BETA, r"E[X] = \frac{n a}{a + b}"): "proved",
    (BETA, r"E[X] = \frac{n b}{a + b}"): "refuted",
    (BETA, r"\operatorname{Var}(X) = \frac{n a b (a + b + n)}{(a + b)^2 (a + b + 1)}"): "proved",
    (MIXED, "E[N] = 1"): "proved",
    (MIXED, r"\operatorname{Var}(N) = 2"): "proved",
    (MIXED, r"\operatorname{Var}(N) = 1"): "refuted",
    (SHIFTED, "E[X] = 1"): "proved",
    (SHIFTED, r"\operatorname{Var}(X) = 1"): "refuted",
    (WITHOUT, r"E[X] = \frac{n}{2}"): "unknown",
    (WITHOUT, "E[X] = n E[Q]"): "proved",
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_variables_with_a_law_given_another(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]


def test_what_is_given_of_no_random_variable_is_supposed() -> None:
    text = r"Let $X \sim \mathcal{N}(\mu, 1)$. Given $\mu = 0$, we have $$ E[X] = 0 $$"
    assert verdicts(text)[-1] == "proved"


def test_a_condition_ends_with_its_sentence() -> None:
    text = r"Let $N \sim \operatorname{Poisson}(2)$. Given $N = n$, let $X \sim \operatorname{Bin}(n, p)$. "
    assert verdicts(text + r"Let $Z \sim \operatorname{Exp}(3)$. $$ E[Z] = \frac{1}{3} $$")[-1] == "proved"


BRANCHES = r"Let $X \sim \mathcal{N}(0, 1)$, $Y \mid X \sim \mathcal{N}(X, 1)$ and $Z \mid X \sim \mathcal{N}(X, 1)$."
CHOSEN = r"Let $Z \in \{0, 1\}$ with $P(Z = 1) = q$. Given $Z = z$, $X \sim \mathcal{N}(\mu_z, 1)$."
LATER = r"Let $Y \mid X \sim \mathcal{N}(b X, s)$ and $X \sim \mathcal{N}(0, 1)$ with $s > 0$."


def test_two_laws_given_one_variable_do_not_say_how_the_two_hang_together() -> None:
    assert verdicts(rf"{BRANCHES} $$ \operatorname{{Cov}}(Y, Z) = 1 $$")[-1] == "unknown"
    assert verdicts(rf"{BRANCHES} $$ \operatorname{{Cov}}(X, Y) = 1 $$")[-1] == "proved"


def test_a_parameter_that_is_chosen_by_a_value_is_no_mean_of_it() -> None:
    assert verdicts(f"{CHOSEN} $$ E[X] = q $$")[-1] == "unknown"


def test_the_law_of_what_is_given_may_be_told_later() -> None:
    assert verdicts(rf"{LATER} $$ E[X \mid Y] = \frac{{b Y}}{{b^2 + s}} $$")[-1] == "proved"


def test_what_is_made_of_others_stays_so_where_it_is_said_to_be_independent() -> None:
    text = r"Let $X, W$ be independent standard normal and $Y = X + W$. Let $Z \sim \mathrm{Exp}(1)$. Assume that $Y$ and $Z$ are independent."  # noqa: E501
    assert verdicts(rf"{text} $$ \operatorname{{Var}}(Y) = 2 $$")[-1] == "proved"


def test_what_is_given_itself_has_a_law_of_its_own() -> None:
    text = r"Let $X$ be drawn conditional on $Y$, where $Y \sim \mathrm{Exp}(2)$. $$ E[Y] = \frac{1}{2} $$"
    assert verdicts(text)[-1] == "proved"


BY_BAR = r"Let $N \sim \mathrm{Poisson}(\lambda)$ and $X \mid N = n \sim \mathrm{Bin}(n, p)$."
COIN = r"Let $\Theta \sim \mathrm{Beta}(a, b)$ and $X \mid \Theta = \theta \sim \mathrm{Bern}(\theta)$."
COUNT = r"Let $\Lambda \sim \mathrm{Gamma}(a, b)$ and $N \mid \Lambda \sim \mathrm{Poisson}(\Lambda)$."
MOMENTS = [
    (BY_BAR, r"E[X] = \lambda p", r"E[X] = \lambda (1 - p)"),
    (BY_BAR, r"\mathrm{Var}(X) = \lambda p", r"\mathrm{Var}(X) = \lambda p (1 - p)"),
    (BY_BAR, r"E[X \mid N] = N p", r"E[X \mid N] = N (1 - p)"),
    (BY_BAR, r"E[X \mid N = 3] = 3 p", r"E[X \mid N = 3] = p^3"),
    (BY_BAR, r"\mathrm{Var}(X \mid N) = N p (1 - p)", r"\mathrm{Var}(X \mid N) = N p"),
    (BY_BAR, r"\mathrm{Cov}(X, N) = \lambda p", r"\mathrm{Cov}(X, N) = \lambda^2 p"),
    (BY_BAR, r"E[N - X] = \lambda (1 - p)", r"E[N - X] = \lambda p"),
    (COIN, r"E[X] = \frac{a}{a + b}", r"E[X] = \frac{b}{a + b}"),
    (COIN, r"P(X = 1) = \frac{a}{a + b}", r"P(X = 1) = \frac{b}{a + b}"),
    (COUNT, r"E[N] = \frac{a}{b}", r"E[N] = \frac{a}{b^2}"),
    (COUNT, r"\mathrm{Var}(N) = \frac{a}{b} + \frac{a}{b^2}", r"\mathrm{Var}(N) = \frac{a}{b^2}"),
]


@pytest.mark.parametrize(("words", "true", "false"), MOMENTS)
def test_moments_are_those_of_what_the_law_hangs_on(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] == "proved"
    assert verdicts(f"{words} $$ {false} $$")[-1] == "refuted"


def test_the_theorem_is_named() -> None:
    (report,) = reports(rf"{BY_BAR} $$ E[X] = \lambda p $$")
    assert "the law of total expectation" in report.trusted


@pytest.mark.parametrize("claim", [r"E[X^3] = \lambda p", r"E[e^X] = \lambda p", r"E[N \mid X] = N", r"P(X > 2) = p"])
def test_of_what_no_rule_is_known_for_nothing_is_refuted(claim: str) -> None:
    assert verdicts(f"{BY_BAR} $$ {claim} $$")[-1] in ("unknown", "error")


def test_three_levels() -> None:
    said = r"Let $\Theta \sim \mathrm{Beta}(a, b)$, $N \mid \Theta \sim \mathrm{Bin}(m, \Theta)$ and $X \mid N \sim "
    assert verdicts(said + r"\mathrm{Bin}(N, p)$. $$ E[X] = \frac{m a p}{a + b} $$")[-1] == "proved"
    assert verdicts(said + r"\mathrm{Bin}(N, p)$. $$ E[X] = \frac{m b p}{a + b} $$")[-1] == "refuted"


BOTH = THINNED[:-1] + r" and, given $N = n$, let $Y \sim \operatorname{Bin}(n, q)$."


@pytest.mark.parametrize("claim", [r"\operatorname{Cov}(X, Y) = p q \lambda", r"E[X Y] = p q (\lambda + \lambda^2)",
                                   r"\operatorname{Cov}(X, Y) = 0", r"E[X + Y \mid N] = p N"])  # fmt: skip
def test_how_two_go_together_that_have_laws_given_one_is_not_said(claim: str) -> None:
    """Only where they are independent given N is their covariance that of their means."""
    assert verdicts(f"{BOTH} $$ {claim} $$")[-1] in ("unknown", "refuted")
    assert verdicts(rf"{BOTH} $$ E[X + Y] = (p + q) \lambda $$")[-1] == "proved"


DISPLAYED = (
    r"Let $N \sim \operatorname{Poisson}(\lambda)$. Given $N = n$, we have $$ X \sim \operatorname{Bin}(n, p) $$ "
)


def test_what_is_given_holds_for_the_displays_of_its_sentence() -> None:
    both = DISPLAYED + r"and $$ Y \sim \operatorname{Bin}(n, q) $$ "
    assert verdicts(rf"{both} $$ 2 E[Y] = 2 q \lambda $$")[-1] == "proved"
    assert verdicts(rf"{both} $$ 2 E[Y] = 2 q n $$")[-1] == "refuted"
    later = DISPLAYED + r"Now let $$ Z \sim \operatorname{Exp}(3) $$ "
    assert verdicts(rf"{later} $$ E[Z] = \frac13 $$")[-1] == "proved"
    assert verdicts(rf"{later} $$ E[X] = p \lambda $$")[-1] == "proved"
