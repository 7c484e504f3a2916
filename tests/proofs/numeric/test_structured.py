"""Matrices that satisfy U^T U = I or A A = A are built, and of every rank."""

from __future__ import annotations

from random import Random

import pytest
from flint import fmpq

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide
from probatum.proofs.numeric import arrays
from probatum.proofs.numeric.structured import structure_of, with_orthonormal_columns
from probatum.proofs.terms import build
from probatum.proofs.terms.sorts import INTEGER, Matrix
from probatum.proofs.terms.term import Term, symbol

N, K = (symbol(name, INTEGER.above(1, strict=False)) for name in "nk")
A, S, U = symbol("A", Matrix(N, N)), symbol("S", Matrix(N, N, frozenset({"symmetric"}))), symbol("U", Matrix(N, K))
UNIT = build.equal(build.matmul(build.transpose(U), U), build.identity(K))


def _square(rng: Random, size: int) -> list[list[fmpq]]:
    return [[fmpq(rng.randint(-5, 5), rng.randint(1, 3)) for _ in range(size)] for _ in range(size)]


@pytest.mark.parametrize("matrix", [A, S], ids=["any", "symmetric"])
def test_projections_are_of_every_rank(matrix: Term) -> None:
    found = structure_of(build.equal(build.matmul(matrix, matrix), matrix))
    assert found is not None
    rng, ranks = Random(1), set()
    for _ in range(60):
        rows = _square(rng, 3)
        if arrays.det(rows) == 0:
            continue
        value = found[1](rows)
        assert value is not None
        assert arrays.product(value, value) == value
        assert matrix is A or arrays.transpose(value) == value
        ranks.add(int(arrays.trace(value).p))
    assert ranks == {0, 1, 2, 3}


def test_columns_are_orthonormal_and_no_more_than_rows() -> None:
    rng = Random(2)
    for _ in range(20):
        rows = [row[:2] for row in _square(rng, 4)]
        value = with_orthonormal_columns(rows)
        assert value is not None
        assert arrays.product(arrays.transpose(value), value) == arrays.unit(2)
    assert with_orthonormal_columns([[fmpq(1), fmpq(2)]]) is None


def test_claims_under_such_equations_are_decided() -> None:
    shadow = build.matmul(U, build.transpose(U))
    assert decide(Claim(build.matmul(shadow, U), "=", U, (UNIT,))).verdict.value == "proved"
    assert decide(Claim(shadow, "=", build.identity(N), (UNIT,))).verdict.value == "refuted"
    once = build.equal(build.matmul(A, A), A)
    assert decide(Claim(build.trace(A), "=", build.ONE, (once,))).verdict.value == "refuted"
    assert decide(Claim(build.det(A), "=", build.ZERO, (once,))).verdict.value == "refuted"
