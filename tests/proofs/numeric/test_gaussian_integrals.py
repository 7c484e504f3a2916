"""Integrals over all vectors of Gaussian integrands, held against what they are known to be."""

from __future__ import annotations

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.numeric.gaussian_integrals import is_gaussian
from probatum.proofs.numeric.refute import Agreement, Inconclusive, Refutation, refute
from probatum.proofs.terms import build
from probatum.proofs.terms.build import ONE, TWO, add, div, exp, inverse, matmul, mul, neg, pdf, transpose
from probatum.proofs.terms.sorts import NATURAL, Law, Matrix, Vector, closure
from probatum.proofs.terms.term import Term, symbol

p, n = symbol("p", NATURAL), symbol("n", NATURAL)
x, m, y = symbol("x", Vector(p)), symbol("m", Vector(p)), symbol("y", Vector(n))
definite = closure({"positive_definite"})
S, R = symbol("S", Matrix(p, p, definite)), symbol("R", Matrix(n, n, definite))
A, Q = symbol("A", Matrix(n, p)), symbol("Q", Matrix(p, p, closure({"symmetric"})))


def normal(mean: Term, spread: Term, point: Term) -> Term:
    law = build.named("normal", mean.sort, mean, spread)
    assert isinstance(law.sort, Law)
    return pdf(law, point)


def over_all(body: Term) -> Term:
    return build.integral(x, Term("space", (), ("x", "lebesgue"), build.DOMAIN), body)


def square(matrix: Term, at: Term) -> Term:
    return matmul(transpose(at), matrix, at)


MARGINAL = mul(normal(matmul(A, x), R, y), normal(m, S, x))
KNOWN = {
    "a density": (normal(m, S, x), ONE),
    "a marginal": (MARGINAL, normal(matmul(A, m), add(R, matmul(A, S, transpose(A))), y)),
    "an exponential that is tilted": (
        mul(exp(matmul(transpose(m), x)), normal(m, S, x)),
        exp(add(matmul(transpose(m), m), div(square(S, m), TWO))),
    ),
    "a density with a factor that may be negative": (mul(neg(TWO), normal(m, S, x)), neg(TWO)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_gaussian_integrals_are_what_they_are(name: str) -> None:
    body, value = KNOWN[name]
    assert isinstance(refute(Claim(over_all(body), "=", value)), Agreement)
    assert isinstance(refute(Claim(over_all(body), "=", mul(TWO, value))), Refutation)


def test_what_diverges_has_no_value() -> None:
    growing = exp(square(inverse(S), x))
    assert isinstance(refute(Claim(over_all(growing), "=", ONE)), Inconclusive)


@pytest.mark.parametrize("body", [
    matmul(transpose(x), x), mul(matmul(transpose(x), x), normal(m, S, x)), exp(exp(matmul(transpose(m), x))),
    normal(m, mul(exp(matmul(transpose(m), x)), S), x),
])  # fmt: skip
def test_nothing_else_is_taken_for_gaussian(body: Term) -> None:
    assert not is_gaussian(x, [body])
