"""Hostile claims end quickly and say why; undefined points are reported and never refute; names never get into code."""

from __future__ import annotations

import ast
from time import perf_counter

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.numeric.refute import Agreement, Inconclusive, Refutation, refute
from probatum.proofs.terms.build import (
    ONE,
    TWO,
    ZERO,
    add,
    between,
    derivative,
    div,
    equal,
    exp,
    factorial,
    identity,
    independent,
    log,
    mean,
    mul,
    number,
    power,
    relation,
    sqrt,
    sub,
    total,
    trace,
    variance,
)
from probatum.proofs.terms.sorts import NATURAL, POSITIVE, REAL, Matrix, RandomVariable
from probatum.proofs.terms.term import INFINITY, Term, symbol

a, b = symbol("a"), symbol("b")
i, j = symbol("i", NATURAL), symbol("j", NATURAL)


def nested(count: int) -> Term:
    term = a
    for _ in range(count):
        term = add(ONE, mul(term, a))
    return term


def differentiated(count: int) -> Term:
    term = a
    for _ in range(count):
        term = derivative(a, mul(term, exp(a)))
    return term


NINE = number(9)
MILLION = number(10**6)
HOSTILE = {
    "tower": power(NINE, power(NINE, power(NINE, NINE))),
    "exponential tower": exp(exp(exp(exp(NINE)))),
    "trillion terms": total(i, between(ONE, number(10**12)), i),
    "sum of sums": total(i, between(ONE, number(10**5)), total(j, between(ONE, number(10**5)), mul(i, j))),
    "large identity": trace(identity(number(10**9))),
    "large factorial": factorial(number(10**9)),
    "large power of a symbol": power(add(a, ONE), number(10**12)),
    "deep": nested(3000),
    "many derivatives": differentiated(30),
    "infinite series": total(i, between(ONE, INFINITY), power(i, number(-2))),
    "long sum": total(i, between(ONE, number(99_999)), exp(div(i, MILLION))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_claims_end_soon(name: str) -> None:
    start = perf_counter()
    found = refute(Claim(HOSTILE[name], "=", b))
    assert perf_counter() - start < 6
    assert isinstance(found, (Inconclusive, Refutation))
    if isinstance(found, Inconclusive):
        assert found.reason


def test_no_size_is_too_large_to_refuse() -> None:
    n = symbol("n", NATURAL)
    found = refute(Claim(trace(symbol("A", Matrix(n, n))), "=", ZERO, (equal(n, number(10**6)),)))
    assert isinstance(found, Inconclusive)


DOMAIN = {
    "cancelled": (Claim(div(a, a), "=", ONE), "the left side is undefined at a = 0"),
    "log of a square": (Claim(log(power(a, TWO)), "=", mul(TWO, log(a))), "the right side is undefined"),
    "root of a square": (Claim(power(sqrt(a), TWO), "=", a), "the left side is undefined"),
}


@pytest.mark.parametrize("name", DOMAIN)
def test_where_one_side_is_undefined_is_said_and_does_not_refute(name: str) -> None:
    claim, words = DOMAIN[name]
    found = refute(claim)
    assert isinstance(found, Agreement)
    assert any(words in finding for finding in found.domain), found.domain


def test_assumptions_that_contradict_leave_nothing_to_try() -> None:
    claim = Claim(a, "=", b, (relation(">", a, ONE), relation("<", a, ZERO)))
    found = refute(claim)
    assert isinstance(found, Inconclusive)
    assert "no valid interpretation" in found.reason


def test_counterexamples_satisfy_the_assumptions() -> None:
    claim = Claim(a, "=", b, (relation(">", a, number(2)), equal(add(a, b), number(7))))
    found = refute(claim)
    assert isinstance(found, Refutation)
    values = {name: float(eval(text)) for name, text in found.counterexample.values.items()}  # noqa: S307 - numbers
    assert values["a"] > 2
    assert values["a"] + values["b"] == 7


def test_counterexamples_are_simple() -> None:
    found = refute(Claim(power(add(a, b), TWO), "=", add(power(a, TWO), power(b, TWO))))
    assert isinstance(found, Refutation)
    assert dict(found.counterexample.values) == {"a": "1", "b": "1"}


HOSTILE_NAMES = [
    '"); import os; os.system("x', "__import__('os')", "lambda", "print", "np", "x\ny = 1", "α", "\\hat{x}", "",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_become_identifiers_in_replays(name: str) -> None:
    hostile = symbol(name)
    found = refute(Claim(hostile, "=", add(hostile, b)))
    assert isinstance(found, Refutation)
    tree = ast.parse(found.counterexample.replay)
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called <= {"print"}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"itertools", "math", "numpy"}


def test_an_approximate_equation_is_not_decided_here() -> None:
    assert isinstance(refute(Claim(a, "approx", b)), Inconclusive)


def test_independence_carries_the_load() -> None:
    x, y = (symbol(name, RandomVariable(REAL)) for name in "XY")
    claim = Claim(variance(sub(x, y)), "=", add(variance(x), variance(y)))
    assert isinstance(refute(claim), Refutation)
    assert isinstance(refute(Claim(claim.left, "=", claim.right, (independent(x, y),))), Agreement)


def test_a_positive_symbol_stays_positive() -> None:
    s = symbol("s", POSITIVE)
    assert isinstance(refute(Claim(sqrt(power(s, TWO)), "=", s)), Agreement)


def test_a_random_variable_is_not_its_mean() -> None:
    x = symbol("X", RandomVariable(REAL))
    assert isinstance(refute(Claim(mean(x), "=", x)), Refutation)
