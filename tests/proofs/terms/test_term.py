"""Terms are shared, immutable, and substitution never captures."""

from __future__ import annotations

import pickle

import pytest

from probatum.proofs.terms.build import ONE, TWO, add, between, density, derivative, index, law, mul, power, total
from probatum.proofs.terms.sorts import FAMILY, NATURAL, POSITIVE, REAL, Outcome, Vector
from probatum.proofs.terms.term import Term, fresh, space, substitute, symbol, transform

i, j, n = (symbol(name, NATURAL) for name in "ijn")
a, b = symbol("a"), symbol("b")
x = symbol("x", Vector(n))


def test_equal_terms_are_one_object() -> None:
    assert add(a, mul(b, a)) is add(a, mul(b, a))
    assert symbol("a") is not symbol("a", POSITIVE)
    assert pickle.loads(pickle.dumps(add(a, b))) is add(a, b)


def test_terms_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        a.head = "number"  # type: ignore[misc]


def test_an_unknown_head_is_refused() -> None:
    with pytest.raises(ValueError, match="no such operator"):
        Term("frobnicate", (), None, REAL)


def test_binders_hide_their_variable() -> None:
    summed = total(i, between(ONE, n), mul(index(x, i), a))
    assert summed.free == {x, a, n}
    assert derivative(a, power(a, TWO), b).free == {b}
    assert derivative(a, power(a, TWO)).free == {a}
    outcome = symbol("x", Outcome("x"))
    assert law(outcome, space("x", "counting"), density(symbol("p", FAMILY), {"x": outcome})).free == {
        symbol("p", FAMILY)
    }


def test_substitution_renames_what_would_capture() -> None:
    summed = total(i, between(ONE, n), mul(index(x, i), a))
    replaced = substitute(summed, {a: i})
    assert i in replaced.free
    assert replaced.args[0] is not i
    assert substitute(replaced, {i: a}).free == summed.free


def test_substitution_leaves_bound_symbols_alone() -> None:
    summed = total(i, between(ONE, n), index(x, i))
    assert substitute(summed, {i: j}) is summed


def test_substitution_into_a_derivative_moves_the_point() -> None:
    slope = derivative(a, power(a, TWO))
    assert substitute(slope, {a: b}) is derivative(a, power(a, TWO), b)


def test_fresh_symbols_differ_by_name() -> None:
    assert fresh(a, frozenset({symbol("a", POSITIVE)})).name == "a'"


def test_transform_rebuilds_from_the_leaves() -> None:
    doubled = transform(add(a, mul(a, b)), lambda node: b if node is a else node)
    assert doubled is add(b, mul(b, b))


def test_digests_do_not_depend_on_the_order_of_making() -> None:
    assert add(a, b).digest != add(b, a).digest
    assert symbol("a").digest != symbol("a", POSITIVE).digest


def test_a_term_knows_its_operators() -> None:
    assert add(a, mul(TWO, b)).heads == {"add", "mul", "symbol", "number"}
    assert a.heads == {"symbol"}
