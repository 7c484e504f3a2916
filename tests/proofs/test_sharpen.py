"""Assumptions that move into sorts, and those that say too little for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide, provable
from probatum.proofs.sharpen import as_any_laws, as_values, sharpened
from probatum.proofs.terms import build
from probatum.proofs.terms.build import ONE, ZERO, equal, identity, matmul, relation, transpose
from probatum.proofs.terms.sorts import (
    INTEGER,
    NATURAL,
    POSITIVE,
    REAL,
    Function,
    Matrix,
    RandomVariable,
    Scalar,
    Vector,
    closure,
)
from probatum.proofs.terms.term import INFINITY, Term, space, symbol
from probatum.proofs.verdict import Verdict

n, m, x = symbol("n", NATURAL), symbol("m", NATURAL), symbol("x", REAL)
A, B, C = symbol("A", Matrix(n, n)), symbol("B", Matrix(n, m)), symbol("C", Matrix(n, n))
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
SPREAD = build.variance(symbol("X", RandomVariable(Vector(n))))
Q = symbol("Q", Matrix(n, n, closure({"orthogonal"})))
COVARIANCES = {
    "a covariance": equal(SPREAD, A),
    "a covariance in other coordinates": equal(matmul(Q, A, transpose(Q)), SPREAD),
}
NO_COVARIANCES = {
    "a part of one": equal(SPREAD, build.add(A, identity(n))),
    "in coordinates that may lose some": equal(SPREAD, matmul(C, A, transpose(C))),
    "in two systems of coordinates": equal(SPREAD, matmul(Q, A, Q)),
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


X, Y = symbol("X", RandomVariable(REAL)), symbol("Y", RandomVariable(REAL))


def test_a_claim_about_random_variables_is_one_about_their_values() -> None:
    law, bound = build.follows(X, build.named("normal", REAL, ZERO, ONE)), relation(">", Y, ZERO)
    found = as_values(Claim(build.add(X, Y), ">=", X, (law, bound)))
    assert found is not None
    assert {each.sort for each in found.free} == {REAL}
    assert [fact.head for fact in found.assumptions] == ["relation"]


def test_what_is_said_of_chance_is_no_claim_about_values() -> None:
    assert as_values(Claim(build.mean(X), "=", ZERO)) is None
    assert as_values(Claim(x, "=", ZERO)) is None
    about_chance = relation("=", build.variance(X), ONE)
    found = as_values(Claim(X, "=", Y, (about_chance,)))
    assert found is not None
    assert found.assumptions == ()


def test_only_what_holds_of_all_values_is_shown_so() -> None:
    standard = build.follows(X, build.named("normal", REAL, ZERO, ONE))
    square = build.power(build.sub(X, Y), build.TWO)
    assert decide(Claim(square, ">=", ZERO, (standard,))).verdict is Verdict.PROVED
    assert decide(Claim(build.power(X, build.TWO), ">=", ONE, (standard,))).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", COVARIANCES)
def test_a_covariance_is_positive_semidefinite_and_stays_an_assumption(name: str) -> None:
    claim = sharpened(Claim(A, "=", transpose(A), (COVARIANCES[name],)))
    assert "positive_semidefinite" in build.traits(claim.left)
    assert len(claim.assumptions) == 1
    assert decide(claim).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", NO_COVARIANCES)
def test_what_is_no_covariance_by_its_form_has_no_trait(name: str) -> None:
    claim = sharpened(Claim(A, "=", transpose(A), (NO_COVARIANCES[name],)))
    assert not build.traits(claim.left)


def test_a_bound_by_a_number_goes_into_the_sort() -> None:
    k = symbol("k", INTEGER)
    bounds = (relation(">", x, ZERO), relation("<=", x, ONE), relation("<", x, ZERO), relation(">", k, ONE))
    found = sharpened(Claim(x, "=", x, bounds))
    assert found.left.sort == Scalar(lower=Fraction(0), upper=Fraction(1), open_lower=True)
    assert {fact.data for fact in found.assumptions} == {"<", ">"}  # what leaves nothing, and what is of a whole number


def test_what_a_bound_says_is_known_to_every_rule() -> None:
    density = build.pdf(build.named("gamma", POSITIVE, build.TWO, ONE), x)
    claim = Claim(density, "=", build.mul(x, build.exp(build.neg(x))), (relation(">", x, ZERO),))
    assert provable(claim)
    assert not provable(replace(claim, assumptions=()))


def test_what_holds_of_any_densities_is_not_tried_where_the_law_has_other_values() -> None:
    """A density on the positive numbers integrates to one there, and a normal one does not."""
    positive = symbol("x", POSITIVE)
    normal = build.named("normal", REAL, ZERO, ONE)
    whole = build.integral(positive, space("x", "lebesgue"), build.pdf(normal, positive))
    assert as_any_laws(Claim(whole, "=", ONE)) is None
    over_all = build.integral(x, space("x", "lebesgue"), build.pdf(normal, x))
    assert as_any_laws(Claim(over_all, "=", ONE)) is not None
    assert decide(Claim(whole, "=", ONE)).verdict not in (Verdict.PROVED, Verdict.CONFIRMED)
