"""Moments that are assumed prove what follows from them, and what the entries have in common proves no more."""

from __future__ import annotations

from contextlib import suppress

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide
from probatum.proofs.errors import ProbatumError
from probatum.proofs.prove import prove
from probatum.proofs.terms.build import (
    ONE,
    TWO,
    ZERO,
    add,
    alike,
    apply,
    between,
    covariance,
    diag,
    div,
    equal,
    exp,
    fill,
    follows,
    independent,
    index,
    matmul,
    mean,
    mul,
    named,
    number,
    power,
    relation,
    sub,
    tabulate,
    total,
    trace,
    transpose,
    uncorrelated,
    variance,
)
from probatum.proofs.terms.sorts import NATURAL, NONNEGATIVE, REAL, Function, Matrix, RandomVariable, Vector, closure
from probatum.proofs.terms.term import Term, symbol
from probatum.proofs.verdict import Verdict

n, m, i, j = (symbol(name, NATURAL) for name in "nmij")
mu, s = symbol(r"\mu"), symbol(r"\sigma", NONNEGATIVE)
X, V = symbol("X", RandomVariable(Vector(n))), symbol("V", RandomVariable(Vector(n)))
U, W = (symbol(name, RandomVariable(REAL)) for name in "UW")
c, S = symbol("c", Vector(n)), symbol(r"\Sigma", Matrix(n, n, closure({"positive_semidefinite"})))
A, B = symbol("A", Matrix(m, n)), symbol("B", Matrix(n, n))
f = symbol("f", Function((Vector(n),), REAL))
square = power(s, TWO)

MEAN, VARIANCES = equal(mean(X), fill(mu, n)), equal(diag(variance(X)), fill(square, n))
ANY = (MEAN, VARIANCES)
APART = (*ANY, uncorrelated(X))
FREE = (*ANY, independent(X))
ALIKE = (*FREE, alike(X))
VECTOR = (equal(mean(V), c), equal(variance(V), S))
PAIR = (equal(mean(U), mu), equal(mean(W), mu), equal(variance(U), square), equal(variance(W), square))


def at(place: int) -> Term:
    return index(X, number(place))


def summed(body: Term) -> Term:
    return total(i, between(ONE, n), body)


bar = div(summed(index(X, i)), n)
spread = summed(power(sub(index(X, i), bar), TWO))
third = mean(power(sub(at(1), mu), number(3)))

PROVED = {
    "the mean of a mean": (mean(bar), mu, (MEAN,)),
    "its variance": (variance(bar), div(square, n), APART),
    "its square": (mean(power(bar, TWO)), add(power(mu, TWO), div(square, n)), FREE),
    "squares about it": (mean(spread), mul(sub(n, ONE), square), APART),
    "an entry and it": (covariance(index(X, i), bar), div(square, n), (*APART, relation("<=", i, n))),
    "two entries": (covariance(at(1), at(2)), ZERO, (uncorrelated(X),)),
    "a product of two": (mean(mul(at(1), at(2))), power(mu, TWO), APART),
    "a product of three": (mean(mul(at(1), at(2), at(3))), power(mu, number(3)), FREE),
    "a third moment": (mean(power(sub(bar, mu), number(3))), div(third, power(n, TWO)), ALIKE),
    "powers of entries": (mean(power(at(1), number(3))), mean(power(at(2), number(3))), ALIKE),
    "functions of entries": (mean(mul(exp(at(1)), exp(at(2)))), mul(mean(exp(at(1))), mean(exp(at(2)))), FREE),
    "functions of entries that are alike": (mean(mul(exp(at(1)), exp(at(2)))), power(mean(exp(at(1))), TWO), ALIKE),
    "means that differ": (mean(bar), div(summed(index(c, i)), n), (equal(mean(X), tabulate(j, n, index(c, j))),)),
    "a linear map": (variance(matmul(A, V)), matmul(A, S, transpose(A)), VECTOR),
    "a quadratic form": (
        mean(matmul(transpose(V), B, V)), add(trace(matmul(B, S)), matmul(transpose(c), B, c)), VECTOR),
    "an outer product": (mean(matmul(V, transpose(V))), add(S, matmul(c, transpose(c))), VECTOR),
    "a sum of two": (variance(add(U, W)), mul(TWO, square), (*PAIR, independent(U, W))),
    "a product of two independent ones": (
        variance(mul(U, W)), add(power(s, number(4)), mul(TWO, square, power(mu, TWO))), (*PAIR, independent(U, W))),
}  # fmt: skip
FALSE = {
    "the variance of a mean, without n": (variance(bar), square, ALIKE),
    "squares about a mean, times n": (mean(spread), mul(n, square), ALIKE),
    "the square of a mean": (mean(power(bar, TWO)), power(mu, TWO), ALIKE),
    "the variance of a mean of what may depend": (variance(bar), div(square, n), ANY),
    "two entries that may depend": (covariance(at(1), at(2)), ZERO, ANY),
    "three that are uncorrelated": (mean(mul(at(1), at(2), at(3))), power(mu, number(3)), APART),
    "a square and another, uncorrelated": (
        mean(mul(power(at(1), TWO), at(2))), mul(mean(power(at(1), TWO)), mean(at(2))), APART),
    "functions of uncorrelated entries": (
        mean(mul(exp(at(1)), exp(at(2)))), mul(mean(exp(at(1))), mean(exp(at(2)))), APART),
    "third powers of what is not alike": (mean(power(at(1), number(3))), mean(power(at(2), number(3))), FREE),
    "a third moment of what is not alike": (mean(power(sub(bar, mu), number(3))), div(third, power(n, TWO)), FREE),
    "a linear map, turned": (variance(matmul(B, V)), matmul(transpose(B), S, B), VECTOR),
    "a linear map without a transpose": (variance(matmul(B, V)), matmul(B, S, B), VECTOR),
    "an outer product without means": (mean(matmul(V, transpose(V))), S, VECTOR),
    "a sum of what may depend": (variance(add(U, W)), mul(TWO, square), PAIR),
    "a difference": (variance(sub(U, W)), ZERO, (*PAIR, independent(U, W))),
    "data and another that may depend": (mean(mul(at(1), U)), mul(mu, mean(U)), ALIKE),
    "a law and another that may depend": (
        mean(mul(U, W)), mul(mean(U), mean(W)), (follows(U, named("bernoulli", NONNEGATIVE, s)), equal(mean(W), mu))),
    "a function of a vector beside independent ones": (
        mean(mul(apply(f, V), U, W)), mul(mean(W), mean(mul(apply(f, V), U))), (independent(U, W),)),
}  # fmt: skip


@pytest.mark.parametrize("name", PROVED)
def test_what_follows_from_moments(name: str) -> None:
    left, right, facts = PROVED[name]
    claim = Claim(left, "=", right, facts)
    assert prove(claim) is not None
    assert decide(claim).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not(name: str) -> None:
    left, right, facts = FALSE[name]
    claim = Claim(left, "=", right, facts)
    with suppress(ProbatumError):
        assert prove(claim) is None
    assert decide(claim).verdict is Verdict.REFUTED


def test_a_second_value_of_a_moment_is_an_equation() -> None:
    facts = (equal(mean(U), mu), equal(mean(U), s))
    assert prove(Claim(mu, "=", s, facts)) is not None
    assert prove(Claim(mu, "=", s, facts[:1])) is None


def test_a_moment_that_is_made_of_random_variables_is_no_value() -> None:
    fact = equal(variance(U), sub(mean(power(U, TWO)), power(mean(U), TWO)))
    assert prove(Claim(variance(U), "=", mean(power(U, TWO)), (fact,))) is None
