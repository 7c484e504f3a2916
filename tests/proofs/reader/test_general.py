"""What a text says once for all: of everything of a kind, of norms and logarithms, of the symbols of one exercise."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("All vectors are column vectors and all matrices are symmetric.", r"x^\top A = (A x)^\top"),
        ("Every function is assumed to be convex.", r"f(\frac{x + y}{2}) \leq \frac{f(x) + f(y)}{2}"),
        ("All variables are positive.", "|x| = x"),
        (r"Let $\|\cdot\|$ be any norm.", r"\|x + y\| \leq \|x\| + \|y\|"),
        ("In what follows all logarithms are base 2.", r"\log 8 = 3"),
        ("We use base-2 logarithms.", r"\log 8 = 3"),
    ],
)
def test_nothing_true_is_refuted(words: str, true: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] != "refuted"


@pytest.mark.parametrize(
    ("words", "false"),
    [
        (r"Let $\|\cdot\|$ be any norm.", r"\|x\|^2 = x^\top x"),
        ("In what follows all logarithms are base 2.", r"\log e = 1"),
        (
            "**Exercise 1.** Let $A$ be symmetric. $$ A^\\top = A $$\n\n**Exercise 2.** Let $A$ be square.",
            r"A^\top = A",
        ),
        (
            "**Exercise 1.** Let $A$ be symmetric. $$ A^\\top = A $$\n\n**Exercise 2.** Let $A$ be a matrix.",
            r"A^\top = A",
        ),
    ],
)
def test_nothing_false_is_shown(words: str, false: str) -> None:
    assert verdicts(f"{words} $$ {false} $$")[-1] not in ("proved", "confirmed")


def test_what_is_said_of_all_and_says_nothing_leaves_steps_open_to_refutation() -> None:
    assert verdicts(r"All vectors are column vectors. $$ x^\top y = - y^\top x $$") == ["refuted"]
    assert verdicts(r"Let $\|\cdot\|$ be the Euclidean norm. $$ \|x\|^2 = x^\top x $$") == ["proved"]


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r"Let $x \sim \mathcal{N}(\mu, S)$ and $y = A x + b$.", r"E[x^\top A x] = \mathrm{tr}(A S)", "refuted"),
        (r"Let $x \sim \mathcal{N}(0, \Sigma)$ and $y = A x + b$.", r"E[x^\top A x] = \mathrm{tr}(A \Sigma)", "proved"),
        (r"Let $\epsilon \sim \mathcal{N}(0, \sigma^2 I_n)$ and $y = X \beta + \epsilon$.",
         r"E[(X^\top X)^{-1} X^\top y] = \beta", "proved"),
        (r"Let $x \sim \mathcal{N}(\mu, I)$ and let $W$ be a random matrix independent of $x$.",
         r"E[W x] = E[W] \mu", "proved"),
        ("Let $X$ and $Y$ be random variables.", "E[X Y] = X E[Y]", "refuted"),
    ],
)  # fmt: skip
def test_matrices_beside_what_is_random(words: str, claim: str, verdict: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$") == [verdict]


@pytest.mark.parametrize(
    ("words", "false"),
    [
        (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = X + Z$.", r"\mathrm{Var}(Y) = 1"),
        (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = X + e$ with noise $e$.", r"\mathrm{Var}(Y) = 1"),
        (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = X + \eta$, where $\eta$ is a random perturbation.",
         r"\mathrm{Var}(Y) = 1"),
    ],
)  # fmt: skip
def test_what_stands_beside_what_is_random_is_no_constant(words: str, false: str) -> None:
    assert verdicts(f"{words} $$ {false} $$")[-1] not in ("proved", "confirmed")
    assert verdicts(rf"{words} $$ E[Y] = E[Y - X] $$") == ["proved"]


@pytest.mark.parametrize(
    ("words", "true"),
    [
        (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = C X$ where $C$ is a constant.", r"\mathrm{Var}(Y) = C^2"),
        (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = \mu + \sigma X$.", r"\mathrm{Var}(Y) = \sigma^2"),
        (r"Let $x \sim \mathcal{N}(\mu, \Sigma)$ and $y = A x + b$.", r"\mathrm{Cov}(y) = A \Sigma A^\top"),
    ],
)
def test_constants_beside_what_is_random(words: str, true: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
