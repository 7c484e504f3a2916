"""A counterexample is carried on to other symbols by facts that can be met whatever it is, and by no others."""

from __future__ import annotations

import pytest

from probatum.proofs.carry import carried, is_total
from probatum.proofs.claim import Claim
from probatum.proofs.terms.build import (
    MINUS_ONE,
    ONE,
    TWO,
    add,
    div,
    equal,
    exp,
    follows,
    inverse,
    log,
    mul,
    named,
    power,
    sqrt,
    sub,
)
from probatum.proofs.terms.sorts import (
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    Matrix,
    RandomVariable,
    Vector,
)
from probatum.proofs.terms.term import Term, symbol

a, b, c, m, u, v, w = (symbol(name) for name in "abcmuvw")
n = symbol("n", NATURAL)
s = symbol("s", POSITIVE)
x, y = symbol("x", Vector(n)), symbol("y", Vector(n))
X, Y, Z = (symbol(name, RandomVariable(REAL)) for name in "XYZ")

TAKEN = {
    "a name for a value": [equal(u, add(a, b))],
    "a name for a value, one step on": [equal(u, add(a, b)), equal(v, mul(u, a))],
    "a name in an equation that has one solution": [equal(sub(u, a), b)],
    "a name for an array": [equal(y, add(x, x))],
    "a name for what is random": [equal(Z, add(X, Y))],
    "a name for a quotient that has a density": [
        equal(Z, div(X, add(X, Y))),
        follows(X, named("gamma", POSITIVE, a, b)),
        follows(Y, named("gamma", POSITIVE, a, b)),
    ],
}
KEPT = {
    "what the claim speaks of": [equal(a, b)],
    "a name of a sort of its own": [equal(s, add(a, b))],
    "a name that is whole": [equal(n, a)],
    "a name that is spoken of twice": [equal(u, a), equal(power(u, TWO), b)],
    "what may be two values": [equal(mul(u, u), a)],
    "a quotient by what may be nought with some chance": [
        equal(Z, div(ONE, X)), follows(X, named("poisson", COUNT, a))
    ],
    "a quotient by a number of the claim and by something random": [equal(Z, div(X, a))],
}  # fmt: skip


def kept(facts: list[Term]) -> list[Term]:
    equations = [fact for fact in facts if fact.head == "relation"]
    laws = frozenset(facts) - frozenset(equations)
    found = carried(Claim(add(a, b), "=", add(b, mul(a, b)), tuple(facts)), laws)
    return [fact for fact in found.assumptions if fact in equations]


@pytest.mark.parametrize("name", TAKEN)
def test_what_only_gives_a_value_can_be_met(name: str) -> None:
    assert kept(TAKEN[name]) == []


@pytest.mark.parametrize("name", KEPT)
def test_what_may_restrict_the_claim_is_kept(name: str) -> None:
    assert kept(KEPT[name]) == [fact for fact in KEPT[name] if fact.head == "relation"]


def test_a_value_must_be_defined_at_the_counterexample() -> None:
    value = div(ONE, a)
    found = carried(Claim(a, "=", b, (equal(u, value),)), frozenset())
    assert found.assumptions == (equal(value, value),)


def test_what_follows_from_others_is_left_out() -> None:
    mean, spread = equal(u, div(mul(c, a), add(a, m))), equal(v, mul(a, power(m, TWO)))
    same = equal(v, mul(a, power(sub(div(mul(c, a), u), a), TWO)))
    claim = Claim(add(u, v), "=", mul(a, c))
    from_three = carried(Claim(claim.left, "=", claim.right, (mean, spread, same)), frozenset())
    assert len(from_three.assumptions) < 3
    other = equal(v, mul(a, power(add(div(mul(c, a), u), a), TWO)))
    assert len(carried(Claim(claim.left, "=", claim.right, (mean, spread, other)), frozenset()).assumptions) == 3


@pytest.mark.parametrize("term", [add(a, b), power(a, TWO), exp(a), div(a, s), sqrt(s), log(s)])
def test_what_is_defined_everywhere_is_known_to_be(term: Term) -> None:
    assert is_total(term)


@pytest.mark.parametrize(
    "term",
    [
        power(a, MINUS_ONE), sqrt(a), log(a), log(symbol("r", NONNEGATIVE)),
        inverse(symbol("M", Matrix(n, n))),
    ],
)  # fmt: skip
def test_what_may_be_undefined_is_not(term: Term) -> None:
    assert not is_total(term)
