"""Preimages of events, against draws."""

from __future__ import annotations

import math
from random import Random

import pytest

from probatum.proofs.terms import build
from probatum.proofs.terms.preimages import preimage
from probatum.proofs.terms.sorts import NONNEGATIVE, REAL, UNIT, RandomVariable, Scalar
from probatum.proofs.terms.term import Term, symbol

X = symbol("X", RandomVariable(REAL))
TWO, THREE = build.number(2), build.number(3)
MADE = {
    "line": (lambda x: build.sub(build.ONE, build.mul(TWO, x)), lambda x: 1 - 2 * x, REAL),
    "square": (lambda x: build.power(x, TWO), lambda x: x * x, REAL),
    "square of a positive number": (lambda x: build.power(x, TWO), lambda x: x * x, NONNEGATIVE),
    "modulus": (lambda x: build.fn("abs", build.sub(x, build.ONE)), lambda x: abs(x - 1), REAL),
    "exponential": (lambda x: build.exp(build.neg(x)), lambda x: math.exp(-x), REAL),
    "logarithm": (lambda x: build.neg(build.log(build.sub(build.ONE, x))), lambda x: -math.log(1 - x), UNIT),
    "reciprocal": (lambda x: build.inverse(x), lambda x: 1 / x, NONNEGATIVE),
    "cube": (lambda x: build.power(x, THREE), lambda x: x**3, REAL),
}


def number(term: Term) -> float:
    match term.head:
        case "number":
            return float(term.value)
        case "add":
            return sum(map(number, term.args))
        case "mul":
            return math.prod(map(number, term.args))
        case "pow":
            return number(term.args[0]) ** number(term.args[1])
        case "fn":
            return {"exp": math.exp, "log": math.log}[str(term.data)](number(term.args[0]))
    raise AssertionError(term)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("kind", ["<", "<=", ">", ">="])
def test_an_event_happens_where_it_is_said_to(name: str, kind: str) -> None:
    written, value, support = MADE[name]
    rng = Random(f"{name}{kind}")
    for _ in range(20):
        threshold = build.number(rng.randint(1, 12)) if name != "line" else build.number(rng.randint(-9, 9))
        where = preimage(build.relation(kind, written(X), threshold), X, support)
        assert where is not None
        low = -math.inf if where.low is None else number(where.low)
        high = math.inf if where.high is None else number(where.high)
        for _ in range(50):
            x = rng.uniform(0, 1) if support is UNIT else rng.uniform(0 if support is NONNEGATIVE else -4, 4)
            happens = value(x) < number(threshold) if kind in ("<", "<=") else value(x) > number(threshold)
            assert happens == ((low < x < high) == where.inside)


def test_what_no_rule_solves() -> None:
    t = symbol("t")
    for made in (build.power(X, TWO), build.fn("sin", X), build.add(X, build.power(X, TWO)), build.mul(t, X)):
        assert preimage(build.relation("<=", made, t), X, Scalar()) is None
    assert preimage(build.relation("<=", build.log(X), t), X, REAL) is None  # it may have no logarithm
