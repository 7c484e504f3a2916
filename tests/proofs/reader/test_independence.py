"""What sentences say of independence: all of it, each word of its own clause, and no more."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

TWICE = "Let $X$ and $Y$ be independent random variables, and let $W$ be independent of $X$."
PAIRS = "Let $X$ and $Y$ be independent random variables, and let $Z$ and $W$ be independent."
CHAIN = "Let $X$, $Y$, $Z$ be random variables such that $X$ and $Y$ are independent and $Y$ and $Z$ are independent."
NOISE = "Let $X$ be a random variable and let $u$ be independent of $X$."
ERROR = "Let $Y = X + u$, where the noise $u$ has mean zero and is independent of $X$."
EVENTS = "Suppose $A$ and $B$ are independent events and $C$ is an event that is independent of $A$."


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (TWICE, r"\mathrm{Cov}(X, W) = 0", r"\mathrm{Cov}(W, Y) = 0"),
        (PAIRS, r"\mathrm{Cov}(Z, W) = 0", r"\mathrm{Cov}(X, W) = 0"),
        (CHAIN, r"\mathrm{Cov}(Y, Z) = 0", r"\mathrm{Cov}(X, Z) = 0"),
        (NOISE, "E[X u] = E[X] E[u]", "E[X u] = u E[X]"),
        (NOISE, r"E[X^2 u] = E[X^2] E[u]", "E[u] = 0"),
        (ERROR, "E[Y] = E[X]", r"\mathrm{Cov}(Y, X) = 0"),
        (EVENTS, r"P(A \cap C) = P(A) P(C)", r"P(B \cap C) = P(B) P(C)"),
        (EVENTS, r"P(A \cap B) = P(A) P(B)", r"P(A \cap B \cap C) = P(A) P(B) P(C)"),
    ],
)
def test_each_word_speaks_of_what_stands_next_to_it(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


@pytest.mark.parametrize(
    "words",
    [
        "Given $Z$, the variables $X$ and $Y$ are independent.",
        "$X$ and $Y$ are independent given $Z$.",
        "Let $X$ and $Y$ be conditionally independent given $Z$, and let $U$ and $V$ be independent.",
    ],
)
def test_what_is_independent_given_something_may_depend_on_each_other(words: str) -> None:
    assert verdicts(rf"{words} $$ \mathrm{{Cov}}(X, Y) = 0 $$") == ["error"]


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (r"\mathrm{Cov}(Z, Y) = 0", r"\mathrm{Cov}(X, Z) = 0"),
        (r"\mathrm{Cov}(X, Y) = 0", r"E[X^2 Y] = E[X^2] E[Y]"),
    ],
)
def test_no_few_special_variables_speak_for_others(given: str, claim: str) -> None:
    """Cov(Z, Y) = 0 is met by a Z that is independent of everything, and of X as well."""
    words = f"Let $X$ be a random variable, and suppose that ${given}$."
    assert verdicts(f"{words} $$ {claim} $$") == ["refuted"]
