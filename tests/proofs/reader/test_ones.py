"""Vectors of ones: by their symbol, transposed as well, and in words."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

CENTRING = (
    r"Let $x \in \mathbb{R}^d$, $\mu = \frac{1}{d} \mathbf{1}^\top x$ and "
    r"$P = I - \frac{1}{d} \mathbf{1} \mathbf{1}^\top$."
)
IN_WORDS = r"Let $e \in \mathbb{R}^n$ be the vector of all ones and $C = I - \frac{1}{n} e e^\top$."
LISTED = (
    r"Let $x \in \mathbb{R}^n$, let $\mathbf{1} = (1, \dots, 1)^\top$ and let $\mu = \frac{1}{n} \mathbf{1}^\top x$."
)
LOOSE = r"Define $P = I - \frac{1}{d} \mathbf{1} \mathbf{1}^\top$."
STOCHASTIC = r"Let $A \in \mathbb{R}^{n \times n}$ with $A \mathbf{1} = \mathbf{1}$."
DECIDED = {
    (CENTRING, r"x - \mu \mathbf{1} = P x"): "proved",
    (CENTRING, r"\mathbf{1}^\top (x - \mu \mathbf{1}) = 0"): "proved",
    (CENTRING, r"\mathbf{1}^\top x = \mu"): "refuted",
    (IN_WORDS, "C e = 0"): "proved",
    (IN_WORDS, r"e^\top e = n"): "proved",
    (IN_WORDS, "C^2 = C"): "proved",
    (IN_WORDS, "C = I"): "refuted",
    (LISTED, r"\mathbf{1}^\top (x - \mu \mathbf{1}) = 0"): "proved",
    (LOOSE, "P^2 = P"): "unknown",  # d may be the size of it
    (r"Let $n$ be an integer.", r"\operatorname{tr}(I) = n"): "unknown",
    (STOCHASTIC, r"A^2 \mathbf{1} = \mathbf{1}"): "confirmed",
    (r"Let $v \in \mathbb{R}^n$ be a vector of ones and zeros.", r"v^\top v = n"): "unknown",
    (r"Let $v \in \mathbb{R}^n$ be the vector of ones and let $c > 0$.", r"v^\top v = n"): "proved",
    (r"Let $v \in \mathbb{R}^n$ be the vector of ones except for the first entry.", r"v^\top v = n"): "unknown",
}  # fmt: skip


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_vectors_of_ones(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]
