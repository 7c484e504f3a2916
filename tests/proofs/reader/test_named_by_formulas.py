"""Sentences that say what a new symbol is by the formula after them."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

NAMED = {
    r"A neuron computes $h = \tanh(w^\top x + b)$ and the loss is $\ell = \frac{1}{2}(h - y)^2$, with "
    r"$w, x \in \mathbb{R}^d$.": (
        r"\nabla_w \ell = (h - y)(1 - h^2) x", r"\nabla_w \ell = (h - y)(1 - h^2) w"),
    r"Ridge regression minimises $J(w) = \|X w - y\|^2 + \lambda \|w\|^2$ with $X \in \mathbb{R}^{n \times d}$.": (
        r"\nabla J(w) = 2 X^\top (X w - y) + 2 \lambda w", r"\nabla J(w) = 2 X^\top (X w - y) + \lambda w"),
    r"Consider logistic regression: $p_i = \sigma(w^\top x_i)$ and "
    r"$L(w) = -\sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]$, where $\sigma(z) = 1/(1+e^{-z})$.": (
        r"\nabla_w L = \sum_{i=1}^n (p_i - y_i) x_i", r"\nabla_w L = \sum_{i=1}^n (y_i - p_i) x_i"),
    r"We want to minimise $f(x) = \frac12 x^\top Q x - b^\top x$, where $Q$ is symmetric positive definite.": (
        r"\nabla f(x) = Q x - b", r"\nabla f(x) = Q x + b"),
    r"In the model, $\mu = a x$ and $s = \mu^2$.": ("s = a^2 x^2", "s = a x^2"),
    r"Policy gradient: $J(\theta) = E_{\tau \sim p_\theta}[\tau]$.": (
        r"\nabla_\theta J(\theta) = E_{\tau \sim p_\theta}[\tau \nabla_\theta \log p_\theta(\tau)]",
        r"\nabla_\theta J(\theta) = E_{\tau \sim p_\theta}[2 \tau \nabla_\theta \log p_\theta(\tau)]"),
}  # fmt: skip


@pytest.mark.parametrize("words", NAMED)
def test_it_is_a_definition(words: str) -> None:
    true, false = NAMED[words]
    assert verdicts(f"{words}\n\n$$ {true} $$\n\n$$ {false} $$\n") == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words", ["Claim: $s = a + b$.", "We guess: $s = a + b$.", "Hence: $s = a + b$.", "The wrong one: $s = a + b$."]
)
def test_what_is_claimed_is_none(words: str) -> None:
    assert verdicts(f"{words}\n\n$$ s = a + b $$\n")[-1] not in ("proved", "confirmed")


def test_what_a_functional_is_of_is_a_function() -> None:
    text = r"Let $V(G, D) = \int p(x) \log D(x) + q(x) \log(1 - D(x)) \, dx$. $$ V(G, D) = \int {} dx $$"
    assert verdicts(text.replace("{}", r"q(x) \log(1 - D(x)) + p(x) \log D(x)"))[-1] == "proved"
    assert verdicts(text.replace("{}", r"p(x) \log D(x) - q(x) \log(1 - D(x))"))[-1] not in ("proved", "confirmed")


VALUES = {
    r"Suppose that $X$ and $Y$ are independent random variables, each taking values in $\{0, 1\}$.": (
        r"\mathrm{E}[X^2] = \mathrm{E}[X]", r"\mathrm{E}[X^2] = \mathrm{E}[X]^2"),
    r"Let $X$ and $Y$ be random variables, both supported on $[0, 1]$.": (
        r"\mathrm{E}[X Y] \leq 1", r"\mathrm{E}[X] > 1"),
    r"Let $X$ be a random variable which takes values in the interval $[0, 2]$.": (
        r"\mathrm{Var}(X) \leq 1", r"\mathrm{E}[X] \leq 1"),
}  # fmt: skip


@pytest.mark.parametrize("words", VALUES)
def test_values_in_a_set(words: str) -> None:
    true, false = VALUES[words]
    assert verdicts(f"{words} $$ {true} $$")[-1] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$")[-1] in ("refuted", "unknown")


def test_a_derivative_by_a_row() -> None:
    words = r"Let $J = \sum_{k=1}^K \sum_{i=1}^n r_{ik} \|x_i - \mu_k\|^2$ with $x_i, \mu_k \in \mathbb{R}^d$."
    true = r"\frac{\partial J}{\partial \mu_k} = -2 \sum_{i=1}^n r_{ik} (x_i - \mu_k)"
    false = r"\frac{\partial J}{\partial \mu_k} = 2 \sum_{i=1}^n r_{ik} (x_i - \mu_k)"
    assert verdicts(f"{words}\n\n$$ {true} $$\n\n$$ {false} $$\n") == ["proved", "refuted"]
