"""Words that a list of names shares out, and what a sentence excepts: no step is proved by them, and none refuted."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts


@pytest.mark.parametrize(
    ("words", "false"),
    [
        ("Let $a$ and $b$ be positive and negative, respectively.", "a b > 0"),
        ("Let $A$, $B$ be symmetric and positive definite, respectively.", r"x^\top A x \geq 0"),
        ("Let $x$ and $y$ be reals, at least one of which is positive.", "x + y > 0"),
        ("Let $x$ positive, $y$ negative.", "x y > 0"),
        (r"Let $A$ be square with $Q$ orthogonal and $A$ invertible.", r"A^\top A = I"),
    ],
)
def test_words_of_one_are_not_said_of_another(words: str, false: str) -> None:
    assert verdicts(f"{words} $$ {false} $$")[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("Let $x$ and $y$ be reals, not both zero.", "x^2 + y^2 > 0"),
        ("Let $x$ be a real number, not equal to zero.", "x^2 > 0"),
        ("Let $x$ and $y$ be real numbers, at least one of which is positive.", "x^2 + y^2 > 0"),
        ("Let $L$ be a graph Laplacian.", r"L^\top = L"),
        (r"Let $\Sigma$ be a covariance matrix.", r"\Sigma^\top = \Sigma"),
        (r"Let $\Sigma$ be the estimated covariance matrix.", r"\Sigma^\top = \Sigma"),
        (r"Let $\eta$ be the learning rate.", r"|\eta| = \eta"),
        ("Let $h$ be a bandwidth.", "|h| = h"),
    ],
)
def test_nothing_true_is_refuted(words: str, true: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] != "refuted"


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r"Let $f$ be a density on $\mathbb{R}$ that is symmetric about $0$.", "f(-x) = f(x)", "unknown"),
        (r"Let $x$ and $y$ be vectors in $\mathbb{R}^n$ that are orthogonal.", r"x^\top y = 0", "unknown"),
        (r"Let $X$ be a random vector in $\mathbb{R}^n$ with mean $\mu$.", r"\mathrm{E}[X] = \mu", "proved"),
        (r"Let $X$ be a random vector in $\mathbb{R}^n$ with mean $\mu$.", r"\mathrm{E}[X] = 2 \mu", "refuted"),
        ("Let $f$ be differentiable with $f(0) = 0$ and $f(1) = 1$.", "f(x) = x", "unknown"),
        ("Let $A$ be a rotation matrix.", "A = I", "unknown"),
    ],
)
def test_what_is_said_past_a_space_is_said(words: str, claim: str, verdict: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$") == [verdict]
