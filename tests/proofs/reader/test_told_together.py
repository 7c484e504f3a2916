"""What is said of X and Y is said of p(x, y) and of H(X, Y): used where that is known, and else no step is refuted."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

APART = "Let $X$ and $Y$ be independent discrete random variables."
LAWS = r"Let $X \sim \text{Bern}(p)$ and $Y \sim \text{Bern}(q)$ be independent."
SOME = "Let $X$, $Y$ and $Z$ be discrete, where $X$ and $Y$ are independent."


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (APART, "I(X; Y) = 0"),
        (APART, "H(X, Y) = H(X) + H(Y)"),
        (APART, r"H(X \mid Y) = H(X)"),
        (APART, "p(x, y) = p(x) p(y)"),
        (APART, r"p(x \mid y) = p(x)"),
        (LAWS, "H(X, Y) = H(X) + H(Y)"),
        (LAWS, "I(X; Y) = 0"),
        (SOME, "I(X; Y) = 0"),
    ],
)
def test_independence_is_used(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$") == ["proved"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("Let $Y = X + 1$ where $X$ is discrete.", "H(Y) = H(X)"),
        ("Let $X$ be discrete and $Y = f(X)$.", r"H(Y) \leq H(X)"),
        (r"Let $X \to Y \to Z$ be a Markov chain of discrete random variables.", r"I(X; Z) \leq I(X; Y)"),
    ],
)
def test_what_is_not_used_refutes_nothing(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$")[0] in ("unknown", "error")


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (SOME, r"I(X; Y \mid Z) = 0"),
        (SOME, "I(X; Z) = 0"),
        (SOME, "p(x, y, z) = p(x) p(y) p(z)"),
        (APART, "H(X, Y) = H(X)"),
        ("Suppose that with probability $p$ we set $X = 1$.", "X = 1"),
        ("Let $B$ be the event that $X > 0$.", "X > 0"),
        ("Let $X$ be a random variable with $P(X = 0) = 0$.", r"\mathrm{E}[X] \neq 0"),
    ],
)
def test_nothing_false_is_shown(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$")[0] not in ("proved", "confirmed")


def test_a_sentence_that_cannot_be_read_leaves_the_steps_after_it() -> None:
    text = r"Let $X \sim \text{Foo}(p)$ and $Y \sim \text{Bar}(X \to 1, ,)$ be independent. $$ 1 + 1 = 2 $$"
    assert verdicts(text)[-1] == "proved"


OF_ANOTHER = [
    "Let $X$ and $Y$ be random variables independent of $Z$.",
    "Let $X$ and $Y$ be independent of $Z$.",
    "Let $X, Y$ be independent of $Z$.",
    "Suppose that $X$ and $Y$ are discrete and jointly independent of $Z$.",
]


@pytest.mark.parametrize("words", OF_ANOTHER)
def test_independent_of_another_is_not_independent_of_each_other(words: str) -> None:
    claims = [r"\mathrm{Cov}(X, Z) = 0", r"\mathrm{Cov}(Y, Z) = 0", r"\mathrm{Cov}(X, Y) = 0"]
    *of_z, of_each_other = [verdicts(f"{words} $$ {claim} $$")[0] for claim in claims]
    assert of_z == ["proved", "proved"]
    assert of_each_other in ("unknown", "refuted")


@pytest.mark.parametrize("others", ["each other", "one another"])
def test_independent_of_each_other(others: str) -> None:
    words = f"Let $X$ and $Y$ be random variables independent of {others}."
    assert verdicts(rf"{words} $$ \mathrm{{Cov}}(X, Y) = 0 $$") == ["proved"]


def test_independent_of_several_says_nothing_of_those() -> None:
    words = "Let $X$ be independent of $Y$ and $Z$."
    assert verdicts(rf"{words} $$ \mathrm{{Cov}}(X, Z) = 0 $$") == ["proved"]
    assert verdicts(rf"{words} $$ \mathrm{{Cov}}(Y, Z) = 0 $$")[0] in ("unknown", "refuted")
