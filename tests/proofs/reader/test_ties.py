"""Derivatives of what the text ties to the variable: a symbol that is said to equal something is no constant."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SPREAD = (
    r"Let $\mu = \frac{1}{m} \sum_{i=1}^m x_i$ and $\sigma^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu)^2$, where "
    r"$x \in \mathbb{R}^m$."
)
SCORES = r"Let $Q, K \in \mathbb{R}^{n \times d}$ and $G \in \mathbb{R}^{n \times n}$. Write $S = Q K^\top$."
CIRCLE = r"Suppose that $x^2 + y^2 = 1$ with $y > 0$."
LINE = r"Let $x, y \in \mathbb{R}$ with $y^2 = 1 + x^2$."
TOLD = r"Let $Q, K \in \mathbb{R}^{n \times d}$ and $G, S \in \mathbb{R}^{n \times n}$. We know that $S = Q K^\top$."
DECIDED = {
    (SPREAD, r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{m} (x_i - \mu)"): "proved",
    (SPREAD, r"\frac{\partial \sigma}{\partial x_i} = \frac{x_i - \mu}{m \sigma}"): "proved",
    (SCORES, r"\nabla_Q \operatorname{tr}(G^\top S) = G K"): "proved",
    (SCORES, r"\nabla_Q \operatorname{tr}(G^\top S) = 0"): "refuted",
    (TOLD, r"\nabla_Q \operatorname{tr}(G^\top S) = 0"): "error",
    (TOLD, r"\nabla_Q \operatorname{tr}(G^\top S) = G K"): "error",
    (LINE, r"\frac{d}{dx} y^2 = 0"): "error",
    (LINE, r"\frac{\partial}{\partial x} (y + x) = 1"): "error",
    (CIRCLE, r"\frac{d}{dx} (x y) = y"): "error",
    (CIRCLE, r"\frac{\partial}{\partial x} (x y) = y"): "proved",  # y is held where it is
    (r"Maximise $x y$ subject to $x + y = 1$.", r"\frac{\partial}{\partial x} (x y - c (x + y - 1)) = y - c"): "proved",
    (r"Let $a \in \mathbb{R}^n$ with $a^\top x = b$.", r"\nabla_x (c (a^\top x - b)) = c a"): "proved",
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_derivatives_of_what_is_tied(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]


def test_an_equation_of_a_display_ties_as_well() -> None:
    text = r"Let $x, y \in \mathbb{R}$. $$ y = 3 x $$ Hence $$ \frac{d}{dx} (y + 1) = 0 $$"
    assert verdicts(text)[-1] != "proved"


def test_a_claim_with_a_derivative_ties_nothing() -> None:
    text = r"$$ \frac{d}{dx} (x^2 y) = 2 x y $$ $$ \frac{d}{dx} (x y) = y $$"
    assert verdicts(text) == ["proved", "proved"]
