"""Eigenvectors, in formulas and in words."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

DOCUMENTS = {
    r"Let $A$ be a square matrix with $A v = \lambda v$, where $v \neq 0$.": (
        (r"A^2 v = \lambda^2 v", r"v^\top A v = \lambda \|v\|^2", r"(A + I) v = (\lambda + 1) v"),
        (r"A^2 v = 2 \lambda v", r"A^\top v = \lambda v", r"v^\top A v = \lambda")),
    r"Let $v$ be an eigenvector of $A$ with eigenvalue $\lambda$.": (
        (r"A v = \lambda v", r"A^2 v = \lambda^2 v"), (r"A^2 v = \lambda v", "A v = v")),
    r"Let $\lambda$ be an eigenvalue of the symmetric matrix $A$ with eigenvector $v$.": (
        (r"\frac{v^\top A v}{v^\top v} = \lambda", r"v^\top A = \lambda v^\top"), (r"v^\top A v = \lambda",)),
    r"Let $v$ be a unit eigenvector of $A$ with eigenvalue $\lambda$.": (
        (r"v^\top A v = \lambda",), (r"A v = -\lambda v",)),
}  # fmt: skip


@pytest.mark.parametrize("words", DOCUMENTS)
def test_what_follows_from_the_equation(words: str) -> None:
    true, false = DOCUMENTS[words]
    for claim in true:
        assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] in ("proved", "confirmed"), claim
    for claim in false:
        assert verdicts(f"{words}\n\n$$ {claim} $$\n")[-1] == "refuted", claim


@pytest.mark.parametrize(
    "words",
    [
        r"Let $v$ be the eigenvector of $A$ with the largest eigenvalue $\lambda$.",
        r"Suppose $\lambda$ is an eigenvalue of $A$ and $v$ is an eigenvector.",
        r"Let $v$ not be an eigenvector of $A$ with eigenvalue $\lambda$.",
    ],
)
def test_what_says_more_or_less_decides_nothing(words: str) -> None:
    assert verdicts(f"{words} $$ A v = 2 \\lambda v $$")[-1] == "unknown"


def test_what_is_told_of_a_matrix_bears_on_what_follows_of_its_vectors() -> None:
    given = r"with $A u = \lambda u$, $A v = \mu v$ and $\lambda \neq \mu$. $$ u^\top v = 0 $$"
    assert verdicts(f"Let $A$ be symmetric {given}")[-1] in ("unknown", "confirmed", "proved")
    assert verdicts(f"Let $A$ be a frobnicated matrix {given}")[-1] == "unknown"
    assert verdicts(f"Let $A$ be a square matrix {given}")[-1] == "refuted"


def test_assumptions_that_are_met_by_zeros_alone_show_nothing() -> None:
    text = (
        r"Let $v$ be an eigenvector of $A$ with eigenvalue $\lambda$. Suppose that $v^\top A v = \lambda$."
        r" $$ A v = -\lambda v $$"
    )
    assert verdicts(text)[-1] in ("unknown", "refuted")
