"""Assumptions that move into sorts, and those that say too little for it."""

from __future__ import annotations

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.sharpen import sharpened
from probatum.proofs.terms import build
from probatum.proofs.terms.build import ONE, ZERO, equal, identity, matmul, relation, transpose
from probatum.proofs.terms.sorts import NATURAL, REAL, Function, Matrix
from probatum.proofs.terms.term import INFINITY, Term, symbol

n, m, x = symbol("n", NATURAL), symbol("m", NATURAL), symbol("x", REAL)
A, B = symbol("A", Matrix(n, n)), symbol("B", Matrix(n, m))
f = symbol("f", Function((REAL,)))
LINE = build.interval(build.neg(INFINITY), INFINITY)


def second(argument: Term) -> Term:
    return build.apply(build.prime(f, 0, 0), argument)


SAID = {
    "orthonormal columns": (A, equal(matmul(transpose(A), A), identity(n)), "orthogonal"),
    "orthonormal rows": (A, equal(identity(n), matmul(A, transpose(A))), "orthogonal"),
    "a second derivative of one sign": (f, build.forall(x, LINE, relation(">=", second(x), ZERO)), "convex"),
    "the same from the left": (f, build.forall(x, LINE, relation("<=", ZERO, second(x))), "convex"),
    "of the other sign": (f, build.forall(x, LINE, relation("<=", second(x), ZERO)), "concave"),
}
TOO_LITTLE = {
    "orthonormal columns of what is not square": equal(matmul(transpose(B), B), identity(m)),
    "a matrix that squares to I": equal(matmul(A, A), identity(n)),
    "a sign at one point": relation(">=", second(x), ZERO),
    "a sign on a half-line": build.forall(x, build.interval(ZERO, INFINITY), relation(">=", second(x), ZERO)),
    "a sign of the first derivative": build.forall(x, LINE, relation(">=", build.apply(build.prime(f, 0), x), ZERO)),
    "another bound": build.forall(x, LINE, relation(">=", second(x), build.neg(ONE))),
}


def about(fact: Term) -> Claim:
    """A claim that everything above occurs in."""
    return Claim(build.add(build.trace(A), build.norm(B), build.apply(f, x)), "=", ZERO, (fact,))


@pytest.mark.parametrize("name", SAID)
def test_the_sort_says_it(name: str) -> None:
    spoken_of, fact, trait = SAID[name]
    claim = sharpened(about(fact))
    found = next(each for each in claim.left.free if each.data == spoken_of.data)
    assert trait in getattr(found.sort, "traits", ())
    assert claim.assumptions == ()


@pytest.mark.parametrize("name", TOO_LITTLE)
def test_what_says_less_stays_an_assumption(name: str) -> None:
    claim = about(TOO_LITTLE[name])
    assert sharpened(claim) is claim
