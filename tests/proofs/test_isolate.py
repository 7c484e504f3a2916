"""Equations are solved for a symbol where they have one solution, and nowhere else."""

from __future__ import annotations

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.decide import provable
from probatum.proofs.rules.isolate import solved
from probatum.proofs.terms.build import ONE, TWO, ZERO, add, div, equal, exp, log, mul, power, sub
from probatum.proofs.terms.term import symbol

x, a, b, c = (symbol(name) for name in "xabc")

SOLVED = {
    "a sum": (equal(add(x, a), b), sub(b, a)),
    "one over it": (equal(div(ONE, x), a), div(ONE, a)),
    "a share": (equal(c, div(a, add(a, x))), sub(div(a, c), a)),
    "from the right": (equal(a, exp(x)), log(a)),
    "a quotient of lines": (equal(div(add(x, a), sub(x, b)), c), div(add(mul(b, c), a), sub(c, ONE))),
}
LEFT = {
    "a square": equal(power(x, TWO), a),
    "a product that is zero": equal(mul(a, x), ZERO),
    "both sides speak of it": equal(add(x, exp(x)), a),
}


@pytest.mark.parametrize("name", SOLVED)
def test_a_symbol_has_its_one_value(name: str) -> None:
    equation, value = SOLVED[name]
    found = solved(equation, x)
    assert found is not None
    assert x not in found.free
    assert provable(Claim(found, "=", value))


@pytest.mark.parametrize("name", LEFT)
def test_what_has_other_solutions_is_left(name: str) -> None:
    assert solved(LEFT[name], x) is None
