"""What the name of a product says of its factors, and what is said of a matrix that is defined."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SINGULAR = r"Let $A = U \Sigma V^\top$ be a singular value decomposition."
EIGEN = r"Let $A = Q \Lambda Q^\top$ be the eigendecomposition of the symmetric matrix $A$."
SIMILAR = r"Using the eigendecomposition $A = P D P^{-1}$, we get"
QR = "Let $X = Q R$ be the QR decomposition of $X$, where $R$ is invertible."
IN_WORDS = r"Let $A = Q \Lambda Q^\top$ with $Q$ orthogonal and $\Lambda$ diagonal."


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (SINGULAR, r"A^\top A = V \Sigma^\top \Sigma V^\top", "proved"),
        (SINGULAR, r"U^\top A V = \Sigma", "proved"),
        (SINGULAR, r"\Sigma^\top = \Sigma", "unknown"),  # it need not be square
        (EIGEN, r"A^2 = Q \Lambda^2 Q^\top", "proved"),
        (EIGEN, r"A = \Lambda", "refuted"),
        (SIMILAR, r"\det(A) = \det(D)", "proved"),
        (QR, r"X^\top X = R^\top R", "proved"),
        (IN_WORDS, r"A^2 = Q \Lambda^2 Q^\top", "proved"),
        (IN_WORDS, "A^2 = I", "refuted"),
        (IN_WORDS, r"\Lambda^2 = I", "refuted"),
        (r"Let $S = L L^\top$ be the Cholesky decomposition.", r"L^\top = L", "unknown"),
    ],
)
def test_factors(words: str, claim: str, verdict: str) -> None:
    found = verdicts(f"{words} $$ {claim} $$")[-1]
    assert found == verdict or (verdict, found) == ("proved", "confirmed")


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (r"Let $A = B B^\top$. The matrix $A$ is symmetric.", r"A = B B^\top", "proved"),
        (r"Let $S = A + A^\top$. Since $S$ is symmetric, we have", r"x^\top S x = 2 x^\top A x", "proved"),
        (r"Let $S = A + A^\top$. Since $S$ is symmetric, we have", r"x^\top S x = x^\top A x", "refuted"),
        ("Let $M = B + C$, and assume that $M$ is symmetric.", r"B + C = B^\top + C^\top", "proved"),
        ("Let $M = B + C$, and assume that $M$ is symmetric.", r"B = B^\top", "refuted"),
        ("Let $M = B + C$, and assume that $M$ is invertible.", "B + C = 0", "unknown"),
    ],
)
def test_what_is_said_of_a_defined_matrix_leaves_it_what_it_is(words: str, claim: str, verdict: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$")[-1] == verdict
