"""Interpretations are drawn once for the claims that they serve, and cost each of them the same."""

from __future__ import annotations

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.numeric import supply as drawing
from probatum.proofs.numeric.evaluate import until, visited
from probatum.proofs.numeric.supply import Supply, supply
from probatum.proofs.numeric.survey import survey
from probatum.proofs.terms.build import TWO, equal, log, mean, mul, number, power, variance
from probatum.proofs.terms.sorts import POSITIVE, REAL, RandomVariable
from probatum.proofs.terms.term import Term, symbol

A, B, C = symbol("a"), symbol("b", POSITIVE), symbol("c")
FACT = equal(mul(A, B), log(B))
X = symbol("X", RandomVariable(REAL))


def known(left: Term, right: Term, *facts: Term) -> Supply:
    return supply(survey(Claim(left, "=", right, facts)), 0)


def test_claims_of_the_same_symbols_and_facts_share_what_is_drawn() -> None:
    first = known(mul(A, B), B, FACT)
    assert known(power(B, TWO), A, FACT) is first
    assert known(mul(A, C), B, FACT) is not first
    assert known(mul(A, B), B) is not first
    assert known(mul(A, B), B, equal(mul(A, B), number(3))) is not first


def test_claims_that_take_other_means_share_nothing() -> None:
    assert known(mean(X), A) is not known(variance(X), A)


def test_what_is_drawn_again_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Supply(survey(Claim(A, "=", B, (FACT,))), 0)
    with until(float("inf")):
        found = fresh.draw(0, 0)
        cost = visited()
    monkeypatch.setattr(drawing, "draw_valid", None)
    with until(float("inf")):
        assert fresh.draw(0, 0) is found
        assert visited() == cost > 0
