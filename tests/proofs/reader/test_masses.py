"""Laws that are given by the probabilities of their values, in formulas and in words."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

import probatum

LAWS = {
    r"Let $X$ be a random variable with $P(X = 0) = 1/4$ and $P(X = 1) = 3/4$.": (
        r"\mathrm{Var}(X) = \frac{3}{16}", r"\mathrm{E}[X] = \frac14"),
    r"Let $X$ be a random variable with $P(X = 1) = p$ and $P(X = 0) = 1 - p$.": (
        r"H(X) = -p \log p - (1 - p) \log(1 - p)", r"\mathrm{Var}(X) = p"),
    r"Let $X$ be discrete with $P(X = -1) = P(X = 1) = \frac12$.": (
        r"\mathrm{E}[X^2] = 1", r"\mathrm{E}[X^2] = \frac12"),
    r"Let $X$ be random with $\Pr(X = 0) = (1 - p)^2$, $\Pr(X = 1) = 2 p (1 - p)$ and $\Pr(X = 2) = p^2$.": (
        r"\mathrm{Var}(X) = 2 p (1 - p)", r"\mathrm{Var}(X) = p (1 - p)"),
    r"Let $X$ be a random variable with $P(X = 0) = q$, $P(X = 1) = p$, where $p + q = 1$.": (
        r"\mathrm{E}[X] = p", r"\mathrm{E}[X] = q"),
    r"Let $X \in \{-1, 1\}$ with $P(X = 1) = p$.": (r"P(X = -1) = 1 - p", r"\mathrm{E}[X] = p"),
    r"Let $X$ be a random variable with values in $\{0, 1, 4\}$, $P(X = 0) = \frac12$ and $P(X = 1) = \frac14$.": (
        r"\mathrm{E}[X] = \frac54", r"\mathrm{E}[X] = \frac14"),
    r"Let $X \in \{0, 1, 2\}$ with $P(X = 1) = p$ and $P(X = 2) = q$.": (
        r"P(X = 0) = 1 - p - q", r"\mathrm{E}[X] = p + q"),
    r"Let $X$ be a random variable with $P(X = a) = \frac12$ and $P(X = b) = \frac12$.": (
        r"\mathrm{Var}(X) = \frac{(a - b)^2}{4}", r"\mathrm{Var}(X) = \frac{(a + b)^2}{4}"),
    "Let $X$ be a random variable with $$ P(X = x) = \\begin{cases} p & x = 1 \\\\ 1 - p & x = 0 \\end{cases} $$": (
        r"\mathrm{E}[X] = p", r"\mathrm{E}[X] = 1 - p"),
    r"Let $X$ take the values $1, 2, 3$ with probabilities $1/2, 1/4, 1/4$.": (
        r"\mathrm{E}[X] = \frac74", r"\mathrm{E}[X] = 2"),
    r"$X$ takes the values $1$, $2$ and $3$ with probabilities $\frac12$, $\frac14$ and $\frac14$, respectively.": (
        r"\mathrm{E}[X] = \frac74", r"\mathrm{E}[X] = 2"),
    "Let $X$ take the value $1$ with probability $p$ and $0$ with probability $1 - p$.": (
        r"\mathrm{E}[X] = p", r"\mathrm{E}[X] = 1 - p"),
    "Let $X$ be $1$ with probability $p$ and $-1$ otherwise.": (r"\mathrm{E}[X] = 2 p - 1", r"\mathrm{E}[X] = p"),
    "Let $X = 1$ with probability $p$ and $X = 0$ with probability $1 - p$.": (
        r"\mathrm{E}[X^2] = p", r"\mathrm{E}[X^2] = p^2"),
    "Let $X$ take the values $-1$ and $1$ with equal probability.": (r"\mathrm{E}[X] = 0", r"\mathrm{E}[X] = 1"),
}  # fmt: skip


@pytest.mark.parametrize("words", LAWS)
def test_a_law_by_its_values(words: str) -> None:
    true, false = LAWS[words]
    assert verdicts(f"{words}\n\n$$ {true} $$\n\n$$ {false} $$\n")[-2:] in (
        ["proved", "refuted"],
        ["proved", "unknown"],
    )
    assert verdicts(f"{words}\n\n$$ {false} $$\n")[-1] in ("refuted", "unknown")


IMPOSSIBLE = {
    r"Let $X$ be a random variable with $P(X = 0) = \frac12$ and $P(X = 1) = \frac34$.": "sum to 5/4",
    r"Let $X$ take the values $1, 2$ with probabilities $1/2, 3/4$.": "sum to 5/4",
    r"Let $X$ be a random variable with $P(X = 0) = \frac32$ and $P(X = 1) = -\frac12$.": "not between 0 and 1",
    r"Let $X \in \{0, 1\}$ with $P(X = 2) = \frac12$.": "none of its values",
}  # fmt: skip


@pytest.mark.parametrize("words", IMPOSSIBLE)
def test_what_no_law_has_proves_nothing(words: str) -> None:
    for claim in (r"\mathrm{E}[X] = 1", r"\mathrm{E}[X] = \frac34"):
        (step,) = probatum.check(f"{words}\n\n$$ {claim} $$\n")
        assert (str(step.verdict), IMPOSSIBLE[words] in step.because) == ("error", True)


OPEN = {
    r"Let $X$ be a random variable with $P(X = 1) = \frac13$ and $P(X = -1) = \frac13$.": r"P(X = 0) = \frac13",
    r"Let $X$ be a random variable with $P(X = 1) = \frac12$, $P(X = 2) = \frac14$.": r"\mathrm{E}[X] = 1",
    r"Let $X$ be random with $P(X = 0 \mid Y = 1) = \frac12$ and $P(X = 1 \mid Y = 1) = \frac12$.": (
        r"\mathrm{E}[X] = \frac12"),
    "Let $X$ take the value $1$ with probability $p$ given $Y$ and $0$ with probability $1 - p$.": r"\mathrm{E}[X] = p",
    r"Let $X$ be random with $P(X = 0) = \frac12$ and $P(X = 1) = \frac12$ in the limit of large $n$.": (
        r"P(X = 2) = 0"),
}  # fmt: skip


@pytest.mark.parametrize("words", OPEN)
def test_probabilities_that_leave_others_open_prove_nothing(words: str) -> None:
    assert verdicts(f"{words}\n\n$$ {OPEN[words]} $$\n")[0] in ("unknown", "error", "refuted", "assumption")


def test_variables_of_one_law_are_not_the_same_nor_independent() -> None:
    given = r"Let $X \sim \mathrm{Uniform}\{0, 1\}$ and $Y \sim \mathrm{Uniform}\{0, 1\}$."
    for claim in ("P(X = Y) = 1", r"P(X = Y) = \frac12", r"P(X = 1, Y = 1) = \frac14"):
        assert verdicts(f"{given}\n\n$$ {claim} $$")[0] not in ("proved", "confirmed")


def test_pairwise_independence_is_not_mutual() -> None:
    given = r"Let $X$ and $Y$ be independent and uniform on $\{-1, 1\}$, and let $Z = X Y$."
    true = (r"P(X = 1, Z = 1) = P(X = 1) P(Z = 1)", r"\mathrm{E}[X Y Z] = 1")
    for claim in true:
        assert verdicts(f"{given}\n\n$$ {claim} $$") == ["proved"]
    assert verdicts(f"{given}\n\n$$ P(X = 1, Y = 1, Z = 1) = P(X = 1) P(Y = 1) P(Z = 1) $$") == ["refuted"]


def test_an_event_is_of_what_a_variable_is_defined_to_be() -> None:
    given = r"Let $X \sim \mathrm{Bernoulli}(p)$ and $Z = 2 X$."
    assert verdicts(f"{given}\n\n$$ P(Z = 2) = p $$") == ["proved"]
    assert verdicts(f"{given}\n\n$$ P(X = 1, Z = 2) = P(X = 1) P(Z = 2) $$") == ["refuted"]
