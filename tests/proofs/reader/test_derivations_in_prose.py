"""How derivations of machine learning are told: what their words say is not lost, so that no true step is refuted."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SMOOTH = r"Let $f : \mathbb{R} \to \mathbb{R}$ be $L$-smooth."
QUADRATIC = (
    r"Let $f(x) = \frac{1}{2} x^\top A x - b^\top x$ with $A \in \mathbb{R}^{n \times n}$ symmetric positive definite "
    r"and $b \in \mathbb{R}^n$."
)
POSTPOSED = r"Let $f(x) = x^\top A x$ with $A \in \mathbb{R}^{n \times n}$ circulant and $b \in \mathbb{R}^n$."
LAGRANGIAN = r"Consider the Lagrangian $L(v, \eta) = v^2 - \eta (v - 1)$."
ENTROPY = r"Let $L(p, \lambda) = -\sum_{i=1}^n p_i \log p_i + \lambda \left(\sum_{i=1}^n p_i - 1\right)$."
RATE = r"The learning rate is $\eta_t = \frac{\eta_0}{\sqrt{t}}$ with $\eta_0 > 0$. $$ \sum_{t=1}^T \eta_t = c $$"
COUNT = r"Let $X_1, X_2, \dots$ be i.i.d. with mean $\mu$ and variance $\sigma^2$, let $N$ be a non-negative integer valued random variable independent of the $X_i$, and let $S = \sum_{i=1}^N X_i$."  # noqa: E501
DECIDED = {
    (SMOOTH, r"f(y) \leq f(x) + f'(x) (y - x) + \frac{L}{2} (y - x)^2"): "unknown",
    (QUADRATIC, r"\nabla f(x) = A x - b"): "proved",
    (QUADRATIC, r"\nabla f(x) = A x + b"): "refuted",
    (POSTPOSED, r"A^\top A = A A^\top"): "unknown",
    (LAGRANGIAN, r"\frac{\partial}{\partial v} L(v, \eta) = 2 v - \eta"): "proved",
    (ENTROPY, r"\frac{\partial L}{\partial p_i} = -\log p_i - 1 + \lambda"): "proved",
    (ENTROPY, r"\frac{\partial L}{\partial p_i} = -\log p_i + \lambda"): "refuted",
    (RATE, r"\eta_{t+1} \leq \eta_t"): "unknown",
    (COUNT, r"\operatorname{Var}(S) = \sigma^2 E[N]"): "unknown",
    (COUNT, r"E[S] = \mu N"): "unknown",
    ("Let $N$ be an integer-valued random variable.", "E[N^2] = E[N]^2"): "refuted",
    ("Let $N$ be a positive integer.", "E[N^2] = E[N]^2"): "error",
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_what_is_said_is_used_or_leaves_it_open(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]


@pytest.mark.parametrize("words", ["so that", "We have", "The likelihood is"])
def test_a_sentence_says_what_a_density_is(words: str) -> None:
    given = rf"Let $\sigma > 0$. {words} $q(y \mid x) = \mathcal{{N}}(y; x, \sigma^2)$."
    claim = r"\frac{\partial}{\partial y} \log q(y \mid x) ="
    assert verdicts(rf"{given} $$ {claim} -\frac{{y - x}}{{\sigma^2}} $$")[-1] == "proved"
    assert verdicts(rf"{given} $$ {claim} \frac{{y - x}}{{\sigma^2}} $$")[-1] == "refuted"


def test_what_a_density_is_concluded_to_be_may_not_be_so() -> None:
    given = r"Let $\sigma > 0$. Hence $q(y \mid x) = \mathcal{N}(y; x, \sigma^2)$."
    claim = r"\frac{\partial}{\partial y} \log q(y \mid x) = -\frac{y - x}{\sigma^2}"
    assert verdicts(f"{given} $$ {claim} $$")[-1] == "unknown"


@pytest.mark.parametrize("more", [r"eigenvalues $\lambda_1, \dots, \lambda_n$", "smallest eigenvalue $c$", "trace $1$"])
def test_a_matrix_is_definite_whatever_it_has_besides(more: str) -> None:
    given = rf"Let $A \in \mathbb{{R}}^{{n \times n}}$ be symmetric positive definite with {more}."
    assert verdicts(rf"{given} $$ A^\top = A $$")[-1] == "proved"
    assert verdicts(rf"{given} $$ x^\top A x \geq 0 $$")[-1] == "proved"
    assert verdicts(rf"{given} $$ A = I $$")[-1] != "proved"


def test_what_is_positive_with_some_probability_need_not_be() -> None:
    assert verdicts(r"Let $x$ be positive with probability $p$. $$ x = |x| $$")[-1] != "proved"
