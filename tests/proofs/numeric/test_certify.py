"""A side of two claims is evaluated once at an interpretation, and costs each of them the same."""

from __future__ import annotations

import pytest
from flint import fmpq

from probatum.proofs.claim import Claim
from probatum.proofs.numeric.certify import Finding, Judgement, judge
from probatum.proofs.numeric.evaluate import HANDLERS, until, visited
from probatum.proofs.numeric.interpretation import Interpretation
from probatum.proofs.terms.build import TWO, add, log, mul, number, power
from probatum.proofs.terms.term import Term, symbol

A, B = symbol("a"), symbol("b")
SQUARE, WRITTEN_OUT = power(add(A, B), TWO), add(mul(A, A), mul(TWO, A, B), mul(B, B))


def here() -> Interpretation:
    return Interpretation({A: fmpq(3), B: fmpq(-1, 2)})


def cost(left: Term, right: Term, found: Interpretation) -> tuple[Judgement, int]:
    with until(float("inf")):
        return judge(Claim(left, "=", right), found), visited()


def test_a_side_is_evaluated_once_and_costs_as_much_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = here()
    first, spent = cost(SQUARE, WRITTEN_OUT, found)
    assert first.finding is Finding.AGREES
    for head in ("add", "mul", "pow"):
        monkeypatch.delitem(HANDLERS, head)
    again, spent_again = cost(SQUARE, WRITTEN_OUT, found)
    assert (again, spent_again) == (first, spent)
    assert spent == first.steps > 0
    assert cost(WRITTEN_OUT, number(6), found)[0].finding is Finding.REFUTED


def test_another_value_is_another_interpretation() -> None:
    found = here()
    assert cost(A, number(3), found)[0].finding is Finding.AGREES
    assert cost(mul(TWO, A), number(6), found)[0].finding is Finding.AGREES
    other = found.with_value(A, fmpq(4))
    assert cost(mul(TWO, A), number(6), other)[0].finding is Finding.REFUTED
    assert cost(mul(TWO, A), number(6), found)[0].finding is Finding.AGREES


def test_a_side_without_a_value_stays_without() -> None:
    found = here()
    for _ in range(2):
        judged = cost(log(B), A, found)[0]
        assert judged.finding is Finding.LEFT_UNDEFINED
        assert "log" in judged.reason
