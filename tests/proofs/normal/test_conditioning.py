"""Conditional expectations on what is as good as a random variable, and on what is not."""

from __future__ import annotations

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide
from probatum.proofs.errors import UnsupportedNotion
from probatum.proofs.prove import prove
from probatum.proofs.terms.build import ONE, TWO, add, exp, log, mean, mul, neg, number, power
from probatum.proofs.terms.sorts import POSITIVE, REAL, RandomVariable
from probatum.proofs.terms.term import symbol
from probatum.proofs.verdict import Verdict

U, V = (symbol(name, RandomVariable(REAL)) for name in "UV")
T = symbol("T", RandomVariable(POSITIVE))
a, s = symbol("a"), symbol("s", POSITIVE)

TELLS = {
    "a negative": (V, neg(V)),
    "a shift": (V, add(mul(TWO, V), a)),
    "a positive multiple": (V, mul(s, V)),
    "a logarithm of an exponential": (V, log(exp(V))),
    "an exponential": (V, exp(neg(V))),
    "a cube": (V, power(V, number(3))),
    "a square of what is positive": (T, power(T, TWO)),
    "a logarithm of what is positive": (T, log(T)),
}
TELLS_LESS = {
    "a square": (V, power(V, TWO)),
    "a multiple that may be zero": (V, mul(a, V)),
    "a constant": (V, ONE),
    "a sum with another": (V, add(U, V)),
    "a polynomial": (V, add(power(V, number(3)), neg(V))),
}


@pytest.mark.parametrize("name", TELLS)
def test_what_tells_as_much(name: str) -> None:
    variable, told = TELLS[name]
    assert prove(Claim(mean(mul(variable, mean(U, variable))), "=", mean(mul(variable, mean(U, told))))) is not None


@pytest.mark.parametrize("name", TELLS_LESS)
def test_what_tells_less(name: str) -> None:
    variable, told = TELLS_LESS[name]
    claim = Claim(mean(power(mean(U, variable), TWO)), "=", mean(power(mean(U, told), TWO)))
    with pytest.raises(UnsupportedNotion, match="conditioning on something else"):
        prove(claim)
    assert decide(claim).verdict in (Verdict.REFUTED, Verdict.UNKNOWN)
